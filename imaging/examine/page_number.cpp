#include "imaging/examine/page_number.h"

#include "imaging/examine/page_number_text.h"
#include "imaging/examine/text_reader.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <vector>

namespace seihon::imaging::examine {

namespace {

// Header and footer: this share of the page's height, and no more than this.
constexpr double kBandShare = 0.17;
constexpr double kBandMm = 45;
constexpr double kFindingDpi = 100;
// Words nearer than this belong to one line.
constexpr double kWordGapMm = 3.5;
constexpr double kLineLeastMm = 1.3;
constexpr double kLineMostMm = 9;
constexpr double kAloneLeastMm = 2;
constexpr double kAloneMostMm = 45;
constexpr double kShortMm = 12; // "3頁" is short
constexpr double kMarginMm = 2;
constexpr double kCloseMm = 0.2;
constexpr double kPaperMm = 8; // ink is darker than the lightest within this
constexpr double kDustMm = 0.25;
constexpr int kInkContrast = 40;
// Bounds the time: about 40 ms for each.
constexpr std::size_t kMostAlone = 20;
constexpr std::size_t kMostLines = 6;
constexpr std::int64_t kCertainPercent = 90; // nothing further inward will be better
// Paper grain and sensor noise mislead the reader; blurred and reduced, print stays.
constexpr double kGrainMm = 0.127;
constexpr std::array kLatinDpi{150, 240};
constexpr std::array kJapaneseDpi{200, 300, 240};

cv::Mat inkOf(const cv::Mat& grey, double dpi) {
    const auto odd = [dpi](double mm) {
        return std::max(1, static_cast<int>(mm / 25.4 * dpi)) | 1;
    };
    cv::Mat paper;
    const cv::Mat around =
        cv::getStructuringElement(cv::MORPH_RECT, {odd(kPaperMm), odd(kPaperMm)});
    cv::dilate(grey, paper, around); // the lightest nearby
    cv::Mat darker;
    cv::subtract(paper, grey, darker);
    cv::Mat ink;
    cv::threshold(darker, ink, kInkContrast, 255, cv::THRESH_BINARY);
    return ink;
}

// Boxes of lines of writing in a band of the upright page, in pixels of that page.
std::vector<cv::Rect> linesIn(const cv::Mat& upright, double dpi, const cv::Rect& band) {
    const double shrink = std::min(1.0, kFindingDpi / dpi);
    cv::Mat small;
    cv::resize(upright(band), small, {}, shrink, shrink, cv::INTER_AREA);
    const double pxPerMm = dpi * shrink / 25.4;
    cv::Mat joined;
    const auto pixels = [pxPerMm](double mm) {
        return std::max(1, static_cast<int>(std::lround(mm * pxPerMm)));
    };
    cv::morphologyEx(inkOf(small, dpi * shrink), joined, cv::MORPH_CLOSE,
                     cv::getStructuringElement(cv::MORPH_RECT, {pixels(kWordGapMm), pixels(0.6)}));
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centres;
    const int count = cv::connectedComponentsWithStats(joined, labels, stats, centres);
    std::vector<cv::Rect> lines;
    for (int i = 1; i < count; ++i) {
        const double tall = stats.at<int>(i, cv::CC_STAT_HEIGHT) / pxPerMm;
        const double wide = stats.at<int>(i, cv::CC_STAT_WIDTH) / pxPerMm;
        if (tall < kLineLeastMm || tall > kLineMostMm || wide < kAloneLeastMm) {
            continue;
        }
        const auto full = [shrink](int at) {
            return static_cast<int>(std::lround(at / shrink));
        };
        lines.push_back({band.x + full(stats.at<int>(i, cv::CC_STAT_LEFT)),
                         band.y + full(stats.at<int>(i, cv::CC_STAT_TOP)),
                         full(stats.at<int>(i, cv::CC_STAT_WIDTH)),
                         full(stats.at<int>(i, cv::CC_STAT_HEIGHT))});
    }
    return lines;
}

// Between the dashes of "- 12 -", where the line begins and ends with one: a reader made for words
// stumbles over them.
std::optional<cv::Rect> betweenDashes(const cv::Mat& upright, double dpi, const cv::Rect& line) {
    const double pxPerMm = dpi / 25.4;
    const int margin = static_cast<int>(pxPerMm / 2);
    const cv::Rect wide = cv::Rect(line.x - margin, line.y - margin, line.width + 2 * margin,
                                   line.height + 2 * margin) &
                          cv::Rect(0, 0, upright.cols, upright.rows);
    cv::Mat calm;
    cv::GaussianBlur(upright(wide), calm, {}, kGrainMm / 2 * pxPerMm);
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centres;
    const int count = cv::connectedComponentsWithStats(inkOf(calm, dpi), labels, stats, centres);
    std::vector<cv::Rect> marks;
    for (int i = 1; i < count; ++i) {
        const cv::Rect mark(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                            stats.at<int>(i, cv::CC_STAT_WIDTH),
                            stats.at<int>(i, cv::CC_STAT_HEIGHT));
        if (mark.width > kDustMm * pxPerMm || mark.height > kDustMm * pxPerMm) {
            marks.push_back(mark);
        }
    }
    if (marks.size() < 3 || marks.size() > 2 + 3 * 2) { // up to three digits, each perhaps broken
        return std::nullopt;
    }
    std::sort(marks.begin(), marks.end(),
              [](const cv::Rect& a, const cv::Rect& b) { return a.x < b.x; });
    cv::Rect inner;
    for (std::size_t i = 1; i + 1 < marks.size(); ++i) {
        inner |= marks[i];
    }
    const auto isDash = [&inner](const cv::Rect& mark) {
        const double middle = mark.y + mark.height / 2.0;
        return mark.width >= 1.5 * mark.height && mark.height <= 0.4 * inner.height &&
               middle > inner.y + 0.25 * inner.height && middle < inner.y + 0.75 * inner.height;
    };
    const bool digitsAreTall =
        std::all_of(marks.begin() + 1, marks.end() - 1,
                    [&inner](const cv::Rect& mark) { return 2 * mark.height > inner.height; });
    if (!isDash(marks.front()) || !isDash(marks.back()) || !digitsAreTall) {
        return std::nullopt;
    }
    return inner + wide.tl();
}

class NumberReader {
  public:
    NumberReader(const cv::Mat& upright, double dpi) : m_upright(upright), m_dpi(dpi) {}

