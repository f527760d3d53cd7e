#pragma once

#include "capture/paperfeed/unit.h"

namespace seihon::capture::paperfeed {

// The options of a feeder under SANE's well-known names. The types of <sane/sane.h> stay in the
// .cpp files: a descriptor is a SANE_Option_Descriptor (nullptr: no such option), action a
// SANE_Action, info SANE_INFO bits.
const void* optionDescriptor(int index);
Status controlOption(Unit& unit, int index, int action, void* value, int* info);

} // namespace seihon::capture::paperfeed
