#include "station/audit_bundle.h"

#include "record/fault.h"
#include "record/id.h"
#include "signing/bundle.h"
#include "signing/report_note.h"
#include "station/audit_replay.h"
#include "station/bundle_page.h"
#include "station/deletions.h"
#include "station/findings.h"
#include "station/log_prover.h"
#include "station/outgoing_file.h"
#include "station/period_report.h"
#include "station/tool_output.h"
#include "station/typed_text.h"

#include <algorithm>
#include <set>
#include <system_error>

namespace seihon::station {

namespace fs = std::filesystem;
using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::FindingId;
using record::Json;
using record::Redaction;
using record::Severity;
using regulation::Authority;

namespace {

constexpr std::int64_t kVerifierBytes = std::int64_t{1} << 30;
constexpr std::int64_t kTrustFileBytes = std::int64_t{32} << 20; // lists grow
constexpr std::chrono::seconds kLibrariesPatience{30};
constexpr std::chrono::days kLongestQuestions{2 * 365};

void writeText(const fs::path& file, std::string_view text) {
    ledger::makeDurableFolder(file.parent_path());
    ledger::writeDurably(file, record::bytesOf(text));
}

void copyFile(const fs::path& from, const fs::path& to, std::int64_t limit) {
    ledger::makeDurableFolder(to.parent_path());
    ledger::writeDurably(to, ledger::readWhole(from, limit));
}

void copyFilesOf(const fs::path& from, const fs::path& to, const std::string& prefix = {}) {
    if (!fs::is_directory(from)) {
        return;
    }
    for (const fs::directory_entry& one : fs::directory_iterator(from)) {
        if (one.is_regular_file() && !one.is_symlink()) {
            copyFile(one.path(), to / (prefix + one.path().filename().string()), kTrustFileBytes);
        }
    }
}

// "out/" is "out".
fs::path withoutSlash(const fs::path& folder) {
    const fs::path plain = fs::absolute(folder).lexically_normal();
    return plain.filename().empty() ? plain.parent_path() : plain;
}

} // namespace

struct AuditBundle::Draft {
    const BundleRequest& request;
    fs::path work; // where it is made
    signing::Trust believed;
    std::vector<std::string> ids;
    record::Actor actor;
    BundleOutcome outcome;
    std::vector<signing::BundledRecord> seen;
};

std::vector<ledger::RecordRow> AuditBundle::select(const Session& session,
                                                   const BundleRequest& request) {
    std::vector<ledger::RecordRow> rows;
    for (const std::string& id : request.recordIds) {
        (void)m_station.recordFolder(id); // there is such a record
        ledger::RecordQuery one;
        one.recordId = id;
        const auto found = m_station.m_ledger->searchRecords(one);
        rows.insert(rows.end(), found.begin(), found.end());
    }
    if (request.recordIds.empty()) {
        ledger::RecordQuery query;
        if (!request.patientId.empty()) {
            query.patientId = request.patientId;
        }
        query.sealedFrom = request.from;
        query.sealedUntil = request.until;
        query.limit = record::kMostBundleRecords + 1;
        rows = m_station.search(query, Viewer(session)); // itself logged
        const std::set<std::string> deleted = deletedRecords(*m_station.m_ledger);
        std::erase_if(rows, [&](const auto& row) { return deleted.contains(row.recordId); });
    }
    std::sort(rows.begin(), rows.end(),
              [](const auto& a, const auto& b) { return a.recordId < b.recordId; });
    const auto twin = std::unique(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
        return a.recordId == b.recordId;
    });
    rows.erase(twin, rows.end());
    if (rows.empty()) {
        throw Fault(FaultKind::NotFound, "no sealed record is meant by this");
    }
    if (rows.size() > record::kMostBundleRecords) {
        throw Fault(FaultKind::Usage, "these are more records than go into one bundle (" +
                                          std::to_string(record::kMostBundleRecords) +
                                          "): take them by period");
    }
    return rows;
}

// Under each record's own name, so that its history and its patient's show it [F5].
record::Verdict AuditBundle::logEach(const Session& session, const Draft& draft) {
    const record::BundleNote& note = draft.outcome.note;
    record::Verdict verdict;
    for (const std::string& id : draft.ids) {
        const record::Instant now = record::readClock();
        record::EntryDraft entry =
            m_station.draftFor(session, Authority::ExportRecord, id, now, verdict);
        if (!verdict.permitted()) {
            return verdict;
        }
        entry.kind = EntryKind::BundleTaken;
        entry.facts = Json::object({{"bundle", note.id},
                                    {"redaction", record::enumName(note.redaction)},
                                    {"recipient", note.recipient},
                                    {"reason", note.reason},
                                    {"records", std::ssize(draft.ids)}});
        entry.verdict = verdict;
        m_station.m_ledger->append(entry, now);
    }
    return verdict;
}

