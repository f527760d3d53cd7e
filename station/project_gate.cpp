#include "station/project_gate.h"

#include "config/project_plan.h"
#include "record/fault.h"
#include "record/id.h"
#include "station/findings.h"

#include <algorithm>

namespace seihon::station {

using record::Fault;
using record::FaultKind;

regulation::ProjectPlan loadPlan(const Home& home, const record::Digest& plan) {
    const std::filesystem::path file = home.projectPlan(plan);
    if (!std::filesystem::is_regular_file(file)) {
        throw Fault(FaultKind::NotFound, "the plan is not kept: " + file.string(),
                    {{"file", file.string()}});
    }
    const auto bytes = ledger::readWhole(file, kConfigFileBytes);
    regulation::ProjectPlan parsed =
        config::parseProjectPlan(std::string(bytes.begin(), bytes.end()), file.string());
    if (parsed.digest != plan) {
        throw Fault(FaultKind::StorageDiffers, "the plan is not the one that the log names",
                    {{"file", file.string()}});
    }
    return parsed;
}

std::vector<regulation::PlanPerson> planPeopleOf(const std::vector<config::Person>& people,
                                                 record::Instant at) {
    std::vector<regulation::PlanPerson> named;
    for (const config::Person& person : people) {
        regulation::PlanPerson one{person.user, person.name, {}};
        for (const regulation::Appointment& appointment : person.appointments) {
            if (regulation::inForce(appointment, at)) {
                one.roles.insert(appointment.role);
            }
        }
        named.push_back(std::move(one));
    }
    return named;
}

record::BackFileProject projectOf(ledger::Ledger& ledger, const std::string& id) {
    return record::isId(id) ? record::foldProject(ledger.entriesOfJob(id))
                            : record::BackFileProject{};
}

ProjectInForce projectInForce(ledger::Ledger& ledger, const Home& home, const std::string& id) {
    ProjectInForce found{projectOf(ledger, id), std::nullopt, false};
    const record::PlanVersion* version = found.project.inForce();
    found.started = version != nullptr;
    if (version == nullptr && !found.project.versions.empty()) {
        version = &found.project.versions.back();
    }
    if (version != nullptr) {
        found.plan = loadPlan(home, version->plan);
    }
    return found;
}

std::vector<record::PatientWord> patientWordsOf(ledger::Ledger& ledger) {
    return PatientRegister().read(ledger);
}

ledger::FileLock lockProjects(const Home& home) {
    return ledger::FileLock(home.locks() / "projects", true);
}

ProjectGate::ProjectGate(Station& station, const record::ScanJob& job, const std::string& asked)
    : m_station(station), m_job(job), m_project(job.project ? job.project->id : asked) {
    if (m_project.empty()) {
        return;
    }
    m_lock.emplace(lockProjects(station.m_home));
    m_folded = projectOf(*station.m_ledger, m_project);
    m_patient = record::standingOf(station.m_patientRegister.read(*station.m_ledger),
                                   job.original.patient.id, m_project);
    if (job.project) {
        m_link = job.project; // whatever version is in force now
    } else if (const record::PlanVersion* const version = m_folded.inForce()) {
        m_link = record::ProjectLink{m_project, version->plan, version->version};
    }
    if (m_link) {
        m_plan = loadPlan(station.m_home, m_link->plan);
    }
}

record::Verdict ProjectGate::judge(regulation::Authority step, const record::Actor& actor,
                                   record::Instant now) const {
    if (m_project.empty()) {
        return {};
    }
    return regulation::judgeProjectWork(m_station.regulation(),
                                        {.project = &m_folded,
                                         .plan = m_plan ? &*m_plan : nullptr,
                                         .original = m_job.original,
                                         .patient = m_patient,
                                         .actor = actor,
                                         .step = step,
                                         .samePages = m_job.amends && m_job.amends->samePages},
                                        now);
}

record::Verdict projectStanding(Station& station, const record::ScanJob& job) {
    try {
        const record::Actor nobody;
        return ProjectGate(station, job)
            .judge(regulation::Authority::Seal, nobody, record::readClock());
    } catch (const Fault& fault) {
        record::Verdict verdict;
        verdict.add(measuredFinding(record::FindingId::ProjectPlanUnreadable,
                                    record::Severity::Warn, fault.what()));
        return verdict;
    }
}

} // namespace seihon::station
