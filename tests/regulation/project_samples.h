#pragma once

#include "regulation/judge_project.h"
#include "samples.h"

// A plan of old paper that lacks nothing, and the house that it fits.
namespace seihon::regulation {

inline constexpr const char* kProjectId = "019391c0-1111-7222-8333-444455556666";

// The sample regulation with a class "old", and two persons who must approve a plan, one of them a
// manager; consent of each patient.
Regulation projectRegulation();

// chief and records manage, clerk and second scan, third inspects, boss plans.
std::vector<PlanPerson> projectPeople();

// From 2026-11-01 to 2027-03-31; clerk and second scan, third inspects, chief answers for it.
ProjectPlan samplePlan(const Regulation& regulation);

} // namespace seihon::regulation
