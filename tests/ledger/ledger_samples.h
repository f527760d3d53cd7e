#pragma once

#include "ledger/ledger.h"
#include "temp_folder.h"

#include <memory>
#include <string>
#include <vector>

namespace seihon::ledger::test {

inline constexpr const char* kStation = "station-1";

record::Instant instant(std::int64_t seconds);
record::EntryDraft draftOf(record::EntryKind kind, const std::string& job);
record::EntryDraft pageDraft(const std::string& job, const std::string& pixels);

struct SealedSample {
    std::string recordId, job, documentClass = "referral", patientId = "0001",
                               patientName = "正本 太郎";
};
record::EntryDraft sealedDraft(const SealedSample& sample);

std::unique_ptr<Ledger> openAt(const TempFolder& folder);
// Eight entries of two jobs: one sealed with patient data, one with a seal open; and one entry
// without a job.
void fillSmall(Ledger& ledger);

Checkpoint checkpointNow(Ledger& ledger, const std::string& note = "note");

// Runs SQL beside the program, as somebody with the database file would.
void tamper(const TempFolder& folder, const std::string& sql);
std::string valueOf(const TempFolder& folder, const std::string& sql);
// How SQLite would answer, in its own words, a step a line.
std::string planOf(const TempFolder& folder, const std::string& sql);

// Findings as "EntryAltered: entry 3" in their order.
std::vector<std::string> found(const record::Verdict& verdict);
std::string joined(const record::Verdict& verdict);

} // namespace seihon::ledger::test
