#pragma once

// Private to the target seal: one HTTP exchange with limits, for timestamp services and revocation
// lists.

#include "signing/certificate.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seihon::signing {

struct HttpRequest {
    std::string url;                   // http:// or https://, nothing else
    std::optional<record::Bytes> body; // given: POST, else GET
    std::vector<std::string> headers;
    std::chrono::milliseconds connectTimeout{};
    std::chrono::milliseconds timeout{}; // of the whole exchange, however slowly bytes drip
    std::size_t bytesLimit = 0;
    long redirects = 0; // how many are followed, to http and https only
};

struct HttpAnswer {
    long status = 0;
    std::string type; // Content-Type; empty when there is none
    Der body;
    std::string trouble;   // not empty: no whole answer came; why
    bool tooLarge = false; // likewise
};

HttpAnswer exchange(const HttpRequest& request);

bool isWebAddress(std::string_view url);
bool startsWithIgnoringCase(std::string_view text, std::string_view start);

} // namespace seihon::signing
