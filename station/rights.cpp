#include "station/rights.h"

#include "regulation/judge.h"
#include "regulation/judge_people.h"

namespace seihon::station {

record::Verdict judgeRight(const Station& station, const Session& session,
                           regulation::Authority authority, record::Instant now) {
    const regulation::Regulation& rules = station.regulation();
    const regulation::Standing standing = standingOf(session);
    const record::Actor actor = regulation::actingAs(rules, authority, session.person.user,
                                                     session.person.name, standing, {}, now);
    return regulation::judgePerson(rules, authority, actor, standing, now);
}

std::set<regulation::Authority> rightsOf(const Station& station, const Session& session,
                                         record::Instant now) {
    std::set<regulation::Authority> rights;
    for (const auto& [authority, name] : record::EnumNames<regulation::Authority>::table) {
        if (judgeRight(station, session, authority, now).permitted()) {
            rights.insert(authority);
        }
    }
    return rights;
}

record::Verdict obstaclesTo(Station& station, const record::ScanJob& job) {
    record::Verdict verdict;
    for (const record::Finding& finding :
         regulation::judgeSubmission(station.regulationOf(job.regulation), job).findings) {
        if (finding.id != record::FindingId::NotCompared) {
            verdict.add(finding);
        }
    }
    return verdict;
}

} // namespace seihon::station
