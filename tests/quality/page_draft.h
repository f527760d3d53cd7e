#pragma once

// Private to tests/quality: one page on its way from paper to pixels.

#include "tests/quality/page_maker.h"
#include "tests/quality/transport.h"

#include <optional>

namespace seihon::quality {

struct Draft {
    cv::Mat sheet;
    report::SizeMm size; // of the paper, or of the paper that two sheets cover together
    Pose pose;
    double askedWidthMm = 0, askedHeightMm = 0; // of the scan area
    bool linesUnknown = false;                  // the device ends the page where the paper ends
    Scanner scanner;
    double scanDpi = kDpi;
    Interpolator interpolator = Interpolator::Linear;
    double cutMm = 0;
    std::optional<JpegSettings> jpeg;
    Truth truth;
};

// Where paper comes from. Small: up to A5 only.
struct Papers {
    PaperStock& stock;
    bool small = false;
};

// What the pages of one job have in common, or one page alone: the scanner, and the area that was
// asked of it (none: as large as the paper of each page).
struct Station {
    Scanner scanner;
    std::optional<report::SizeMm> area;
};
Station drawStation(const PageRequest& request, const Papers& papers, report::Dice& job);

// Used paper on its backing, with everything that varies from page to page and is no defect.
Draft beginDraft(const PageRequest& request, const Station& station, const Papers& papers,
                 report::Dice& dice);
// The one thing that is wrong.
void addDefect(Draft& draft, const Papers& papers, report::Dice& dice);
void addFullStreak(Draft& draft, report::Dice& job);

} // namespace seihon::quality
