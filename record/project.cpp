#include "record/project.h"

#include "record/fold_entry.h"
#include "record/id.h"
#include "record/json_fields.h"

#include <algorithm>

namespace seihon::record {

namespace {

class ProjectFold {
  public:
    ProjectFold(BackFileProject& project, const Entry& entry)
        : m_project(project), m_entry(entry) {}

    void apply();

  private:
    const Json& facts() const { return m_entry.what.facts; }
    Act act() const { return actOf(m_entry); }

    [[noreturn]] void broken(const std::string& why) const {
        refuseEntry("project " + m_entry.what.job, m_entry, why);
    }

    PlanVersion& named() {
        const Digest plan = digestIn(facts(), "plan");
        const auto found =
            std::find_if(m_project.versions.begin(), m_project.versions.end(),
                         [&](const PlanVersion& version) { return version.plan == plan; });
        if (found == m_project.versions.end()) {
            broken("nobody has laid down that plan");
        }
        return *found;
    }

    void plan();
    void start();
    void change(ProjectState to);

    BackFileProject& m_project;
    const Entry& m_entry;
};

void ProjectFold::plan() {
    const Digest plan = digestIn(facts(), "plan");
    if (m_project.versionOf(plan) != nullptr) {
        broken("the plan is there already");
    }
    const std::int64_t version = facts().at("version").asInt();
    if (version != static_cast<std::int64_t>(m_project.versions.size()) + 1) {
        broken("another version was next");
    }
    m_project.id = m_entry.what.job;
    m_project.title = facts().at("title").asString();
    m_project.versions.push_back({plan, version, act(), {}});
}

// Also over a running project: a new version takes the place of the one before.
void ProjectFold::start() {
    const PlanVersion& version = named();
    if (&version != &m_project.versions.back()) {
        broken("there is a newer version of the plan");
    }
    m_project.changes.push_back({ProjectState::Running, act(), version.plan});
}

void ProjectFold::change(ProjectState to) {
    if (to == ProjectState::Stopped && m_project.state() != ProjectState::Running) {
        broken("it is " + std::string(enumName(m_project.state())));
    }
    const PlanVersion* const inForce = m_project.inForce();
    m_project.changes.push_back({to, act(), inForce == nullptr ? Digest{} : inForce->plan});
}

void ProjectFold::apply() {
    if (!isAboutProject(m_entry.what.kind)) {
        return;
    }
    const bool begins = m_project.id.empty();
    if (begins ? m_entry.what.kind != EntryKind::ProjectPlanned
               : m_entry.what.job != m_project.id) {
        broken("it was never planned, or is another one");
    }
    if (!begins && m_entry.sequence <= m_project.lastSequence) {
        broken("out of order");
    }
    if (m_project.state() == ProjectState::Closed) {
        broken("it is closed");
    }
    m_project.lastSequence = m_entry.sequence;
    if (m_entry.what.kind == EntryKind::ProjectPlanned) {
        plan();
    } else if (m_entry.what.kind == EntryKind::ProjectApproved) {
        named().approvals.push_back({act(), m_entry.sequence});
    } else if (m_entry.what.kind == EntryKind::ProjectStarted) {
        start();
    } else {
        change(m_entry.what.kind == EntryKind::ProjectStopped ? ProjectState::Stopped
                                                              : ProjectState::Closed);
    }
}

} // namespace

ProjectState BackFileProject::state() const {
    return changes.empty() ? ProjectState::Planned : changes.back().state;
}

ProjectState BackFileProject::stateAt(Instant at) const {
    ProjectState state = ProjectState::Planned;
    for (const ProjectChange& change : changes) {
        if (change.act.at <= at) {
            state = change.state;
        }
    }
    return state;
}

const PlanVersion* BackFileProject::inForce() const {
    return changes.empty() ? nullptr : versionOf(changes.back().plan);
}

const PlanVersion* BackFileProject::versionOf(const Digest& plan) const {
    const auto found = std::find_if(versions.begin(), versions.end(),
                                    [&](const PlanVersion& each) { return each.plan == plan; });
    return found == versions.end() ? nullptr : &*found;
}

Json toJson(const ProjectLink& link) {
    return Json::object({{"id", link.id}, {"plan", link.plan.hex()}, {"version", link.version}});
}

ProjectLink projectLinkFromJson(const Json& json) {
    ProjectLink link{json.at("id").asString(), digestIn(json, "plan"), json.at("version").asInt()};
    if (!isId(link.id) || link.version < 1 || json.asObject().size() != 3) {
        throw Fault(FaultKind::Malformed, "the project of a job");
    }
    return link;
}

bool isAboutProject(EntryKind kind) {
    return kind == EntryKind::ProjectPlanned || kind == EntryKind::ProjectApproved ||
           kind == EntryKind::ProjectStarted || kind == EntryKind::ProjectStopped ||
           kind == EntryKind::ProjectClosed;
}

void apply(BackFileProject& project, const Entry& entry) {
    ProjectFold(project, entry).apply();
}

BackFileProject foldProject(std::span<const Entry> entries) {
    BackFileProject project;
    for (const Entry& entry : entries) {
        apply(project, entry);
    }
    return project;
}

} // namespace seihon::record
