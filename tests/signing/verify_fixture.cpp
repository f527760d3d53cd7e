#include "tests/signing/verify_fixture.h"

#include "record/sentences.h"
#include "signing/cms.h"
#include "signing/manifest_names.h"
#include "signing/record_rules.h"
#include "signing/station_key.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace seihon::signing::forge {

namespace {

using record::Json;

Json pageJson(std::int64_t number, const std::string& file, const std::string& bytes) {
    return Json::object({{"number", number},
                         {"file", file},
                         {"sha256", record::sha256(bytes).hex()},
                         {"pixelSha256", record::sha256("pixels of " + bytes).hex()},
                         {"bytes", static_cast<std::int64_t>(bytes.size())},
                         {"width", 2480},
                         {"height", 3508},
                         {"dpi", 300},
                         {"sheet", number},
                         {"side", "front"},
                         {"captureId", "capture of " + file},
                         {"sheetRect", nullptr},
                         {"capture", Json::object({})},
                         {"measurements", Json::object({})},
                         {"findings", Json::array()},
                         {"mark", "none"},
                         {"markReason", ""}});
}

void expectRefusal(const record::Verdict& verdict, record::FindingId id) {
    EXPECT_FALSE(verdict.permitted());
    EXPECT_TRUE(verdict.has(id)) << "no " << record::enumName(id) << " in:\n" << describe(verdict);
}

} // namespace

Json signedByStation(Json recordJson) {
    if (recordJson.find("stationSignature") != nullptr) {
        recordJson.set("stationSignature",
                       signAsStation(stationKeyFile(), stationMessage(recordJson)));
    }
    return recordJson;
}

Json recordJsonFor(const RecordPlan& plan) {
    Json pages = Json::array();
    std::int64_t number = 0;
    for (const auto& [path, bytes] : plan.pages) {
        ++number;
        pages.push(pageJson(number, path, bytes));
    }
    const std::string receivedAt = record::formatInstant(plan.signedAt - std::chrono::hours(3));
    return signedByStation(Json::object(
        {{"format", "seihon-record-1"},
         {"recordId", "019cd51a-2b00-7000-8000-0123456789ab"},
         {"job", "019cd51a-2a00-7000-8000-0123456789ab"},
         {"station", "station-1"},
         {"documentClass", "referral-letter"},
         {"purpose", "original"},
         {"demo", false},
         {"regulation", record::sha256("regulation").hex()},
         {"original", Json::object({{"receivedAt", receivedAt}, {"sheets", number}})},
         {"patient", Json::object({{"id", "12345"}, {"name", "山田 太郎"}})},
         {"window", Json::object({{"startsFrom", "received"},
                                  {"startedAt", receivedAt},
                                  {"deadline", record::formatInstant(plan.signedAt +
                                                                     std::chrono::hours(14))}})},
         {"excuse", nullptr},
         {"scanProof", nullptr},
         {"signer",
          Json::object({{"user", "pharmacist"},
                        {"name", "薬剤 花子"},
                        {"role", "information-creation-manager"},
                        {"certificateSha256", record::sha256(plan.signer.certificate).hex()}})},
         {"sealStartedAt", record::formatInstant(plan.signedAt)},
         {"arithmetic", Json::object({{"sheetsDeclared", number},
                                      {"sheetsFed", number},
                                      {"sidesKept", number},
                                      {"sidesBlank", 0},
                                      {"sidesSuperseded", 0}})},
         {"pages", pages},
         {"transferNote", Json::object({})},
         {"attestations", Json::array()},
         {"history", Json::array()},
         {"stationSignature", ""}}));
}

record::Manifest manifestFor(const Files& files) {
    record::Manifest manifest;
    for (const auto& [path, bytes] : files) {
        if (path == kRecordPath || path == record::kScanProofPath || path.starts_with("pages/")) {
            manifest.entries.push_back({path, record::sha256(bytes)});
        }
    }
    return manifest;
}

Der sealFor(const RecordPlan& plan, const std::string& manifest) {
    const auto key = makeKey(plan.signer);
    const Der signedOnly = signDetached(record::bytesOf(manifest), *key, Pin("1234"),
                                        {plan.certificates, plan.crls}, plan.signedAt);
    const Der token = makeToken(plan.tsa, signatureValueDigest(signedOnly), plan.token);
    return withSignatureTimestamp(signedOnly, token, {plan.tsaCertificates, plan.tsaCrls});
}

