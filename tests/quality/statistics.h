#pragma once

#include <cmath>
#include <cstdint>

namespace seihon::quality {

struct Interval {
    double low = 0, high = 1;
};

// Wilson's score interval of a share, 95 %: it keeps inside 0–1 and says something at 0 of n too.
inline Interval wilson(std::int64_t hits, std::int64_t of) {
    if (of <= 0) {
        return {};
    }
    constexpr double z = 1.959964;
    const double n = static_cast<double>(of), p = static_cast<double>(hits) / n;
    const double middle = p + z * z / (2 * n);
    const double reach = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    return {(middle - reach) / (1 + z * z / n), (middle + reach) / (1 + z * z / n)};
}

} // namespace seihon::quality
