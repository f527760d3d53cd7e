// What a sealed record.json may say: it is signed, so only the signer can have lied.

#include "signing/verify_record.h"
#include "tests/signing/verify_fixture.h"

#include "record/inspection.h"
#include <gtest/gtest.h>

#include <functional>

namespace seihon::signing {
namespace {

using namespace forge;
using record::FindingId;
using record::Json;

Files sealedWith(const std::function<void(Json&)>& change, const RecordPlan& plan = {}) {
    Json json = recordJsonFor(plan);
    change(json);
    return sealedFiles(plan, json);
}

// A member deep inside, by a path of keys and item numbers.
void put(Json& json, std::vector<std::string> path, Json value) {
    const std::string key = path.front();
    path.erase(path.begin());
    Json inside;
    if (json.isArray()) {
        Json::Array items = json.asArray();
        Json& item = items.at(static_cast<std::size_t>(std::stoi(key)));
        if (path.empty()) {
            item = std::move(value);
        } else {
            put(item, path, std::move(value));
        }
        json = Json(std::move(items));
        return;
    }
    if (path.empty()) {
        json.set(key, std::move(value));
        return;
    }
    inside = json.at(key);
    put(inside, path, std::move(value));
    json.set(key, std::move(inside));
}

TEST(RecordRules, RefusesARecordThatDisagreesWithWhatIsThere) {
    const std::string zeros(64, '0');
    const std::vector<std::pair<std::vector<std::string>, Json>> lies{
        {{"pages", "0", "sha256"}, zeros},
        {{"pages", "1", "bytes"}, 1},
        {{"pages", "0", "number"}, 2},
        {{"pages", "0", "file"}, "pages/0002.tif"},
        {{"signer", "certificateSha256"}, zeros},
        {{"arithmetic", "sidesKept"}, 1},
        {{"arithmetic", "sidesBlank"}, 1},
        {{"arithmetic", "sheetsFed"}, 3},
        {{"arithmetic", "sheetsDeclared"}, 1},
        {{"original", "sheets"}, 3},
        {{"pages", "0", "mark"}, "blank"},
        {{"window", "startedAt"}, "2026-03-10T00:00:00.000Z"},
        {{"sealStartedAt"}, "2026-03-10T09:00:00.000Z"},
    };
    for (const auto& each : lies) { // clang 14 cannot capture structured bindings
        const Files files = sealedWith([&](Json& json) { put(json, each.first, each.second); });
        SCOPED_TRACE(each.first.back());
        expectRefused(files, FindingId::RecordDisagrees);
    }
}

TEST(RecordRules, RefusesARecordThatIsNotOne) {
    const std::vector<std::pair<std::vector<std::string>, Json>> wrongs{
        {{"format"}, "seihon-record-2"},
        {{"recordId"}, "x"},
        {{"extra"}, 1},
        {{"purpose"}, "copy"},
        {{"demo"}, "no"},
        {{"regulation"}, "00"},
        {{"patient"}, Json::object({{"id", "1"}})},
        {{"patient", "id"}, ""},
        {{"pages", "0", "mark"}, "rejected"},
        {{"pages", "0", "side"}, "left"},
        {{"pages", "0", "width"}, 0},
        {{"pages", "1", "sheet"}, 1},
        {{"signer", "role"}, "doctor"},
        {{"window", "deadline"}, "tomorrow"},
        {{"window", "startsFrom"}, "scanned"},
        {{"arithmetic", "sheetsFed"}, -1},
        {{"history"}, "none"},
        {{"excuse"}, true},
        {{"excuse"}, Json::object({})},
        {{"excuse"}, Json::object({{"reason", ""}})},
    };
    for (const auto& each : wrongs) { // clang 14 cannot capture structured bindings
        const Files files = sealedWith([&](Json& json) { put(json, each.first, each.second); });
        SCOPED_TRACE(each.first.back());
        expectRefused(files, FindingId::RecordMalformed);
    }
    const Json whole = recordJsonFor({});
    for (const auto& [key, value] : whole.asObject()) {
        Json::Object members = whole.asObject();
        members.erase(key);
        SCOPED_TRACE(key);
        expectRefused(sealedFiles({}, Json(members)), FindingId::RecordMalformed);
    }
}

// Every page of the record, drawn and seen by somebody who had no hand in the scan [C3].
void putInspection(Json& json) {
    const std::int64_t of = std::ssize(json.at("pages").asArray());
    record::PageDraw draw;
    draw.pages = record::drawnPages(draw, json.at("job").asString(), of);
    Json pages = Json::array();
    for (const std::int64_t page : draw.pages) {
        pages.push(page);
    }
    const record::Actor inspector{"inspector", "I. Nspector", record::Role::ScanOperator};
    put(json, {"inspection"},
        Json::object({{"actor", record::toJson(inspector)},
                      {"at", record::formatInstant(kSigned)},
                      {"reason", ""},
                      {"draw", record::toJson(draw)},
                      {"pages", std::move(pages)},
                      {"of", of},
                      {"sentBack", 0}}));
}

// Old paper has no window: its record names the project and the plan instead [C2].
TEST(RecordRules, OldPaperNamesItsProject) {
    const auto ofProject = [](const Json& link) {
        return sealedWith([&](Json& json) {
            put(json, {"window"},
                Json::object(
                    {{"startsFrom", "project"}, {"startedAt", nullptr}, {"deadline", nullptr}}));
            if (!link.isNull()) {
                put(json, {"project"}, link);
                putInspection(json);
            }
        });
    };
    const std::string plan = record::sha256("plan").hex();
    const Json link = Json::object(
        {{"id", "019cd51a-2a00-7000-8000-0123456789ab"}, {"plan", plan}, {"version", 2}});
    const RecordVerification verified = verifyFiles(ofProject(link));
    EXPECT_TRUE(verified.verdict.permitted());
    EXPECT_TRUE(verified.verdict.has(FindingId::UnderProject));
    EXPECT_FALSE(verified.verdict.has(FindingId::ReceivedUnknown));
    EXPECT_EQ(toJson(verified).at("project").at("plan").asString(), plan);
    expectRefused(ofProject({}), FindingId::RecordMalformed);
    for (const auto& [key, value] : std::map<std::string, Json>{
             {"id", "project 7"}, {"plan", "00"}, {"version", 0}, {"more", 1}}) {
        Json wrong = link;
        wrong.set(key, value);
        SCOPED_TRACE(key);
        expectRefused(ofProject(wrong), FindingId::RecordMalformed);
    }
    // A deadline that it cannot have.
    expectRefused(sealedWith([&](Json& json) {
                      put(json, {"window", "startsFrom"}, "project");
                      put(json, {"window", "startedAt"}, nullptr);
                      put(json, {"project"}, link);
                      putInspection(json);
                  }),
                  FindingId::RecordDisagrees);
}

// … and, where it came in a box, its place there [W].
TEST(RecordRules, OldPaperFromABoxNamesItsPlace) {
    const Json project = Json::object({{"id", "019cd51a-2a00-7000-8000-0123456789ab"},
                                       {"plan", record::sha256("plan").hex()},
                                       {"version", 1}});
    const Json place =
        record::toJson(record::FolderLink{"019cd51a-2a00-7000-8000-0123456789cd", 37, 2, 1, {}});
    const auto fromBox = [&](const Json& folder, bool underProject) {
        return sealedWith([&](Json& json) {
            if (underProject) {
                put(json, {"window"},
                    Json::object({{"startsFrom", "project"},
                                  {"startedAt", nullptr},
                                  {"deadline", nullptr}}));
                put(json, {"project"}, project);
                putInspection(json);
            }
            put(json, {"folder"}, folder);
        });
    };
    const RecordVerification verified = verifyFiles(fromBox(place, true));
    EXPECT_TRUE(verified.verdict.permitted());
    EXPECT_EQ(toJson(verified).at("folder").at("tab").asInt(), 2);
    expectRefused(fromBox(place, false), FindingId::RecordMalformed);
    for (const auto& [key, value] : std::map<std::string, Json>{
             {"box", "B-12"}, {"folder", 0}, {"tab", 51}, {"part", 0}, {"more", 1}}) {
        Json wrong = place;
        wrong.set(key, value);
        SCOPED_TRACE(key);
        expectRefused(fromBox(wrong, true), FindingId::RecordMalformed);
    }
}

// A stolen or misused card: every byte is well signed and timestamped, but no station made it.
TEST(RecordRules, RefusesARecordThatNoKnownStationMade) {
    RecordPlan plan;
    plan.signedByStation = false;
    Json json = recordJsonFor(plan);
    expectValid(sealedFiles(plan, json)); // the control: the station's own signature, untouched
    put(json, {"window", "deadline"}, record::formatInstant(kSigned + std::chrono::hours(15)));
    expectRefused(sealedFiles(plan, json), FindingId::StationSignatureInvalid);
    for (const char* const text : {"", "AAAA", "not base64"}) {
        Json other = recordJsonFor(plan);
        put(other, {"stationSignature"}, text);
        expectRefused(sealedFiles(plan, other), FindingId::StationSignatureInvalid);
    }
    json = recordJsonFor(plan);
    put(json, {"station"}, "station-2");
    expectRefused(sealedFiles({}, json), FindingId::StationUnknown);
}

TEST(RecordRules, RefusesARecordJsonThatIsNotCanonical) {
    const RecordPlan plan;
    Files files = plan.pages;
    files["mimetype"] = kMimetype;
    files["record.json"] = record::pretty(recordJsonFor(plan));
    files[kManifest] = manifestXml(manifestFor(files));
    files[kSignature] = textOf(sealFor(plan, files[kManifest]));
    expectRefused(files, FindingId::RecordMalformed);
    files["record.json"] = record::canonical(recordJsonFor(plan));
    files[kManifest] = manifestXml(manifestFor(files));
    files[kSignature] = textOf(sealFor(plan, files[kManifest]));
    expectValid(files);
}

TEST(RecordRules, RefusesAProofAfterTheDeadlineUnlessExcused) {
    const auto lateBy = [](std::chrono::milliseconds time, Json excuse) {
        return sealedWith([&](Json& json) {
            put(json, {"window", "deadline"}, record::formatInstant(kStamped - time));
            json.set("excuse", std::move(excuse));
        });
    };
    expectRefused(lateBy(std::chrono::milliseconds(1), nullptr), FindingId::ProofOfScanTimeLate);
    expectValid(lateBy(std::chrono::milliseconds(0), nullptr));
    const Json excuse = Json::object({{"reason", "the timestamp service was down"}});
    const RecordVerification excused = verifyFiles(lateBy(std::chrono::hours(5), excuse));
    EXPECT_TRUE(excused.verdict.permitted()) << describe(excused.verdict);
    EXPECT_TRUE(excused.verdict.has(FindingId::ExcusedLateness));
}

TEST(RecordRules, KnowsOriginalsAndReferenceCopies) {
    const auto noDeadline = [](Json& json) {
        put(json, {"window", "deadline"}, nullptr);
    };
    expectRefused(sealedWith(noDeadline), FindingId::ReceivedUnknown);
    const RecordVerification copy = verifyFiles(sealedWith([&](Json& json) {
        noDeadline(json);
        json.set("purpose", "reference-copy");
    }));
    EXPECT_TRUE(copy.verdict.permitted()) << describe(copy.verdict);
    EXPECT_TRUE(copy.verdict.has(FindingId::ReferenceCopyOnly));
    const RecordVerification demo =
        verifyFiles(sealedWith([](Json& json) { json.set("demo", true); }));
    EXPECT_TRUE(demo.verdict.permitted());
    EXPECT_TRUE(demo.verdict.has(FindingId::DemoData));
}

TEST(RecordRules, AsksForTheHealthcareRoleOfTheClass) {
    Trust trust = authorities().trust;
    trust.file.requiredHealthcareRoles["referral-letter"] = {"Medical Doctor", "Dentist"};
    expectRefused(goodFiles(), FindingId::SignerRoleMissing, trust);
    trust.file.requiredHealthcareRoles["referral-letter"].push_back("Pharmacist");
    expectValid(goodFiles(), trust);
    trust.file.requiredHealthcareRoles = {{"other-class", {"Medical Doctor"}}};
    expectValid(goodFiles(), trust);
}

TEST(RecordRules, AsksForTheTrustProfileOfTheClass) {
    Trust trust = authorities().trust;
    trust.file.requiredTrustProfiles["referral-letter"] = {"accredited"};
    expectRefused(goodFiles(), FindingId::SignerProfileNotAccepted, trust);
    trust.file.requiredTrustProfiles["referral-letter"].push_back("hpki");
    expectValid(goodFiles(), trust);
    trust.file.requiredTrustProfiles = {{"other-class", {"accredited"}}};
    expectValid(goodFiles(), trust);
}

TEST(RecordRules, CountsSidesAndSheets) {
    RecordPlan plan;
    plan.pages["pages/0003.tif"] = "";
    const auto change = [](Json& json) { // third side: the blank back of sheet 2
        put(json, {"pages", "2", "sheet"}, 2);
        put(json, {"pages", "2", "side"}, "back");
        put(json, {"pages", "2", "mark"}, "blank");
        put(json, {"original", "sheets"}, 2);
        put(json, {"arithmetic"},
            Json::object({{"sheetsDeclared", 2},
                          {"sheetsFed", 2},
                          {"sidesKept", 2},
                          {"sidesBlank", 1},
                          {"sidesSuperseded", 4}}));
    };
    expectValid(sealedWith(change, plan));
    expectRefused(sealedWith(
                      [&](Json& json) {
                          change(json);
                          put(json, {"original", "sheets"}, 3);
                          put(json, {"arithmetic", "sheetsDeclared"}, 3);
                      },
                      plan),
                  FindingId::SheetCountMismatch);
}

TEST(RecordRules, RefusesAManifestOfOtherFiles) {
    for (const char* const path : {"META-INF/x.xml", "mimetype", "pages/1.tif", "pages/0001.jpg"}) {
        Files files = goodFiles();
        files.erase(kManifest);
        if (!files.contains(path)) {
            files[path] = "x";
        }
        record::Manifest manifest = manifestFor(goodFiles());
        manifest.entries.push_back({path, record::sha256(files[path])});
        files[kManifest] = manifestXml(manifest);
        files[kSignature] = textOf(sealFor({}, files[kManifest]));
        expectRefused(files, FindingId::ManifestMalformed);
    }
}

} // namespace
} // namespace seihon::signing
