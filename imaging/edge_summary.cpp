#include "imaging/edge_summary.h"

#include <algorithm>
#include <cmath>

namespace seihon::imaging {

namespace {

constexpr int kCurvePitch = 10; // of the response's steps: 0.05 cycles a pixel

std::int64_t efficiencyOf(double mtf10) {
    return std::min<std::int64_t>(100, std::llround(100 * mtf10 / 0.5));
}

double middleOf(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

} // namespace

record::EdgeResponse summariseEdges(const std::vector<Response>& all,
                                    const std::vector<double>& places) {
    record::EdgeResponse result;
    result.edges = static_cast<std::int64_t>(all.size());
    Response typical{};
    for (std::size_t k = 0; k < typical.size(); ++k) {
        std::vector<double> values;
        for (const Response& one : all) {
            values.push_back(one[k]);
        }
        typical[k] = middleOf(std::move(values));
    }
    const double mtf10 = frequencyWhere(typical, 0.1);
    result.mtf50MilliCyclesPerPixel = std::llround(1000 * frequencyWhere(typical, 0.5));
    result.mtf10MilliCyclesPerPixel = std::llround(1000 * mtf10);
    result.samplingEfficiencyPercent = efficiencyOf(mtf10);
    result.leastSamplingEfficiencyPercent =
        efficiencyOf(*std::min_element(places.begin(), places.end()));
    result.peakPermille = std::llround(1000 * *std::max_element(typical.begin(), typical.end()));
    for (std::size_t k = 0; k < typical.size(); k += kCurvePitch) {
        result.curvePermille.push_back(std::llround(1000 * typical[k]));
    }
    return result;
}

} // namespace seihon::imaging
