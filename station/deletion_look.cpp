#include "station/deletions.h"
#include "station/findings.h"
#include "station/people.h"
#include "station/retention_desk.h"
#include "station/rights.h"

#include <algorithm>
#include <limits>

// Deletions as somebody sees them before acting: judged as their verbs judge, nothing written.
namespace seihon::station {

using record::FindingId;
using regulation::Authority;

namespace {

DeletionStep stepAfter(const record::Deletion* deletion) {
    return deletion == nullptr    ? DeletionStep::Propose
           : deletion->carriedOut ? DeletionStep::Close
           : deletion->approved   ? DeletionStep::CarryOut
                                  : DeletionStep::Approve;
}

} // namespace

DeletionStanding RetentionDesk::lookAtDeletion(const Session& session,
                                               const std::string& recordId) {
    const auto all = deletions();
    const auto known = all.find(recordId);
    const record::Deletion* deletion = known == all.end() ? nullptr : &known->second;
    DeletionStanding standing;
    if (deletion != nullptr && deletion->closed) {
        return standing;
    }
    const record::Instant now = record::readClock();
    standing.next = stepAfter(deletion);
    standing.verdict = judgeRight(m_station, session, Authority::DeleteRecords, now);
    if (standing.next != DeletionStep::Close) { // later there is nothing to be kept
        standing.verdict.merge(regulation::judgeDeletion(
            *m_station.m_regulation, deletionFacts(m_station.jobOfRecord(recordId), recordId),
            now));
    }
    if (standing.next == DeletionStep::Approve &&
        deletion->proposed.actor.user == session.person.user) { // four eyes [F2]
        standing.verdict.add(measuredFinding(FindingId::MediumSamePerson, record::Severity::Refuse,
                                             session.person.user));
    }
    return standing;
}

std::vector<DeletionRow> RetentionDesk::dueDeletions(const Session& session, std::size_t most) {
    std::vector<DeletionRow> rows;
    const Viewer viewer(session);
    if (!People(m_station).judgeLook(viewer, Authority::DeleteRecords, {}).permitted()) {
        return rows; // said by the entry; who may not is not told what is there
    }
    const auto all = deletions();
    for (const RetentionRow& due : list(viewer, true, std::numeric_limits<std::int32_t>::max())) {
        if (!all.contains(due.recordId) && rows.size() < most) {
            rows.push_back({due.recordId, due.documentClass, due.end, std::nullopt, {}});
        }
    }
    const std::size_t begun = rows.size();
    for (const auto& [id, deletion] : all) {
        rows.push_back({id, m_station.jobOfRecord(id).original.documentClass, {}, deletion, {}});
    }
    // What somebody began is seen first, what is over last.
    std::rotate(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(begun), rows.end());
    std::stable_partition(rows.begin(), rows.end(), [](const DeletionRow& row) {
        return !row.deletion || !row.deletion->closed;
    });
    rows.resize(std::min(rows.size(), most));
    for (DeletionRow& row : rows) {
        row.standing = lookAtDeletion(session, row.recordId);
    }
    return rows;
}

} // namespace seihon::station
