#include "station/versions.h"

#include "record/fault.h"
#include "record/id.h"
#include "regulation/judge_people.h"
#include "station/entry_walk.h"
#include "station/findings.h"
#include "station/people.h"
#include "station/project_gate.h"
#include "station/typed_text.h"
#include "station/verb.h"

#include <algorithm>
#include <map>

namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::FindingId;
using record::Json;
using record::Severity;
using regulation::Authority;

namespace {

// Who looked, as far as the entry knows: proven by a card, or as it was said.
std::string whoLooked(const record::Entry& entry) {
    if (entry.what.actor.role != record::Role::Station) {
        return entry.what.actor.user;
    }
    const Json* said = entry.what.facts.find("user");
    return said != nullptr && said->isString() ? said->asString() : std::string();
}

} // namespace

std::vector<regulation::OtherAmendment> Versions::amendmentsOf(const record::ScanJob& sealed) {
    std::vector<regulation::OtherAmendment> others;
    for (const record::AmendmentJob& one : sealed.later.amendedBy) {
        const record::ScanJob job = record::fold(m_station.m_ledger->entriesOfJob(one.job));
        // Never came to be (a power cut between two entries), or was given up: it hinders nobody.
        if (!job.id.empty() && job.state != record::JobState::Abandoned) {
            others.push_back({job.id, job.sealed ? job.sealed->recordId : std::string()});
        }
    }
    return others;
}

std::vector<std::string> Versions::newerThan(const record::ScanJob& sealed) {
    std::vector<std::string> newer;
    for (const regulation::OtherAmendment& other : amendmentsOf(sealed)) {
        if (!other.recordId.empty()) {
            newer.push_back(other.recordId);
        }
    }
    return newer;
}

Outcome Versions::amend(const Session& session, const AmendRequest& request) {
    requireReason(request.reason);
    const std::string oldJob = m_station.jobOfRecord(request.recordId).id;
    Station::Verb verb(m_station, oldJob, Authority::AmendRecord, session);
    const record::ScanJob& sealed = verb.job;
    record::Original original = sealed.original;
    original.sheets = request.sheets.value_or(original.sheets);
    original.label = 0; // it leads to the first job; the versions name one another
    if (request.patient) {
        original.patient = *request.patient;
    }
    const bool otherPatient = original.patient.id != sealed.original.patient.id;
    record::Verdict verdict = verb.judgeStep();
    const record::Verdict registration =
        regulation::judgeRegistration(*m_station.m_regulation, original, verb.now);
    verdict.merge(registration);
    // Taking over pages is opening, preparing and deciding, and takes the same rights.
    for (const Authority right :
         {Authority::Register, Authority::Open, Authority::Scan, Authority::MarkPage}) {
        verdict.merge(regulation::judgePerson(*m_station.m_regulation, right, verb.actor,
                                              standingOf(session), verb.now));
    }
    verdict.merge(regulation::judgeAmendment(
        *m_station.m_regulation, sealed,
        {request.samePages, otherPatient, std::ssize(request.corrections), request.fork},
        amendmentsOf(sealed)));
    if (!verb.permits(verdict)) {
        return {{}, verdict};
    }
    const record::Amends amends{sealed.sealed->recordId, sealed.sealed->manifestDigest,
                                sealed.sealed->provenAt, request.reason,
                                request.samePages,       otherPatient,
                                request.corrections};
    // The old job names the new one first: an amendment that nobody can find from the old record
    // cannot come to be, and a name of a job that never was hinders nobody.
    const std::string id = record::makeId(verb.now);
    verb.append(EntryKind::AmendmentOpened,
                Json::object({{"job", id},
                              {"reason", request.reason},
                              {"samePages", request.samePages},
                              {"fork", verdict.has(FindingId::NewerVersionExists)}}),
                verdict);
    ledger::makeDurableFolder(m_station.m_home.captures(id));
    record::EntryDraft draft;
    draft.kind = EntryKind::OriginalRegistered;
    draft.actor = verb.actor;
    draft.job = id;
    draft.regulation = m_station.m_regulation->digest;
    draft.verdict = registration;
    draft.facts = Json::object(
        {{"original", record::toJson(original)},
         {"amends", record::toJson(amends, {sealed.scannedBy.begin(), sealed.scannedBy.end()})}});
    draft.privateFacts = Json::object({{"patient", record::toJson(original.patient)},
                                       {"corrections", record::toJson(request.corrections)}});
    m_station.m_ledger->append(draft, verb.now);
    if (request.samePages) {
        adoptPages(session, sealed, id);
    }
    return {m_station.job(id), verdict};
}

