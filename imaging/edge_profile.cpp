#include "imaging/edge_profile.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <numeric>
#include <vector>

namespace seihon::imaging {
namespace {

// A pixel at 300 dpi; other resolutions are sampled at the same distances.
constexpr double kPitchMm = 25.4 / 300;
constexpr int kReach = 40; // 3.4 mm to each side
constexpr int kWidth = 2 * kReach + 1;
constexpr int kFarFrom = 24; // from here on to both sides lies the paper's own tone
constexpr int kChunks = 8;
constexpr int kLanesPerChunk = 6;
constexpr int kLanes = kChunks * kLanesPerChunk;
constexpr int kMiddleReach = 10; // the edge is looked for this near to the middle
constexpr int kDeepestReach = 4; // and then a trough's bottom this near to the edge

constexpr double kDarkestPaper = 90;
constexpr double kLeastDepth = 0.035; // of the paper's tone
constexpr double kMostDepth = 0.38;   // deeper is print
constexpr double kLeastTones = 4;
// A chunk of the line that is darker than this is print; near it no edge is looked for.
constexpr double kPrint = 0.5;
constexpr float kPrintNear = 0.6F;
constexpr double kRecovered = 0.75;
// In samples: how far the sharp side reaches, and how steep the sides are.
constexpr double kSharp = 4.5;
constexpr double kSharpRise = 3.0;
constexpr double kLeastRise = 1.8;
constexpr double kMostTail = 36;
constexpr double kAsymmetry = 1.6;
constexpr double kFadeDoubt = 0.25; // of the depth
constexpr double kNoiseTones = 1.0;
constexpr double kNeutral = 1.35;
constexpr double kNeutralTones = 3;
constexpr int kStepReach = 10; // samples to each side that the change may take
constexpr double kStepDoubt = 0.35;
constexpr double kMostStep = 0.12;

using Profile = std::array<float, kWidth>;

struct Frame {
    double middleX, middleY; // mm
    double alongX, alongY;   // unit vector; the normal is (-alongY, alongX)
    double length;
};

Frame frameOf(const Segment& segment) {
    const double length = segment.length();
    return {(segment.fromX + segment.toX) / 2, (segment.fromY + segment.toY) / 2,
            (segment.toX - segment.fromX) / length, (segment.toY - segment.fromY) / length, length};
}

// One lane across the line, `along` mm from its middle, moved by `shift` mm.
Profile sampleLane(const PagePlanes& planes, const Frame& frame, double along, double shift) {
    const double perX = static_cast<double>(planes.dpiX) / 25.4;
    const double perY = static_cast<double>(planes.dpiY) / 25.4;
    const double originX = frame.middleX + frame.alongX * along - frame.alongY * shift;
    const double originY = frame.middleY + frame.alongY * along + frame.alongX * shift;
    double x = (originX + frame.alongY * kReach * kPitchMm) * perX;
    double y = (originY - frame.alongX * kReach * kPitchMm) * perY;
    const double stepX = -frame.alongY * kPitchMm * perX;
    const double stepY = frame.alongX * kPitchMm * perY;
    Profile profile{};
    for (float& value : profile) {
        const int column = std::clamp(static_cast<int>(x), 0, planes.grey.width - 1);
        const int row = std::clamp(static_cast<int>(y), 0, planes.grey.height - 1);
        value = planes.grey.at(column, row);
        x += stepX;
        y += stepY;
    }
    return profile;
}

double medianOf(const float* from, const float* to) {
    std::vector<float> values(from, to);
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

// Where a chunk's mean tone rises most and where it falls most; not at print.
struct Steepest {
    int rise = 0, fall = 0; // samples from the middle
    float rising = 0, falling = 0;
};

Steepest steepestOf(const Profile& sum) {
    const float print = kPrintNear * *std::max_element(sum.begin(), sum.end());
    Steepest steepest;
    for (int i = kReach - kMiddleReach; i <= kReach + kMiddleReach; ++i) {
        const auto at = sum.begin() + i;
        if (*std::min_element(at - 2, at + 3) < print) {
            continue;
        }
        const float change = at[1] + at[2] - at[-1] - at[-2];
        if (change > steepest.rising) {
            steepest.rising = change;
            steepest.rise = i - kReach;
        }
        if (-change > steepest.falling) {
            steepest.falling = -change;
            steepest.fall = i - kReach;
        }
    }
    return steepest;
}

// All chunks take the same flank: a rule's other one, taken here and there, would look like a
// shadow.
std::array<int, kChunks> placesAlong(const std::array<Steepest, kChunks>& chunks) {
    float rising = 0;
    float falling = 0;
    for (const Steepest& chunk : chunks) {
        rising += chunk.rising;
        falling += chunk.falling;
    }
    std::array<int, kChunks> places{};
    std::transform(chunks.begin(), chunks.end(), places.begin(), [&](const Steepest& chunk) {
        return rising > falling ? chunk.rise : chunk.fall;
    });
    return places;
}

// The line through the chunks' steepest places: medians, since letters may be steeper than the
// edge.
struct Correction {
    double offset = 0; // samples
    double slope = 0;  // samples a chunk
};

Correction correctionOf(const std::array<int, kChunks>& places) {
    std::vector<double> slopes;
    for (std::size_t i = 0; i < kChunks; ++i) {
        for (std::size_t j = i + 1; j < kChunks; ++j) {
            slopes.push_back(static_cast<double>(places[j] - places[i]) /
                             static_cast<double>(j - i));
        }
    }
    const auto middle = slopes.begin() + static_cast<std::ptrdiff_t>(slopes.size() / 2);
    std::nth_element(slopes.begin(), middle, slopes.end());
    Correction correction;
    correction.slope = *middle;
    std::vector<double> offsets;
    for (std::size_t i = 0; i < kChunks; ++i) {
        offsets.push_back(places[i] -
                          correction.slope * (static_cast<double>(i) - (kChunks - 1) / 2.0));
    }
    const auto half = offsets.begin() + kChunks / 2;
    std::nth_element(offsets.begin(), half, offsets.end());
    correction.offset = *half;
    return correction;
}

double alongOf(const Frame& frame, int lane) {
    return ((lane + 0.5) / kLanes - 0.5) * frame.length;
}

// The brighter lanes, since letters cross the others; whole tones are too coarse for faint shadows,
// hence the mean of a quarter of them.
float brighterOf(std::array<std::uint8_t, kLanes>& tones) {
    const auto from = tones.begin() + kLanes * 11 / 20;
    const auto to = tones.begin() + kLanes * 16 / 20;
    std::nth_element(tones.begin(), from, tones.end());
    std::nth_element(from, to, tones.end());
    return static_cast<float>(std::accumulate(from, to, 0)) / static_cast<float>(to - from);
}

// The tone at each distance: what crosses the line in places does not count.
std::optional<Profile> profileOf(const PagePlanes& planes, const Frame& frame) {
    std::array<Steepest, kChunks> chunks{};
    int dark = 0;
    for (int chunk = 0; chunk < kChunks; ++chunk) {
        Profile sum{};
        for (int lane = 0; lane < kLanesPerChunk; ++lane) {
            const Profile one =
                sampleLane(planes, frame, alongOf(frame, chunk * kLanesPerChunk + lane), 0);
            std::transform(sum.begin(), sum.end(), one.begin(), sum.begin(), std::plus<>());
        }
        chunks[static_cast<std::size_t>(chunk)] = steepestOf(sum);
        const auto near = sum.begin() + kReach - kMiddleReach;
        dark += *std::min_element(near, near + 2 * kMiddleReach + 1) <
                kPrint * *std::max_element(sum.begin(), sum.end());
    }
    if (2 * dark > kChunks) {
        return std::nullopt; // a printed rule
    }
    const Correction correction = correctionOf(placesAlong(chunks));
    std::array<std::array<std::uint8_t, kLanes>, kWidth> lanes{};
    for (int lane = 0; lane < kLanes; ++lane) {
        const double chunk = (lane + 0.5) / kLanesPerChunk - 0.5 - (kChunks - 1) / 2.0;
        const double shift = (correction.offset + correction.slope * chunk) * kPitchMm;
        const Profile one = sampleLane(planes, frame, alongOf(frame, lane), shift);
        for (std::size_t i = 0; i < kWidth; ++i) {
            lanes[i][static_cast<std::size_t>(lane)] = static_cast<std::uint8_t>(one[i]);
        }
    }
    Profile typical{};
    for (std::size_t i = 0; i < kWidth; ++i) {
        typical[i] = brighterOf(lanes[i]);
    }
    return typical;
}

struct Levels {
    double before = 0, after = 0;
    double paper() const { return std::max(before, after); }
    double lower() const { return std::min(before, after); }
};

// Samples from `from` in direction `step` until the tone passes `level`, between samples.
double distanceTo(const Profile& profile, int from, int step, double level) {
    for (int i = from; i + step >= 0 && i + step < kWidth; i += step) {
        const double here = profile[static_cast<std::size_t>(i)];
        const double next = profile[static_cast<std::size_t>(i + step)];
        if (next >= level) {
            return std::abs(i - from) + (next > here ? (level - here) / (next - here) : 0);
        }
    }
    return kWidth;
}

// A shadow fades as fast as it is deep: seen from the edge, what is left of it falls by the same
// share in every step. Two rules side by side, a filled band or a broad pale rule do not.
bool fades(const Profile& profile, int at, int step, double level, double tail) {
    const double deepest = profile[static_cast<std::size_t>(at)];
    const double depth = level - deepest;
    const double constant = tail / -std::log(1 - kRecovered);
    const int end = static_cast<int>(1.6 * tail);
    for (int i = 1; i <= end && at + i * step >= 0 && at + i * step < kWidth; ++i) {
        const double expected = level - depth * std::exp(-i / constant);
        const double tone = profile[static_cast<std::size_t>(at + i * step)];
        if (std::abs(tone - expected) > kFadeDoubt * depth + kNoiseTones) {
            return false;
        }
    }
    return true;
}

// A crease is brighter than the paper on its sharp side, and print goes on there: a note or a sheet
// is even.
bool isEvenBeyond(const Profile& profile, int at, int step, double level) {
    const double depth = level - profile[static_cast<std::size_t>(at)];
    for (int i = at; i > 0 && i + 1 < kWidth; i += step) {
        const double tone = profile[static_cast<std::size_t>(i)];
        const bool far = std::abs(i - at) > 2 * kSharp;
        if (tone > level + std::max(0.25 * depth, 2.0) ||
            (far && tone < level - std::max(0.3 * depth, 3.0))) {
            return false;
        }
    }
    return true;
}

// One side of a trough, from its bottom outwards: where a quarter and three quarters of the depth
// are recovered, in samples.
struct Flank {
    double quarter = 0, most = 0;
    double rise() const { return most - quarter; }
};

Flank flankOf(const Profile& profile, int at, int step, double level) {
    const double deepest = profile[static_cast<std::size_t>(at)];
    return {distanceTo(profile, at, step, deepest + (1 - kRecovered) * (level - deepest)),
            distanceTo(profile, at, step, deepest + kRecovered * (level - deepest))};
}

bool isShadow(const Profile& profile, const Levels& levels) {
    const auto from = profile.begin() + kReach - kDeepestReach;
    const auto deepest = std::min_element(from, from + 2 * kDeepestReach + 1);
    const int at = static_cast<int>(deepest - profile.begin());
    const double depth = levels.lower() - *deepest;
    if (depth < kLeastTones || depth < kLeastDepth * levels.paper() ||
        depth > kMostDepth * levels.paper()) {
        return false;
    }
    const Flank left = flankOf(profile, at, -1, levels.before);
    const Flank right = flankOf(profile, at, 1, levels.after);
    const bool fadesRight = left.rise() < right.rise();
    const Flank& sharp = fadesRight ? left : right;
    const Flank& tail = fadesRight ? right : left;
    if (sharp.rise() > kSharpRise || sharp.most > kSharp || tail.rise() < kLeastRise ||
        tail.most > kMostTail || tail.rise() < kAsymmetry * sharp.rise()) {
        return false;
    }
    const int step = fadesRight ? 1 : -1;
    return fades(profile, at, step, fadesRight ? levels.after : levels.before, tail.most) &&
           isEvenBeyond(profile, at, -step, fadesRight ? levels.before : levels.after);
}

// How much darker the small plane is on the line than on both sides of it.
double depthOf(const PagePlanes& planes, const Plane& tones, const Frame& frame) {
    constexpr int kSteps = 24;
    constexpr double kBesideMm = 2.2;
    constexpr double kLeastPitchMm = 0.2;
    const auto meanAt = [&](double beside) {
        int sum = 0;
        for (int i = 0; i < kSteps; ++i) {
            const double along = ((i + 0.5) / kSteps - 0.5) * frame.length;
            const double x = frame.middleX + frame.alongX * along - frame.alongY * beside;
            const double y = frame.middleY + frame.alongY * along + frame.alongX * beside;
            sum += tones.at(
                std::clamp(static_cast<int>(x * planes.smallPixelsPerMmX()), 0, tones.width - 1),
                std::clamp(static_cast<int>(y * planes.smallPixelsPerMmY()), 0, tones.height - 1));
        }
        return static_cast<double>(sum) / kSteps;
    };
    double least = 255;
    for (double beside = -1; beside <= 1; beside += kLeastPitchMm) {
        least = std::min(least, meanAt(beside));
    }
    return std::min(meanAt(-kBesideMm), meanAt(kBesideMm)) - least;
}

// A shadow takes the same share of every colour; ink of a seal or a coloured rule does not.
bool isNeutral(const PagePlanes& planes, const Frame& frame) {
    return !planes.colour || depthOf(planes, planes.smallDarkest, frame) <=
                                 kNeutral * depthOf(planes, planes.small, frame) + kNeutralTones;
}

// Two even tones, and between them a short change that may hold a shadow of any shape.
bool isStep(const Profile& profile, const Levels& levels, double least) {
    const double step = std::abs(levels.before - levels.after);
    if (step < least * levels.paper() || step > kMostStep * levels.paper()) {
        return false;
    }
    const double doubt = std::max(kStepDoubt * step, kNoiseTones);
    for (int i = 0; i < kWidth; ++i) {
        const double tone = profile[static_cast<std::size_t>(i)];
        const int beside = i - kReach;
        if (tone < (1 - kMostDepth) * levels.paper() || tone > levels.paper() + doubt) {
            return false;
        }
        const double level = beside < 0 ? levels.before : levels.after;
        if (std::abs(beside) > kStepReach && std::abs(tone - level) > doubt) {
            return false;
        }
    }
    return true;
}

} // namespace

double Segment::length() const {
    return std::hypot(toX - fromX, toY - fromY);
}

EdgeKind classifyEdge(const PagePlanes& planes, const Segment& segment, double leastStep) {
    const Frame frame = frameOf(segment);
    const std::optional<Profile> seen = profileOf(planes, frame);
    if (!seen) {
        return EdgeKind::None;
    }
    const Profile& profile = *seen;
    const Levels levels{medianOf(profile.data(), profile.data() + kReach - kFarFrom),
                        medianOf(profile.data() + kReach + kFarFrom + 1, profile.data() + kWidth)};
    if (levels.lower() < kDarkestPaper) {
        return EdgeKind::None;
    }
    if (isShadow(profile, levels) && isNeutral(planes, frame)) {
        return EdgeKind::Shadow;
    }
    return isStep(profile, levels, leastStep) ? EdgeKind::Step : EdgeKind::None;
}

} // namespace seihon::imaging
