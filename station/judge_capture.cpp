#include "station/judge_capture.h"

#include "regulation/judge_film.h"
#include "station/findings.h"

#include <algorithm>

namespace seihon::station {

record::Verdict judgeCapture(const CaptureContext& context, const record::Page& page,
                             const TwinJob& twin) {
    const regulation::Regulation& rules = context.rules;
    const bool film = regulation::isFilm(rules, context.original);
    record::Verdict verdict =
        film ? regulation::judgeFilmPage(rules, context.original, page.capture, page.measurement,
                                         page.calibration ? &*page.calibration : nullptr,
                                         context.now)
             : regulation::judgeDevice(rules, context.qualification, page.capture, context.now);
    verdict.merge(regulation::judgePage(rules, context.original, page.capture, page.measurement));
    verdict.merge(regulation::judgeBaseline(rules, context.original, context.qualification,
                                            page.capture, page.measurement));
    // The device may hand over the previous patient's buffer: equal pixels in another job are
    // shown, never merged.
    const std::string other = verdict.has(record::FindingId::LooksBlank) ? std::string() : twin();
    const bool said = std::any_of(page.alike.begin(), page.alike.end(),
                                  [&](const record::Likeness& one) { return one.job == other; });
    const auto& others = page.otherPatients; // judgeLikeness says so
    if (!other.empty() && !said && std::find(others.begin(), others.end(), other) == others.end()) {
        record::Finding equal =
            measuredFinding(record::FindingId::DuplicatePage, rules.duplicates.otherJob, 1000,
                            rules.duplicates.similarityPermille, "permille");
        equal.subject = "job " + other;
        verdict.add(std::move(equal));
    }
    return verdict.merge(regulation::judgeLikeness(rules, page));
}

} // namespace seihon::station
