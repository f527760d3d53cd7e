#pragma once

#include "record/capture_facts.h"
#include "record/page_image.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

// The demo's paper: Japanese referral letters (診療情報提供書) between invented houses about
// invented people, as a scanner would see them. Every page bears the mark "DEMO 見本". The same
// arguments give the same pixels.
namespace seihon::report {

struct SamplePage {
    std::string name;        // "0001.front": a file name for a feeder tray, without its ending
    record::PageImage image; // RGB, 8 bit, 300 dpi, A4: 2480 × 3508
};

// What the counter stamped unless the caller says otherwise.
inline constexpr std::chrono::year_month_day kSampleReceived{
    std::chrono::year(2026), std::chrono::November, std::chrono::day(22)};

// One letter of four sheets, printed on one side: the form, its continuation, laboratory results,
// an ECG.
std::vector<SamplePage> referralLetter(std::uint32_t seed,
                                       std::chrono::year_month_day received = kSampleReceived);

// Sheets for benches and tests: content differs from page to page, each bears its number of all ("3
// / 10").
struct LetterSheets {
    std::uint32_t seed = 1;
    int sheets = 1; // 1–2000
    bool duplex = false;
    std::chrono::year_month_day received = kSampleReceived;
};
// One page at a time, since one is 26 MB. `sheet` counts from 1. Faults: Usage.
SamplePage letterPage(const LetterSheets& letter, int sheet, record::Side side);
// All of them. Faults: Usage above 64 pages.
std::vector<SamplePage> letterSheets(std::uint32_t seed, int sheets, bool duplex);

} // namespace seihon::report
