#pragma once

#include "tests/signing/verify_fixture.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

// Certificates, lists, signatures and tokens with one defect each, made by the openssl command line
// and not by code of ours: what the verifier must refuse, as anybody could make it.
namespace seihon::signing::forge {

// A command's output; fails the running test when the command fails.
std::string runOpenssl(const std::string& arguments);
// openssl and faketime, which gives it a time.
bool hasOpensslAndFaketime();

inline constexpr const char* kHpkiExtensions =
    "keyUsage = critical,nonRepudiation\n"
    "certificatePolicies = critical,1.2.392.100495.1.5.1.1.3.1\n";
inline constexpr const char* kPharmacistExtension =
    "2.5.29.9 = DER:3030302E0606288185420001312431223020A01E311CA00C060A2A830886910F01060101A20C0C"
    "0A506861726D6163697374\n";
inline constexpr const char* kTsuExtensions = "keyUsage = critical,digitalSignature\n"
                                              "extendedKeyUsage = critical,timeStamping\n";

struct CliCertificate {
    std::string name;   // of its files; also the CN unless `commonName` is given
    std::string issuer; // its name; empty: signs itself
    std::string extensions{};
    std::string commonName{};
    std::string key{}; // the same name gives the same key; empty: that of all people
    int bits = 2048;
    std::string digest = "sha256";
    Instant from = kSigned - kYear;
    Instant until = kSigned + kYear;
    std::string serial{};    // hexadecimal, even digits; empty: the next
    std::string algorithm{}; // of the key, as `openssl genpkey` takes it; empty: RSA of `bits`
    std::string signing{};   // more of `openssl ca`, e.g. -sigopt rsa_padding_mode:pss
};

struct CliList {
    Instant thisUpdate = kSigned - std::chrono::hours(24);
    Instant nextUpdate = kSigned + std::chrono::hours(72);
    std::string digest = "sha256";
    // name of a certificate and the time since when it is revoked
    std::vector<std::pair<std::string, Instant>> revoked{};
};

struct CliToken {
    std::string authority = "tsu";
    Instant at = kStamped;
    std::string policy = kTsaPolicy;
    std::string imprintDigest = "sha256";
    std::string signerDigest = "sha256";
};

struct CliSeal {
    std::string signer = "operator";
    Instant at = kSigned;
    std::string options = "-cades"; // more of `openssl cms -sign`
    std::string digest = "sha256";
};

// A root, an issuing authority, an operator; a timestamp root and unit; their lists. Made once.
class CliPki {
  public:
    static CliPki& shared();

    const Der& issue(const CliCertificate& plan); // the same name is made only once
    const Der& certificate(const std::string& name) const;
    Der list(const std::string& issuer, const CliList& plan);
    // Detached CMS over `content`, with the issuing authority and the root embedded.
    Der sign(const std::string& content, const CliSeal& plan);
    // A token over `data`; `openssl ts` does not load units without the purpose: tokenBy does.
    Der stamp(const std::string& data, const CliToken& plan);
    // The TSTInfo of a good token over `data`, signed by any certificate.
    Der tokenBy(const std::string& signer, const std::string& data, const std::string& more);
    // `signature` with a token, and nothing else changed.
    static Der join(const Der& signature, const Der& token);

    const Trust& trust() const { return m_trust; }
    std::string path(const std::string& name) const { return (m_folder.path() / name).string(); }

  private:
    CliPki();
    std::string keyFile(const CliCertificate& plan);
    void makeAuthorityFolder(const std::string& name);

    TempFolder m_folder;
    std::map<std::string, Der> m_certificates;
    Trust m_trust;
};

// A record sealed by the command line; the defaults make a good one.
struct CliRecord {
    CliSeal seal{};
    CliToken token{};
    Files pages{{"pages/0001.tif", "first page"}, {"pages/0002.tif", "second page"}};
    std::function<std::string(std::string)> manifest{}; // changes it before it is signed
    // Makes the token over the signature's value instead of `token`.
    std::function<Der(const std::string&)> stamp{};
};
Files sealByCli(const CliRecord& record);
const Files& goodCliFiles();

// Refused, and for nothing but these.
void expectRefusedFor(const Files& files, const std::vector<record::FindingId>& ids,
                      const Trust& trust = CliPki::shared().trust());
// Some refusal's measured text says this.
void expectRefusedSaying(const Files& files, record::FindingId id, const std::string& words);
void expectAccepted(const Files& files, const Trust& trust = CliPki::shared().trust());

} // namespace seihon::signing::forge
