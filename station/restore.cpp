#include "station/restore.h"

#include "config/write.h"
#include "ledger/durable_file.h"
#include "record/fault.h"
#include "record/id.h"
#include "record/json_fields.h"
#include "station/backup_stage.h"
#include "station/backups.h"
#include "station/findings.h"
#include "station/restic.h"
#include "station/station.h"
#include "station/worker_apart.h"

#include <algorithm>
#include <cstdlib>
#include <system_error>

namespace seihon::station {

using record::Fault;
using record::FaultKind;
using record::Finding;
using record::FindingId;
using record::Json;
using record::Severity;

namespace {

namespace fs = std::filesystem;
using RestoreClock = std::chrono::steady_clock;

constexpr const char* kMarker = ".seihon-restore";
constexpr std::size_t kVerifyBytes = std::size_t{64} << 20;
constexpr std::int64_t kMostNoteBytes = 1 << 20;

std::int64_t secondsSince(RestoreClock::time_point start) {
    return std::chrono::ceil<std::chrono::seconds>(RestoreClock::now() - start).count();
}

fs::path besideOf(const fs::path& to) {
    return to.parent_path() / (to.filename().string() + ".restoring");
}

// Never over anything; but what an earlier restore of ours left when it was killed goes.
fs::path freshFolder(const fs::path& to) {
    std::error_code error;
    if (fs::exists(fs::symlink_status(to, error))) {
        throw Fault(FaultKind::Usage,
                    to.string() + " is there already; a restore goes into a new "
                                  "folder",
                    {{"file", to.string()}});
    }
    const fs::path beside = besideOf(to);
    if (fs::exists(fs::symlink_status(beside, error))) {
        if (!fs::exists(beside / kMarker)) {
            throw Fault(FaultKind::Usage, beside.string() + " is in the way",
                        {{"file", beside.string()}});
        }
        fs::remove_all(beside);
    }
    ledger::makeDurableFolder(beside);
    fs::permissions(beside, fs::perms::owner_all);
    ledger::writeDurably(beside / kMarker, record::bytesOf(std::string("1\n")));
    return beside;
}

std::string chosenSnapshot(const Restic& restic, const std::string& wished) {
    std::vector<ResticSnapshot> all = restic.snapshots();
    std::erase_if(all, [&](const ResticSnapshot& one) {
        return std::find(one.tags.begin(), one.tags.end(), "seihon") == one.tags.end() ||
               !one.id.starts_with(wished);
    });
    if (all.empty() || (!wished.empty() && all.size() > 1)) {
        throw Fault(FaultKind::NotFound,
                    all.empty() ? "no such backup in this repository"
                                : "more than one backup begins with " + wished.substr(0, 64));
    }
    return all.back().id;
}

// The folder that restic wrote is put together as a home: the archive lies in it from now on.
void assemble(const fs::path& beside, const fs::path& home, BackupNote& note) {
    const auto bytes = ledger::readWhole(home / kBackupNoteName, kMostNoteBytes);
    note = backupNoteFrom({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    const fs::path archive = beside / note.archive.relative_path();
    if (fs::exists(home / "archive")) {
        throw Fault(FaultKind::Malformed, "the backup holds two archives");
    }
    if (fs::exists(archive)) {
        fs::rename(archive, home / "archive");
    } else {
        fs::create_directory(home / "archive"); // of a station that sealed nothing yet
    }
    const fs::path file = home / "station.toml";
    const auto text = ledger::readWhole(file, kConfigFileBytes);
    config::StationConfig station =
        config::parseStation(std::string(text.begin(), text.end()), file.string());
    if (station.archive != "archive") {
        station.archive = "archive";
        ledger::replaceDurably(file, record::bytesOf(config::stationToml(station)));
    }
    fs::create_directories(home / "keys");
    fs::permissions(home / "keys", fs::perms::owner_all);
    fs::create_directories(home / "locks");
}

void putStationKey(const fs::path& home, const std::optional<fs::path>& key) {
    if (key) {
        const auto bytes = ledger::readWhole(*key, kConfigFileBytes);
        ledger::writeDurably(home / "keys" / "station.pem", bytes);
        fs::permissions(home / "keys" / "station.pem", fs::perms::owner_read);
    }
}

void countFiles(const fs::path& folder, RestoreReport& report) {
    for (const fs::directory_entry& one : fs::recursive_directory_iterator(folder)) {
        if (one.is_regular_file()) {
            ++report.files;
            report.bytes += static_cast<std::int64_t>(one.file_size());
        }
    }
}

// By the program itself, in a process of its own: a home is opened by whoever lives in it alone.
Json archiveVerify(const fs::path& home) {
    ToolCall call{
        {programBeside("seihon").string(), "--home", home.string(), "--json", "archive", "verify"},
        {"LC_ALL=C", "PATH=/usr/bin:/bin"},
        "/",
        -1,
        std::chrono::hours(24),
        kVerifyBytes};
    for (const char* name : {"HOME", "TMPDIR", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"}) {
        if (const char* value = std::getenv(name)) {
            call.environment.push_back(std::string(name) + "=" + value);
        }
    }
    const ToolEnd end = runTool(call);
    if (end.tooSlow) {
        throw Fault(FaultKind::BackupFailed, "what was restored could not be verified in time");
    }
    if (end.out.empty()) { // no such program beside this one, or it was killed
        throw Fault(FaultKind::BackupFailed, "what was restored could not be verified: exit code " +
                                                 std::to_string(end.code));
    }
    return record::parseJson(end.out, {.bytes = 2 * kVerifyBytes});
}

// A record that was sealed while the backup ran is whole, but the log that was restored does not
// know it. It is kept where nobody takes it for a record.
Finding putAside(const fs::path& home, const std::string& id) {
    const fs::path aside = home / "unlogged" / id;
    fs::create_directories(aside.parent_path());
    fs::rename(home / "archive" / record::archivePathOfId(id), aside);
    return findingOf(FindingId::RecordBeyondBackup, Severity::Warn, id);
}

void judgeFound(const fs::path& home, const Json& found, RestoreReport& report) {
    if (found.find("findings") == nullptr) { // it could not even be opened
        Finding failed = findingOf(FindingId::NotMeasured, Severity::Refuse, "archive verify");
        const Json* const fault = found.find("fault");
        failed.measured = fault != nullptr ? fault->at("what") : Json("?");
        report.verdict.add(std::move(failed));
        return;
    }
    report.records = found.at("records").asInt();
    report.entries = found.at("entries").asInt();
    for (const Json& json : found.at("findings").asArray()) {
        Finding one = record::findingFromJson(json);
        if (one.id == FindingId::LogBehindAnchor) {
            // Expected of every backup; how much is lost must be said.
            one.id = FindingId::LogBehindBackup;
            one.severity = Severity::Warn;
            one.measured = one.required.asInt() - one.measured.asInt();
            one.required = {};
        } else if (one.id == FindingId::RecordNotInLedger && record::isId(one.subject)) {
            one = putAside(home, one.subject);
        } else if (one.severity != Severity::Refuse) {
            continue; // what the home itself tells whoever asks it
        }
        report.verdict.add(std::move(one));
    }
}

// Beside the log's own checkpoints: it must be what the backup said when it was made.
void compareWithNote(const fs::path& home, RestoreReport& report) {
    const auto ledger = ledger::openSqliteLedger(home / "ledger", report.note.station);
    const ledger::TreeHead head = ledger->head();
    if (head.size < report.note.entries ||
        (head.size == report.note.entries && head.root != report.note.root)) {
        Finding wrong = findingOf(FindingId::LedgerRootWrong, Severity::Refuse);
        wrong.measured = head.root.hex();
        wrong.required = report.note.root.hex();
        report.verdict.add(std::move(wrong));
    }
}

void nameKeys(const RestoreRequest& request, RestoreReport& report) {
    for (const std::string& key : report.note.leftOut) {
        if (key != "keys/station.pem" || !request.stationKey) {
            report.verdict.add(findingOf(FindingId::KeyNotInBackup, Severity::Warn, key));
        }
    }
}

RestoreReport fetch(const RestoreRequest& request, const fs::path& beside) {
    const Restic restic(request.target, request.target.credentialsFile,
                        request.password.empty() ? passwordIn(request.target.passwordFile)
                                                 : memoryFileOf(request.password));
    RestoreReport report;
    const auto start = RestoreClock::now();
    restic.probe();
    report.snapshot = chosenSnapshot(restic, request.snapshot);
    restic.restore(report.snapshot, beside);
    const fs::path home = beside / kStageName;
    assemble(beside, home, report.note);
    putStationKey(home, request.stationKey);
    report.fetchSeconds = secondsSince(start);
    countFiles(home, report);
    const auto whole = RestoreClock::now();
    compareWithNote(home, report);
    judgeFound(home, archiveVerify(home), report);
    report.verifySeconds = secondsSince(whole);
    nameKeys(request, report);
    return report;
}

} // namespace

config::BackupTarget restoreTargetOf(const fs::path& home, const std::string& target) {
    // A repository, and not the name of one, also where a home is named (SEIHON_HOME).
    const bool isPlace = target.find_first_of("/:") != std::string::npos;
    if (home.empty() || isPlace) {
        config::BackupTarget bare;
        bare.name = "restore";
        bare.repository = // restic runs in a folder of its own
            fs::is_directory(target) ? fs::absolute(target).string() : target;
        return bare;
    }
    const fs::path file = home / "station.toml";
    const auto text = ledger::readWhole(file, kConfigFileBytes);
    config::BackupTarget known = backupTargetOf(
        config::parseStation(std::string(text.begin(), text.end()), file.string()), target);
    known.passwordFile = home / known.passwordFile;
    if (!known.credentialsFile.empty()) {
        known.credentialsFile = home / known.credentialsFile;
    }
    return known;
}

RestoreReport restoreHome(const RestoreRequest& request) {
    const fs::path to = fs::absolute(request.to);
    ledger::makeDurableFolder(to.parent_path());
    const ledger::FileLock lock(to.parent_path() /
                                ("." + to.filename().string() + ".restore-lock"));
    const fs::path beside = freshFolder(to);
    RestoreReport report = fetch(request, beside);
    ledger::syncTree(beside / kStageName);
    ledger::renameDurably(beside / kStageName, to);
    fs::remove_all(beside);
    return report;
}

RestoreReport restoreForDrill(const RestoreRequest& request) {
    const fs::path beside = freshFolder(request.to);
    try {
        RestoreReport report = fetch(request, beside);
        fs::remove_all(beside);
        return report;
    } catch (...) {
        std::error_code ignored;
        fs::remove_all(beside, ignored);
        throw;
    }
}

void logRestore(const fs::path& home, const RestoreReport& report) {
    const auto ledger = ledger::openSqliteLedger(home / "ledger", report.note.station);
    const auto activation = ledger->newestOfKind(record::EntryKind::RegulationActivated);
    record::EntryDraft draft;
    draft.kind = record::EntryKind::HomeRestored;
    draft.actor = {"station", report.note.station, record::Role::Station};
    draft.facts = Json::object({{"snapshot", report.snapshot},
                                {"madeAt", record::formatInstant(report.note.madeAt)},
                                {"entries", static_cast<std::int64_t>(report.note.entries)},
                                {"root", report.note.root.hex()},
                                {"records", report.records}});
    if (activation) {
        draft.regulation = record::Digest::fromHex(activation->what.facts.at("digest").asString());
    }
    draft.verdict = report.verdict;
    ledger->append(draft, record::readClock());
}

} // namespace seihon::station
