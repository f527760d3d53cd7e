#include "station/archive_parts.h"

#include "record/clean_text.h"
#include "record/fault.h"
#include "record/id.h"
#include "record/json_fields.h"
#include "regulation/calendar.h"
#include "signing/report_note.h"
#include "station/anchors.h"
#include "station/archive_places.h"
#include "station/checkpoints.h"
#include "station/deletions.h"
#include "station/entry_walk.h"
#include "station/findings.h"
#include "station/kept_files.h"
#include "station/received_desk.h"
#include "station/replicas.h"

#include <algorithm>
#include <atomic>
#include <charconv>

#include <set>
#include <thread>

namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::FindingId;
using record::Json;
using record::Severity;

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kMostParts = 366;
constexpr std::size_t kAtOnce = 64; // records between two looks at the clock
constexpr std::size_t kMostFindings = 500;
constexpr std::int64_t kProgressBytes = 8 << 20;

// Reading is what takes time; more threads than two would take the cores from those who scan.
constexpr unsigned kThreads = 2;

void addBelow(const record::Verdict& from, const std::string& path, record::Verdict& to) {
    for (record::Finding finding : from.findings) {
        if (finding.id == FindingId::TestMode && to.has(finding.id)) {
            continue; // of the station, not of one record: once is enough
        }
        finding.subject = path + (finding.subject.empty() ? "" : ": " + finding.subject);
        to.add(std::move(finding));
    }
}

// As lines that people and programs read; signed as they stand.
std::string reportText(const std::string& station, const PartReport& report,
                       std::int64_t allRecords, record::Instant now) {
    const ArchiveReport& found = report.found;
    std::string text = "seihon-report/archive-verify\n";
    const auto line = [&](const char* name, const std::string& value) {
        text += std::string(name) + ": " + value + "\n";
    };
    line("station", station);
    line("at", record::formatInstant(now));
    line("part", std::to_string(report.part.part) + "/" + std::to_string(report.part.parts));
    line("records", std::to_string(found.records) + " of " + std::to_string(allRecords));
    line("entries", std::to_string(found.entries));
    line("anchors", std::to_string(found.anchors));
    line("valid", found.verdict.permitted() ? "yes" : "no");
    std::size_t told = 0;
    for (const record::Finding& finding : found.verdict.findings) {
        if (finding.severity == Severity::Refuse && told++ < kMostFindings) {
            std::string subject = record::cleanText(finding.subject);
            std::replace(subject.begin(), subject.end(), '\n', ' ');
            line("refused", std::string(record::enumName(finding.id)) + " " + subject);
        }
    }
    line("refusals", std::to_string(told));
    return text;
}

} // namespace

PartOf partOf(const std::string& text) {
    PartOf part;
    const char* const end = text.data() + text.size();
    const auto first = std::from_chars(text.data(), end, part.part);
    const bool slash = first.ec == std::errc() && first.ptr != end && *first.ptr == '/';
    const auto second = slash ? std::from_chars(first.ptr + 1, end, part.parts) : first;
    if (!slash || second.ec != std::errc() || second.ptr != end || part.part < 1 ||
        part.part > part.parts || part.parts > kMostParts) {
        throw Fault(FaultKind::Usage,
                    "a part is written as 3/30, of at most " + std::to_string(kMostParts));
    }
    return part;
}

bool isInPart(const std::string& recordId, const PartOf& part) {
    const record::Digest digest = record::sha256(recordId);
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < 8; ++i) {
        number = number << 8 | digest.bytes[i];
    }
    return static_cast<std::int64_t>(number % static_cast<std::uint64_t>(part.parts)) + 1 ==
           part.part;
}

void writeReport(const fs::path& file, const PartReport& report) {
    ledger::writeDurably(fs::absolute(file), record::bytesOf(report.note));
}

