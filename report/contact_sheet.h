#pragma once

#include "record/page_image.h"
#include "record/scan_job.h"
#include "record/sentences.h"

#include <string>
#include <vector>

namespace seihon::report {

// One page side on the sheet. The thumbnail is the whole page, already shrunk, 8-bit grey or RGB.
struct ContactPage {
    record::PageImage thumbnail;
    std::int64_t number = 0;
    std::int64_t sheet = 0;
    record::Side side = record::Side::Front;
    std::int64_t width = 0, height = 0,
                 dpi = 0; // of the page that was shrunk: places of findings are in its millimetres
    record::PageMark mark = record::PageMark::None;
    std::vector<record::Finding> findings;
};

struct ContactSheetTexts {
    record::Language language = record::Language::Japanese;
    std::string title; // empty: "contact sheet" in the language
    std::string hospital;
    std::string job;    // id
    std::string record; // id; empty when there is none yet
    record::JobState state = record::JobState::Open;
    std::string remark; // one line, e.g. device and time
    bool demo = false;
};

inline constexpr std::size_t kMaxContactPages = 240;

// All pages of a job on one RGB picture of A4 width at 150 dpi, as tall as it must be. Findings are
// listed below their page, and boxed in it where they have a place. Until the seal is there it says
// 未確定 [B6]. Faults: Usage for no page, for more than kMaxContactPages, and for a page without
// size.
record::PageImage contactSheet(const std::vector<ContactPage>& pages,
                               const ContactSheetTexts& texts);

} // namespace seihon::report