// The sealed pages again, byte by byte, each with what was measured, judged and decided then; so
// the job is where it would be after scanning, and waits for comparing.
void Versions::adoptPages(const Session& session, const record::ScanJob& sealed,
                          const std::string& jobId) {
    Station::Verb verb(m_station, jobId, Authority::AmendRecord, session);
    const std::filesystem::path captures = m_station.m_home.captures(jobId);
    for (const record::Page& page : sealed.pages) {
        const auto bytes = ledger::readWhole(m_station.pageFile(sealed, page), kTiffBytes);
        if (record::sha256(bytes) != page.fileDigest) {
            throw Fault(FaultKind::StorageDiffers,
                        "page " + std::to_string(page.number) + " is not what was sealed",
                        {{"file", m_station.pageFile(sealed, page).string()}});
        }
        ledger::writeDurably(captures / page.file, bytes);
    }
    // Nothing is scanned, but who objects objects to this as well [C1].
    const ProjectGate gate(m_station, verb.job,
                           sealed.project ? sealed.project->id : std::string());
    record::Verdict window =
        regulation::judgeWindow(*m_station.m_regulation, verb.job.original, verb.now);
    window.merge(gate.judge(Authority::Open, verb.actor, verb.now));
    Json facts = Json::object({});
    if (sealed.project) {
        facts.set("project", record::toJson(*sealed.project));
    }
    if (sealed.folder) {
        facts.set("folder", record::toJson(*sealed.folder));
    }
    verb.append(EntryKind::JobOpened, std::move(facts), window);
    verb.append(EntryKind::Prepared,
                Json::object({{"attestation", record::toJson(*sealed.prepared)},
                              {"sheets", sealed.sheetsPrepared}}));
    for (record::Page page : sealed.pages) {
        page.supersedes.clear();
        page.inserted = false;
        verb.append(EntryKind::PageCaptured, record::toJson(page), page.verdict);
        if (page.examination) {
            record::EntryDraft draft;
            draft.kind = EntryKind::PageExamined;
            draft.actor = verb.actor;
            draft.job = jobId;
            draft.facts = Json::object({{"captureId", page.captureId},
                                        {"examination", record::publicJson(*page.examination)}});
            draft.privateFacts = record::privateJson(*page.examination);
            draft.verdict = page.examinationVerdict;
            draft.regulation = m_station.m_regulation->digest;
            record::apply(verb.job, m_station.m_ledger->append(draft, verb.now));
        }
        if (page.mark != record::PageMark::None) {
            verb.append(EntryKind::PageMarked, Json::object({{"captureId", page.captureId},
                                                             {"page", page.number},
                                                             {"mark", record::enumName(page.mark)},
                                                             {"reason", page.markReason}}));
        }
        if (page.turned != 0) {
            verb.append(EntryKind::PageTurned,
                        Json::object({{"captureId", page.captureId}, {"degrees", page.turned}}));
        }
    }
}

WithdrawOutcome Versions::withdraw(const Session& session, const WithdrawRequest& request) {
    requireReason(request.reason);
    const std::string job = m_station.jobOfRecord(request.recordId).id;
    Station::Verb verb(m_station, job, Authority::WithdrawRecord, session);
    record::Verdict verdict = verb.judgeStep();
    verdict.merge(regulation::judgeShowing(verb.job, false)); // not twice
    if (!verb.permits(verdict)) {
        return {{verb.job, verdict}, {}};
    }
    const std::vector<SeenBy> viewers = viewersOf(request.recordId);
    Json seenBy = Json::array();
    for (const SeenBy& viewer : viewers) {
        seenBy.push(viewer.user);
    }
    verb.append(EntryKind::RecordWithdrawn, Json::object({{"reason", request.reason},
                                                          {"wrongPatient", request.wrongPatient},
                                                          {"incident", record::makeId(verb.now)},
                                                          {"seenBy", std::move(seenBy)}}));
    return {{verb.job, verdict}, viewers};
}

Outcome Versions::closeIncident(const Session& session, const std::string& recordId,
                                const std::string& incident, const std::string& measures) {
    requireReason(measures);
    const std::string job = m_station.jobOfRecord(recordId).id;
    Station::Verb verb(m_station, job, Authority::CloseIncident, session);
    record::Verdict verdict = verb.judgeStep();
    verdict.merge(regulation::judgeIncidentClosing(verb.job, incident));
    if (verb.permits(verdict)) {
        verb.append(EntryKind::IncidentClosed,
                    Json::object({{"incident", incident}, {"reason", measures}}));
    }
    return {verb.job, verdict};
}

