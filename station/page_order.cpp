#include "station/page_order.h"

#include "record/fault.h"
#include "station/typed_text.h"
#include "station/verb.h"

namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::Json;

namespace {

const record::Page& pageOf(const record::ScanJob& job, std::int64_t number) {
    const record::Page* found = record::findPage(job, number);
    if (found == nullptr) {
        throw Fault(FaultKind::NotFound, "the job has no page " + std::to_string(number));
    }
    return *found;
}

} // namespace

Outcome moveSheet(Station& station, const Session& session, const std::string& jobId,
                  std::int64_t page, std::int64_t after, const std::string& reason) {
    requireReason(reason);
    Station::Verb verb(station, jobId, regulation::Authority::MarkPage, session);
    const record::Page& found = pageOf(verb.job, page);
    const std::int64_t last = verb.job.pages.back().sheet;
    if (after < 0 || after > last || after == found.sheet || after == found.sheet - 1) {
        throw Fault(FaultKind::Usage, "sheet " + std::to_string(found.sheet) +
                                          " cannot go behind sheet " + std::to_string(after) +
                                          " of " + std::to_string(last));
    }
    record::Verdict verdict = verb.judgeStep();
    verdict.merge(regulation::judgeOrdering(verb.job));
    if (verb.permits(verdict)) {
        verb.append(EntryKind::SheetMoved, Json::object({{"captureId", found.captureId},
                                                         {"sheet", found.sheet},
                                                         {"after", after},
                                                         {"reason", reason}}));
    }
    return {verb.job, verdict};
}

Outcome turnPage(Station& station, const Session& session, const std::string& jobId,
                 std::int64_t page, int degrees) {
    if (degrees < 0 || degrees > 270 || degrees % 90 != 0) {
        throw Fault(FaultKind::Usage, "a page is turned by 0, 90, 180 or 270 degrees");
    }
    Station::Verb verb(station, jobId, regulation::Authority::MarkPage, session);
    const record::Page& found = pageOf(verb.job, page);
    record::Verdict verdict = verb.judgeStep();
    verdict.merge(regulation::judgeOrdering(verb.job));
    if (verb.permits(verdict)) {
        verb.append(EntryKind::PageTurned,
                    Json::object({{"captureId", found.captureId}, {"degrees", degrees}}));
    }
    return {verb.job, verdict};
}

} // namespace seihon::station
