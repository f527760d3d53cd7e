#include "day_paper.h"

#include "report/canvas.h"
#include "report/paper.h"
#include "report/png.h"
#include "support/written_pages.h"

#include <random>

// Small sheets: a day's paper of full size would take the day.
namespace seihon::cli_test {

namespace {

constexpr report::SizeMm kPaperSize{62, 46};
constexpr report::Box kNoteOnPaper{26, 12, 24, 20};

void writeWords(report::Canvas& canvas, int number) {
    std::mt19937 random(static_cast<unsigned>(number) * 7919u + 5u);
    const auto roll = [&](int low, int high) {
        return low + static_cast<int>(random() % static_cast<unsigned>(high - low + 1));
    };
    report::TextStyle style;
    style.points = 8;
    canvas.text({8, 6}, "DEMO 見本 第 " + std::to_string(number) + " 号", style);
    static const std::vector<std::string> words{"紹介", "検査", "血圧", "経過", "処方", "所見",
                                                "既往", "胸部", "心音", "採血", "来院", "予約"};
    for (int line = 0; line < 5; ++line) {
        std::string text;
        for (int word = roll(3, 6); word > 0; --word) {
            text += words[static_cast<std::size_t>(roll(0, 11))];
        }
        canvas.text({static_cast<double>(roll(7, 14)), 12.5 + 5 * line}, text, style);
    }
    for (int mark = 0; mark < 9; ++mark) {
        canvas.fill({roll(80, 530) / 10.0, roll(120, 390) / 10.0, 2, 1.4}, {0.2, 0.2, 0.3});
    }
}

// The fax machine's raster, in pixels of the scan.
void coarsen(record::PageImage& image) {
    for (std::int64_t y = 0; y < image.height; ++y) {
        const std::uint8_t* const source = image.row(y - y % 3);
        for (std::int64_t x = 0; x < image.width; ++x) {
            const std::uint8_t tone = source[3 * (x - x % 2)] > 128 ? 236 : 40;
            std::fill_n(image.row(y) + 3 * x, 3, tone);
        }
    }
}

record::PageImage paperImage(int number, DaySheetKind kind) {
    if (kind == DaySheetKind::UpsideDown || kind == DaySheetKind::Large) {
        support::WrittenPage page;
        page.size = {105, 148};
        page.lines = 7;
        page.draw = [&](report::Canvas& canvas) {
            canvas.text({20, 20}, "DEMO 見本 第 " + std::to_string(number) + " 号", {});
            if (kind == DaySheetKind::UpsideDown) { // the first of two, and the other is not there
                canvas.text({52, 138}, "1/2",
                            {report::Font::Gothic, 9, {}, false, report::Align::Centre});
            }
        };
        return support::turnedClockwise(support::writtenPage(page),
                                        kind == DaySheetKind::UpsideDown ? 2 : 0);
    }
    const std::int64_t dpi = kind == DaySheetKind::Photograph ? 400 : 300;
    report::Canvas canvas = report::Canvas::image(kPaperSize, static_cast<double>(dpi));
    writeWords(canvas, number);
    if (kind == DaySheetKind::WithNote) {
        canvas.fill(kNoteOnPaper, {1, 0.93, 0.45});
    }
    report::Paper paper;
    paper.seed = static_cast<std::uint64_t>(number);
    record::PageImage image = report::scanOf(canvas, paper, dpi);
    if (kind == DaySheetKind::Fax) {
        coarsen(image);
    }
    return image;
}

} // namespace

record::Digest digestOfPixels(const record::PageImage& image, const record::RectPx& part) {
    std::string bytes;
    for (std::int64_t y = part.y; y < part.y + part.h; ++y) {
        const auto* row = reinterpret_cast<const char*>(image.row(y));
        bytes.append(row + part.x * 3, static_cast<std::size_t>(part.w * 3));
    }
    return record::sha256(bytes);
}

DaySheet drawSheet(int number, DaySheetKind kind) {
    const record::PageImage image = paperImage(number, kind);
    const std::vector<std::uint8_t> png = report::encodePng(image);
    return {number,
            kind,
            {png.begin(), png.end()},
            digestOfPixels(image, {0, 0, image.width, image.height})};
}

} // namespace seihon::cli_test
