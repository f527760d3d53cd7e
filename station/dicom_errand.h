#pragma once

#include "config/deliveries.h"
#include "dicom-net/exchange.h"
#include "station/home.h"

namespace seihon::station {

// Files of the settings are below the home unless they say where they are.
dicom_net::Peer peerOf(const Home& home, const config::DicomService& service);

// Runs one errand in seihon-dicom-worker, which lies beside the running program. A worker that
// cannot be started, crashes, hangs or talks too much is told as an answer that it is not ready.
dicom_net::Answer runErrandApart(const dicom_net::Request& request);

// deliveries.toml of the home; nothing when there is none. Faults: ConfigInvalid, StorageFailed.
config::Deliveries readDeliveries(const Home& home);

} // namespace seihon::station