    struct Read {
        NumberText number;
        std::int64_t confidencePercent = 0;
    };
    // A piece of writing that stands alone.
    std::optional<Read> alone(const cv::Rect& line);
    // The number between two dashes.
    std::optional<Read> dashed(const cv::Rect& digits) {
        return agreed(m_latin, TextReader::Model::Latin, kLatinDpi, digits, bareNumber, kCloseMm);
    }
    // Inside a longer line.
    std::optional<Read> inside(const cv::Rect& line) {
        return agreed(m_japanese, TextReader::Model::Japanese, kJapaneseDpi, line, numberInLine,
                      kMarginMm);
    }

  private:
    using Parse = std::optional<NumberText> (*)(std::string_view);
    std::optional<Read> agreed(std::optional<TextReader>& reader, TextReader::Model model,
                               std::span<const int> sizes, const cv::Rect& line, Parse parse,
                               double marginMm);
    cv::Mat crop(const cv::Rect& line, int dpi, double marginMm) const;

    const cv::Mat& m_upright;
    double m_dpi;
    bool m_digits = false; // the last reading saw some
    std::optional<TextReader> m_latin;
    std::optional<TextReader> m_japanese;
};

// With paper around it; what stands beyond the margin does not come along.
cv::Mat NumberReader::crop(const cv::Rect& line, int dpi, double marginMm) const {
    const int margin = static_cast<int>(marginMm / 25.4 * m_dpi);
    const int more = static_cast<int>(kMarginMm / 25.4 * m_dpi) - margin;
    const cv::Rect wide(line.x - margin, line.y - margin, line.width + 2 * margin,
                        line.height + 2 * margin);
    const cv::Mat part = m_upright(wide & cv::Rect(0, 0, m_upright.cols, m_upright.rows));
    cv::Mat calm;
    cv::GaussianBlur(part, calm, {}, kGrainMm / 25.4 * m_dpi);
    cv::Mat sized;
    const double scale = dpi / m_dpi;
    if (more > 0) {
        double darkest = 0;
        double paper = 0;
        cv::minMaxLoc(calm, &darkest, &paper);
        cv::copyMakeBorder(calm, calm, more, more, more, more, cv::BORDER_CONSTANT, paper);
    }
    cv::resize(calm, sized, {}, scale, scale, scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
    return sized;
}

std::optional<NumberReader::Read> NumberReader::agreed(std::optional<TextReader>& reader,
                                                       TextReader::Model model,
                                                       std::span<const int> sizes,
                                                       const cv::Rect& line, Parse parse,
                                                       double marginMm) {
    if (!reader) {
        reader.emplace(model);
    }
    std::vector<Read> reads;
    std::size_t failures = 0;
    m_digits = false;
    for (const int dpi : sizes) {
        const TextReader::Line text = reader->read(crop(line, dpi, marginMm), dpi);
        m_digits = m_digits || text.text.find_first_of("0123456789") != std::string::npos;
        const std::optional<NumberText> number = parse(text.text);
        for (const Read& before : reads) {
            if (number && before.number == *number) {
                return Read{*number, std::max(before.confidencePercent, text.confidencePercent)};
            }
        }
        if (number) {
            reads.push_back({*number, text.confidencePercent});
        } else if (++failures > sizes.size() - 2) {
            break; // two cannot agree any more
        }
    }
    return std::nullopt;
}

std::optional<NumberReader::Read> NumberReader::alone(const cv::Rect& line) {
    if (const auto digits = betweenDashes(m_upright, m_dpi, line)) {
        return dashed(*digits);
    }
    const auto latin =
        agreed(m_latin, TextReader::Model::Latin, kLatinDpi, line, numberOf, kMarginMm);
    const bool promising = m_digits || line.width < kShortMm / 25.4 * m_dpi;
    if (!promising || (latin && latin->confidencePercent >= kCertainPercent)) {
        return latin;
    }
    // "2/4頁" may look like "2/48" to who knows no kanji.
    const auto japanese =
        agreed(m_japanese, TextReader::Model::Japanese, kJapaneseDpi, line, numberOf, kMarginMm);
    const bool surer =
        japanese && (!latin || japanese->confidencePercent > latin->confidencePercent);
    return surer ? japanese : latin;
}

struct Candidate {
    NumberReader::Read read;
    cv::Rect line;
};

// "2/4" says more than "- 2 -".
bool saysMore(const Candidate& a, const Candidate& b) {
    if (a.read.number.total.has_value() != b.read.number.total.has_value()) {
        return a.read.number.total.has_value();
    }
    return a.read.confidencePercent > b.read.confidencePercent;
}

} // namespace

std::optional<record::PrintedNumber> findPageNumber(const LookingPlane& plane, int quarterTurns) {
    const cv::Mat upright = turnedBack(plane.grey, quarterTurns);
    const double pxPerMm = plane.dpi / 25.4;
    const int band = static_cast<int>(std::min(upright.rows * kBandShare, kBandMm * pxPerMm));
    std::vector<cv::Rect> lines;
    for (const int top : {0, upright.rows - band}) {
        const auto found = linesIn(upright, plane.dpi, {0, top, upright.cols, band});
        lines.insert(lines.end(), found.begin(), found.end());
    }
    // Outermost first: page numbers stand outside everything else.
    std::stable_sort(lines.begin(), lines.end(), [&](const cv::Rect& a, const cv::Rect& b) {
        const auto inward = [&](const cv::Rect& r) {
            return std::min(r.y, upright.rows - r.y - r.height);
        };
        return inward(a) < inward(b);
    });
    NumberReader reader(upright, plane.dpi);
    std::optional<Candidate> best;
    const auto consider = [&](std::optional<NumberReader::Read> read, const cv::Rect& line) {
        if (read && (!best || saysMore({*read, line}, *best))) {
            best = Candidate{*read, line};
        }
    };
    const auto certain = [&best] {
        return best && best->read.number.total && best->read.confidencePercent >= kCertainPercent;
    };
    std::size_t looked = 0;
    for (const cv::Rect& line : lines) {
        if (!certain() && line.width <= kAloneMostMm * pxPerMm && ++looked <= kMostAlone) {
            consider(reader.alone(line), line);
        }
    }
    looked = 0;
    for (const cv::Rect& line : lines) {
        if (!best && ++looked <= kMostLines) {
            consider(reader.inside(line), line);
        }
    }
    if (!best) {
        return std::nullopt;
    }
    return record::PrintedNumber{best->read.number.number, best->read.number.total,
                                 best->read.confidencePercent,
                                 placeOnPage(plane, quarterTurns, best->line)};
}

} // namespace seihon::imaging::examine