void ArchiveParts::look(std::span<const ledger::RecordRow> rows, const signing::Trust& believed,
                        record::Verdict& verdict) {
    std::vector<record::Verdict> found(rows.size());
    std::atomic<std::size_t> next{0};
    const record::Instant now = record::readClock();
    const Replicas replicas(m_station);
    const auto lookAt = [&](const ledger::RecordRow& row) {
        record::Verdict one;
        if (!m_station.m_store->holds(row.recordId)) {
            one.add(findingOf(FindingId::RecordMissing, Severity::Refuse));
        } else {
            const auto verification =
                signing::verifyRecord(m_station.m_store->pathOf(row.recordId), believed, now);
            one.merge(verification.verdict);
            one.merge(m_station.compareWithLedger(row.recordId, verification));
        }
        return one.merge(replicas.verify(row.recordId, believed, now));
    };
    const auto work = [&] {
        for (std::size_t i = next++; i < rows.size(); i = next++) {
            try {
                found[i] = lookAt(rows[i]);
            } catch (const std::exception& error) { // what cannot be read is damage, too
                found[i].add(findingOf(FindingId::NotMeasured, Severity::Refuse));
                found[i].findings.back().measured = record::cleanText(error.what());
            }
        }
    };
    {
        std::vector<std::jthread> helpers;
        for (unsigned i = 1; i < kThreads && rows.size() > 1; ++i) {
            helpers.emplace_back(work);
        }
        work();
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        addBelow(found[i], rows[i].path, verdict);
    }
}

std::vector<ledger::RecordRow> ArchiveParts::rowsOf(const PartOf& part) {
    ledger::RecordQuery everything;
    everything.limit = INT32_MAX;
    std::vector<ledger::RecordRow> rows = m_station.m_ledger->searchRecords(everything);
    const auto deletions = deletionsIn(*m_station.m_ledger);
    std::erase_if(rows, [&](const ledger::RecordRow& row) {
        const auto gone = deletions.find(row.recordId);
        return !isInPart(row.recordId, part) || // by law [F14]; what is left of it is an orphan
               (gone != deletions.end() && gone->second.carriedOut);
    });
    std::sort(rows.begin(), rows.end(),
              [](const auto& a, const auto& b) { return a.recordId < b.recordId; });
    return rows;
}

PartReport ArchiveParts::finish(const PartOf& part, const record::Verdict& records,
                                std::int64_t looked, const std::vector<fs::path>& anchors) {
    const signing::Trust believed = m_station.trust();
    PartReport report{{}, part, {}};
    ArchiveReport& found = report.found;
    found.verdict = m_station.m_ledger->verify();
    found.entries = static_cast<std::int64_t>(m_station.m_ledger->head().size);
    found.records = looked;
    found.verdict.merge(records);
    m_station.verifyCaptures(found.verdict);
    found.verdict.merge(ReceivedDesk(m_station).verifyKept());
    for (const auto& [id, deletion] : deletionsIn(*m_station.m_ledger)) {
        if (deletion.carriedOut && !deletion.closed) { // deleted is what is gone everywhere [F14]
            found.verdict.add(findingOf(FindingId::DeletionOpen, Severity::Note, id));
        }
    }
    // Files → ledger: orphans are shown, never deleted.
    std::set<std::string> sealed;
    for (const ledger::RecordRow& row : rowsOf({1, 1})) {
        sealed.insert(row.recordId);
    }
    for (const std::string& id : m_station.m_store->list()) {
        if (!sealed.contains(id)) {
            found.verdict.add(
                findingOf(record::isId(id) ? FindingId::RecordNotInLedger : FindingId::LeftoverFile,
                          Severity::Refuse, id));
        }
    }
    found.verdict.merge(Checkpoints(m_station).verify(believed));
    const AnchorReport anchored = Anchors(m_station).verify(believed, anchors);
    found.verdict.merge(anchored.verdict);
    found.anchors = anchored.compared;
    found.anchoredAt = anchored.newest ? anchored.newest->stampedAt : std::nullopt;
    found.verdict.merge(judgeKeptFiles(m_station.m_home));
    const record::Instant now = record::readClock();
    const std::string text =
        reportText(m_station.m_config.stationId, report, std::ssize(sealed), now);
    if (fs::exists(m_station.m_home.stationKey())) {
        report.note =
            signing::signReport(m_station.m_home.stationKey(), m_station.m_config.stationId, text);
    }
    return report;
}

