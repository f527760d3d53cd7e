#include "project_walk.h"

#include <map>
#include <set>

// The second statement: reads the entries as an auditor would, and calls no rule.
namespace seihon::regulation {

namespace {

using record::Entry;
using record::EntryKind;

struct Reading {
    std::string plan;                             // in force; empty: not running
    std::string newest, proposer;                 // version of the plan
    std::map<std::string, std::string> approvals; // user, role: of the newest
    std::map<std::string, record::Instant> approvedAt;
    std::map<std::string, std::string> objections; // id, patient
    std::map<std::string, std::string> consents;
    std::map<std::string, std::string> patients, classes; // by job
    std::map<std::string, std::string> jobPlans;          // of jobs under the project
    std::set<std::string> converted;
    std::vector<std::string> wrongs;
};

const ProjectPlan& planNamed(const ProjectWalk& walk, const std::string& hex) {
    for (const ProjectPlan& plan : walk.plans()) {
        if (plan.digest.hex() == hex) {
            return plan;
        }
    }
    throw std::logic_error("no such plan");
}

void judgeStarted(const ProjectWalk& walk, const Entry& entry, Reading& reading) {
    const ProjectPlan& plan = planNamed(walk, entry.what.facts.at("plan").asString());
    int approved = 0;
    bool manager = false;
    for (const auto& [user, role] : reading.approvals) {
        const bool works = user == "clerk" || user == "second" || user == "third" ||
                           user == "leader" || plan.organisation.operators.contains(user);
        const bool entitled =
            role == "information-creation-manager" || role == "records-supervisor";
        const bool fresh = entry.at - reading.approvedAt.at(user) <= std::chrono::days(90);
        if (!works && entitled && fresh && user != reading.proposer) {
            ++approved;
            manager = manager || role == "information-creation-manager";
        }
    }
    if (approved < 2 || !manager) {
        reading.wrongs.emplace_back("started without its approvals");
    }
    if (plan.hardship.empty()) {
        reading.wrongs.emplace_back("started with half a plan");
    }
    if (plan.notice.since > std::chrono::year(2026) / 9 / 20 &&
        entry.at < at("2026-12-20T00:00:00+09:00")) {
        reading.wrongs.emplace_back("patients were told too late");
    }
    if (entry.at < at("2026-11-01T00:00:00+09:00")) {
        reading.wrongs.emplace_back("started before its time");
    }
    reading.plan = plan.digest.hex();
}

bool isSaidBy(const std::map<std::string, std::string>& words, const std::string& patient) {
    for (const auto& [id, whose] : words) {
        if (whose == patient) {
            return true;
        }
    }
    return false;
}

void judgeWork(const ProjectWalk& walk, const Entry& entry, const std::string& plan,
               const std::string& what, Reading& reading) {
    const std::string& patient = reading.patients[entry.what.job];
    if (reading.plan.empty()) {
        reading.wrongs.push_back(what + " under a project that does not run");
    }
    if (isSaidBy(reading.objections, patient)) {
        reading.wrongs.push_back(what + " for a patient who objects");
    }
    if (planNamed(walk, plan).notice.basis == ConsentBasis::IndividualConsent &&
        !isSaidBy(reading.consents, patient)) {
        reading.wrongs.push_back(what + " without consent");
    }
    if (what != "sealed" &&
        !planNamed(walk, plan).organisation.operators.contains(entry.what.actor.user)) {
        reading.wrongs.push_back(what + " by somebody else");
    }
    if (what != "sealed" && entry.at >= at("2027-04-01T00:00:00+09:00")) {
        reading.wrongs.push_back(what + " after the end");
    }
}

void readWord(const Entry& entry, Reading& reading) {
    const std::string& id = entry.what.facts.at("id").asString();
    if (entry.what.kind == EntryKind::ObjectionLifted) {
        reading.objections.erase(id);
    } else if (entry.what.kind == EntryKind::ConsentWithdrawn) {
        reading.consents.erase(id);
    } else {
        const std::string patient = entry.what.privateFacts.at("patient").at("id").asString();
        if (entry.what.kind == EntryKind::ObjectionAdded) {
            reading.objections[id] = patient;
        } else if (entry.what.facts.at("project").asString() == kProjectId) {
            reading.consents[id] = patient;
        }
    }
}

void readJob(const ProjectWalk& walk, const Entry& entry, Reading& reading) {
    const std::string& job = entry.what.job;
    if (entry.what.kind == EntryKind::OriginalRegistered) {
        reading.patients[job] = entry.what.privateFacts.at("patient").at("id").asString();
        reading.classes[job] = entry.what.facts.at("original").at("documentClass").asString();
    } else if (entry.what.kind == EntryKind::ConvertedToReference) {
        reading.converted.insert(job);
    } else if (entry.what.kind == EntryKind::JobOpened) {
        if (const record::Json* link = entry.what.facts.find("project")) {
            reading.jobPlans[job] = link->at("plan").asString();
            if (reading.patients[job].empty() || reading.classes[job] != "old") {
                reading.wrongs.emplace_back("opened for nobody knows whom, or another paper");
            }
        }
    }
    const auto plan = reading.jobPlans.find(job);
    const bool opened = entry.what.kind == EntryKind::JobOpened;
    const bool scanned = entry.what.kind == EntryKind::ScanStarted;
    const bool sealed = entry.what.kind == EntryKind::RecordSealed;
    if (plan != reading.jobPlans.end() && (opened || scanned || sealed)) {
        judgeWork(walk, entry, plan->second,
                  opened    ? "opened"
                  : scanned ? "scanned"
                            : "sealed",
                  reading);
    }
    if (sealed && plan == reading.jobPlans.end() && reading.classes[job] == "old" &&
        !reading.converted.contains(job)) {
        reading.wrongs.emplace_back("old paper sealed without a project");
    }
}

} // namespace

std::vector<std::string> forbiddenIn(const ProjectWalk& walk) {
    Reading reading;
    for (const Entry& entry : walk.entries()) {
        if (record::isPatientWord(entry.what.kind)) {
            readWord(entry, reading);
            continue;
        }
        switch (entry.what.kind) {
        case EntryKind::ProjectPlanned:
            reading.proposer = entry.what.actor.user;
            reading.approvals.clear();
            break;
        case EntryKind::ProjectApproved:
            reading.approvals[entry.what.actor.user] = record::enumName(entry.what.actor.role);
            reading.approvedAt[entry.what.actor.user] = entry.at;
            break;
        case EntryKind::ProjectStarted:
            judgeStarted(walk, entry, reading);
            break;
        case EntryKind::ProjectStopped:
        case EntryKind::ProjectClosed:
            reading.plan.clear();
            break;
        default:
            readJob(walk, entry, reading);
        }
    }
    for (const std::string& wrong : forbiddenInAudits(walk)) {
        reading.wrongs.push_back(wrong);
    }
    return reading.wrongs;
}

} // namespace seihon::regulation
