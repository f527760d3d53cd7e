#pragma once

#include "record/envelope.h"
#include "station-ui/station_thread.h"

#include <string>
#include <vector>

namespace seihon::station_ui {

struct EnvelopePaper {
    std::string job, documentClass, handedOnTo; // handedOnTo empty: it is ours
    record::JobState state = record::JobState::Registered;
    record::Instant registeredAt{};
};

struct EnvelopeView {
    std::string id, remark;
    record::Instant openedAt{};
    std::vector<EnvelopePaper> papers;
    std::vector<record::Enclosure> enclosures;
};

// What lies open at the counter: finished values for the window.
struct EnvelopesHere {
    std::vector<EnvelopeView> open;    // oldest first
    std::vector<EnvelopePaper> single; // registered papers that came in no envelope, by deadline
};

// For the worker's thread.
EnvelopesHere readEnvelopes(Desk& desk);

} // namespace seihon::station_ui