PartReport ArchiveParts::verify(const PartOf& part, const std::vector<fs::path>& anchors) {
    const std::vector<ledger::RecordRow> rows = rowsOf(part);
    record::Verdict records;
    look(rows, m_station.trust(), records);
    return finish(part, records, std::ssize(rows), anchors);
}

void ArchiveParts::log(const PartReport& report, const Viewer& by) {
    const ArchiveReport& found = report.found;
    record::EntryDraft draft;
    draft.kind = EntryKind::ArchivePartVerified;
    draft.actor = by.session == nullptr
                      ? m_station.stationActor()
                      : m_station.actorOf(*by.session, regulation::Authority::VerifyArchive, {},
                                          record::readClock());
    draft.facts = Json::object({{"part", report.part.part},
                                {"parts", report.part.parts},
                                {"records", found.records},
                                {"entries", found.entries},
                                {"anchors", found.anchors},
                                {"valid", found.verdict.permitted()}});
    if (!report.note.empty()) {
        const record::Digest digest = record::sha256(report.note);
        ledger::makeDurableFolder(reportsOf(m_station.m_home));
        ledger::writeDurably(reportsOf(m_station.m_home) / ("archive-" + digest.hex() + ".note"),
                             record::bytesOf(report.note));
        draft.facts.set("reportSha256", digest.hex());
    }
    draft.regulation = m_station.m_regulation->digest;
    m_station.m_ledger->append(draft, record::readClock());
}

PartOf ArchiveParts::nextPart() {
    const std::int64_t parts = m_station.m_regulation->backup.verifyNights;
    PartOf next{1, parts};
    forNewest(*m_station.m_ledger, EntryKind::ArchivePartVerified, [&](const record::Entry& entry) {
        if (entry.what.facts.at("parts").asInt() != parts) {
            return true; // somebody asked for another one
        }
        next.part = entry.what.facts.at("part").asInt() % parts + 1;
        return false;
    });
    return next;
}

// One part a day of the hospital, in turn; another number of nights begins a new round.
std::optional<PartOf> ArchiveParts::tonight(record::Instant now) {
    const std::int64_t parts = m_station.m_regulation->backup.verifyNights;
    const regulation::Calendar& calendar = m_station.m_regulation->calendar;
    PartOf next{1, parts};
    bool done = false;
    forNewest(*m_station.m_ledger, EntryKind::ArchivePartVerified, [&](const record::Entry& entry) {
        if (entry.what.facts.at("parts").asInt() != parts) {
            return true; // somebody asked for another one
        }
        next.part = entry.what.facts.at("part").asInt() % parts + 1;
        done =
            regulation::hospitalDay(calendar, entry.at) == regulation::hospitalDay(calendar, now);
        return false;
    });
    return done ? std::nullopt : std::optional(next);
}

