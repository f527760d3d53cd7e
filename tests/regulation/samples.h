#pragma once

#include "record/page_measurement.h"
#include "record/scan_job.h"
#include "record/signer_certificate.h"
#include "regulation/judge.h"

#include <string>
#include <string_view>
#include <vector>

// A small regulation and the facts that satisfy it; each test spoils one thing.
namespace seihon::regulation {

record::Instant at(std::string_view isoTime);

// Of a letter received Monday 10:00, one business day: until the end of Tuesday.
inline constexpr std::string_view kDeadline = "2026-11-18T00:00:00+09:00";

// Hospital at +09:00, closed on Saturdays, Sundays and a few days. Classes: letter (original),
// seal-direct (original without acceptance), prescription (duplex, Pharmacist), created (window
// from creation, 2 days), film (out of scope), copy (reference copy).
Regulation sampleRegulation();

record::Original sampleOriginal(const std::string& kind = "letter");
record::CaptureFacts sampleFacts();
record::Qualification sampleQualification();
// A target scan of the sample device as the shipped limits want it.
record::TargetMeasurement sampleTarget();
// A clean page: every quantity measured and inside its limit.
record::PageMeasurement sampleMeasurement();
void replace(record::PageMeasurement& measurement, record::Quantity quantity, std::int64_t value);
void remove(record::PageMeasurement& measurement, record::Quantity quantity);

record::Actor clerk();
record::Actor manager();
record::SignerCertificate sampleCertificate();

// Received Monday 2026-11-16 10:00 JST, scanned Tuesday 11:00 JST, two sheets, compared; state
// Open.
record::ScanJob openJob(const std::string& kind = "letter");
// The same, submitted by the clerk and accepted by the manager.
record::ScanJob acceptedJob(const std::string& kind = "letter");
record::Page samplePage(std::int64_t sheet, record::Side side = record::Side::Front);

// Ids of the findings with this severity, in order.
std::vector<record::FindingId> idsOf(const record::Verdict& verdict, record::Severity severity);
std::vector<record::FindingId> refusals(const record::Verdict& verdict);
const record::Finding* find(const record::Verdict& verdict, record::FindingId id);

} // namespace seihon::regulation
