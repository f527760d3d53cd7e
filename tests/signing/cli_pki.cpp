#include "tests/signing/cli_pki.h"

#include "record/enum_names.h"
#include "signing/der.h"
#include "signing/digest_kind.h"
#include "signing/manifest_names.h"
#include "signing/signed_data.h"
#include "support/run_tool.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace seihon::signing::forge {

namespace {

std::string ask(const std::string& program, const std::string& arguments) {
    const support::ToolAnswer ran = support::runTool(program + " " + arguments);
    if (ran.exitCode != 0) {
        ADD_FAILURE() << program << " " << arguments << ":\n" << ran.output;
    }
    return ran.output;
}

// 20260310010000Z
std::string asn1Time(Instant at) {
    std::string text = record::formatInstant(at).substr(0, 19);
    std::erase_if(text, [](char c) { return c == '-' || c == ':' || c == 'T'; });
    return text + "Z";
}

// openssl as if it were that time.
void runAt(Instant at, const std::string& arguments) {
    std::string text = record::formatInstant(at).substr(0, 19);
    text[10] = ' ';
    ask("TZ=UTC faketime '" + text + "' openssl", arguments);
}

constexpr const char* kAuthorityConfiguration = R"([ca]
default_ca = it
[it]
database = $ENV::SEIHON_CA/index.txt
serial = $ENV::SEIHON_CA/serial
crlnumber = $ENV::SEIHON_CA/crlnumber
new_certs_dir = $ENV::SEIHON_CA
certificate = $ENV::SEIHON_CA.crt
private_key = $ENV::SEIHON_CA.key
default_md = sha256
unique_subject = no
email_in_dn = no
policy = any
crl_extensions = crlext
[any]
countryName = supplied
commonName = supplied
[crlext]
authorityKeyIdentifier = keyid:always
)";

std::string tokenConfiguration(const std::string& serialFile) {
    return "[tsa]\ndefault_tsa = it\n[it]\nserial = " + serialFile +
           "\ndefault_policy = " + kTsaPolicy +
           "\nother_policies = 1.3.6.1.4.1.55555.9\ndigests = sha1, sha256\naccuracy = secs:1\n"
           "ordering = no\ntsa_name = no\ness_cert_id_chain = no\ness_cert_id_alg = sha256\n"
           "crypto_device = builtin\n";
}

constexpr const char* kRootExtensions = "basicConstraints = critical,CA:TRUE\n"
                                        "keyUsage = critical,keyCertSign,cRLSign\n";

} // namespace

std::string runOpenssl(const std::string& arguments) {
    return ask("openssl", arguments);
}

bool hasOpensslAndFaketime() {
    static const bool has = support::hasTool("openssl") && support::hasTool("faketime");
    return has;
}

CliPki& CliPki::shared() {
    static CliPki made;
    return made;
}

CliPki::CliPki() {
    const auto life = std::chrono::days(3650);
    const auto authority = [&](const char* name, const char* commonName, const char* issuer) {
        CliCertificate plan{name, issuer, kRootExtensions, commonName, name};
        plan.extensions +=
            issuer[0] == '\0' ? "" : "certificatePolicies = critical,1.2.392.100495.1.5.1.1.3.1\n";
        plan.from = kSigned - life;
        plan.until = kSigned + life;
        issue(plan);
    };
    writeFiles(m_folder.path(), {{"ca.cnf", kAuthorityConfiguration},
                                 {"tsa.cnf", tokenConfiguration(path("tsa.serial"))},
                                 {"tsa.serial", "01\n"}});
    authority("root", "Root CA of the Command Line", "");
    authority("issuing", "Issuing CA of the Command Line", "root");
    authority("tsa-root", "Timestamp Root of the Command Line", "");
    issue({"operator", "issuing", std::string(kHpkiExtensions) + kPharmacistExtension,
           "Hanako Yakuzai"});
    issue({"tsu", "tsa-root", kTsuExtensions, "Timestamp Unit"});

    m_trust.file = authorities().trust.file;
    m_trust.roots["root.pem"] = {certificate("root")};
    m_trust.tsaRoots["tsa-root.pem"] = {certificate("tsa-root")};
    m_trust.crls = {list("root", {}), list("issuing", {}), list("tsa-root", {})};
}

std::string CliPki::keyFile(const CliCertificate& plan) {
    const std::string base = (plan.key.empty() ? "people" : plan.key) + "-" +
                             std::to_string(plan.bits) + (plan.algorithm.empty() ? "" : "-other");
    const std::string file = path(base + ".pem");
    if (!std::filesystem::exists(file)) {
        runOpenssl("genpkey -quiet " +
                   (plan.algorithm.empty()
                        ? "-algorithm RSA -pkeyopt rsa_keygen_bits:" + std::to_string(plan.bits)
                        : plan.algorithm) +
                   " -out " + file);
    }
    return file;
}

