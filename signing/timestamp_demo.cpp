#include "signing/timestamp_authorities.h"

#include "record/digest.h"
#include "record/fault.h"
#include "signing/demo_pki_parts.h"
#include "signing/openssl_handles.h"

#include <optional>

namespace seihon::signing {

namespace {

using openssl::need;
using ResponderPtr = openssl::Handle<::TS_RESP_CTX, ::TS_RESP_CTX_free>;

// RFC 3161 §2.4.2: unique for every token of this authority, up to 160 bits.
::ASN1_INTEGER* makeSerial(::TS_RESP_CTX*, void*) {
    const auto random = record::randomBytes32();
    openssl::BignumPtr number(::BN_bin2bn(random.data(), 16, nullptr));
    return number == nullptr ? nullptr : ::BN_to_ASN1_INTEGER(number.get(), nullptr);
}

class DemoAuthority final : public TimestampAuthority {
  public:
    DemoAuthority(const config::TimestampService& service, std::filesystem::path demoFolder)
        : m_name(service.name), m_folder(std::move(demoFolder)) {}

    const std::string& name() const override { return m_name; }

    Der ask(record::Bytes query) override {
        const ResponderPtr responder = makeResponder();
        const openssl::BioPtr input(need(
            ::BIO_new_mem_buf(query.data(), static_cast<int>(query.size())), "BIO_new_mem_buf"));
        openssl::dropErrors();
        const openssl::TimestampResponsePtr response(
            ::TS_RESP_create_response(responder.get(), input.get()));
        if (!response) {
            throw record::Fault(record::FaultKind::TimestampUnavailable,
                                m_name + ": " + openssl::errorText(), {{"authority", m_name}},
                                true);
        }
        return openssl::toDer(response.get(), ::i2d_TS_RESP);
    }

  private:
    // Read when first asked: a home may be opened without the demo's keys at hand.
    const demo::Holder& holder() {
        if (!m_holder) {
            try {
                m_holder = demo::readHolder(m_folder, "tsa");
            } catch (const record::Fault& fault) {
                throw record::Fault(record::FaultKind::TimestampUnavailable,
                                    m_name + ": " + fault.what(), {{"authority", m_name}}, true);
            }
        }
        return *m_holder;
    }

    ResponderPtr makeResponder() {
        const demo::Holder& tsa = holder();
        ResponderPtr responder(need(::TS_RESP_CTX_new(), "TS_RESP_CTX_new"));
        const openssl::ObjectPtr policy(
            need(::OBJ_txt2obj(demo::kTimestampPolicy, 1), "OBJ_txt2obj"));
        need(::TS_RESP_CTX_set_signer_cert(responder.get(), tsa.certificate.get()) == 1 &&
                 ::TS_RESP_CTX_set_signer_key(responder.get(), tsa.key.get()) == 1 &&
                 ::TS_RESP_CTX_set_signer_digest(responder.get(), ::EVP_sha256()) == 1 &&
                 ::TS_RESP_CTX_set_ess_cert_id_digest(responder.get(), ::EVP_sha256()) == 1 &&
                 ::TS_RESP_CTX_set_def_policy(responder.get(), policy.get()) == 1 &&
                 ::TS_RESP_CTX_add_md(responder.get(), ::EVP_sha256()) == 1 &&
                 ::TS_RESP_CTX_add_md(responder.get(), ::EVP_sha512()) == 1 &&
                 ::TS_RESP_CTX_set_accuracy(responder.get(), 1, 0, 0) == 1 &&
                 ::TS_RESP_CTX_set_clock_precision_digits(responder.get(), 3) == 1,
             "setting up the demo authority");
        ::TS_RESP_CTX_add_flags(responder.get(), TS_TSA_NAME);
        ::TS_RESP_CTX_set_serial_cb(responder.get(), makeSerial, nullptr);
        return responder;
    }

    std::string m_name;
    std::filesystem::path m_folder;
    std::optional<demo::Holder> m_holder;
};

} // namespace

std::unique_ptr<TimestampAuthority> openDemoAuthority(const config::TimestampService& service,
                                                      const std::filesystem::path& demoFolder) {
    return std::make_unique<DemoAuthority>(service, demoFolder);
}

} // namespace seihon::signing
