// A slice of `make quality`: the generator tells the truth about its pages, and the checks are on.

#include "tests/quality/campaign.h"

#include "config/config.h"
#include "tests/quality/statistics.h"
#include "tests/quality/transport.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <map>
#include <numeric>

namespace seihon::quality {
namespace {

using record::FindingId;
using record::PageImage;

PageMaker& maker() {
    static PageMaker instance({.seed = kTuningSeed, .variants = 1, .smallPaper = true});
    return instance;
}

double toneAt(const PageImage& image, double xMm, double yMm) {
    const auto x = static_cast<std::int64_t>(xMm * kPixelsPerMm);
    const auto y = static_cast<std::int64_t>(yMm * kPixelsPerMm);
    double sum = 0;
    for (std::int64_t j = y - 4; j <= y + 4; ++j) {
        for (std::int64_t i = x - 4; i <= x + 4; ++i) {
            sum += image.row(j)[3 * i + 1];
        }
    }
    return sum / 81;
}

// How much the brightest and the darkest channel differ around a point.
double chromaAt(const PageImage& image, double xMm, double yMm) {
    std::array<double, 3> sums{};
    const auto x = static_cast<std::int64_t>(xMm * kPixelsPerMm);
    const auto y = static_cast<std::int64_t>(yMm * kPixelsPerMm);
    for (std::int64_t j = y - 20; j <= y + 20; ++j) {
        for (std::int64_t i = x - 20; i <= x + 20; ++i) {
            for (std::size_t c = 0; c < 3; ++c) {
                sums[c] += image.row(j)[3 * i + static_cast<std::int64_t>(c)];
            }
        }
    }
    const auto [least, most] = std::minmax_element(sums.begin(), sums.end());
    return (*most - *least) / (41 * 41);
}

// Steps between neighbouring columns by their place in a grid of eight: the largest of the eight
// sums against their mean. 1 is no grid.
double gridOf(const PageImage& image) {
    std::array<double, 8> steps{};
    for (std::int64_t y = image.height / 4; y < image.height * 3 / 4; y += 5) {
        const std::uint8_t* row = image.row(y);
        for (std::int64_t x = image.width / 4; x < image.width * 3 / 4; ++x) {
            steps[static_cast<std::size_t>(x % 8)] += std::abs(row[3 * x + 1] - row[3 * x - 2]);
        }
    }
    const double sum = std::accumulate(steps.begin(), steps.end(), 0.0);
    return *std::max_element(steps.begin(), steps.end()) * 8 / sum;
}

bool sameRows(const PageImage& image, std::int64_t a, std::int64_t b) {
    return std::memcmp(image.row(a), image.row(b), static_cast<std::size_t>(image.rowBytes())) == 0;
}

TEST(MadePage, isAFunctionOfSeedKindAndIndex) {
    const PageRequest request{Defect::ColouredNote, 3, Backing::Dark};
    PageMaker again({.seed = kTuningSeed, .variants = 1, .smallPaper = true});
    const MadePage first = maker().make(request);
    EXPECT_EQ(pixelDigest(first.image), pixelDigest(again.make(request).image));
    EXPECT_EQ(canonical(toJson(first.truth)), canonical(toJson(again.make(request).truth)));
    EXPECT_NE(pixelDigest(first.image),
              pixelDigest(maker().make({Defect::ColouredNote, 4, Backing::Dark}).image));
    EXPECT_NE(mixed(kTuningSeed, 1), mixed(kHeldOutSeed, 1)); // other paper, other pages
}

TEST(MadePage, theSheetLiesWhereTheTruthSays) {
    for (std::int64_t index = 0; index < 4; ++index) {
        const MadePage page = maker().make({Defect::Normal, index, Backing::Dark});
        const Place& sheet = page.truth.sheet;
        const double x = sheet.x + sheet.w / 2, y = sheet.y + sheet.h / 2;
        // Paper inside, backing outside, at the middle of each side; 2.5 mm are more than the
        // slant.
        for (const auto& [px, py, dx, dy] :
             {std::array{sheet.x, y, 1.0, 0.0}, std::array{sheet.x + sheet.w, y, -1.0, 0.0},
              std::array{x, sheet.y, 0.0, 1.0}, std::array{x, sheet.y + sheet.h, 0.0, -1.0}}) {
            EXPECT_GT(toneAt(page.image, px + 3.2 * dx, py + 3.2 * dy), 150) << index;
            EXPECT_LT(toneAt(page.image, px - 1.2 * dx, py - 1.2 * dy), 100) << index;
        }
    }
}

TEST(MadePage, lostRowsAreLostWhereTheTruthSays) {
    const MadePage repeated = maker().make({Defect::RowsRepeated, 0, Backing::Dark});
    const auto from = static_cast<std::int64_t>(repeated.truth.where->y * kPixelsPerMm);
    EXPECT_TRUE(sameRows(repeated.image, from, repeated.image.height - 1));
    EXPECT_FALSE(sameRows(repeated.image, from - 2, from - 1));
    const MadePage early = maker().make({Defect::EarlyEnd, 0, Backing::Dark});
    EXPECT_LT(early.image.height, early.facts.lines);
    EXPECT_EQ(early.facts.bytesRead, early.image.rowBytes() * early.image.height);
    const MadePage white = maker().make({Defect::RowsWhite, 0, Backing::Dark});
    EXPECT_EQ(white.image.row(white.image.height - 1)[0], 255);
}

TEST(MadePage, aFoldShowsTheBacking) {
    for (std::int64_t index = 0; index < 4; ++index) {
        const MadePage page = maker().make({Defect::FoldedCorner, index, Backing::Dark});
        ASSERT_TRUE(page.truth.where);
        const Place& gone = *page.truth.where;
        const Place& sheet = page.truth.sheet;
        const bool left = gone.x < sheet.x + sheet.w / 2, top = gone.y < sheet.y + sheet.h / 2;
        EXPECT_LT(toneAt(page.image, left ? gone.x + 2 : gone.x + gone.w - 2,
                         top ? gone.y + 2 : gone.y + gone.h - 2),
                  110);
    }
}

TEST(MadePage, aNoteLiesOnTheSheetAndHasItsColour) {
    int coloured = 0;
    for (std::int64_t index = 0; index < 4; ++index) {
        const MadePage page = maker().make({Defect::ColouredNote, index, Backing::Dark});
        ASSERT_TRUE(page.truth.where);
        const Place& place = *page.truth.where;
        const Place& sheet = page.truth.sheet;
        EXPECT_GE(place.x, sheet.x - 1);
        EXPECT_GE(place.y, sheet.y - 1);
        EXPECT_LE(place.x + place.w, sheet.x + sheet.w + 1);
        EXPECT_LE(place.y + place.h, sheet.y + sheet.h + 1);
        const double note = chromaAt(page.image, place.x + place.w / 2, place.y + place.h / 2);
        const double paper = chromaAt(page.image, sheet.x + sheet.w / 2, sheet.y + 4);
        coloured += std::abs(note - paper) > 8 ? 1 : 0;
    }
    EXPECT_GE(coloured, 3); // a pale note on tinted paper may come near its colour
}

TEST(MadePage, jpegLeavesItsGrid) {
    EXPECT_GT(gridOf(maker().make({Defect::JpegHistory, 0, Backing::Dark}).image), 1.1);
    EXPECT_LT(gridOf(maker().make({Defect::Normal, 0, Backing::Dark}).image), 1.1);
}

TEST(Transport, enlargingKeepsTheTone) {
    PageImage small;
    small.width = small.height = 10;
    small.dpiX = small.dpiY = 100;
    small.stride = small.rowBytes();
    small.bytes.assign(300, 90);
    const PageImage large = enlarged(small, 300, Interpolator::Lanczos);
    EXPECT_EQ(large.width, 30);
    EXPECT_EQ(large.row(15)[45], 90);
}

TEST(Statistics, wilsonKnowsItsTable) {
    EXPECT_NEAR(wilson(0, 1000).high, 0.0038, 1e-4); // 0 of 1000 still allows 0.38 %
    EXPECT_NEAR(wilson(190, 200).low, 0.9104, 1e-3);
    EXPECT_NEAR(wilson(190, 200).high, 0.9726, 1e-3);
}

TEST(Statistics, aNearlyBlankPageIsAHitWhenItIsNotCalledBlank) {
    record::Verdict verdict;
    Truth truth;
    truth.defect = Defect::NearlyBlank;
    EXPECT_TRUE(isHit(truth, verdict));
    record::Finding blank;
    blank.id = FindingId::LooksBlank;
    blank.severity = record::Severity::Warn;
    verdict.add(blank);
    EXPECT_FALSE(isHit(truth, verdict));
    truth.defect = Defect::Blank;
    EXPECT_TRUE(isHit(truth, verdict));
    truth.defect = Defect::Normal;
    EXPECT_FALSE(isHit(truth, verdict));
}

// Three pages of each defect: no figures, but a check that is switched off or broken fails here.
TEST(Slice, noCheckIsAsleep) {
#ifdef SEIHON_SANITIZED
    GTEST_SKIP() << "slow under sanitizers; the plain run has it";
#endif
    const regulation::Regulation rules =
        config::parseRegulation(config::shippedRegulation(), "regulation.toml (shipped)");
    constexpr std::int64_t kPages = 3;
    std::vector<Batch> plan;
    for (const Expectation& row : expectations()) {
        if (row.requiredPercent > 0) {
            plan.push_back({row.defect, Backing::Dark, kPages});
        }
    }
    std::map<Defect, std::int64_t> hits;
    for (const Outcome& outcome : runCampaign(maker(), rules, plan, {})) {
        hits[outcome.truth.defect] += outcome.hit ? 1 : 0;
    }
    for (const Expectation& row : expectations()) {
        if (row.requiredPercent > 0) {
            const std::int64_t floor = row.requiredPercent >= 95 ? kPages - 1 : kPages / 2;
            EXPECT_GE(hits[row.defect], floor) << row.title;
        }
    }
}

} // namespace
} // namespace seihon::quality
