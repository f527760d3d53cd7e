#include "signing/data_digest.h"

#include "signing/digest_kind.h"
#include "signing/openssl_handles.h"

#include <cassert>

namespace seihon::signing {

struct RunningDigest::State {
    std::string algorithm;
    openssl::DigestContextPtr context;
};

RunningDigest::RunningDigest(std::string_view algorithm) : m_state(std::make_unique<State>()) {
    const DigestKind* const kind = digestNamed(algorithm);
    assert(kind != nullptr); // names come from the table, or have been looked up in it
    m_state->algorithm = algorithm;
    m_state->context.reset(openssl::need(::EVP_MD_CTX_new(), "EVP_MD_CTX_new"));
    openssl::need(::EVP_DigestInit_ex(m_state->context.get(), kind->make(), nullptr) == 1,
                  "EVP_DigestInit_ex");
}

RunningDigest::~RunningDigest() = default;
RunningDigest::RunningDigest(RunningDigest&&) noexcept = default;
RunningDigest& RunningDigest::operator=(RunningDigest&&) noexcept = default;

RunningDigest& RunningDigest::add(record::Bytes data) {
    openssl::need(::EVP_DigestUpdate(m_state->context.get(), data.data(), data.size()) == 1,
                  "EVP_DigestUpdate");
    return *this;
}

DataDigest RunningDigest::finish() {
    DataDigest digest{m_state->algorithm, std::vector<std::uint8_t>(EVP_MAX_MD_SIZE)};
    unsigned length = 0;
    openssl::need(::EVP_DigestFinal_ex(m_state->context.get(), digest.bytes.data(), &length) == 1,
                  "EVP_DigestFinal_ex");
    digest.bytes.resize(length);
    return digest;
}

DataDigest digestBy(std::string_view algorithm, record::Bytes data) {
    return RunningDigest(algorithm).add(data).finish();
}

DataDigest dataDigest(const record::Digest& sha256) {
    return {"sha256", {sha256.bytes.begin(), sha256.bytes.end()}};
}

} // namespace seihon::signing
