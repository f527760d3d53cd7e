#pragma once

#include "config/toml_reader.h"
#include "regulation/intake_rules.h"

// Not part of the folder's interface.
namespace seihon::config {

// The [intake] table of the regulation.
regulation::IntakeRules readIntakeRules(TableReader reader);

} // namespace seihon::config
