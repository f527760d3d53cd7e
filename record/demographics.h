#pragma once

#include "record/json.h"

#include <optional>
#include <string>
#include <string_view>

namespace seihon::record {

// What a patient index tells about one id, as it stands there.
struct Demographics {
    std::string id;
    std::string name;
    std::string kana;      // may be empty
    std::string birthDate; // "1950-01-31"; may be empty
    friend bool operator==(const Demographics&, const Demographics&) = default;
};

inline constexpr std::size_t kDemographicsAnswerBytes = 64u << 10;
inline constexpr std::size_t kDemographicsFileBytes = 256u << 20;

Json toJson(const Demographics& patient);
// {"id","name","kana"?,"birthDate"?} and nothing else. Faults: Malformed, also when it is about
// another id than was asked for.
Demographics demographicsFromJson(std::string_view text, const std::string& askedId);

// A line of a CSV file (RFC 4180, UTF-8): id, name, kana, birth date. The first line names the
// columns: "id,name,kana,birth_date". Looks for one id; the file is read once and not kept. Faults:
// Malformed with the line's number: a file that is not as it must be answers nothing.
std::optional<Demographics> findInCsv(std::string_view text, const std::string& askedId);

} // namespace seihon::record
