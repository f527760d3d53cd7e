#pragma once

#include "report/document.h"

#include <cstdint>
#include <string>
#include <vector>

namespace seihon::report {

// Stacked bars beside each other, the first part at the foot. Each part has a pattern of its own as
// well as a colour: a chart is also printed in grey.
struct BarChart {
    struct Bar {
        std::string label;
        std::vector<std::int64_t> parts; // as many as `parts` has names
    };
    std::vector<std::string> parts; // at most three
    std::vector<Bar> bars;          // labels are left out where they would touch
};

Figure barChart(BarChart chart);

} // namespace seihon::report
