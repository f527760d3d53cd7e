#pragma once

// Private to documents.

#include <string>

namespace seihon::documents {

// A number as content streams and boxes have it: three decimals, whatever the locale.
std::string pdfNumber(double value);

inline constexpr double kPointsPerInch = 72.0;
inline constexpr double kPointsPerMicrometre = 72.0 / 25400.0;

} // namespace seihon::documents
