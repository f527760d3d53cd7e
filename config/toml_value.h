#pragma once

#include "record/instant.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// A TOML document as plain values with their line numbers; not part of the folder's interface. Only
// toml_value.cpp knows the library that parses it.
namespace seihon::config {

struct TomlValue {
    using Array = std::vector<TomlValue>;
    using Table = std::map<std::string, TomlValue, std::less<>>;

    std::int64_t line = 0;
    std::variant<Table, Array, std::string, std::int64_t, double, bool, std::chrono::year_month_day,
                 record::Instant>
        value;
};

// The root table. Refuses more than 1 MiB, lines over 4096 bytes, invalid UTF-8, duplicate keys,
// deep nesting, and times without an offset. Faults: ConfigInvalid.
TomlValue parseToml(std::string_view text, const std::string& file);

// Fault{ConfigInvalid, "file:line: reason", {file, line, reason}}.
[[noreturn]] void refuse(const std::string& file, std::int64_t line, const std::string& reason);

} // namespace seihon::config
