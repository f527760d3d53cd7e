#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace seihon::config {

// The parser faults ConfigInvalid at this line, with `reason` in what it says, in all three ways it
// says it.
void expectRefused(const std::function<void()>& parse, std::int64_t line, std::string_view reason);

// `text` with the one place of `from` replaced by `to`.
std::string replaced(std::string_view text, std::string_view from, std::string_view to);

// One change to a good text, and what the parser says about it.
struct Spoil {
    std::string_view from, to, reason;
};

// The line, from 1, on which `what` first stands.
std::int64_t lineOf(std::string_view text, std::string_view what);

} // namespace seihon::config
