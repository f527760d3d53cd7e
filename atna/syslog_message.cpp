#include "atna/syslog_message.h"

#include "atna/audit_message.h"

#include <algorithm>
#include <cstdint>

namespace seihon::atna {

namespace {

// PS3.15 A.6: facility 10, severity 5; 4 (warning) for what the message itself calls a failure.
constexpr int kFacility = 10, kNotice = 5, kWarning = 4;
// RFC 5424 §7.3.1: from 1 on, and after this one again from 1.
constexpr std::uint64_t kMostSequenceId = 2'147'483'647;
constexpr std::size_t kMostHostName = 255; // RFC 5424 §6

// PRINTUSASCII: a name that is none would end the header early.
std::string printable(std::string text) {
    text.resize(std::min(text.size(), kMostHostName));
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c < '!' || c > '~'; }, '_');
    return text.empty() ? "-" : text;
}

} // namespace

std::string syslogFrameOf(const record::Entry& entry) {
    const AuditMessage message = messageOf(entry);
    std::string xml = xmlOf(message);
    while (xml.ends_with('\n')) { // a line end belongs to a file
        xml.pop_back();
    }
    const int severity = message.outcome == Outcome::Success ? kNotice : kWarning;
    // No byte order mark (MSG-ANY of RFC 5424 §6.4): the XML says itself that it is UTF-8.
    const std::string text = "<" + std::to_string(kFacility * 8 + severity) + ">1 " +
                             record::formatInstant(entry.at) + " " + printable(entry.station) +
                             " seihon - DICOM+RFC3881 [meta sequenceId=\"" +
                             std::to_string(entry.sequence % kMostSequenceId + 1) + "\"] " + xml;
    return std::to_string(text.size()) + " " + text;
}

} // namespace seihon::atna