void ArchiveParts::goOn(std::chrono::seconds budget) noexcept {
    try {
        const auto until = std::chrono::steady_clock::now() + budget;
        const ledger::FileLock lock(m_station.m_home.locks() / "archive-part");
        const std::optional<PartOf> part = tonight(record::readClock());
        const std::vector<ledger::RecordRow> rows =
            part ? rowsOf(*part) : std::vector<ledger::RecordRow>{};
        if (!part || rowsOf({1, 1}).empty()) {
            return;
        }
        const fs::path file = partProgressOf(m_station.m_home);
        std::string after;
        record::Verdict found;
        std::int64_t looked = 0;
        if (fs::exists(file)) {
            const auto bytes = ledger::readWhole(file, kProgressBytes);
            const Json kept =
                record::parseJson({reinterpret_cast<const char*>(bytes.data()), bytes.size()},
                                  {.bytes = static_cast<std::size_t>(kProgressBytes)});
            if (kept.at("part").asInt() == part->part && kept.at("parts").asInt() == part->parts) {
                after = kept.at("after").asString();
                looked = kept.at("records").asInt();
                found = record::verdictFromJson(kept.at("found"));
            }
        }
        auto next = std::upper_bound(
            rows.begin(), rows.end(), after,
            [](const std::string& id, const ledger::RecordRow& row) { return id < row.recordId; });
        const signing::Trust believed = m_station.trust();
        while (next != rows.end()) {
            const auto count =
                std::min<std::size_t>(kAtOnce, static_cast<std::size_t>(rows.end() - next));
            look(std::span(next, count), believed, found);
            std::advance(next, count);
            looked += static_cast<std::int64_t>(count);
            found.findings.resize(std::min(found.findings.size(), kMostFindings));
            ledger::replaceDurably(file, record::bytesOf(record::canonical(
                                             Json::object({{"part", part->part},
                                                           {"parts", part->parts},
                                                           {"after", std::prev(next)->recordId},
                                                           {"records", looked},
                                                           {"found", record::toJson(found)}}))));
            if (std::chrono::steady_clock::now() >= until) {
                return; // the next round goes on
            }
        }
        log(finish(*part, found, looked, {}));
        fs::remove(file);
    } catch (...) { // nobody waits for it; `doctor` tells when the parts do not come round
    }
}

std::vector<record::Entry> ArchiveParts::newest(EntryKind kind, std::size_t most) {
    std::vector<record::Entry> found;
    forNewest(*m_station.m_ledger, kind, [&](const record::Entry& entry) {
        found.push_back(entry);
        return found.size() < most;
    });
    return found;
}

PartsCovered ArchiveParts::covered() {
    PartsCovered covered;
    covered.parts = m_station.m_regulation->backup.verifyNights;
    // A night without power now and then is no reason to warn.
    const record::Instant since =
        record::readClock() - std::chrono::days(covered.parts + covered.parts / 2 + 2);
    std::set<std::int64_t> seen;
    forNewest(*m_station.m_ledger, EntryKind::ArchivePartVerified, [&](const record::Entry& entry) {
        const std::int64_t parts = entry.what.facts.at("parts").asInt();
        if (!covered.newest) {
            covered.newest = entry.at;
        }
        if (entry.at >= since && parts == covered.parts) {
            seen.insert(entry.what.facts.at("part").asInt());
        } else if (entry.at >= since && parts == 1) {
            for (std::int64_t i = 1; i <= covered.parts; ++i) {
                seen.insert(i); // the whole is every part
            }
        }
        return entry.at >= since;
    });
    covered.covered = std::ssize(seen);
    return covered;
}

record::Verdict ArchiveParts::standing(record::Instant now) {
    record::Verdict verdict;
    const PartsCovered known = covered();
    const auto newest = m_station.m_ledger->newestOfKind(EntryKind::ArchivePartVerified);
    if (newest && !newest->what.facts.at("valid").asBool()) { // `archive verify` names it
        verdict.add(findingOf(
            FindingId::FileAltered, Severity::Refuse,
            "archive, part " + std::to_string(newest->what.facts.at("part").asInt()) + ", " +
                record::formatLocal(newest->at, m_station.m_regulation->calendar.utcOffset)));
    }
    const std::vector<record::Entry> first =
        m_station.m_ledger->entriesOfKind(EntryKind::RecordSealed, 0, 1);
    const bool old = !first.empty() && now - first.front().at > std::chrono::days(known.parts + 7);
    if (old && known.covered < known.parts) {
        verdict.add(measuredFinding(FindingId::ArchivePartsOld, Severity::Warn, known.covered,
                                    known.parts));
    }
    return verdict;
}

} // namespace seihon::station
