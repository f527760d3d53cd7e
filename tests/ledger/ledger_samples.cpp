#include "ledger_samples.h"

#include <sqlite3.h>

#include <stdexcept>

namespace seihon::ledger::test {

using record::EntryKind;
using record::Json;

namespace {

int takeFirst(void* text, int columns, char** values, char**) {
    if (columns > 0 && values[0] != nullptr) {
        *static_cast<std::string*>(text) = values[0];
    }
    return 0;
}

} // namespace

record::Instant instant(std::int64_t seconds) {
    return record::Instant(std::chrono::seconds(1'790'000'000 + seconds));
}

record::EntryDraft draftOf(EntryKind kind, const std::string& job) {
    record::EntryDraft draft;
    draft.kind = kind;
    draft.actor = {"operator", "走査 花子", record::Role::ScanOperator};
    draft.job = job;
    draft.regulation = record::sha256("regulation");
    return draft;
}

record::EntryDraft pageDraft(const std::string& job, const std::string& pixels) {
    record::EntryDraft draft = draftOf(EntryKind::PageCaptured, job);
    draft.facts.set("pixelSha256", record::sha256(pixels).hex());
    return draft;
}

record::EntryDraft sealedDraft(const SealedSample& sample) {
    record::EntryDraft draft = draftOf(EntryKind::RecordSealed, sample.job);
    draft.record = sample.recordId;
    draft.facts = Json::object({{"recordId", sample.recordId},
                                {"documentClass", sample.documentClass},
                                {"path", "2026/11/22/" + sample.recordId},
                                {"provenAt", record::formatInstant(instant(0))},
                                {"pages", 2}});
    draft.privateFacts = Json::object(
        {{"patient", Json::object({{"id", sample.patientId}, {"name", sample.patientName}})}});
    return draft;
}

std::unique_ptr<Ledger> openAt(const TempFolder& folder) {
    return openSqliteLedger(folder.path(), kStation);
}

void fillSmall(Ledger& ledger) {
    ledger.append(draftOf(EntryKind::HomeInitialised, ""), instant(0));
    record::EntryDraft registered = draftOf(EntryKind::OriginalRegistered, "job-a");
    registered.privateFacts =
        Json::object({{"patient", Json::object({{"id", "0001"}, {"name", "正本 太郎"}})}});
    ledger.append(registered, instant(1));
    ledger.append(pageDraft("job-a", "page 1"), instant(2));
    ledger.append(draftOf(EntryKind::OriginalRegistered, "job-b"), instant(3));
    ledger.append(pageDraft("job-b", "page 2"), instant(4));
    ledger.append(draftOf(EntryKind::SealStarted, "job-a"), instant(5));
    ledger.append(sealedDraft({.recordId = "record-a", .job = "job-a"}), instant(6));
    ledger.append(draftOf(EntryKind::SealStarted, "job-b"), instant(7));
}

Checkpoint checkpointNow(Ledger& ledger, const std::string& note) {
    const TreeHead head = ledger.head();
    return {.size = head.size, .root = head.root, .at = instant(100), .note = note, .token = {}};
}

void tamper(const TempFolder& folder, const std::string& sql) {
    static_cast<void>(valueOf(folder, sql));
}

namespace {

std::string askRaw(const TempFolder& folder, const std::string& sql,
                   int (*take)(void*, int, char**, char**)) {
    sqlite3* raw = nullptr;
    const int opened = ::sqlite3_open((folder / "ledger.sqlite").c_str(), &raw);
    const std::unique_ptr<sqlite3, int (*)(sqlite3*)> database(raw, ::sqlite3_close);
    std::string value;
    char* message = nullptr;
    if (opened != SQLITE_OK ||
        ::sqlite3_exec(raw, sql.c_str(), take, &value, &message) != SQLITE_OK) {
        const std::string reason = message != nullptr ? message : "cannot open";
        ::sqlite3_free(message);
        throw std::runtime_error(reason + " in: " + sql);
    }
    return value;
}

int takePlan(void* text, int columns, char** values, char**) {
    *static_cast<std::string*>(text) += std::string(values[columns - 1]) + "\n";
    return 0;
}

} // namespace

std::string valueOf(const TempFolder& folder, const std::string& sql) {
    return askRaw(folder, sql, takeFirst);
}

std::string planOf(const TempFolder& folder, const std::string& sql) {
    return askRaw(folder, "EXPLAIN QUERY PLAN " + sql, takePlan);
}

std::vector<std::string> found(const record::Verdict& verdict) {
    std::vector<std::string> names;
    for (const record::Finding& finding : verdict.findings) {
        names.push_back(std::string(record::enumName(finding.id)) + ": " + finding.subject);
    }
    return names;
}

std::string joined(const record::Verdict& verdict) {
    std::string text;
    for (const std::string& name : found(verdict)) {
        text += name + "\n";
    }
    return text;
}

} // namespace seihon::ledger::test
