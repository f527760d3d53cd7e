#pragma once

#include "capture/paperfeed/unit.h"

namespace seihon::capture::paperfeed {

// The options of a feeder under SANE's well-known names and, for what drivers do with double feeds
// and pixels, the fujitsu driver's. The types of <sane/sane.h> stay in the .cpp files: a descriptor
// is a SANE_Option_Descriptor (nullptr: no such option), action a SANE_Action, info SANE_INFO bits.
const void* optionDescriptor(int index);
Status controlOption(Unit& unit, int index, int action, void* value, int* info);

// Sets the options to what the file `options` says they are when the device is opened. Throws
// std::runtime_error for a name or value that is none.
void applyQuirks(Unit& unit);

} // namespace seihon::capture::paperfeed