void CliPki::makeAuthorityFolder(const std::string& name) {
    writeFiles(m_folder.path() / name,
               {{"index.txt", ""}, {"serial", "1000\n"}, {"crlnumber", "01\n"}});
}

const Der& CliPki::issue(const CliCertificate& plan) {
    const auto found = m_certificates.find(plan.name);
    if (found != m_certificates.end()) {
        return found->second;
    }
    const std::string key = keyFile(plan);
    std::filesystem::copy_file(key, path(plan.name + ".key"));
    makeAuthorityFolder(plan.name);
    const std::string& issuer = plan.issuer.empty() ? plan.name : plan.issuer;
    std::string extensions = "subjectKeyIdentifier = hash\n" + plan.extensions;
    extensions += plan.issuer.empty() ? "" : "authorityKeyIdentifier = keyid:always\n";
    writeFiles(m_folder.path(), {{plan.name + ".ext", extensions}});
    const Files books{{"serial", readFile(path(issuer + "/serial"))},
                      {"index.txt", readFile(path(issuer + "/index.txt"))}};
    if (!plan.serial.empty()) { // the same number twice, of which the authority must not know
        writeFiles(m_folder.path() / issuer, {{"serial", plan.serial + "\n"}, {"index.txt", ""}});
    }
    const std::string commonName = plan.commonName.empty() ? plan.name : plan.commonName;
    runOpenssl("req -new -key " + key + " -subj '/C=JP/CN=" + commonName + "' -out " +
               path(plan.name + ".csr"));
    ask("SEIHON_CA=" + path(issuer) + " openssl",
        "ca -batch -notext -config " + path("ca.cnf") + " -in " + path(plan.name + ".csr") +
            " -out " + path(plan.name + ".crt") + " -extfile " + path(plan.name + ".ext") +
            " -startdate " + asn1Time(plan.from) + " -enddate " + asn1Time(plan.until) + " -md " +
            plan.digest + " " + plan.signing + (plan.issuer.empty() ? " -selfsign" : ""));
    if (!plan.serial.empty()) {
        writeFiles(m_folder.path() / issuer, books);
    }
    runOpenssl("x509 -in " + path(plan.name + ".crt") + " -outform der -out " +
               path(plan.name + ".der"));
    return m_certificates[plan.name] = derOf(readFile(path(plan.name + ".der")));
}

const Der& CliPki::certificate(const std::string& name) const {
    return m_certificates.at(name);
}

Der CliPki::list(const std::string& issuer, const CliList& plan) {
    const std::string environment = "SEIHON_CA=" + path(issuer) + " ";
    const std::string configuration = " -config " + path("ca.cnf");
    const std::string before = readFile(path(issuer + "/index.txt"));
    for (const auto& [name, at] : plan.revoked) {
        // `openssl ca -revoke` takes the time from the clock.
        std::string text = record::formatInstant(at).substr(0, 19);
        text[10] = ' ';
        ask(environment + "TZ=UTC faketime '" + text + "' openssl",
            "ca -batch" + configuration + " -revoke " + path(name + ".crt"));
    }
    ask(environment + "openssl", "ca -batch -gencrl" + configuration + " -crl_lastupdate " +
                                     asn1Time(plan.thisUpdate) + " -crl_nextupdate " +
                                     asn1Time(plan.nextUpdate) + " -md " + plan.digest + " -out " +
                                     path("list.pem"));
    runOpenssl("crl -in " + path("list.pem") + " -outform der -out " + path("list.der"));
    writeFiles(m_folder.path() / issuer, {{"index.txt", before}});
    return derOf(readFile(path("list.der")));
}

Der CliPki::sign(const std::string& content, const CliSeal& plan) {
    writeFiles(m_folder.path(),
               {{"content", content},
                {"chain.pem", readFile(path("issuing.crt")) + "\n" + readFile(path("root.crt"))}});
    runAt(plan.at, "cms -sign -binary -nosmimecap -outform der -in " + path("content") +
                       " -signer " + path(plan.signer + ".crt") + " -inkey " +
                       path(plan.signer + ".key") + " -certfile " + path("chain.pem") + " -md " +
                       plan.digest + " " + plan.options + " -out " + path("seal.p7s"));
    return derOf(readFile(path("seal.p7s")));
}

