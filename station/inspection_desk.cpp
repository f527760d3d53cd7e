#include "station/inspection_desk.h"

#include "imaging/tiff.h"
#include "imaging/view.h"
#include "record/fault.h"
#include "record/json_fields.h"
#include "station/entry_walk.h"
#include "station/page_picture.h"
#include "station/project_gate.h"
#include "station/typed_text.h"
#include "station/verb.h"

#include <limits>

namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::Json;
using regulation::Authority;

namespace {

bool namesOneOf(const Json& facts, const std::set<std::string>& users) {
    const Json* const operators = facts.find("operators");
    if (operators == nullptr) {
        return false;
    }
    for (const Json& user : operators->asArray()) {
        if (users.contains(user.asString())) {
            return true;
        }
    }
    return false;
}

bool waitsForInspector(const record::ScanJob& job, const std::string& project) {
    const bool handedIn =
        job.state == record::JobState::Submitted || job.state == record::JobState::Accepted;
    return handedIn && regulation::needsInspection(job) &&
           (project.empty() || job.project->id == project);
}

Json operatorsOf(const record::ScanJob& job) {
    return record::textsJson({job.scannedBy.begin(), job.scannedBy.end()});
}

} // namespace

struct InspectionDesk::Act {
    Act(Station& station, const Session& session, const std::string& job, EntryKind which)
        : verb(station, job, Authority::InspectScan, session), kind(which),
          verdict(verb.judgeStep()) {
        if (!verb.job.project) {
            throw Fault(FaultKind::Usage, "the job is of no project: nobody inspects it");
        }
        verdict.merge(regulation::judgeInspector(loadPlan(station.home(), verb.job.project->plan),
                                                 verb.job, verb.actor));
    }

    // With the act that was refused, so that an audit judges it again [A13].
    Outcome finish(Json facts) {
        Json asked = facts;
        asked.set("act", record::enumName(kind));
        if (verb.permits(verdict, std::move(asked))) {
            verb.append(kind, std::move(facts), verdict);
        }
        return {verb.job, verdict};
    }

    Station::Verb verb;
    EntryKind kind;
    record::Verdict verdict;
};

std::vector<record::ScanJob> InspectionDesk::waiting(const std::string& project) {
    std::vector<record::ScanJob> jobs;
    for (const std::string& id :
         m_station.m_ledger->openJobs(std::numeric_limits<std::int64_t>::max())) {
        record::ScanJob job = m_station.job(id);
        if (waitsForInspector(job, project)) {
            jobs.push_back(std::move(job));
        }
    }
    return jobs;
}

InspectionPart InspectionDesk::waitingFrom(const Session& session, const std::string& project,
                                           std::int64_t from, std::int64_t atMost) {
    InspectionPart part;
    const std::vector<std::string> ids = m_station.m_ledger->openJobs(atMost, from);
    for (const std::string& id : ids) {
        record::ScanJob job = record::fold(m_station.m_ledger->entriesOfJob(id));
        if (waitsForInspector(job, project) && !job.inspection.approved) {
            part.tasks.push_back(taskOf(session, std::move(job)));
        }
    }
    part.next = from + std::ssize(ids);
    part.more = std::ssize(ids) == atMost;
    return part;
}

InspectionTask InspectionDesk::task(const Session& session, const std::string& job) {
    return taskOf(session, m_station.job(job));
}

// As the acts themselves judge, without writing anything.
InspectionTask InspectionDesk::taskOf(const Session& session, record::ScanJob job) {
    const record::Instant now = record::readClock();
    const record::Actor actor = m_station.actorOf(session, Authority::InspectScan, {}, now);
    InspectionTask task;
    task.forbids = regulation::judgePerson(m_station.regulation(), Authority::InspectScan, actor,
                                           standingOf(session), now);
    task.forbids.merge(regulation::judgeStep(job, Authority::InspectScan));
    task.forbids.merge(
        regulation::judgeInspector(loadPlan(m_station.home(), job.project->plan), job, actor));
    task.mayApprove = task.forbids;
    task.mayApprove.merge(regulation::judgeInspectionApproval(job, actor));
    task.needed = regulation::pagesToInspect(job);
    task.left = regulation::pagesNotSeenBy(job, actor.user);
    task.job = std::move(job);
    task.job.original.patient = {}; // an inspector needs the paper, and no name
    return task;
}

