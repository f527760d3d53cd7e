// What a new version says of the one that it takes the place of [E1, F4].

#include "signing/verify_record.h"
#include "tests/signing/verify_fixture.h"

#include <gtest/gtest.h>

#include <functional>

namespace seihon::signing {
namespace {

using namespace forge;
using record::FindingId;
using record::Json;

constexpr const char* kEarlier = "01937b2a-1111-7222-8333-444455556666";

Json amends(record::Instant provenAt, bool samePages = true) {
    return Json::object(
        {{"record", kEarlier},
         {"manifestDigest", record::sha256("manifest").hex()},
         {"provenAt", record::formatInstant(provenAt)},
         {"reason", "dose"},
         {"samePages", samePages},
         {"otherPatient", false},
         {"by", Json::object({{"user", "pharmacist"}, {"name", "P"}, {"role", "scan-operator"}})},
         {"corrections", record::parseJson(R"([{"what":"a","before":"b","after":"c"}])")}});
}

Files amending(const Json& said, std::chrono::hours sealedLateBy = std::chrono::hours(0)) {
    const RecordPlan plan;
    Json json = recordJsonFor(plan);
    Json window = json.at("window");
    if (sealedLateBy.count() != 0) {
        window.set("deadline", record::formatInstant(kStamped - sealedLateBy));
        json.set("window", window);
    }
    json.set("amends", said);
    return sealedFiles(plan, json);
}

TEST(RecordAmends, IsToldAndTheEarlierProofCountsForTheSamePages) {
    const RecordVerification inTime =
        verifyFiles(amending(amends(kStamped - std::chrono::hours(9))));
    EXPECT_TRUE(inTime.verdict.permitted()) << describe(inTime.verdict);
    EXPECT_TRUE(inTime.verdict.has(FindingId::AmendsRecord));
    EXPECT_FALSE(inTime.verdict.has(FindingId::ProvenByEarlierVersion));

    const std::chrono::hours late(5);
    const RecordVerification earlier = verifyFiles(amending(amends(kStamped - late), late));
    EXPECT_TRUE(earlier.verdict.permitted()) << describe(earlier.verdict);
    EXPECT_TRUE(earlier.verdict.has(FindingId::ProvenByEarlierVersion));

    // Proven late before as well, or scanned anew: the token of this record is what counts.
    expectRefused(amending(amends(kStamped - late + std::chrono::milliseconds(1)), late),
                  FindingId::ProofOfScanTimeLate);
    expectRefused(amending(amends(kStamped - late, false), late), FindingId::ProofOfScanTimeLate);
}

TEST(RecordAmends, SaysWhatAndInWhatItDiffers) {
    const auto with = [](const char* key, Json value) {
        Json said = amends(kStamped);
        said.set(key, std::move(value));
        return amending(said);
    };
    expectRefused(with("record", "x"), FindingId::RecordMalformed);
    expectRefused(with("manifestDigest", "ab"), FindingId::RecordMalformed);
    expectRefused(with("reason", ""), FindingId::RecordMalformed);
    expectRefused(with("provenAt", "then"), FindingId::RecordMalformed);
    expectRefused(with("corrections", Json::array()), FindingId::RecordMalformed);
    expectRefused(with("by", Json::object({})), FindingId::RecordMalformed);
    Json other = amends(kStamped);
    other.set("corrections", Json::array());
    other.set("otherPatient", true);
    EXPECT_TRUE(verifyFiles(amending(other)).verdict.permitted());
}

} // namespace
} // namespace seihon::signing
