#include "signing/verify_record.h"

#include "record/fault.h"
#include "signing/cms.h"
#include "signing/seal_rules.h"
#include "signing/signed_data.h"
#include "tests/signing/verify_fixture.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include <sys/stat.h>
#include <unistd.h>

namespace seihon::signing {
namespace {

using namespace forge;
using record::FindingId;
using record::Json;

std::string subjectOf(const record::Verdict& verdict, FindingId id) {
    for (const record::Finding& finding : verdict.findings) {
        if (finding.id == id) {
            return finding.subject;
        }
    }
    return {};
}

TEST(VerifyRecord, AcceptsAGoodRecord) {
    const RecordVerification result = verifyFiles(goodFiles());
    EXPECT_TRUE(result.verdict.permitted()) << describe(result.verdict);
    EXPECT_TRUE(
        result.verdict.has(FindingId::RevocationNotYetProven)); // no list is newer than the token
    EXPECT_EQ(result.signer.holder, "Hanako Yakuzai");
    EXPECT_EQ(result.signer.trustProfile, "hpki");
    EXPECT_EQ(result.signer.healthcareRoles, std::vector<std::string>{"Pharmacist"});
    EXPECT_EQ(result.signerRole, "information-creation-manager");
    EXPECT_EQ(result.signedAt, kSigned);
    EXPECT_EQ(result.provenAt, kStamped);
    EXPECT_EQ(result.pages, 2);
    EXPECT_EQ(result.manifestDigest, record::sha256(goodFiles().at(kManifest)));
    const Json json = toJson(result);
    EXPECT_TRUE(json.at("valid").asBool());
    EXPECT_EQ(json.at("provenAt").asString(), "2026-03-10T01:01:00.000Z");
    EXPECT_EQ(json.at("signer").at("name").asString(), "Hanako Yakuzai");
    EXPECT_FALSE(json.at("findings").asArray().front().at("text").asString().empty());
}

TEST(VerifyRecord, NeedsNoListOnceALaterOneIsThere) {
    Trust trust = authorities().trust;
    CrlPlan later;
    later.thisUpdate = kStamped + std::chrono::hours(1);
    trust.crls.push_back(makeCrl(authorities().issuing, later));
    trust.crls.push_back(makeCrl(authorities().root, later));
    trust.crls.push_back(makeCrl(authorities().tsaRoot, later));
    const RecordVerification result = verifyFiles(goodFiles(), trust);
    EXPECT_TRUE(result.verdict.permitted()) << describe(result.verdict);
    EXPECT_FALSE(result.verdict.has(FindingId::RevocationNotYetProven)) << describe(result.verdict);
}

TEST(VerifyRecord, NamesEveryAlteredFile) {
    for (const char* const path : {"pages/0001.tif", "pages/0002.tif", "record.json"}) {
        Files files = goodFiles();
        files[path].back() = static_cast<char>(files[path].back() ^ 1);
        const RecordVerification result = verifyFiles(files);
        EXPECT_FALSE(result.verdict.permitted());
        EXPECT_EQ(subjectOf(result.verdict, FindingId::FileAltered), path);
    }
    Files files = goodFiles();
    files["mimetype"] += "\n";
    expectRefused(files, FindingId::MimetypeWrong);
}

TEST(VerifyRecord, RefusesMissingFiles) {
    for (const auto& [path, bytes] : goodFiles()) {
        Files files = goodFiles();
        files.erase(path);
        expectRefused(files,
                      path == kSignature ? FindingId::SignatureMissing : FindingId::FileMissing);
    }
    TempFolder empty;
    EXPECT_FALSE(verifyRecord(empty.path(), authorities().trust, kNow).verdict.permitted());
}

TEST(VerifyRecord, RefusesExtraFilesWhereverTheyAre) {
    for (const char* const path :
         {"extra", ".hidden", "pages/0003.tif", "pages/.x", "META-INF/manifest.xml",
          "META-INF/signature002.p7s", "pages/sub/0001.tif", "other/file", "Record.json"}) {
        Files files = goodFiles();
        files[path] = "x";
        expectRefused(files, FindingId::FileNotListed);
    }
}

TEST(VerifyRecord, FollowsNoLinksAndReadsNoDevices) {
    const auto verifyWith = [](const auto& change) {
        TempFolder folder;
        writeFiles(folder.path() / "r", goodFiles());
        change(folder.path());
        return verifyRecord(folder.path() / "r", authorities().trust, kNow).verdict;
    };
    const auto linkPage = [](const std::filesystem::path& at) {
        std::filesystem::rename(at / "r/pages/0001.tif", at / "page");
        std::filesystem::create_symlink(at / "page", at / "r/pages/0001.tif");
    };
    const auto linkFolder = [](const std::filesystem::path& at) {
        std::filesystem::rename(at / "r/pages", at / "pages");
        std::filesystem::create_symlink(at / "pages", at / "r/pages");
    };
    const auto makePipe = [](const std::filesystem::path& at) {
        std::filesystem::remove(at / "r/pages/0002.tif");
        ASSERT_EQ(::mkfifo((at / "r/pages/0002.tif").c_str(), 0600), 0);
    };
    for (const record::Verdict& verdict :
         {verifyWith(linkPage), verifyWith(linkFolder), verifyWith(makePipe)}) {
        EXPECT_FALSE(verdict.permitted());
        EXPECT_TRUE(verdict.has(FindingId::FileUnreadable)) << describe(verdict);
    }
    EXPECT_TRUE(verifyWith([](const auto&) {}).permitted());
}

TEST(VerifyRecord, FaultsOnlyWhenThereIsNoRecord) {
    TempFolder folder;
    writeFiles(folder.path(), {{"file", "x"}}); // no record either, but foreign input: refused
    EXPECT_FALSE(
        verifyRecord(folder.path() / "file", authorities().trust, kNow).verdict.permitted());
    try {
        static_cast<void>(verifyRecord(folder.path() / "nothing", authorities().trust, kNow));
        ADD_FAILURE();
    } catch (const record::Fault& fault) {
        EXPECT_EQ(fault.kind, record::FaultKind::NotFound);
    }
}

TEST(VerifyRecord, RefusesSealsOfOtherRecords) {
    RecordPlan plan;
    plan.pages["pages/0001.tif"] = "another page";
    const Files other = sealedFiles(plan);
    Files swapped = goodFiles();
    swapped[kSignature] = other.at(kSignature);
    expectRefused(swapped, FindingId::SignatureInvalid);

    Files changed = goodFiles(); // page and digests altered alike: only the signature tells
    changed["pages/0001.tif"] = "another page";
    changed["record.json"] = other.at("record.json");
    changed[kManifest] = other.at(kManifest);
    expectRefused(changed, FindingId::SignatureInvalid);
    expectValid(other);
}

TEST(VerifyRecord, RefusesATimestampOfAnotherRecord) {
    RecordPlan plan;
    plan.pages["pages/0001.tif"] = "another page";
    const SignedData other = parseSignedData(derOf(sealedFiles(plan).at(kSignature)));
    SignedData data = parseSignedData(derOf(goodFiles().at(kSignature)));
    data.unsignedAttributes = other.unsignedAttributes;
    Files files = goodFiles();
    files[kSignature] = textOf(encodeSignedData(data));
    expectRefused(files, FindingId::TimestampImprintWrong);

    data.unsignedAttributes.clear();
    files[kSignature] = textOf(encodeSignedData(data));
    expectRefused(files, FindingId::TimestampMissing);
}

TEST(VerifyRecord, ProvesTheTimeOnlyByAGoodToken) {
    RecordPlan plan;
    plan.token.policy = "1.2.3.4";
    const RecordVerification result = verifyFiles(sealedFiles(plan));
    EXPECT_TRUE(result.verdict.has(FindingId::TimestampPolicyNotAccepted))
        << describe(result.verdict);
    EXPECT_FALSE(result.provenAt);

    RecordPlan future;
    future.token.at = kNow + std::chrono::hours(1);
    future.signedAt = kNow + std::chrono::hours(1);
    expectRefused(sealedFiles(future), FindingId::TimestampInFuture);
}

TEST(VerifyRecord, RefusesAClaimLaterThanItsProofAndTellsOfALateProof) {
    RecordPlan later;
    later.signedAt = kStamped + std::chrono::minutes(62);
    expectRefused(sealedFiles(later), FindingId::TimestampFarFromClaimedTime);
    RecordPlan waited; // the authority was away
    waited.signedAt = kStamped - std::chrono::minutes(61);
    expectValid(sealedFiles(waited));
    EXPECT_TRUE(
        verifyFiles(sealedFiles(waited)).verdict.has(FindingId::TimestampFarFromClaimedTime));
    RecordPlan plan;
    plan.signedAt = kStamped - std::chrono::minutes(59);
    expectValid(sealedFiles(plan));
}

// Flips.

bool exhaustive() {
    return std::getenv("SEIHON_EXHAUSTIVE") != nullptr;
}

TEST(VerifyRecord, RefusesASealWithAnyByteChanged) {
    const Der cms = derOf(goodFiles().at(kSignature));
    const Der manifest = derOf(goodFiles().at(kManifest));
    const Trust& trust = authorities().trust;
    ASSERT_TRUE(readSeal(cms, manifest, trust, kNow).verdict.permitted());
    for (std::size_t at = 0; at < cms.size(); ++at) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            if (!exhaustive() && bit != (at * 5 + 3) % 8) {
                continue;
            }
            Der changed = cms;
            changed[at] = static_cast<std::uint8_t>(changed[at] ^ (1u << bit));
            EXPECT_FALSE(readSeal(changed, manifest, trust, kNow).verdict.permitted())
                << "byte " << at << " bit " << bit;
        }
    }
}

