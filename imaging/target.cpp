#include "imaging/target.h"

#include "imaging/edge_summary.h"
#include "imaging/jpeg_grid.h"
#include "imaging/resolution.h"
#include "imaging/slanted_edge.h"
#include "imaging/target_marks.h"
#include "record/fault.h"
#include "record/target_layout.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace seihon::imaging {
namespace {

using record::EdgeResponse;
using record::TargetBox;
using record::TargetMeasurement;

constexpr double kEdgeLength = 10'000, kEdgeReach = 1'600; // micrometres
constexpr double kLeastReachPixels = 12;
constexpr double kStepInset = 2'000, kPlainCell = 9'000, kTextCell = 500;
constexpr std::size_t kLeastEdges = 15; // of 30 in each direction
constexpr int kNearlyWhite = 254, kNearlyBlack = 1;
constexpr int kNoiseTile = 12;
// A cell of small text counts when its mean is at least so far from paper to black.
constexpr double kInkShare = 0.2;

double middleX(const TargetBox& box) {
    return static_cast<double>(box.x) + static_cast<double>(box.w) / 2;
}
double middleY(const TargetBox& box) {
    return static_cast<double>(box.y) + static_cast<double>(box.h) / 2;
}

double medianOfSamples(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

std::int64_t inMilli(double value) {
    return std::llround(1000 * value);
}

// Upright boxes that cover a field of the sheet, however it is turned.
std::vector<record::RectPx> cellsOf(const TargetBox& field, double side, const TargetPlace& place,
                                    const Plane& grey) {
    std::vector<record::RectPx> cells;
    for (double y = side / 2; y + side / 2 <= static_cast<double>(field.h); y += side) {
        for (double x = side / 2; x + side / 2 <= static_cast<double>(field.w); x += side) {
            cells.push_back(place.box(static_cast<double>(field.x) + x,
                                      static_cast<double>(field.y) + y, side, side, grey));
        }
    }
    return cells;
}

struct CellTone {
    double mean = 0;
    int least = 255, most = 0;
    std::int64_t pixels = 0, white = 0, black = 0;
};

CellTone toneIn(const Plane& grey, const record::RectPx& cell) {
    CellTone tone;
    double sum = 0;
    for (std::int64_t y = cell.y; y < cell.y + cell.h; ++y) {
        const std::uint8_t* const row = grey.row(static_cast<int>(y));
        for (std::int64_t x = cell.x; x < cell.x + cell.w; ++x) {
            const int value = row[x];
            sum += value;
            tone.least = std::min(tone.least, value);
            tone.most = std::max(tone.most, value);
            tone.white += value >= kNearlyWhite ? 1 : 0;
            tone.black += value <= kNearlyBlack ? 1 : 0;
        }
    }
    tone.pixels = cell.w * cell.h;
    tone.mean = tone.pixels > 0 ? sum / static_cast<double>(tone.pixels) : 0;
    return tone;
}

// Standard deviation in small tiles, the median of them: neither shading nor a speck counts.
void addTileDeviations(const Plane& grey, const record::RectPx& cell,
                       std::vector<double>& deviations) {
    for (std::int64_t y = cell.y; y + kNoiseTile <= cell.y + cell.h; y += kNoiseTile) {
        for (std::int64_t x = cell.x; x + kNoiseTile <= cell.x + cell.w; x += kNoiseTile) {
            double sum = 0;
            double squares = 0;
            for (std::int64_t v = y; v < y + kNoiseTile; ++v) {
                for (std::int64_t u = x; u < x + kNoiseTile; ++u) {
                    const double value = grey.at(static_cast<int>(u), static_cast<int>(v));
                    sum += value;
                    squares += value * value;
                }
            }
            constexpr double kCount = kNoiseTile * kNoiseTile;
            deviations.push_back(
                std::sqrt(std::max(0.0, (squares - sum * sum / kCount) / (kCount - 1))));
        }
    }
}

class TargetReading {
  public:
    explicit TargetReading(const record::PageImage& image)
        : m_planes(makePlanes(image)), m_place(findTarget(m_planes)) {}

    TargetMeasurement read() {
        m_result.targetVersion = record::kTargetVersion;
        geometry();
        readEdges();
        paper();
        steps();
        text();
        resolution();
        return m_result;
    }

  private:
    const Plane& grey() const { return m_planes.grey; }

    // Lengths count against the resolution that the device declares.
    void geometry() {
        const auto perMmX = static_cast<double>(m_planes.dpiX) / 25.4;
        const auto perMmY = static_cast<double>(m_planes.dpiY) / 25.4;
        const double ax = m_place.alongX[0] / perMmX;
        const double ay = m_place.alongY[0] / perMmY;
        const double bx = m_place.alongX[1] / perMmX;
        const double by = m_place.alongY[1] / perMmY;
        m_result.scaleErrorAcrossPpm = std::llround(1e6 * (std::hypot(ax, ay) - 1));
        m_result.scaleErrorDownPpm = std::llround(1e6 * (std::hypot(bx, by) - 1));
        const double turned = m_place.upsideDown ? std::atan2(-ay, -ax) : std::atan2(ay, ax);
        m_result.skewMilliDegrees = std::llround(1000 * turned * 180 / std::numbers::pi);
        m_result.distortionMicrometres = std::llround(1000 * m_place.distortionMm);
    }

    void readEdges() {
        std::vector<Response> across;
        std::vector<Response> down;
        std::vector<double> acrossPlaces;
        std::vector<double> downPlaces;
        for (const std::int64_t y : record::kTargetSquareRows) {
            for (const std::int64_t x : record::kTargetSquareColumns) {
                square(static_cast<double>(x), static_cast<double>(y), true, across, acrossPlaces);
                square(static_cast<double>(x), static_cast<double>(y), false, down, downPlaces);
            }
        }
        m_result.across = summary(across, acrossPlaces);
        m_result.down = summary(down, downPlaces);
    }

    // The two opposite edges of one square that run (about) upright, or level.
    void square(double x, double y, bool upright, std::vector<Response>& all,
                std::vector<double>& places) const {
        const double half = static_cast<double>(record::kTargetSquareSide) / 2;
        const double turn = record::kTargetTurnDegrees * std::numbers::pi / 180;
        const double perUm =
            std::hypot(m_place.alongX[upright ? 0 : 1], m_place.alongY[upright ? 0 : 1]) / 1000;
        double sum = 0;
        int count = 0;
        for (const double sign : {-1.0, 1.0}) {
            const double dx = sign * half * (upright ? std::cos(turn) : -std::sin(turn));
            const double dy = sign * half * (upright ? std::sin(turn) : std::cos(turn));
            const EdgeSpot spot{m_place.at(x + dx, y + dy), kEdgeLength * perUm,
                                std::max(kLeastReachPixels, kEdgeReach * perUm), upright};
            if (const auto response = responseOf(grey(), spot)) {
                all.push_back(*response);
                sum += frequencyWhere(*response, 0.1);
                ++count;
            }
        }
        if (count > 0) {
            places.push_back(sum / count);
        }
    }

    static EdgeResponse summary(const std::vector<Response>& all,
                                const std::vector<double>& places) {
        if (all.size() < kLeastEdges) {
            throw record::Fault(record::FaultKind::TargetNotFound,
                                std::to_string(all.size()) +
                                    " of 30 slanted edges could be measured",
                                {{"detail", "slanted edges"}});
        }
        return summariseEdges(all, places);
    }

    void paper() {
        std::vector<double> deviations;
        CellTone all;
        double means = 0;
        std::int64_t cells = 0;
        for (const TargetBox& field : record::kTargetPlains) {
            for (const record::RectPx& cell : cellsOf(field, kPlainCell, m_place, grey())) {
                const CellTone tone = toneIn(grey(), cell);
                all.pixels += tone.pixels;
                all.white += tone.white;
                means += tone.mean;
                ++cells;
                addTileDeviations(grey(), cell, deviations);
            }
        }
        m_paper = means / static_cast<double>(cells);
        m_result.paperMilliTone = inMilli(m_paper);
        m_result.paperNoiseMilliTone =
            deviations.empty() ? 0 : inMilli(medianOfSamples(deviations));
        m_result.clippedWhitePermille = all.white * 1000 / std::max<std::int64_t>(1, all.pixels);
    }

    void steps() {
        for (const record::TargetStep& step : record::targetSteps()) {
            const record::RectPx cell =
                m_place.box(middleX(step.box), middleY(step.box),
                            static_cast<double>(step.box.w) - 2 * kStepInset,
                            static_cast<double>(step.box.h) - 2 * kStepInset, grey());
            std::vector<double> deviations;
            addTileDeviations(grey(), cell, deviations);
            const CellTone tone = toneIn(grey(), cell);
            m_result.steps.push_back(
                {step.drawnTone, inMilli(tone.mean),
                 deviations.empty() ? 0 : inMilli(medianOfSamples(deviations))});
            m_black = tone.mean; // the last one
        }
        CellTone squares;
        const double side = static_cast<double>(record::kTargetSquareSide) * 0.6;
        for (const std::int64_t y : record::kTargetSquareRows) {
            for (const std::int64_t x : record::kTargetSquareColumns) {
                const CellTone tone =
                    toneIn(grey(), m_place.box(static_cast<double>(x), static_cast<double>(y), side,
                                               side, grey()));
                squares.pixels += tone.pixels;
                squares.black += tone.black;
            }
        }
        m_result.clippedBlackPermille =
            squares.black * 1000 / std::max<std::int64_t>(1, squares.pixels);
    }

    // Half a millimetre holds a few strokes of a 4-point character: how far apart are its darkest
    // and its lightest pixel? A blurred 囊 is one grey spot.
    void text() {
        const double whole = m_paper - m_black;
        std::vector<double> contrasts;
        for (const TargetBox& field : record::kTargetTexts) {
            for (const record::RectPx& cell : cellsOf(field, kTextCell, m_place, grey())) {
                const CellTone tone = toneIn(grey(), cell);
                if (tone.pixels > 0 && whole > 0 && m_paper - tone.mean >= kInkShare * whole) {
                    contrasts.push_back((tone.most - tone.least) / whole);
                }
            }
        }
        if (contrasts.size() >= 100) {
            m_result.textContrastPermille = inMilli(medianOfSamples(std::move(contrasts)));
        }
    }

    void resolution() {
        std::vector<record::RectPx> squares;
        const double side = static_cast<double>(record::kTargetSquareSide) * 1.25;
        for (const std::int64_t y : record::kTargetSquareRows) {
            for (const std::int64_t x : record::kTargetSquareColumns) {
                squares.push_back(m_place.box(static_cast<double>(x), static_cast<double>(y), side,
                                              side, grey()));
            }
        }
        ResolutionEvidence evidence;
        evidence.declaredDpi = std::min(m_planes.dpiX, m_planes.dpiY);
        evidence.edges = measureEdges(grey(), squares, static_cast<int>(m_paper));
        evidence.noise = measureNoise(m_planes, plainMask());
        const record::RectPx sheet =
            m_place.box(record::kTargetWidth / 2.0, record::kTargetHeight / 2.0,
                        static_cast<double>(record::kTargetWidth) * 0.85,
                        static_cast<double>(record::kTargetHeight) * 0.9, grey());
        const std::optional<std::int64_t> blocks = measureBlockRatio(grey(), sheet);
        evidence.jpegBlockRatioPermille = blocks.value_or(1000);
        m_result.edgeWidthMilliPixels = evidence.edges.widthMilliPixels;
        if (evidence.noise) {
            m_result.noiseCorrelationAcrossPermille = evidence.noise->acrossPermille;
            m_result.noiseCorrelationDownPermille = evidence.noise->downPermille;
        }
        m_result.effectiveDpi = effectiveDpi(evidence);
        m_result.jpegBlockRatioPermille = blocks;
    }

    // The plain fields, in cells of the small plane.
    Plane plainMask() const {
        Plane mask(m_planes.small.width, m_planes.small.height);
        for (const TargetBox& field : record::kTargetPlains) {
            for (const record::RectPx& cell : cellsOf(field, kPlainCell, m_place, grey())) {
                for (std::int64_t y = cell.y / m_planes.shrinkY;
                     y < std::min<std::int64_t>((cell.y + cell.h) / m_planes.shrinkY, mask.height);
                     ++y) {
                    for (std::int64_t x = cell.x / m_planes.shrinkX;
                         x <
                         std::min<std::int64_t>((cell.x + cell.w) / m_planes.shrinkX, mask.width);
                         ++x) {
                        mask.row(static_cast<int>(y))[x] = 255;
                    }
                }
            }
        }
        return mask;
    }

    PagePlanes m_planes;
    TargetPlace m_place;
    TargetMeasurement m_result;
    double m_paper = 0;
    double m_black = 0;
};

} // namespace

TargetMeasurement measureTarget(const record::PageImage& image) {
    if (image.bitsPerSample == 1) {
        throw record::Fault(record::FaultKind::Usage,
                            "a target is measured in grey or colour; line art has no tones");
    }
    return TargetReading(image).read();
}

record::PageImage cropTarget(const record::PageImage& image, const TargetBox& part) {
    const PagePlanes planes = makePlanes(image);
    const record::RectPx box =
        findTarget(planes).box(middleX(part), middleY(part), static_cast<double>(part.w),
                               static_cast<double>(part.h), planes.grey);
    record::PageImage crop;
    crop.width = crop.stride = box.w;
    crop.height = box.h;
    crop.channels = 1;
    crop.dpiX = image.dpiX;
    crop.dpiY = image.dpiY;
    for (std::int64_t y = box.y; y < box.y + box.h; ++y) {
        const std::uint8_t* const row = planes.grey.row(static_cast<int>(y)) + box.x;
        crop.bytes.insert(crop.bytes.end(), row, row + box.w);
    }
    return crop;
}

} // namespace seihon::imaging
