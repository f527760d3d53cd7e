#pragma once

#include "config/toml_reader.h"
#include "regulation/regulation.h"

namespace seihon::config {

// [amendment] and [sampling.*]: after the classes, which they name. Refuses an original that is
// neither accepted singly nor in a plan, a class in two plans, and names of classes that are not
// there [A10].
void readEquivalence(TableReader& root, regulation::Regulation& regulation);

} // namespace seihon::config
