#pragma once

#include "record/page_image.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace seihon::report {

// What lies before the paper of one tab while a whole box is fed. Its codes name box, folder and
// tab, and nothing about a patient [F16].
struct SeparatorSheet {
    std::string code; // record::codeOfSeparator
    std::string hospital;
    std::string box; // the number that is written on it
    std::int64_t folder = 0, tab = 0, sheets = 0;
    std::string classJa, classEn;
    bool demo = false;
};

// Three black bars across the sheet tell a reader that it is one, also where no code can be read.
// In millimetres from the upper edge; the same from the lower one, so that it may lie upside down.
inline constexpr double kSeparatorBarHeight = 7;
inline constexpr double kSeparatorBars[] = {132.5, 145, 157.5};

// One A4 page for each. Faults: StorageFailed, NotFound (fonts).
void writeSeparatorPdf(const std::filesystem::path& file,
                       const std::vector<SeparatorSheet>& sheets);
// The same as a scanner sees it printed, for the demo's feeder.
record::PageImage separatorImage(const SeparatorSheet& sheet, std::int64_t dpi);
// The part of it that counts, with the bars and one code, on a slip: where thousands of small
// sheets stand in for large ones. Millimetres.
inline constexpr std::int64_t kSlipWide = 78, kSlipHigh = 166;
record::PageImage separatorSlip(const SeparatorSheet& sheet, std::int64_t dpi);

} // namespace seihon::report
