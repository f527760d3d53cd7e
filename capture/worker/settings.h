#pragma once

#include "capture/wire.h"
#include "capture/worker/sane_device.h"

namespace seihon::capture {

// Sets the options of a device in the order in which they depend on each other: source, mode,
// depth, resolution, the options of the device profile, paper size, area. Then reads every one
// back. Options of the profile that the device does not have are noted. `device` of the answer is
// left to the caller. Faults: DeviceSettingsDiffer naming option, asked and delivered.
OpenedWord applyProfile(SaneDevice& device, const record::ScanProfile& profile,
                        const record::DeviceProfile& known);

} // namespace seihon::capture
