#pragma once

#include <string>
#include <string_view>

namespace seihon::dicom {

// The three component groups of a person's name (PS3.5 6.2.1.1), UTF-8, each "family^given^…" with
// what is unknown left away.
struct PersonName {
    std::string alphabetic, ideographic, phonetic;
    bool empty() const { return alphabetic.empty() && ideographic.empty() && phonetic.empty(); }
    friend bool operator==(const PersonName&, const PersonName&) = default;
};

// "alphabetic=ideographic=phonetic" with trailing empty groups left away, and back. A fourth group
// stays in the phonetic one, where encodeText refuses it.
std::string textOf(const PersonName& name);
PersonName personNameFrom(std::string_view text);

// A name as a patient index or a person wrote it, with its kana if known. Nothing is guessed: where
// the family name ends is not known unless a ^ says so, and no Latin spelling is made up. What has
// only ASCII is the alphabetic group, everything else the ideographic one.
PersonName plainName(std::string_view name, std::string_view kana);

} // namespace seihon::dicom
