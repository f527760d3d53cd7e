#pragma once

#include "record/sentences.h"
#include "regulation/regulation.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace seihon::regulation {

// One item of a regulation in words. A regulation is the list of its clauses: two that have the
// same clauses judge the same.
struct Clause {
    std::string key;   // as in the file: "class.ecg.seal_delay_hours"
    std::string label; // what it is about
    std::string value; // what it says
    // How strict it is, where that can be said: each number larger is stricter. Of a limit the
    // first is how hard it is (0: not judged at all), the second how narrow.
    std::vector<std::int64_t> strictness{};
    std::optional<std::set<std::string>> permits{}; // fewer is stricter; kAnything holds all
    std::optional<std::set<std::string>> demands{}; // more is stricter
};

inline constexpr const char* kAnything = "*";

// In the order of the file. Each class begins with a clause "class.ID" of its own.
std::vector<Clause> clausesOf(const Regulation& regulation, record::Language language);

// The calendar is what deadlines are counted with: a day more that is closed makes them later.
enum class Change { Stricter, Looser, Other, Added, Removed };

struct Difference {
    std::string key, label;
    std::string before, after; // empty where there was, or is, none
    Change change = Change::Other;
};

// What a person has to look at who approves a new regulation [A9]. A class that comes or goes is
// one difference.
std::vector<Difference> differencesOf(const Regulation& before, const Regulation& after,
                                      record::Language language);

std::string_view wordFor(Authority authority, record::Language language);
std::string_view wordFor(Change change, record::Language language);

} // namespace seihon::regulation

namespace seihon::record {

template <>
struct EnumNames<regulation::Change> {
    static constexpr std::array<std::pair<regulation::Change, std::string_view>, 5> table{
        {{regulation::Change::Stricter, "stricter"},
         {regulation::Change::Looser, "looser"},
         {regulation::Change::Other, "other"},
         {regulation::Change::Added, "added"},
         {regulation::Change::Removed, "removed"}}};
};

} // namespace seihon::record
