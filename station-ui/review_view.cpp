#include "station-ui/review_view.h"

#include "station/waiting_list.h"

namespace seihon::station_ui {

namespace {

void addMarks(const record::ScanJob& job, std::vector<ReviewNote>& notes) {
    for (const record::Page& page : job.pages) {
        if (page.mark != record::PageMark::None) {
            notes.push_back({page.mark == record::PageMark::Blank ? ReviewNote::What::Blank
                             : page.mark == record::PageMark::Rejected
                                 ? ReviewNote::What::Rejected
                                 : ReviewNote::What::AsOnPaper,
                             page.number, 0, page.markedBy.name, page.markReason});
        }
    }
}

std::vector<ReviewNote> notesOf(const record::ScanJob& job) {
    std::vector<ReviewNote> notes;
    addMarks(job, notes);
    for (const record::SheetAside& aside : job.setAside) {
        notes.push_back(
            {ReviewNote::What::SetAside, aside.sheet, 0, aside.act.actor.name, aside.act.reason});
    }
    for (const record::Recount& recount : job.recounts) {
        notes.push_back({ReviewNote::What::Recounted, recount.sheets, recount.before,
                         recount.act.actor.name, recount.act.reason});
    }
    for (const record::SheetMove& move : job.moves) {
        notes.push_back({ReviewNote::What::Moved, move.sheet, move.before, move.act.actor.name,
                         move.act.reason});
    }
    for (const record::Page& page : job.pages) {
        if (page.turned != 0) {
            notes.push_back({ReviewNote::What::Turned, page.turned, page.number, {}, {}});
        }
    }
    for (const record::Interruption& one : job.interruptions) {
        notes.push_back({ReviewNote::What::Interrupted, one.sheet, 0, {}, {}});
    }
    if (job.compared) {
        notes.push_back({job.compared->answer == "same" ? ReviewNote::What::ComparedSame
                                                        : ReviewNote::What::ComparedAsOnPaper,
                         0, 0, job.compared->actor.name, job.compared->reason});
    }
    if (job.excuse) {
        notes.push_back(
            {ReviewNote::What::Excused, 0, 0, job.excuse->act.actor.name, job.excuse->act.reason});
    }
    return notes;
}

} // namespace

ReviewView reviewOf(station::Station& station, const station::Session& session,
                    const record::ScanJob& job) {
    ReviewView view;
    view.job = viewOf(station, &session, job);
    view.notes = notesOf(job);
    if (job.submitted) {
        view.submittedAt = job.submitted->at;
        view.submittedBy = job.submitted->actor.name;
    }
    station::WaitingList list(station);
    view.accepting = list.judge(session, job, regulation::Authority::Accept);
    view.sendingBack = list.judge(session, job, regulation::Authority::SendBack);
    return view;
}

} // namespace seihon::station_ui
