// Every value that goes into an entry comes back as it was, and a missing or foreign field faults.
#include "record/actor.h"
#include "record/capture_facts.h"
#include "record/clock_check.h"
#include "record/conformity.h"
#include "record/original.h"
#include "record/page_measurement.h"
#include "record/signer_certificate.h"

#include "expect_fault.h"
#include "job_entries.h"

namespace seihon::record {
namespace {

Instant at(const char* text) {
    return parseInstant(text);
}

// The value read back is the same, also through the canonical text; without any one of its fields
// it is refused, but for those that may be null.
template <typename Value, typename Read>
void expectRoundTrip(const Value& value, Read read, const std::set<std::string>& mayBeAbsent = {}) {
    const Json json = toJson(value);
    EXPECT_EQ(read(parseJson(canonical(json))), value) << pretty(json);
    for (const auto& [key, member] : json.asObject()) {
        Json::Object without = json.asObject();
        without.erase(key);
        SCOPED_TRACE("without " + key);
        if (mayBeAbsent.contains(key)) {
            EXPECT_NO_THROW(read(Json(without)));
        } else {
            expectFault(FaultKind::Malformed, [&] { read(Json(without)); });
        }
        Json::Object foreign = json.asObject();
        foreign.insert_or_assign(key, Json::array({Json::array()}));
        SCOPED_TRACE("foreign " + key);
        expectFault(FaultKind::Malformed, [&] { read(Json(foreign)); });
    }
}

TEST(Values, Actor) {
    for (const auto& [role, name] : EnumNames<Role>::table) {
        expectRoundTrip(Actor{"suzuki", "鈴木 一郎", role}, actorFromJson);
    }
    // Whose role it is, and that it was an emergency, stand there only when it is so [F3, F13].
    const Actor deputy{"sato", "佐藤", Role::ScanOperator, "suzuki", true};
    expectRoundTrip(deputy, actorFromJson, {"onBehalfOf", "breakGlass"});
    EXPECT_EQ(canonical(toJson(Actor{"a", "b", Role::Auditor})),
              R"({"name":"b","role":"auditor","user":"a"})");
}

TEST(Values, Attestation) {
    expectRoundTrip(
        Attestation{"prepared", "yes", "薄紙", "screen", sampleClerk(), at("2026-11-22T03:00:00Z")},
        attestationFromJson);
}

TEST(Values, Patient) {
    expectRoundTrip(Patient{"0012345", "髙橋 花子"}, patientFromJson);
}

TEST(Values, Original) {
    Original original = sampleOriginal();
    original.patient = {};
    expectRoundTrip(original, originalFromJson, {"receivedAt", "createdAt"});
    original.receivedAt.reset();
    original.createdAt = at("2026-11-01T00:00:00Z");
    original.evidence = ReceptionEvidence::MailLog;
    original.remark = "ファクス";
    EXPECT_EQ(originalFromJson(toJson(original)), original);
}

// [F16] The public facts of an original never hold the patient.
TEST(Values, OriginalKeepsThePatientOut) {
    const Original original = sampleOriginal();
    const std::string text = canonical(toJson(original));
    EXPECT_EQ(text.find(original.patient.id), std::string::npos);
    EXPECT_EQ(text.find(original.patient.name), std::string::npos);
}

TEST(Values, ScanProfile) {
    expectRoundTrip(
        ScanProfile{PaperSource::FeederDuplex, ColourMode::Grey, 16, 600, 303'000, 432'000},
        scanProfileFromJson);
}

TEST(Values, DeviceIdentity) {
    expectRoundTrip(DeviceIdentity{"fujitsu:fi-8170:1", "FUJITSU", "fi-8170", "A12", "0C00"},
                    deviceIdentityFromJson);
}

TEST(Values, CaptureFacts) {
    CaptureFacts facts = sampleCapture(Side::Back);
    expectRoundTrip(facts, captureFactsFromJson, {"sheetRect"});
    facts.sheetRect.reset();
    facts.lines = -1;
    facts.doubleFeedReported = true;
    facts.options.clear();
    EXPECT_EQ(captureFactsFromJson(toJson(facts)), facts);
}

TEST(Values, CaptureFactsDoNotCutNumbers) {
    Json json = toJson(sampleCapture(Side::Front));
    json.set("bitsPerSample", (1ll << 32) + 8);
    expectFault(
        FaultKind::Malformed, [&] { captureFactsFromJson(json); }, "bitsPerSample");
}

TEST(Values, PageMeasurementKeepsEveryQuantity) {
    PageMeasurement measurement;
    std::int64_t value = -3;
    for (const auto& [quantity, name] : EnumNames<Quantity>::table) {
        const bool placed = value % 2 == 0;
        measurement.add(quantity, value++,
                        placed ? std::optional(AreaMm{1, 2, 3, 4}) : std::nullopt);
    }
    const PageMeasurement back = pageMeasurementFromJson(parseJson(canonical(toJson(measurement))));
    ASSERT_EQ(back.values.size(), measurement.values.size());
    for (const Measured& measured : measurement.values) {
        const Measured* found = back.find(measured.quantity);
        ASSERT_NE(found, nullptr);
        EXPECT_EQ(*found, measured);
    }
}

TEST(Values, PageMeasurementLeavesOutWhatWasNotMeasured) {
    PageMeasurement measurement;
    measurement.add(Quantity::SkewMilliDegrees, 120, AreaMm{0, 0, 5, 5});
    EXPECT_EQ(measurement.find(Quantity::EffectiveDpi), nullptr);
    EXPECT_EQ(canonical(toJson(measurement)),
              R"({"skewMilliDegrees":{"value":120,"where":{"h":5,"w":5,"x":0,"y":0}}})");
    EXPECT_EQ(pageMeasurementFromJson(toJson(measurement)), measurement);
    expectFault(FaultKind::Malformed,
                [] { pageMeasurementFromJson(parseJson(R"({"beauty":{"value":1}})")); });
    expectFault(FaultKind::Malformed,
                [] { pageMeasurementFromJson(parseJson(R"({"skewMilliDegrees":{}})")); });
}

TEST(Values, PageMeasurementTakesAQuantityOnce) {
    PageMeasurement measurement;
    measurement.add(Quantity::PaperTone, 240);
    EXPECT_DEATH(measurement.add(Quantity::PaperTone, 241), "quantity");
}

TEST(Values, Qualification) {
    Qualification made;
    made.id = "q1";
    made.device = {"fujitsu:*", "FUJITSU", "fi-8170", "A12", "0C00"};
    made.opticalDpi = {300, 600};
    made.modes = {ColourMode::Colour, ColourMode::Grey};
    made.sources = {PaperSource::FeederDuplex};
    made.bitsPerSample = {8, 16};
    made.validFrom = at("2026-11-01T00:00:00Z");
    made.validUntil = at("2027-11-01T00:00:00Z");
    made.qualifiedBy = "設備";
    QualifiedScan scan;
    scan.dpi = 300;
    scan.side = Side::Back;
    scan.edgeWidthMilliPixels = 2'100;
    scan.samplingEfficiencyPercent = 88;
    scan.fileDigest = sha256("scan");
    made.scans = {scan};
    made.voidReason = "ローラー交換";
    made.voidedAt = at("2026-12-01T00:00:00Z");
    expectRoundTrip(made, qualificationFromJson, {"voidedAt"});
    expectRoundTrip(scan, qualifiedScanFromJson);
}

TEST(Values, ClockCheck) {
    ClockCheck check;
    check.source = "chrony";
    check.synchronised = true;
    check.offsetMicroseconds = -12;
    check.uncertaintyMicroseconds = 3'000;
    check.server = "ntp.example";
    check.stratum = 3;
    check.detail = "–";
    check.boot = "a boot";
    check.sinceBootMilliseconds = 99;
    check.at = at("2026-11-22T03:00:00Z");
    check.anchorAt = at("2026-11-22T01:00:00Z");
    check.anchorSinceBootMilliseconds = 9;
    const auto read = [&](const Json& json) {
        return clockCheckFromJson(json, check.at);
    };
    expectRoundTrip(check, read, {"offsetMicroseconds", "server", "detail", "boot"});
}

TEST(Values, ConformityAnswer) {
    expectRoundTrip(ConformityAnswer{"封緘待ちはないか", false, "二件"}, conformityAnswerFromJson);
}

TEST(Conformity, ACountersignatureWithoutItsCheckIsTampering) {
    Entry entry;
    entry.what.kind = EntryKind::ConformityCountersigned;
    entry.what.facts = Json::object({{"id", "c1"}});
    expectFault(FaultKind::LedgerBroken, [&] { foldConformity(std::span(&entry, 1)); });
}

TEST(Values, SignerCertificate) {
    expectRoundTrip(sampleCertificate(), signerCertificateFromJson);
    EXPECT_EQ(signerCertificateFromJson(toJson(SignerCertificate())), SignerCertificate());
}

TEST(Values, Page) {
    const Page page = samplePage("c1", 2, Side::Back);
    const Json json = toJson(page);
    const Page back = pageFromJson(parseJson(canonical(json)));
    EXPECT_EQ(toJson(back), json);
    EXPECT_EQ(back.captureId, "c1");
    EXPECT_EQ(back.sheet, 2);
    EXPECT_EQ(back.side, Side::Back);
    EXPECT_EQ(back.fileDigest, page.fileDigest);
    EXPECT_EQ(back.pixelDigest, page.pixelDigest);
    EXPECT_EQ(back.capture, page.capture);
    EXPECT_EQ(back.measurement, page.measurement);
    EXPECT_EQ(back.verdict, page.verdict);
    EXPECT_EQ(back.capturedAt, page.capturedAt);
    for (const auto& [key, member] : json.asObject()) {
        Json::Object without = json.asObject();
        without.erase(key);
        SCOPED_TRACE("without " + key);
        expectFault(FaultKind::Malformed, [&] { pageFromJson(Json(without)); });
    }
}

} // namespace
} // namespace seihon::record