void AuditBundle::copyRecords(Draft& draft) {
    const ledger::FileLock keeping = m_station.lockKeeping(true); // nothing is laid over them
    for (const std::string& id : draft.ids) {
        const fs::path from = m_station.recordFolder(id);
        const signing::RecordVerification whole =
            signing::verifyRecord(from, draft.believed, record::readClock());
        record::Verdict verdict = whole.verdict;
        verdict.merge(m_station.compareWithLedger(id, whole));
        if (!verdict.permitted()) {
            draft.outcome.verdict.merge(verdict);
            draft.outcome.verdict.add(
                findingOf(FindingId::BundleInvalid, Severity::Refuse, "records/" + id));
            return;
        }
        draft.outcome.pages += whole.pages;
        const fs::path to = signing::bundledRecord(draft.work, id);
        for (const fs::directory_entry& one : fs::recursive_directory_iterator(from)) {
            const fs::path name = one.path().lexically_relative(from);
            if (one.is_regular_file() &&
                !record::isLeftOut(draft.request.redaction, name.generic_string())) {
                copyFile(one.path(), to / name, kTiffBytes);
            }
        }
    }
}

// Each as one file for our verifier, and as single lines for every other tool that reads C2SP
// tlog-proof.
void AuditBundle::writeProofs(Draft& draft) {
    const bool open = draft.request.redaction != Redaction::Patient;
    std::set<record::Digest> regulations{m_station.m_regulation->digest};
    for (const MadeProof& made : LogProver(m_station).make(draft.ids, open, draft.actor)) {
        const record::LogProof& proof = made.proof;
        writeText(signing::bundledProof(draft.work, proof.record), record::logProofText(proof));
        const fs::path lines = draft.work / "proofs" / proof.record;
        for (const record::LogProof::Line& line : proof.lines) {
            const auto sequence = static_cast<std::uint64_t>(line.line.at("sequence").asInt());
            writeText(lines / (std::to_string(sequence) + ".line"), record::canonical(line.line));
            writeText(lines / (std::to_string(sequence) + ".tlog-proof"),
                      record::tlogProofText({sequence, line.path, proof.checkpoint}));
        }
        for (const record::Entry& entry : made.reading.entries) {
            regulations.insert(entry.what.regulation);
        }
        draft.outcome.checkpointSize = made.reading.checkpointSize;
        if (!fs::exists(draft.work / "log" / "checkpoint.tst")) { // the same for all of them
            writeText(draft.work / "log" / "checkpoint.note", proof.checkpoint);
            ledger::writeDurably(draft.work / "log" / "checkpoint.tst", proof.token);
        }
    }
    regulations.erase(record::Digest{}); // before the first
    for (const record::Digest& digest : regulations) {
        const std::string name = digest.hex() + ".toml";
        copyFile(m_station.m_home.regulations() / name, draft.work / "regulations" / name,
                 kConfigFileBytes);
        draft.outcome.note.regulations.push_back(digest);
    }
}

// What this station believes; nothing else of the folder goes along.
void AuditBundle::copyTrust(const Draft& draft) {
    const Home& home = m_station.m_home;
    const fs::path to = draft.work / "trust";
    copyFile(home.trust() / "trust.toml", to / "trust.toml", kConfigFileBytes);
    for (const char* const folder : {"roots", "tsa", "crls"}) {
        copyFilesOf(home.trust() / folder, to / folder);
    }
    copyFilesOf(home.crls(), to / "crls", "kept-");

    const fs::path verifier = fs::read_symlink("/proc/self/exe").parent_path() / "seihon-verify";
    const fs::path ours = draft.work / "verifier" / "seihon-verify";
    copyFile(verifier, ours, kVerifierBytes);
    fs::permissions(ours, fs::perms::owner_exec | fs::perms::group_exec | fs::perms::others_exec,
                    fs::perm_options::add);
    const auto libraries =
        outputOf({"/usr/bin/ldd", verifier.string()}, kLibrariesPatience, std::size_t{1} << 20);
    writeText(draft.work / "verifier" / "LIBRARIES.txt", libraries && libraries->code == 0
                                                             ? libraries->out
                                                             : std::string("ldd: not available\n"));
    writeText(draft.work / "verify.sh", bundleVerifyScript());
}

void AuditBundle::writeReplay(const Session& session, Draft& draft) {
    const ReplayReport report = AuditReplay(m_station).run(session.person.user);
    Json findings = Json::array();
    for (const record::Finding& finding : report.verdict.findings) {
        findings.push(record::toJson(finding));
    }
    draft.outcome.replayed = report.judged;
    draft.outcome.differences = report.differences;
    writeText(draft.work / "replay.json",
              record::pretty(Json::object({{"station", m_station.m_config.stationId},
                                           {"at", record::formatInstant(record::readClock())},
                                           {"entries", report.entries},
                                           {"judged", report.judged},
                                           {"differences", report.differences},
                                           {"findings", std::move(findings)}})) +
                  "\n");
}

