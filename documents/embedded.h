#pragma once

// Private to documents: files of Debian packages that go into every PDF; taken in when Seihon is
// built, so that a station makes the same document wherever it runs.

#include <string_view>

namespace seihon::documents {

// sRGB as an ICC profile (package icc-profiles-free).
std::string_view srgbProfile();
// Tesseract's font without shapes (package libtesseract5): one glyph, half as wide as high.
std::string_view glyphlessFont();

} // namespace seihon::documents
