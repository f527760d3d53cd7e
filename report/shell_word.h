#pragma once

#include <string>
#include <string_view>

namespace seihon::report {

// One word for a POSIX shell.
std::string shellWord(std::string_view text);

} // namespace seihon::report
