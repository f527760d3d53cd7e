#pragma once

#include "record/received_document.h"
#include "signing/trust.h"

namespace seihon::signing {

// Signatures of a PDF that came from outside [A14], by `trust` alone: what it does not name cannot
// be judged, however good it is. `reading` says where they stand; that each covers the file but its
// own place is seen to here. The findings of each name its field. Faults: none for what the file
// says.
record::ReceivedDocument judgeReceived(record::Bytes file, const record::PdfReading& reading,
                                       const Trust& trust, record::Instant now);

} // namespace seihon::signing