std::vector<IncidentRow> Versions::openIncidents() {
    std::set<std::string> jobs; // of the few that ever had one
    for (const EntryKind kind : {EntryKind::RecordWithdrawn, EntryKind::SampleFaultFound}) {
        forEachOfKind(*m_station.m_ledger, kind,
                      [&](const record::Entry& entry) { jobs.insert(entry.what.job); });
    }
    std::vector<IncidentRow> rows;
    for (const std::string& id : jobs) {
        const record::ScanJob job = m_station.job(id);
        for (const record::Incident& incident : job.later.incidents) {
            if (!incident.closed && job.sealed) {
                rows.push_back({id, job.sealed->recordId, incident});
            }
        }
    }
    return rows;
}

record::Verdict Versions::mayShow(const std::string& recordId, const Viewer& viewer,
                                  bool withdrawnToo) {
    const record::ScanJob job = m_station.jobOfRecord(recordId);
    record::Verdict verdict = regulation::judgeShowing(job, withdrawnToo);
    if (!verdict.permitted()) { // who then asks for withdrawn ones is logged by the view itself
        record::EntryDraft draft = People::draftOfLook(m_station, viewer, EntryKind::RecordViewed);
        draft.kind = EntryKind::Refused;
        draft.record = recordId;
        draft.facts.set("asked", "show a withdrawn record");
        draft.verdict = verdict;
        m_station.m_ledger->append(draft, record::readClock());
    }
    return verdict;
}

record::Verdict Versions::standing(const std::string& recordId) {
    const record::ScanJob job = m_station.jobOfRecord(recordId);
    record::Verdict verdict = regulation::judgeShowing(job, true);
    for (const std::string& newer : newerThan(job)) {
        verdict.add(findingOf(FindingId::NewerVersionExists, Severity::Warn, newer));
    }
    if (job.amends) {
        const auto before = m_station.m_ledger->sealedEntry(job.amends->recordId);
        const bool agrees = before &&
                            before->what.facts.at("manifestDigest").asString() ==
                                job.amends->manifestDigest.hex() &&
                            before->what.facts.at("provenAt").asString() ==
                                record::formatInstant(job.amends->provenAt);
        const auto same = [](const record::Page& a, const record::Page& b) {
            return a.fileDigest == b.fileDigest;
        };
        const std::vector<record::Page> earlier =
            agrees ? m_station.job(before->what.job).pages : std::vector<record::Page>{};
        const bool pages =
            !job.amends->samePages ||
            std::equal(job.pages.begin(), job.pages.end(), earlier.begin(), earlier.end(), same);
        if (!agrees || !pages) { // the version that it names is not the one that was sealed
            verdict.add(
                findingOf(FindingId::RecordDisagrees, Severity::Refuse, job.amends->recordId));
        }
    }
    return verdict;
}

std::vector<SeenBy> Versions::viewersOf(const std::string& recordId) {
    std::map<std::string, SeenBy> viewers;
    const std::string job = m_station.jobOfRecord(recordId).id;
    for (const EntryKind kind :
         {EntryKind::RecordViewed, EntryKind::RecordExported, EntryKind::BundleTaken,
          EntryKind::JobViewed, EntryKind::SamplePageViewed, EntryKind::InspectionPageViewed,
          EntryKind::ProjectAuditPagesViewed}) {
        forEachOfKind(*m_station.m_ledger, kind, [&](const record::Entry& entry) {
            if (entry.what.record != recordId && entry.what.job != job) {
                return;
            }
            const std::string user = whoLooked(entry);
            SeenBy& viewer =
                viewers.try_emplace(user, SeenBy{user, 0, 0, entry.at, entry.at}).first->second;
            const bool left = kind == EntryKind::RecordExported || kind == EntryKind::BundleTaken;
            ++(left ? viewer.exports : viewer.views);
            viewer.first = std::min(viewer.first, entry.at);
            viewer.last = std::max(viewer.last, entry.at);
        });
    }
    std::vector<SeenBy> list;
    for (auto& [user, viewer] : viewers) {
        list.push_back(std::move(viewer));
    }
    return list;
}

} // namespace seihon::station
