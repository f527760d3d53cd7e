#pragma once

#include "record/capture_facts.h"
#include "record/scan_job.h"
#include "regulation/judge.h"

#include <functional>
#include <string>

namespace seihon::station {

// What a page is judged with, when it is captured and again when an audit replays it.
struct CaptureContext {
    const regulation::Regulation& rules; // the job's
    const record::Original& original;
    const record::Qualification* qualification = nullptr; // of the run's device
    record::Instant now{};
};

// Another job with the same pixels within the regulation's look-back; empty: none.
using TwinJob = std::function<std::string()>;

// All that the regulation says of one captured page.
record::Verdict judgeCapture(const CaptureContext& context, const record::Page& page,
                             const TwinJob& twin);

} // namespace seihon::station
