#include "station/record_finder.h"

#include "record/fault.h"
#include "station/people.h"
#include "station/record_json.h"
#include "station/typed_text.h"

#include <algorithm>

namespace seihon::station {

using record::Fault;
using record::FaultKind;
using regulation::Authority;

namespace {

// Does a refusal speak of this file?
bool refusesFile(const record::Verdict& verdict, const std::string& file) {
    return std::any_of(verdict.findings.begin(), verdict.findings.end(), [&](const auto& finding) {
        return finding.subject == file && finding.severity == record::Severity::Refuse;
    });
}

} // namespace

FoundRecords RecordFinder::find(const Session& session, ledger::RecordQuery query,
                                bool withdrawnToo) {
    for (const auto& [text, what] :
         {std::pair(&query.recordId, "the record"), std::pair(&query.patientId, "the patient"),
          std::pair(&query.documentClass, "the class"), std::pair(&query.sealedBy, "the person")}) {
        requireLine(text->value_or(""), what);
    }
    FoundRecords found;
    const Viewer viewer(session);
    found.verdict = People(m_station).judgeLook(viewer, Authority::SearchRecords, {});
    if (!found.verdict.permitted()) {
        return found;
    }
    const std::int64_t limit = std::max<std::int64_t>(1, query.limit);
    Versions versions(m_station);
    query.limit = limit + 1; // is there more?
    do {
        std::vector<ledger::RecordRow> rows = m_station.search(query, viewer);
        found.next.reset();
        if (static_cast<std::int64_t>(rows.size()) > limit) {
            rows.pop_back();
            found.next = rows.back().sequence;
        }
        for (ledger::RecordRow& row : rows) {
            const record::ScanJob job = m_station.job(row.job);
            const bool withdrawn = job.later.withdrawn.has_value();
            if (!withdrawn || withdrawnToo) {
                const std::vector<std::string> newer = versions.newerThan(job);
                found.rows.push_back(
                    {std::move(row), withdrawn, newer.empty() ? std::string() : newer.back()});
            }
        }
        query.before = found.next;
    } while (found.rows.empty() && found.next); // all of them were withdrawn
    return found;
}

RecordLook RecordFinder::look(const Session& session, const std::string& recordId,
                              bool withdrawnToo) {
    RecordLook look;
    const Viewer viewer(session);
    const record::ScanJob known = m_station.jobOfRecord(recordId); // NotFound before anything else
    look.verdict = People(m_station).judgeLook(viewer, Authority::ViewRecord, recordId);
    if (look.verdict.permitted()) {
        look.verdict = Versions(m_station).mayShow(recordId, viewer, withdrawnToo);
    }
    if (!look.verdict.permitted()) {
        return look;
    }
    try {
        static_cast<void>(m_station.viewRecord(recordId, viewer)); // for its entry
    } catch (const Fault& fault) {
        // Its description cannot be read: verifying, which is logged as well, says what is wrong.
        if (fault.kind != FaultKind::Malformed && fault.kind != FaultKind::StorageFailed &&
            fault.kind != FaultKind::NotFound) {
            throw;
        }
    }
    look.verification = m_station.verifyRecord(recordId, viewer);
    look.job = m_station.job(known.id);
    for (const record::Page& page : look.job.pages) {
        if (refusesFile(look.verification.verdict, pagePath(page.number))) {
            look.doubtfulPages.insert(page.number);
        }
    }
    for (const record::Entry& entry : m_station.logOfJob(known.id)) {
        look.history.push_back(historyLineOf(entry));
    }
    look.seenBy = Versions(m_station).viewersOf(recordId);
    return look;
}

std::filesystem::path RecordFinder::fileIn(const std::filesystem::path& folder,
                                           const std::string& recordId) {
    return folder / (recordId + ".asice");
}

ExportOutcome RecordFinder::exportTo(const Session& session, const std::string& recordId,
                                     const std::filesystem::path& folder, bool withdrawnToo) {
    ExportOutcome outcome;
    outcome.verdict = Versions(m_station).mayShow(recordId, Viewer(session), withdrawnToo);
    if (!outcome.verdict.permitted()) {
        return outcome;
    }
    if (!std::filesystem::is_directory(folder)) {
        throw Fault(FaultKind::NotFound, "no folder " + folder.string(),
                    {{"file", folder.string()}});
    }
    return m_station.exportRecord(session, {recordId, fileIn(folder, recordId)});
}

} // namespace seihon::station