// Of the days in which the records were sealed, at most two years of them.
void AuditBundle::writeQuestions(const Session& session, const Draft& draft) {
    const auto dayOf = [&](record::Instant at) {
        return std::chrono::floor<std::chrono::days>(
            std::chrono::local_time<record::Instant::duration>(
                (at + m_station.m_regulation->calendar.utcOffset).time_since_epoch()));
    };
    const auto [oldest, newest] =
        std::minmax_element(draft.seen.begin(), draft.seen.end(), [](const auto& a, const auto& b) {
            return a.record.provenAt < b.record.provenAt;
        });
    ReportRequest request{ReportKind::Questions, dayOf(oldest->record.provenAt.value()),
                          dayOf(newest->record.provenAt.value())};
    request.first = std::max(request.first, request.last - kLongestQuestions);
    PeriodReport reports(m_station);
    const MadeReport made = reports.make(session, request);
    if (!made.verdict.permitted()) {
        return; // who may not see the log has a bundle without this page
    }
    reports.write(draft.work / "questions-ja.html", request, made.figures,
                  record::Language::Japanese);
    reports.write(draft.work / "questions-en.html", request, made.figures,
                  record::Language::English);
}

// From here on nothing in it changes.
void AuditBundle::seal(Draft& draft) {
    const record::BundleNote& note = draft.outcome.note;
    writeText(draft.work / record::kBundleNotePath, record::bundleNoteText(note));
    writeText(
        draft.work / "index.html",
        bundlePageHtml({note, draft.seen, draft.believed, draft.outcome.replayed,
                        draft.outcome.differences, m_station.m_regulation->calendar.utcOffset}));
    record::Verdict unreadable;
    const std::string sums = record::fileSumsText(signing::sumsOf(draft.work, unreadable));
    draft.outcome.sums = record::sha256(sums);
    writeText(draft.work / record::kBundleSumsPath, sums);
    writeText(draft.work / record::kBundleSealPath,
              signing::signReport(m_station.m_home.stationKey(), note.station,
                                  record::bundleSealText(note.id, draft.outcome.sums)));
    // As a stranger would, from where it lies and with what it brings along.
    const signing::BundleVerification whole = signing::verifyBundle(
        draft.work, signing::loadTrust(draft.work / "trust"), record::readClock());
    draft.outcome.files = whole.files;
    if (!whole.verdict.permitted()) {
        std::string why = "the bundle that was made does not hold";
        for (const record::Finding& finding : whole.verdict.byUrgency()) {
            why += ": " + std::string(record::enumName(finding.id)) + " " + finding.subject;
        }
        throw Fault(FaultKind::StorageDiffers, why, {{"file", draft.work.string()}});
    }
}

BundleOutcome AuditBundle::take(const Session& session, const BundleRequest& request) {
    requireReason(request.reason);
    requireWords(request.recipient, "recipient");
    if (request.recordIds.empty() && request.patientId.empty() && !request.from && !request.until) {
        throw Fault(FaultKind::Usage, "a bundle needs records, a patient or a period");
    }
    const fs::path folder = withoutSlash(request.folder);
    requireNewOutside(folder, {m_station.m_home.root, m_station.archive()});
    const record::Instant now = record::readClock();
    Draft draft{request, {}, m_station.trust(), {}, {}, {}, {}};
    draft.actor =
        m_station.draftFor(session, Authority::ExportRecord, {}, now, draft.outcome.verdict).actor;
    if (!draft.outcome.verdict.permitted()) {
        return std::move(draft.outcome);
    }
    record::BundleNote& note = draft.outcome.note;
    note = {record::makeId(now),
            m_station.m_config.stationId,
            now,
            draft.actor,
            request.recipient,
            request.reason,
            request.redaction,
            {},
            {}};
    for (const ledger::RecordRow& row : select(session, request)) {
        draft.ids.push_back(row.recordId);
        note.records.push_back({row.recordId, row.documentClass});
    }
    // What leaves the house is in the log before a byte of it does [F5].
    draft.outcome.verdict = logEach(session, draft);
    if (!draft.outcome.verdict.permitted()) {
        return std::move(draft.outcome);
    }
    draft.work = folder.string() + ".incomplete-" + note.id;
    try {
        ledger::makeDurableFolder(draft.work);
        copyRecords(draft);
        if (draft.outcome.verdict.permitted()) {
            copyTrust(draft);
            writeReplay(session, draft);
            writeProofs(draft);
            for (const std::string& id : draft.ids) {
                draft.seen.push_back(signing::verifyBundledRecord(
                    draft.work, id, request.redaction, draft.believed, record::readClock()));
            }
            if (request.redaction != Redaction::Patient) { // it tells of the whole house
                writeQuestions(session, draft);
            }
            seal(draft);
            ledger::syncTree(draft.work);
            ledger::renameDurably(draft.work, folder);
        } else {
            fs::remove_all(draft.work);
        }
    } catch (...) {
        std::error_code ignored; // an interrupted bundle is none
        fs::remove_all(draft.work, ignored);
        throw;
    }
    return std::move(draft.outcome);
}

} // namespace seihon::station
