#pragma once

#include "record/scan_job.h"
#include "regulation/regulation.h"
#include "station/station.h"

#include <QImage>

#include <set>
#include <vector>

namespace seihon::station_ui {

// One page as a person sees it. `undecided`: the regulation asks a person about it.
struct PageView {
    std::int64_t number = 0, sheet = 0;
    record::Side side = record::Side::Front;
    std::string captureId;
    std::int64_t width = 0, height = 0, dpi = 0;
    record::PageMark mark = record::PageMark::None;
    std::string markReason;
    int turned = 0; // degrees to the right, as a person says that it is read
    record::Verdict findings;
    bool undecided = false;
    QImage live; // what came along from the scanner; else null

    bool flagged() const; // something more than a note was found
    bool has(record::FindingId id) const { return findings.has(id); }
};

// A finished picture of one job for the window: no handle into the station.
struct JobView {
    std::string id;
    record::JobState state = record::JobState::Registered;
    record::Original original;
    std::vector<PageView> pages;
    record::SheetCount counts;
    bool prepared = false, compared = false;
    bool film = false;    // its side is attested beside the comparison [A4]
    std::string filmSide; // the answer; empty: none yet
    std::optional<record::PickedOrder> order;
    bool mayPickOrder = false; // there is a worklist, and this person may
    std::set<regulation::Authority> allowed;
    record::Verdict obstacles; // what would keep it from being submitted now
    std::vector<std::int64_t> putBack;
    std::string sentBackReason;
    std::optional<record::SealedRecord> sealed;
    record::Verdict standing; // overdue, a seal that was refused

    bool may(regulation::Authority authority) const { return allowed.contains(authority); }
    std::size_t undecided() const;
    // Places in `pages`: those that a person has to decide about first, then those with a finding,
    // then the others, each in the order of the paper.
    std::vector<std::size_t> flaggedFirst() const;
};

// For the worker's thread.
JobView viewOf(station::Station& station, const station::Session* session,
               const record::ScanJob& job);
PageView viewOf(const record::Page& page);
QImage imageOf(const record::PageImage& rgb);
// Grey of 16 bits a sample, as it is.
QImage deepImageOf(const record::PageImage& grey);

} // namespace seihon::station_ui