Der CliPki::stamp(const std::string& data, const CliToken& plan) {
    writeFiles(m_folder.path(), {{"stamped", data}});
    runOpenssl("ts -query -data " + path("stamped") + " -" + plan.imprintDigest +
               " -cert -tspolicy " + plan.policy + " -out " + path("query.tsq"));
    runAt(plan.at, "ts -reply -config " + path("tsa.cnf") + " -section it -queryfile " +
                       path("query.tsq") + " -signer " + path(plan.authority + ".crt") +
                       " -inkey " + path(plan.authority + ".key") + " -chain " +
                       path("tsa-root.crt") + " -" + plan.signerDigest + " -token_out -out " +
                       path("token.tst"));
    return derOf(readFile(path("token.tst")));
}

Der CliPki::tokenBy(const std::string& signer, const std::string& data, const std::string& more) {
    stamp(data, {});
    runOpenssl("cms -verify -noverify -inform der -in " + path("token.tst") + " -out " +
               path("tstinfo"));
    runAt(kStamped, "cms -sign -binary -nosmimecap -nodetach -cades -outform der -econtent_type "
                    "1.2.840.113549.1.9.16.1.4 -in " +
                        path("tstinfo") + " -signer " + path(signer + ".crt") + " -inkey " +
                        path(signer + ".key") + " " + more + " -out " + path("odd.tst"));
    return derOf(readFile(path("odd.tst")));
}

Der CliPki::join(const Der& signature, const Der& token) {
    SignedData data = parseSignedData(signature);
    // RFC 5754 §3.2 lets a seal name the algorithm in two ways, and this program takes one of them;
    // the command line writes the other. It is no part of what is signed.
    for (const DigestKind& kind : kDigestKinds) {
        if (data.digestAlgorithm == der::wrap(der::kSequence, der::oid(kind.oid)) ||
            data.digestAlgorithm ==
                der::wrap(der::kSequence, {der::oid(kind.oid), der::wrap(der::kNull, Der())})) {
            data.signatureAlgorithm =
                der::wrap(der::kSequence, {der::oid(kind.withRsa), der::wrap(der::kNull, Der())});
        }
    }
    data.unsignedAttributes = {{std::string(kOidSignatureTimestamp), token}};
    return encodeSignedData(data);
}

namespace {

Files cliFilesBeforeSeal(const CliRecord& record) {
    RecordPlan plan;
    plan.signer.certificate = CliPki::shared().certificate(record.seal.signer);
    plan.signedAt = std::min(record.seal.at, kSigned); // sealing begins before it is proven
    plan.pages = record.pages;
    Files files = record.pages;
    files[std::string(kMimetypePath)] = kMimetype;
    files[std::string(kRecordPath)] = record::canonical(recordJsonFor(plan));
    const std::string manifest = manifestXml(manifestFor(files));
    files[std::string(kManifestPath)] = record.manifest ? record.manifest(manifest) : manifest;
    return files;
}

} // namespace

Files sealByCli(const CliRecord& record) {
    CliPki& pki = CliPki::shared();
    Files files = cliFilesBeforeSeal(record);
    const Der signature = pki.sign(files.at(std::string(kManifestPath)), record.seal);
    const std::string value = textOf(parseSignedData(signature).signature);
    const Der token = record.stamp ? record.stamp(value) : pki.stamp(value, record.token);
    files[std::string(kSignaturePath)] = textOf(CliPki::join(signature, token));
    return files;
}

const Files& goodCliFiles() {
    static const Files files = sealByCli({});
    return files;
}

namespace {

std::set<std::string_view> refusals(const record::Verdict& verdict) {
    std::set<std::string_view> names;
    for (const record::Finding& finding : verdict.findings) {
        if (finding.severity == record::Severity::Refuse) {
            names.insert(record::enumName(finding.id));
        }
    }
    return names;
}

} // namespace

void expectRefusedFor(const Files& files, const std::vector<record::FindingId>& ids,
                      const Trust& trust) {
    const RecordVerification result = verifyFiles(files, trust);
    EXPECT_FALSE(result.verdict.permitted());
    std::set<std::string_view> expected;
    for (const record::FindingId id : ids) {
        expected.insert(record::enumName(id));
    }
    EXPECT_EQ(refusals(result.verdict), expected) << describe(result.verdict);
}

void expectRefusedSaying(const Files& files, record::FindingId id, const std::string& words) {
    const RecordVerification result = verifyFiles(files, CliPki::shared().trust());
    EXPECT_FALSE(result.verdict.permitted());
    bool said = false;
    for (const record::Finding& finding : result.verdict.findings) {
        said = said || (finding.id == id && finding.measured.isString() &&
                        finding.measured.asString().find(words) != std::string::npos);
    }
    EXPECT_TRUE(said) << words << " in\n" << describe(result.verdict);
}

void expectAccepted(const Files& files, const Trust& trust) {
    const RecordVerification result = verifyFiles(files, trust);
    EXPECT_TRUE(result.verdict.permitted()) << describe(result.verdict);
}

} // namespace seihon::signing::forge
