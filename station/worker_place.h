#pragma once

#include "capture/scan_source.h"

namespace seihon::station {

// The worker and the paper feeder lie beside the running program.
capture::WorkerConfig workerBesideProgram();

} // namespace seihon::station
