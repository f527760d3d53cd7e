#pragma once

#include "record/scan_job.h"
#include "record/verdict.h"
#include "regulation/regulation.h"

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

// What the judging functions share; not part of the folder's interface.
namespace seihon::regulation {

// The two sides of a comparison, as a Finding carries them.
struct Compared {
    record::Json measured = nullptr;
    record::Json required = nullptr;
    std::string unit = {};
};

record::Finding makeFinding(record::FindingId id, record::Severity severity, Compared compared = {},
                            std::string subject = {});

inline record::Finding refusal(record::FindingId id, Compared compared = {},
                               std::string subject = {}) {
    return makeFinding(id, record::Severity::Refuse, std::move(compared), std::move(subject));
}

inline record::Finding note(record::FindingId id, Compared compared = {},
                            std::string subject = {}) {
    return makeFinding(id, record::Severity::Note, std::move(compared), std::move(subject));
}

// "colour, grey": enumerators as a person reads them.
template <typename Range>
std::string namesOf(const Range& values) {
    std::string out;
    for (const auto& value : values) {
        out += out.empty() ? "" : ", ";
        out += record::enumName(value);
    }
    return out;
}

// The time as the people of the hospital read it.
std::string localTime(const Regulation&, record::Instant at);

// Null when the regulation has no such class.
const DocumentClass* findClass(const Regulation&, const std::string& id);

record::Finding classUnknown(const std::string& id);

// "page 3", the subject of a finding about one page of a job.
std::string pageName(const record::Page&);

// A person said so, or the pixels do.
bool isBlank(const record::Page&);

// A person who sees both says, with a reason, that the paper is like that.
bool isAsOnPaper(const record::Page&);

bool isReferenceCopy(const Regulation&, const record::ScanJob&);

// Opening, preparing, feeding and submitting are the acts of the person at the scanner, who may
// neither accept nor inspect what came of it [A10].
bool tookPartInScanning(const record::ScanJob&, const std::string& user);

// When the last live page was captured; empty without pages.
std::optional<record::Instant> lastCapture(const record::ScanJob&);

// The steps that a state leaves open at all [A13].
std::set<Authority> stepsOf(record::JobState state);

record::Finding stepNotAllowed(record::JobState state, std::string_view allowed);

// Colour mode, depth and resolution against the floors of the class, asked for or delivered [A3,
// A15].
void judgeFloors(const DocumentClass&, const record::ScanProfile& settings, record::Verdict&);

// What the device delivered against what it was asked [A1].
void judgeDelivery(const record::CaptureFacts&, record::Verdict&);

// Lengths on a target sheet or step tablet, in both directions: TargetScaleWrong for each.
void judgeScale(std::int64_t acrossPpm, std::int64_t downPpm, std::int64_t limitPpm,
                record::Verdict&);

// The subject of ResolutionBelowRequired when the device's own number is too low. Unlike a coarse
// original, which the pixels show, no paper can be the reason for it.
inline constexpr std::string_view kDeliveredResolution = "delivered";

record::Finding importedImage(const DocumentClass&);

// The rules over what a job holds, whatever its state: what judgeSubmission asks, asked again
// before accepting and sealing, because pages can be marked in between.
record::Verdict judgeContent(const Regulation&, const record::ScanJob&);

// Does the page show a line of one sensor column beyond the limit of the class?
bool hasStreak(const QualityFloors&, const record::PageMeasurement&);

// A line in the same column of the same sensor on three sheets is dirt on the glass, not print:
// names the sheets.
void judgeStreaks(const DocumentClass&, const record::ScanJob&, record::Verdict&);

// May a scan (or its proof) at this time pass although the deadline is over? [B2] Somebody with the
// authority must have excused it; when the hindrance has ended, the window runs anew from there and
// no further.
bool excuseCovers(const Regulation&, const record::ScanJob&, record::Instant at);

// Was the scan made inside its window? The last live page counts, not the clock of today. Notes
// ExcusedLateness.
record::Verdict judgeScanTime(const Regulation&, const record::ScanJob&);

} // namespace seihon::regulation
