#pragma once

#include "record/entry.h"

#include <string>

namespace seihon::atna {

// An entry's audit message as a syslog message (RFC 5424, DICOM PS3.15 A.6), in the frame of RFC
// 5425 §4.3: its length, a space, the message. The same entry always gives the same bytes.
std::string syslogFrameOf(const record::Entry& entry);

} // namespace seihon::atna
