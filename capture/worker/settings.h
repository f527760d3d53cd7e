#pragma once

#include "capture/wire.h"
#include "capture/worker/sane_device.h"

namespace seihon::capture {

// Sets the options of a device in the order in which they depend on each other, then reads every
// one back. `device` of the answer is left to the caller. Faults: DeviceSettingsDiffer naming
// option, asked and delivered.
OpenedWord applyProfile(SaneDevice& device, const record::ScanProfile& profile);

} // namespace seihon::capture