TEST(VerifyRecord, RefusesEveryBitChangedInTheOtherFiles) {
    TempFolder folder;
    writeFiles(folder.path(), goodFiles());
    for (const auto& [path, bytes] : goodFiles()) {
        if (path == kSignature) {
            continue; // above
        }
        const std::size_t step = exhaustive() || bytes.size() < 40 ? 1 : 101; // prime to 8
        for (std::size_t bit = 0; bit < bytes.size() * 8; bit += step) {
            std::string changed = bytes;
            changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
            writeFiles(folder.path(), {{path, changed}});
            EXPECT_FALSE(verifyRecord(folder.path(), authorities().trust, kNow).verdict.permitted())
                << path << " bit " << bit;
        }
        writeFiles(folder.path(), {{path, bytes}});
    }
    EXPECT_TRUE(verifyRecord(folder.path(), authorities().trust, kNow).verdict.permitted());
}

TEST(VerifyRecord, RefusesATruncatedOrLengthenedSeal) {
    const Der cms = derOf(goodFiles().at(kSignature));
    const Der manifest = derOf(goodFiles().at(kManifest));
    for (std::size_t length = 0; length < cms.size(); length += 97) {
        const Der part(cms.begin(), cms.begin() + static_cast<std::ptrdiff_t>(length));
        EXPECT_TRUE(readSeal(part, manifest, authorities().trust, kNow)
                        .verdict.has(FindingId::SignatureMalformed));
    }
    for (const std::uint8_t extra : Der{0x00, 0x30, 0x0a}) {
        Der longer = cms;
        longer.push_back(extra);
        EXPECT_TRUE(readSeal(longer, manifest, authorities().trust, kNow)
                        .verdict.has(FindingId::SignatureMalformed));
    }
}

} // namespace
} // namespace seihon::signing
