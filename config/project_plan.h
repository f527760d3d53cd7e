#pragma once

#include "regulation/project_plan.h"

#include <string>
#include <string_view>

// The plan of a project of old paper as a TOML file [C2].
namespace seihon::config {

// Strict about names and types, and lenient about what is missing: an item that is not there, or
// empty, stays empty in the plan, and regulation::judgePlan names it. At most 1 MiB, 100 items a
// list. Faults: ConfigInvalid {file, line, reason}.
regulation::ProjectPlan parseProjectPlan(std::string_view text, const std::string& fileName);

// A plan with every item empty and a comment to each, Japanese and English.
std::string_view projectPlanTemplate();

} // namespace seihon::config
