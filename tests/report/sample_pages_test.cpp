#include "report/sample_pages.h"

#include "expect_fault.h"

#include <cmath>
#include <cstdlib>
#include <functional>

namespace seihon::report {
namespace {

struct Pixel {
    int red, green, blue;
};

constexpr double kPixelsPerMm = 300 / 25.4;

struct Area {
    double x, y, w, h; // millimetres
};

constexpr Area kWholePage{0, 0, 209.9, 296.9};
constexpr Area kMark{174, 5, 28, 9};

std::int64_t count(const record::PageImage& image, const Area& area,
                   const std::function<bool(const Pixel&)>& wanted) {
    std::int64_t found = 0;
    const auto end = [](double at, double size) {
        return static_cast<std::int64_t>((at + size) * kPixelsPerMm);
    };
    for (auto y = end(area.y, 0); y < end(area.y, area.h); ++y) {
        for (auto x = end(area.x, 0); x < end(area.x, area.w); ++x) {
            const std::uint8_t* p = image.row(y) + x * 3;
            found += wanted({p[0], p[1], p[2]}) ? 1 : 0;
        }
    }
    return found;
}

bool isRed(const Pixel& p) {
    return p.red > p.green + 70 && p.red > p.blue + 70;
}
bool isBlue(const Pixel& p) {
    return p.blue > p.red + 40 && p.blue > p.green + 25;
}
bool isInk(const Pixel& p) {
    return p.red + p.green + p.blue < 3 * 140;
}
bool isPink(const Pixel& p) {
    return p.red > 220 && p.green < p.red - 14 && p.green > 130;
}

// Pixels that are ink on one page only.
std::int64_t differingInk(const record::PageImage& a, const record::PageImage& b) {
    std::int64_t different = 0;
    for (std::int64_t y = 0; y < a.height; ++y) {
        for (std::int64_t x = 0; x < a.width; ++x) {
            const std::uint8_t *p = a.row(y) + x * 3, *q = b.row(y) + x * 3;
            different += isInk({p[0], p[1], p[2]}) != isInk({q[0], q[1], q[2]}) ? 1 : 0;
        }
    }
    return different;
}

// The demo's letter, drawn once for all tests.
const std::vector<SamplePage>& letter() {
    static const std::vector<SamplePage> pages = referralLetter(1);
    return pages;
}

TEST(SamplePages, FourA4PagesAt300Dpi) {
    ASSERT_EQ(letter().size(), 4u);
    const std::vector<std::string> names{"0001.front", "0002.front", "0003.front", "0004.front"};
    for (std::size_t i = 0; i < 4; ++i) {
        const record::PageImage& image = letter()[i].image;
        EXPECT_EQ(letter()[i].name, names[i]);
        EXPECT_EQ(image.width, 2480);
        EXPECT_EQ(image.height, 3508);
        EXPECT_EQ(image.channels, 3);
        EXPECT_EQ(image.bitsPerSample, 8);
        EXPECT_EQ(image.dpiX, 300);
        EXPECT_EQ(image.dpiY, 300);
    }
}

TEST(SamplePages, NothingIsClipped) {
    for (const SamplePage& page : letter()) {
        const auto all = static_cast<double>(page.image.width * page.image.height);
        const auto white = count(page.image, kWholePage, [](const Pixel& p) {
            return p.red >= 254 || p.green >= 254 || p.blue >= 254;
        });
        const auto black = count(page.image, kWholePage, [](const Pixel& p) {
            return p.red <= 1 || p.green <= 1 || p.blue <= 1;
        });
        EXPECT_LT(static_cast<double>(white) / all, 0.001) << page.name;
        EXPECT_LT(static_cast<double>(black) / all, 0.001) << page.name;
    }
}

TEST(SamplePages, BlankPaperHasToneAndUncorrelatedNoise) {
    const record::PageImage& image = letter()[0].image;
    // The left margin bears no print.
    const auto tone = [&](std::int64_t x, std::int64_t y) {
        return static_cast<double>(image.row(y)[x * 3 + 1]);
    };
    double sum = 0, squares = 0, products = 0, count = 0;
    for (std::int64_t y = 800; y < 2400; ++y) {
        for (std::int64_t x = 20; x < 180; ++x) {
            const double value = tone(x, y) - 244, right = tone(x + 1, y) - 244;
            sum += value;
            squares += value * value;
            products += value * right;
            ++count;
        }
    }
    const double mean = sum / count, variance = squares / count - mean * mean;
    EXPECT_NEAR(mean, 0, 2.5);
    EXPECT_NEAR(std::sqrt(variance), 1.6, 0.35);
    // Enlarged scans show a correlation above 0.4 here.
    EXPECT_LT(std::abs(products / count - mean * mean) / variance, 0.25);
}

TEST(SamplePages, EveryPageBearsTheDemoMark) {
    for (const SamplePage& page : letter()) {
        EXPECT_GT(count(page.image, kMark, isRed), 2000) << page.name;
    }
    const SamplePage back = letterPage({3, 1, true, kSampleReceived}, 1, record::Side::Back);
    EXPECT_GT(count(back.image, kMark, isRed), 2000);
    // Control: the opposite corner has none.
    EXPECT_EQ(count(letter()[0].image, {5, 5, 28, 9}, isRed), 0);
}

TEST(SamplePages, ColourThatCarriesMeaningIsThere) {
    const Area below{0, 20, 209, 270};
    EXPECT_GT(count(letter()[0].image, {168, 56, 32, 34}, isRed), 20000) << "seals";
    // Characters inside the round seal, not its ring alone.
    EXPECT_GT(count(letter()[0].image, {184.5, 80, 5.5, 6}, isRed), 600);
    EXPECT_GT(count(letter()[0].image, {80, 57, 30, 30}, isBlue), 5000) << "date stamp";
    EXPECT_GT(count(letter()[1].image, below, isBlue), 1000) << "pen";
    EXPECT_GT(count(letter()[2].image, below, isRed), 2000) << "H flags";
    EXPECT_GT(count(letter()[3].image, below, isPink), 200000) << "ECG grid";
    EXPECT_LT(count(letter()[0].image, below, isPink), 60000);
}

TEST(SamplePages, PagesDiffer) {
    for (std::size_t i = 0; i < 4; ++i) {
        for (std::size_t k = i + 1; k < 4; ++k) {
            EXPECT_GT(differingInk(letter()[i].image, letter()[k].image), 100000);
        }
    }
}

TEST(SamplePages, TheSameSeedGivesTheSamePixels) {
    const LetterSheets one{11, 3, true, kSampleReceived};
    const auto a = letterPage(one, 2, record::Side::Back);
    const auto b = letterPage(one, 2, record::Side::Back);
    EXPECT_EQ(record::pixelDigest(a.image), record::pixelDigest(b.image));
    EXPECT_EQ(a.name, "0002.back");
    const auto other = letterPage({12, 3, true, kSampleReceived}, 2, record::Side::Back);
    EXPECT_GT(differingInk(a.image, other.image), 20000);
}

TEST(SamplePages, TheDateOfReceiptIsStamped) {
    const auto day = [](unsigned d) {
        return std::chrono::year_month_day{std::chrono::year(2027), std::chrono::May,
                                           std::chrono::day(d)};
    };
    const auto a = letterPage({2, 1, false, day(6)}, 1, record::Side::Front);
    const auto b = letterPage({2, 1, false, day(17)}, 1, record::Side::Front);
    const auto again = letterPage({2, 1, false, day(6)}, 1, record::Side::Front);
    EXPECT_GT(differingInk(a.image, b.image), 2000);
    EXPECT_EQ(differingInk(a.image, again.image), 0);
}

TEST(SamplePages, SheetsOfOneLetterDifferAndAreNamed) {
    const auto pages = letterSheets(4, 2, true);
    ASSERT_EQ(pages.size(), 4u);
    EXPECT_EQ(pages[1].name, "0001.back");
    EXPECT_EQ(pages[2].name, "0002.front");
    EXPECT_GT(differingInk(pages[0].image, pages[1].image), 20000);
    // Pages of one kind, five apart, are about different people.
    const LetterSheets ten{4, 10, false, kSampleReceived};
    EXPECT_GT(differingInk(letterPage(ten, 1, record::Side::Front).image,
                           letterPage(ten, 6, record::Side::Front).image),
              20000);
}

TEST(SamplePages, SheetsThatDoNotExistAreFaults) {
    const LetterSheets simplex{1, 2, false, kSampleReceived};
    const auto usage = record::FaultKind::Usage;
    expectFault(usage, [&] { (void)letterPage(simplex, 0, record::Side::Front); });
    expectFault(usage, [&] { (void)letterPage(simplex, 3, record::Side::Front); });
    expectFault(usage, [&] { (void)letterPage(simplex, 1, record::Side::Back); });
    expectFault(usage, [] { (void)letterSheets(1, 0, false); });
    expectFault(usage, [] { (void)letterSheets(1, 33, true); });
}

} // namespace
} // namespace seihon::report
