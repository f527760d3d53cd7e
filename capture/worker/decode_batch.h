#pragma once

#include "capture/worker/inbox.h"
#include "capture/worker/outbox.h"

namespace seihon::capture {

// Decodes the image files of a command, one page side each. Faults: ImageUnreadable naming the
// file.
void decodeFiles(const record::Json& files, Inbox& inbox, Outbox& outbox);

} // namespace seihon::capture
