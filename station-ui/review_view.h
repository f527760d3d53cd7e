#pragma once

#include "station-ui/job_view.h"

#include <string>
#include <vector>

namespace seihon::station_ui {

// What a person decided or said about the paper before it was handed in.
struct ReviewNote {
    enum class What {
        Blank,
        AsOnPaper,
        Rejected,
        SetAside,
        Recounted,
        Moved,
        Turned,
        ComparedSame,
        ComparedAsOnPaper,
        Excused,
        Interrupted
    };
    What what{};
    std::int64_t number = 0, before = 0; // page or sheet, now and before; of a turned one: degrees
    std::string who;                     // empty: the machine says so
    std::string reason;
};

// A job before the manager: pages, what the checks and people say of them, and what stands against
// each step.
struct ReviewView {
    JobView job;
    record::Instant submittedAt{};
    std::string submittedBy;
    std::vector<ReviewNote> notes;
    record::Verdict accepting, sendingBack;
    record::Verdict refusal; // nothing may be looked at

    bool empty() const { return job.id.empty(); }
};

// For the worker's thread.
ReviewView reviewOf(station::Station& station, const station::Session& session,
                    const record::ScanJob& job);

} // namespace seihon::station_ui