Outcome InspectionDesk::view(const Session& session, const std::string& job, std::int64_t number,
                             const std::filesystem::path& to) {
    requireNothingAt(to);
    Act act(m_station, session, job, EntryKind::InspectionPageViewed);
    const record::Page& page = requirePage(act.verb.job, number);
    const auto bytes = pageBytes(m_station, act.verb.job, page);
    Outcome outcome = seen(act, page);
    if (outcome.verdict.permitted()) {
        writePagePng(bytes, to);
    }
    return outcome;
}

PageLook InspectionDesk::look(const Session& session, const std::string& job, std::int64_t number) {
    Act act(m_station, session, job, EntryKind::InspectionPageViewed);
    const record::Page page = requirePage(act.verb.job, number);
    const auto bytes = pageBytes(m_station, act.verb.job, page);
    PageLook look{seen(act, page), {}};
    if (look.outcome.verdict.permitted()) {
        look.picture = imaging::shrinkToFit(imaging::decodeTiff(bytes), page.width, page.height);
    }
    return look;
}

// Seeing is an act: the entry before the picture [F5].
Outcome InspectionDesk::seen(Act& act, const record::Page& page) {
    return act.finish(Json::object(
        {{"page", page.number}, {"captureId", page.captureId}, {"sha256", page.fileDigest.hex()}}));
}

Outcome InspectionDesk::approve(const Session& session, const std::string& job) {
    Act act(m_station, session, job, EntryKind::InspectionApproved);
    act.verdict.merge(regulation::judgeInspectionApproval(act.verb.job, act.verb.actor));
    Json pages = Json::array();
    for (const std::int64_t page : regulation::pagesToInspect(act.verb.job)) {
        pages.push(page);
    }
    return act.finish(
        Json::object({{"pages", std::move(pages)}, {"of", std::ssize(act.verb.job.pages)}}));
}

Outcome InspectionDesk::reject(const Session& session, const std::string& job, std::int64_t number,
                               const std::string& reason) {
    requireReason(reason);
    Act act(m_station, session, job, EntryKind::InspectionRejected);
    const record::Page& page = requirePage(act.verb.job, number);
    act.verdict.merge(regulation::judgeInspectionFault(act.verb.job, act.verb.actor, number));
    return act.finish(Json::object({{"page", number},
                                    {"captureId", page.captureId},
                                    {"sha256", page.fileDigest.hex()},
                                    {"reason", reason},
                                    {"operators", operatorsOf(act.verb.job)}}));
}

Json InspectionDesk::newSeed() {
    return Json::object({{"inspectionSeed", record::Digest{record::randomBytes32()}.hex()}});
}

Json InspectionDesk::submission(const record::ScanJob& job, const regulation::Regulation& rules) {
    if (!regulation::needsInspection(job)) {
        return Json::object({});
    }
    const bool strict = followsFault(job, rules.projects.inspection.allAfterFault);
    return Json::object(
        {{"inspection", record::toJson(regulation::drawForInspection(rules, job, strict))},
         {"operators", operatorsOf(job)}});
}

// Was a fault found in a job of one of its operators, and no more than so many of theirs submitted
// since?
bool InspectionDesk::followsFault(const record::ScanJob& job, std::int64_t within) {
    std::set<std::string> left = job.scannedBy;
    bool follows = false;
    forNewest(*m_station.m_ledger, EntryKind::InspectionRejected, [&](const record::Entry& fault) {
        for (auto user = left.begin(); user != left.end();) {
            if (!namesOneOf(fault.what.facts, {*user})) {
                ++user;
                continue;
            }
            std::int64_t since = 0;
            std::uint64_t from = fault.sequence + 1;
            constexpr std::uint64_t kAtOnce = 200;
            for (bool more = true; more && since < within;) {
                const auto some =
                    m_station.m_ledger->entriesOfKind(EntryKind::JobSubmitted, from, kAtOnce);
                for (const record::Entry& entry : some) {
                    since += namesOneOf(entry.what.facts, {*user}) ? 1 : 0;
                    from = entry.sequence + 1;
                }
                more = some.size() == kAtOnce;
            }
            follows = follows || since < within;
            user = left.erase(user); // their newest fault counts
        }
        return !follows && !left.empty();
    });
    return follows;
}

} // namespace seihon::station
