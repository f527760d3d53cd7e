#pragma once

#include "config/toml_reader.h"
#include "regulation/regulation.h"

// Not part of the folder's interface.
namespace seihon::config {

// The [projects] table of the regulation; after the authorities, which it leans on. Refuses rules
// that nobody could satisfy: a role that must approve and may not.
void readProjectRules(TableReader& root, regulation::Regulation& regulation);

} // namespace seihon::config
