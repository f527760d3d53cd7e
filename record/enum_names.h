#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace seihon::record {

// The one way from an enumerator to its name in JSON, TOML and logs, and back: specialise EnumNames
// with a `static constexpr std::array<std::pair<E, std::string_view>, N> table`.
template <typename E>
struct EnumNames;

template <typename E>
constexpr std::string_view enumName(E value) {
    for (const auto& [candidate, name] : EnumNames<E>::table) {
        if (candidate == value) {
            return name;
        }
    }
    return "?";
}

template <typename E>
constexpr std::optional<E> enumFromName(std::string_view name) {
    for (const auto& [candidate, known] : EnumNames<E>::table) {
        if (known == name) {
            return candidate;
        }
    }
    return std::nullopt;
}

} // namespace seihon::record
