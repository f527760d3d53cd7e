#include "signing/fetch_text.h"

#include "signing/http.h"

namespace seihon::signing {

FetchedText fetchText(const std::string& url, std::chrono::milliseconds patience,
                      std::size_t bytesLimit) {
    const HttpAnswer answer = exchange({.url = url,
                                        .body = std::nullopt,
                                        .headers = {"Accept: application/json"},
                                        .connectTimeout = patience,
                                        .timeout = patience,
                                        .bytesLimit = bytesLimit,
                                        .redirects = 0});
    if (answer.tooLarge || !answer.trouble.empty()) {
        return {0, {}, answer.tooLarge ? "the answer is too long" : answer.trouble};
    }
    return {answer.status, {answer.body.begin(), answer.body.end()}, {}};
}

} // namespace seihon::signing
