#include "project_walk.h"

#include <map>
#include <set>

// The second statement of what inspections and audits guarantee: from the entries alone.
namespace seihon::regulation {

namespace {

using record::Entry;
using record::EntryKind;

struct JobReading {
    std::string plan; // empty: not of the project
    std::set<std::string> scanners;
    std::set<std::int64_t> drawn;
    std::map<std::string, std::set<std::int64_t>> seen; // since it was handed in
    std::string approvedBy;
};

struct AuditReading {
    std::uint64_t from = 0, size = 0;
    std::map<std::string, std::int64_t> drawnIn; // direction, items
    std::map<std::int64_t, std::string> answers;
    std::map<std::int64_t, std::set<std::string>> seen;
    std::int64_t items = 0, faults = 0, settled = 0;
    bool closed = false;
};

class AuditReader {
  public:
    explicit AuditReader(const ProjectWalk& walk) : m_walk(walk) {}

    std::vector<std::string> read() {
        for (const Entry& entry : m_walk.entries()) {
            readJob(entry);
            readAudit(entry);
        }
        return m_wrongs;
    }

  private:
    void wrong(const char* what) { m_wrongs.emplace_back(what); }

    const ProjectPlan& planNamed(const std::string& hex) const {
        for (const ProjectPlan& plan : m_walk.plans()) {
            if (plan.digest.hex() == hex) {
                return plan;
            }
        }
        throw std::logic_error("no such plan");
    }

    void readJob(const Entry& entry) {
        JobReading& job = m_jobs[entry.what.job];
        const std::string& user = entry.what.actor.user;
        const record::Json& facts = entry.what.facts;
        switch (entry.what.kind) {
        case EntryKind::JobOpened:
            job.scanners.insert(user);
            if (const record::Json* link = facts.find("project")) {
                job.plan = link->at("plan").asString();
            }
            return;
        case EntryKind::ScanStarted:
            job.scanners.insert(user);
            return;
        case EntryKind::JobSubmitted:
            job.scanners.insert(user);
            job.seen.clear();
            job.approvedBy.clear();
            job.drawn.clear();
            if (const record::Json* draw = facts.find("inspection")) {
                for (const record::Json& page : draw->at("pages").asArray()) {
                    job.drawn.insert(page.asInt());
                }
            }
            return;
        case EntryKind::InspectionPageViewed:
            job.seen[user].insert(facts.at("page").asInt());
            return;
        case EntryKind::InspectionApproved:
            return approved(job, user);
        case EntryKind::InspectionRejected:
            job.approvedBy.clear();
            return;
        case EntryKind::RecordSealed:
            if (!job.plan.empty() && job.approvedBy.empty()) {
                wrong("sealed without an inspection");
            }
            if (!job.plan.empty()) {
                m_sealed.insert(entry.sequence);
            }
            return;
        default:
            return;
        }
    }

    void approved(JobReading& job, const std::string& user) {
        job.approvedBy = user;
        if (job.scanners.contains(user)) {
            wrong("inspected by who scanned");
        }
        if (!planNamed(job.plan).organisation.inspectors.contains(user)) {
            wrong("inspected by somebody else");
        }
        if (job.drawn.empty()) {
            wrong("nothing was drawn");
        }
        for (const std::int64_t page : job.drawn) {
            if (!job.seen[user].contains(page)) {
                wrong("approved unseen");
            }
        }
    }

    void readAudit(const Entry& entry) {
        const record::Json& facts = entry.what.facts;
        if (entry.what.kind == EntryKind::ProjectClosed) {
            return closedProject();
        }
        if (!record::isAboutProjectAudit(entry.what.kind)) {
            return;
        }
        AuditReading& audit = m_audits[entry.what.job];
        if (audit.closed) {
            wrong("after its end");
        }
        const bool answersIt = entry.what.kind == EntryKind::ProjectAuditSettled;
        if ((entry.what.actor.user == "guest") == answersIt) {
            wrong("an act of the audit by somebody else");
        }
        switch (entry.what.kind) {
        case EntryKind::ProjectAuditStarted:
            audit.from = static_cast<std::uint64_t>(facts.at("from").asInt());
            audit.size = static_cast<std::uint64_t>(facts.at("size").asInt());
            return;
        case EntryKind::ProjectAuditDrawn: {
            const std::int64_t drawn = std::ssize(facts.at("places").asArray());
            if (drawn < std::min<std::int64_t>(20, facts.at("population").asInt())) {
                wrong("drawn too few");
            }
            audit.drawnIn[facts.at("direction").asString()] += drawn;
            audit.items += drawn;
            return;
        }
        case EntryKind::ProjectAuditPagesViewed:
            audit.seen[facts.at("item").asInt()].insert(facts.at("record").asString());
            return;
        case EntryKind::ProjectAuditAnswered:
            return answered(audit, facts);
        case EntryKind::ProjectAuditSettled:
            ++audit.settled;
            return;
        default:
            audit.closed = true;
            if (audit.drawnIn["record-to-paper"] == 0 || audit.drawnIn["paper-to-record"] == 0) {
                wrong("closed with one direction");
            }
            if (std::ssize(audit.answers) < audit.items) {
                wrong("closed with items open");
            }
            if (audit.settled < audit.faults) {
                wrong("closed over a fault");
            }
        }
    }

    void answered(AuditReading& audit, const record::Json& facts) {
        const std::int64_t item = facts.at("item").asInt();
        const std::string& answer = facts.at("answer").asString();
        std::string& before = audit.answers[item];
        if (!before.empty() && before != "same") {
            wrong("a fault that was talked away");
        }
        if (answer != "not-found" && !audit.seen[item].contains(facts.at("record").asString())) {
            wrong("answered unseen");
        }
        audit.faults += answer != "same" ? 1 : 0;
        before = answer;
    }

    void closedProject() {
        for (const std::uint64_t sequence : m_sealed) {
            bool covered = false;
            for (const auto& [id, audit] : m_audits) {
                covered =
                    covered || (audit.closed && audit.from <= sequence && sequence < audit.size);
            }
            if (!covered) {
                wrong("closed with a record that no audit covers");
            }
        }
    }

    const ProjectWalk& m_walk;
    std::map<std::string, JobReading> m_jobs;
    std::map<std::string, AuditReading> m_audits;
    std::set<std::uint64_t> m_sealed;
    std::vector<std::string> m_wrongs;
};

} // namespace

std::vector<std::string> forbiddenInAudits(const ProjectWalk& walk) {
    return AuditReader(walk).read();
}

} // namespace seihon::regulation
