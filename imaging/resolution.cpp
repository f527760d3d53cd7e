#include "imaging/resolution.h"

#include <algorithm>
#include <cmath>

namespace seihon::imaging {
namespace {

// Both directions, or one very much: scanners correlate rows a little by themselves.
constexpr std::int64_t kComputedAcross = 280;
constexpr std::int64_t kComputedDown = 420;
constexpr std::int64_t kComputedOneWay = 550;
constexpr std::int64_t kIndependent = 200;
constexpr double kToleratedMilliPixels = 2300;
constexpr double kBlurredMilliPixels = 3000;
constexpr double kComputedAtMost = 0.8;
// JPEG smooths noise within its blocks, which looks like interpolation.
constexpr std::int64_t kJpegBlockRatio = 1120;

enum class Sampling { Sensor, Computed, Unknown };

Sampling samplingOf(const ResolutionEvidence& evidence) {
    if (!evidence.noise || evidence.jpegBlockRatioPermille > kJpegBlockRatio) {
        return Sampling::Unknown;
    }
    const auto [across, down] = *evidence.noise;
    if ((across > kComputedAcross && down > kComputedDown) ||
        std::max(across, down) > kComputedOneWay) {
        return Sampling::Computed;
    }
    return std::max(across, down) < kIndependent ? Sampling::Sensor : Sampling::Unknown;
}

double factorOf(const NoiseCorrelation& noise) {
    const auto most = static_cast<double>(std::max(noise.acrossPermille, noise.downPermille));
    return std::max(0.1, 1.05 - 0.95 * most / 1000);
}

double square(double value) {
    return value * value;
}

} // namespace

std::optional<std::int64_t> effectiveDpi(const ResolutionEvidence& evidence) {
    const std::optional<std::int64_t>& edge = evidence.edges.widthMilliPixels;
    if (!edge && !evidence.noise) {
        return std::nullopt;
    }
    const double width = edge ? static_cast<double>(*edge) : 0;
    double factor = 1;
    switch (samplingOf(evidence)) {
    case Sampling::Sensor:
        factor = width > kBlurredMilliPixels ? kBlurredMilliPixels / width : 1;
        break;
    case Sampling::Computed:
        factor = std::min(kComputedAtMost, factorOf(*evidence.noise));
        break;
    case Sampling::Unknown:
        factor = width > kToleratedMilliPixels ? square(kToleratedMilliPixels / width) : 1;
        break;
    }
    factor = std::min(factor, static_cast<double>(evidence.edges.distinctPermille) / 1000);
    return std::llround(static_cast<double>(evidence.declaredDpi) * factor);
}

} // namespace seihon::imaging
