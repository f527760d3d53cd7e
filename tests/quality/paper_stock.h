#pragma once

#include "report/canvas.h"
#include "report/dice.h"
#include "tests/quality/truth.h"

#include <opencv2/core.hpp>

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

// The paper before anything happens to it: printed and written on, with the tone and the fibres of
// its stock, at 300 dpi. No optics and no sensor yet.
namespace seihon::quality {

inline constexpr double kDpi = 300;
inline constexpr double kPixelsPerMm = kDpi / 25.4;

struct Sheet {
    cv::Mat rgb; // 8-bit RGB, what the paper reflects
    report::SizeMm size;
    PaperKind kind{};
};

// The regulation's class that such paper is scanned under.
std::string documentClassOf(PaperKind kind);

// Draws one sheet of the kind; the dice decide content, paper and colour.
Sheet drawSheet(PaperKind kind, report::Dice dice);

// Paper without print; for nearly blank pages, notes and backs.
cv::Mat blankPaper(report::SizeMm size, report::Colour tone, std::uint64_t seed);

// Sheets drawn when they are first asked for and kept, since drawing takes longer than scanning.
// Thread-safe. The same seed holds the same paper.
class PaperStock {
  public:
    PaperStock(std::uint64_t seed, int variants) : m_seed(seed), m_variants(variants) {}

    int variants() const { return m_variants; }
    std::shared_ptr<const Sheet> sheet(PaperKind kind, int variant);

  private:
    struct Slot {
        std::mutex mutex;
        std::shared_ptr<const Sheet> sheet;
    };
    static constexpr int kMostVariants = 8;
    static constexpr auto kKinds = record::EnumNames<PaperKind>::table.size();

    std::uint64_t m_seed;
    int m_variants;
    std::array<std::array<Slot, kMostVariants>, kKinds> m_slots;
};

// One number out of several: seeds of pages, of sheets, of parts.
std::uint64_t mixed(std::uint64_t a, std::uint64_t b, std::uint64_t c = 0);

} // namespace seihon::quality
