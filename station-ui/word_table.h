#pragma once

#include "record/sentences.h"

#include <QString>

#include <array>
#include <cstddef>

namespace seihon::station_ui {

// A page's own texts: one row for each word, at the place of its enumerator.
template <typename W>
struct WordTexts {
    W word;
    const char* japanese;
    const char* english;
};

// For a static_assert beside the table: a word without texts is not built.
template <typename W, std::size_t N>
constexpr bool isComplete(const std::array<WordTexts<W>, N>& table, W last) {
    for (std::size_t i = 0; i < N; ++i) {
        if (static_cast<std::size_t>(table[i].word) != i || *table[i].japanese == '\0' ||
            *table[i].english == '\0') {
            return false;
        }
    }
    return N == static_cast<std::size_t>(last) + 1;
}

template <typename W, std::size_t N>
QString wordOf(const std::array<WordTexts<W>, N>& table, W which, record::Language language) {
    const WordTexts<W>& row = table.at(static_cast<std::size_t>(which));
    return QString::fromUtf8(language == record::Language::Japanese ? row.japanese : row.english);
}

} // namespace seihon::station_ui
