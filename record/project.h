#pragma once

#include "record/act.h"
#include "record/digest.h"
#include "record/entry.h"
#include "record/enum_names.h"
#include "record/json.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

// The conversion of paper that has piled up in the past: a project of its own, with a plan that
// other people than those who do the work have approved [C1, C2].
namespace seihon::record {

enum class ProjectState { Planned, Running, Stopped, Closed };

template <>
struct EnumNames<ProjectState> {
    static constexpr std::array<std::pair<ProjectState, std::string_view>, 4> table{
        {{ProjectState::Planned, "planned"},
         {ProjectState::Running, "running"},
         {ProjectState::Stopped, "stopped"},
         {ProjectState::Closed, "closed"}}};
};

// One person's approval of one version of the plan.
struct PlanApproval {
    Act act;
    std::uint64_t sequence = 0; // of its entry
};

// A plan file as it was laid before people. A change of it is a new version, with approvals of its
// own.
struct PlanVersion {
    Digest plan; // of the file's bytes
    std::int64_t version = 1;
    Act planned;
    std::vector<PlanApproval> approvals;
};

struct ProjectChange {
    ProjectState state{};
    Act act;
    Digest plan; // in force from then on; all zeros before the first start
};

// Nothing but the fold of its entries, which carry its id in place of a job's.
struct BackFileProject {
    std::string id;
    std::string title;
    std::vector<PlanVersion> versions;  // oldest first
    std::vector<ProjectChange> changes; // oldest first; none: planned
    std::uint64_t lastSequence = 0;

    ProjectState state() const;
    // As it stood at this time.
    ProjectState stateAt(Instant at) const;
    // The version that is in force: that of the newest start. Null before that.
    const PlanVersion* inForce() const;
    const PlanVersion* versionOf(const Digest& plan) const;
};

// Under which project and plan a job was opened: in the JobOpened entry and in record.json.
struct ProjectLink {
    std::string id;
    Digest plan;
    std::int64_t version = 1;
    friend bool operator==(const ProjectLink&, const ProjectLink&) = default;
};

Json toJson(const ProjectLink& link);
// Faults: Malformed.
ProjectLink projectLinkFromJson(const Json& json);

bool isAboutProject(EntryKind kind);

// One entry of the project; refusals change nothing. Faults: LedgerBroken when it does not fit.
void apply(BackFileProject& project, const Entry& entry);
BackFileProject foldProject(std::span<const Entry> entries);

} // namespace seihon::record
