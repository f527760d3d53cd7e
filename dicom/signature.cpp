#include "dicom/signature.h"

#include "dicom/file_bytes.h"
#include "dicom/pixels.h"

#include "record/fault.h"

#include <dcmtk/dcmsign/dcsignat.h>
#include <dcmtk/dcmsign/sicert.h>
#include <dcmtk/dcmsign/sicreapr.h>
#include <dcmtk/dcmsign/simdmac.h>
#include <dcmtk/dcmsign/siprivat.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <memory>
#include <string>

#include <sys/mman.h>
#include <unistd.h>

namespace seihon::dicom {

using record::Fault;
using record::FaultKind;

namespace {

// SHA-256 that remembers what came out: what the signer signs.
class RememberingMac : public SiMDMAC {
  public:
    RememberingMac() : SiMDMAC(EMT_SHA256) {}
    OFCondition finalize(unsigned char* result) override {
        const OFCondition condition = SiMDMAC::finalize(result);
        std::copy_n(result, m_digest.bytes.size(), m_digest.bytes.begin());
        return condition;
    }
    const record::Digest& taken() const { return m_digest; }

  private:
    record::Digest m_digest;
};

// A file that lies in memory only, under a name that DCMTK can open.
class MemoryFile {
  public:
    explicit MemoryFile(const std::string& text) : m_fd(::memfd_create("pem", MFD_CLOEXEC)) {
        if (m_fd < 0 ||
            ::write(m_fd, text.data(), text.size()) != static_cast<::ssize_t>(text.size())) {
            throw Fault(FaultKind::Internal, "no memory file");
        }
    }
    ~MemoryFile() { ::close(m_fd); }
    MemoryFile(const MemoryFile&) = delete; // owns the descriptor
    MemoryFile& operator=(const MemoryFile&) = delete;
    std::string name() const { return "/proc/self/fd/" + std::to_string(m_fd); }

  private:
    int m_fd;
};

struct StandIn {
    std::string key, certificate; // PEM
};

using KeyPtr = std::unique_ptr<EVP_PKEY, decltype(&::EVP_PKEY_free)>;
using CertificatePtr = std::unique_ptr<X509, decltype(&::X509_free)>;
using BioPtr = std::unique_ptr<BIO, decltype(&::BIO_free)>;

std::string textIn(BIO* bio) {
    char* data = nullptr;
    const long size = ::BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

// DCMTK does not sign without a key and its certificate. What it makes with these two is replaced;
// neither takes part in the digest (PS3.3 C.12.1.1.3.1.1). Made once a process, never written.
const StandIn& standIn() {
    static const StandIn made = [] {
        const KeyPtr key(::EVP_RSA_gen(2048), &::EVP_PKEY_free);
        const CertificatePtr certificate(::X509_new(), &::X509_free);
        const BioPtr keyText(::BIO_new(::BIO_s_mem()), &::BIO_free);
        const BioPtr certificateText(::BIO_new(::BIO_s_mem()), &::BIO_free);
        X509* x509 = certificate.get();
        X509_NAME* name = ::X509_get_subject_name(x509);
        const bool good =
            key && keyText && certificateText && ::X509_set_version(x509, 2) == 1 &&
            ::ASN1_INTEGER_set(::X509_get_serialNumber(x509), 1) == 1 &&
            ::X509_gmtime_adj(::X509_getm_notBefore(x509), -3600) != nullptr &&
            ::X509_gmtime_adj(::X509_getm_notAfter(x509), 86400L * 3650) != nullptr &&
            ::X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                                         reinterpret_cast<const unsigned char*>("stand-in"), -1, -1,
                                         0) == 1 &&
            ::X509_set_issuer_name(x509, name) == 1 && ::X509_set_pubkey(x509, key.get()) == 1 &&
            ::X509_sign(x509, key.get(), ::EVP_sha256()) > 0 &&
            ::PEM_write_bio_PrivateKey(keyText.get(), key.get(), nullptr, nullptr, 0, nullptr,
                                       nullptr) == 1 &&
            ::PEM_write_bio_X509(certificateText.get(), x509) == 1;
        if (!good) {
            throw Fault(FaultKind::Internal, "no stand-in key for DCMTK");
        }
        return StandIn{textIn(keyText.get()), textIn(certificateText.get())};
    }();
    return made;
}

void putBytes(DcmItem& item, const DcmTagKey& tag, std::vector<std::uint8_t> bytes,
              const char* what) {
    if (bytes.empty()) {
        throw Fault(FaultKind::Internal, std::string("DICOM signature: no ") + what);
    }
    if (bytes.size() % 2 != 0) { // PS3.5: OB has an even length; DER knows its own
        bytes.push_back(0);
    }
    requireGood(
        item.putAndInsertUint8Array(tag, bytes.data(), static_cast<unsigned long>(bytes.size())),
        what);
}

// The digest that is to be signed, with the signature of the stand-in in its place.
record::Digest signByStandIn(DcmDataset& dataset, E_TransferSyntax syntax) {
    const MemoryFile keyFile(standIn().key), certificateFile(standIn().certificate);
    SiPrivateKey key;
    SiCertificate certificate;
    key.setPrivateKeyPasswd(""); // never from a terminal
    requireGood(key.loadPrivateKey(keyFile.name().c_str(), X509_FILETYPE_PEM), "stand-in key");
    requireGood(certificate.loadCertificate(certificateFile.name().c_str(), X509_FILETYPE_PEM),
                "stand-in certificate");
    RememberingMac mac;
    SiCreatorProfile profile;
    DcmSignature signature;
    signature.attach(&dataset);
    requireGood(signature.createSignature(key, certificate, mac, profile, syntax), "signature");
    signature.detach();
    return mac.taken();
}

void requireSigned(const std::vector<std::uint8_t>& bytes) {
    DcmFileFormat file;
    parseFile(file, bytes);
    DcmSignature signature;
    signature.attach(file.getDataset());
    const bool one = signature.numberOfSignatures() == 1 && signature.selectSignature(0).good();
    const OFCondition verified = one ? signature.verifyCurrent() : EC_IllegalCall;
    signature.detach();
    if (verified.bad()) {
        throw Fault(FaultKind::StorageDiffers,
                    std::string("the DICOM signature that was made does not verify: ") +
                        verified.text(),
                    {{"file", "DICOM"}});
    }
}

} // namespace

std::vector<std::uint8_t> signObject(const std::vector<std::uint8_t>& object,
                                     const ObjectSigner& signer) {
    registerCoders();
    DcmFileFormat file;
    parseFile(file, object);
    DcmDataset& dataset = *file.getDataset();
    const E_TransferSyntax syntax = dataset.getOriginalXfer();
    const record::Digest digest = signByStandIn(dataset, syntax);
    DcmItem* item = nullptr;
    requireGood(dataset.findAndGetSequenceItem(DCM_DigitalSignaturesSequence, item, 0),
                "DigitalSignaturesSequence");
    const std::vector<std::uint8_t> value = signer.sign(digest);
    putBytes(*item, DCM_CertificateOfSigner, signer.certificate, "certificate");
    putBytes(*item, DCM_Signature, value, "signature");
    if (signer.stamp) { // PS3.3 C.12.1.1.3.1.3: over the signature
        requireGood(item->putAndInsertString(DCM_CertifiedTimestampType, "CMS_TSP"), "timestamp");
        putBytes(*item, DCM_CertifiedTimestamp, signer.stamp(record::sha256(value)), "timestamp");
    }
    std::vector<std::uint8_t> bytes = bytesOf(file, syntax);
    requireSigned(bytes);
    return bytes;
}

} // namespace seihon::dicom
