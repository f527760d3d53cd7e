#pragma once

#include <chrono>
#include <string>

namespace seihon::signing {

struct FetchedText {
    long status = 0; // of HTTP; 0 when no whole answer came
    std::string text;
    std::string trouble; // not empty: no whole answer came; why
};

// One GET over http or https, without redirects, within a time and a length. (Part of this folder
// because it owns the network's library.)
FetchedText fetchText(const std::string& url, std::chrono::milliseconds patience,
                      std::size_t bytesLimit);

} // namespace seihon::signing
