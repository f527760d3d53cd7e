#pragma once

#include "record/capture_facts.h"
#include "record/json.h"
#include "record/page_image.h"
#include "tests/quality/paper_stock.h"
#include "tests/quality/scanner.h"
#include "tests/quality/truth.h"

#include <cstdint>

namespace seihon::quality {

// Seeds: thresholds are tuned on the first; the report is made on the second, which nobody tunes
// on.
inline constexpr std::uint64_t kTuningSeed = 20261, kHeldOutSeed = 70841;

struct PageRequest {
    Defect defect = Defect::Normal;
    std::int64_t index = 0;
    Backing backing = Backing::Dark;
};

struct MadePage {
    record::PageImage image;
    record::CaptureFacts facts; // as a feeder would report it, without where the sheet lies
    Truth truth;
};

// Normal pages and pages with full streaks come in jobs of so many sheets (index / kJobSheets) from
// one scanner: its columns stay where they are.
inline constexpr std::int64_t kJobSheets = 4;
bool sharesScanner(Defect defect);

// Everything pages are made of. Thread-safe. Every page is a function of the seed and the request.
class PageMaker {
  public:
    // Variants: different sheets of each kind, 1–8; each takes most of a second to draw. Small:
    // paper up to A5 only, for quick tests.
    struct Settings {
        std::uint64_t seed = kTuningSeed;
        int variants = 3;
        bool smallPaper = false;
    };
    explicit PageMaker(const Settings& settings)
        : m_settings(settings), m_stock(settings.seed, settings.variants) {}

    MadePage make(const PageRequest& request);
    PaperStock& stock() { return m_stock; }

  private:
    Settings m_settings;
    PaperStock m_stock;
    NoiseSquares m_noise;
};

record::Json toJson(const Truth& truth);

} // namespace seihon::quality
