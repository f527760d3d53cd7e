#pragma once

#include "imaging/measure.h"
#include "tests/imaging/page_synthesis.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

namespace seihon::imaging::test {

using record::PageMeasurement;
using record::Quantity;

inline PageMeasurement measured(const record::PageImage& image) {
    return measurePage(image, factsOf(image));
}

inline PageMeasurement measured(const PageRecipe& recipe) {
    return measured(makePage(recipe));
}

// The value, or a failure of the test and a number that no expectation accepts.
inline std::int64_t valueOf(const PageMeasurement& measurement, Quantity quantity) {
    const record::Measured* const found = measurement.find(quantity);
    EXPECT_NE(found, nullptr) << record::enumName(quantity) << " was not measured";
    return found != nullptr ? found->value : std::numeric_limits<std::int64_t>::min();
}

inline bool has(const PageMeasurement& measurement, Quantity quantity) {
    return measurement.find(quantity) != nullptr;
}

} // namespace seihon::imaging::test