Files sealedFiles(const RecordPlan& plan, const Json& recordJson) {
    Files files = plan.pages;
    files[std::string(kMimetypePath)] = kMimetype;
    files[std::string(kRecordPath)] =
        record::canonical(plan.signedByStation ? signedByStation(recordJson) : recordJson);
    const std::string manifest = manifestXml(manifestFor(files));
    files[std::string(kManifestPath)] = manifest;
    files[std::string(kSignaturePath)] = textOf(sealFor(plan, manifest));
    return files;
}

Files sealedFiles(const RecordPlan& plan) {
    return sealedFiles(plan, recordJsonFor(plan));
}

void writeFiles(const std::filesystem::path& folder, const Files& files) {
    for (const auto& [path, bytes] : files) {
        std::filesystem::create_directories((folder / path).parent_path());
        std::ofstream stream(folder / path, std::ios::binary);
        stream << bytes;
        if (!stream.flush()) {
            throw std::runtime_error("cannot write " + path);
        }
    }
}

std::string readFile(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

RecordVerification verifyFiles(const Files& files, const Trust& trust, Instant now) {
    const TempFolder folder;
    writeFiles(folder.path(), files);
    return verifyRecord(folder.path(), trust, now);
}

std::string describe(const record::Verdict& verdict) {
    std::string text;
    for (const record::Finding& finding : verdict.findings) {
        text += std::string(record::enumName(finding.severity)) + " " +
                std::string(record::enumName(finding.id)) + ": " +
                record::sentenceOf(finding, record::Language::English) + "\n";
    }
    return text;
}

const Files& goodFiles() {
    static const Files files = sealedFiles();
    return files;
}

void expectValid(const Files& files, const Trust& trust) {
    const RecordVerification result = verifyFiles(files, trust);
    EXPECT_TRUE(result.verdict.permitted()) << describe(result.verdict);
}

void expectRefused(const Files& files, record::FindingId id, const Trust& trust) {
    expectRefusal(verifyFiles(files, trust).verdict, id);
}

Der goodSeal() {
    return sealFor({}, kSealedContent);
}

SealReading readGoodContent(const Der& cms, const Trust& trust) {
    return readSeal(cms, record::bytesOf(kSealedContent), trust, kNow);
}

void expectRefused(const Der& cms, record::FindingId id, const Trust& trust) {
    expectRefusal(readGoodContent(cms, trust).verdict, id);
}

void writeTrust(const std::filesystem::path& folder) {
    const Authorities& all = authorities();
    writeFiles(folder, {{"trust.toml", "[trust]\n"
                                       "digests = [\"sha256\", \"sha384\", \"sha512\"]\n"
                                       "claimed_time_tolerance_minutes = 60\n"
                                       "test_mode = false\n"
                                       "[[profile]]\n"
                                       "name = \"hpki\"\n"
                                       "roots = [\"root.pem\"]\n"
                                       "policies = [\"1.2.392.100495.1.5.1.1.3.1\"]\n"
                                       "key_usages = [\"non-repudiation\"]\n"
                                       "healthcare_role = \"allowed\"\n"
                                       "rsa_bits_at_least = 2048\n"
                                       "test_mode = false\n"
                                       "[[timestamp_service]]\n"
                                       "name = \"test-tsa\"\n"
                                       "roots = [\"tsa-root.pem\"]\n"
                                       "policies = [\"1.3.6.1.4.1.55555.1\"]\n"
                                       "accredited_from = 2025-03-10T01:00:00Z\n"
                                       "rsa_bits_at_least = 2048\n"
                                       "test_mode = false\n"
                                       "[[station_key]]\n"
                                       "station_id = \"station-1\"\n"
                                       "ed25519_base64 = \"" +
                                           stationPublicKey(stationKeyFile()) +
                                           "\"\n"
                                           "[required_healthcare_roles]\n"},
                        {"roots/root.pem", toPem(all.root, false) + toPem(all.issuing, false)},
                        {"tsa/tsa-root.pem", toPem(all.tsaRoot, false)},
                        {"crls/root.crl", textOf(all.rootCrl)},
                        {"crls/others.pem",
                         toPem("X509 CRL", all.issuingCrl) + toPem("X509 CRL", all.tsaCrl)}});
}

} // namespace seihon::signing::forge
