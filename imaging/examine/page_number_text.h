#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace seihon::imaging::examine {

struct NumberText {
    std::int64_t number = 0;
    std::optional<std::int64_t> total;
    friend bool operator==(const NumberText&, const NumberText&) = default;
};

inline constexpr std::int64_t kMostPages = 999;

// A short piece of text that is a page number and nothing else: "2/4", "2 / 4", "(2/4)", "- 2 -",
// "2頁", "2ページ", "2/4頁", "P.2", "Page 2/4"; full-width forms too. A bare number is none: it may
// be anything. Empty also where the number exceeds its total, is 0 or above kMostPages.
std::optional<NumberText> numberOf(std::string_view text);

// Digits and nothing else, where the caller knows from elsewhere that they number the page.
std::optional<NumberText> bareNumber(std::string_view text);

// A page number inside a longer line, where only "(2/4)", "2/4頁", "2頁" at its end and the like
// are page numbers.
std::optional<NumberText> numberInLine(std::string_view text);

} // namespace seihon::imaging::examine
