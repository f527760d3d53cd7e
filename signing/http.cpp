#include "signing/http.h"

#include "signing/openssl_handles.h"

#include <curl/curl.h>

#include <algorithm>
#include <cctype>
#include <mutex>

namespace seihon::signing {

namespace {

using CurlPtr = openssl::Handle<CURL, ::curl_easy_cleanup>;
using CurlListPtr = openssl::Handle<::curl_slist, ::curl_slist_free_all>;

struct Received {
    Der bytes;
    std::size_t limit = 0;
    bool tooLarge = false;
};

std::size_t receive(char* data, std::size_t, std::size_t size, void* target) {
    auto* const received = static_cast<Received*>(target);
    if (size > received->limit - received->bytes.size()) {
        received->tooLarge = true;
        return 0; // ends the transfer: a server may not fill our memory
    }
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(data);
    received->bytes.insert(received->bytes.end(), bytes, bytes + size);
    return size;
}

// A proxy of the environment is for the way out of the house, not for this machine.
bool isThisMachine(std::string_view url) {
    const std::size_t host = url.find("://") + 3;
    return startsWithIgnoringCase(url.substr(host), "127.") ||
           startsWithIgnoringCase(url.substr(host), "localhost") ||
           startsWithIgnoringCase(url.substr(host), "[::1]");
}

template <typename Value>
void set(CURL* curl, CURLoption option, Value value) {
    openssl::need(::curl_easy_setopt(curl, option, value) == CURLE_OK, "curl_easy_setopt");
}

CurlListPtr headerList(const std::vector<std::string>& headers) {
    // Some servers stall on "Expect: 100-continue".
    CurlListPtr list(openssl::need(::curl_slist_append(nullptr, "Expect:"), "curl_slist_append"));
    for (const std::string& header : headers) {
        openssl::need(::curl_slist_append(list.get(), header.c_str()), "curl_slist_append");
    }
    return list;
}

void setUp(CURL* curl, const HttpRequest& request, ::curl_slist* headers) {
    set(curl, CURLOPT_URL, request.url.c_str());
    // Also after a redirect: a server must not make us read file:// or talk gopher.
    set(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    set(curl, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    set(curl, CURLOPT_FOLLOWLOCATION, request.redirects > 0 ? 1l : 0l);
    set(curl, CURLOPT_MAXREDIRS, request.redirects);
    if (isThisMachine(request.url)) {
        set(curl, CURLOPT_PROXY, "");
    }
    if (request.body) {
        set(curl, CURLOPT_POST, 1l);
        set(curl, CURLOPT_POSTFIELDS, reinterpret_cast<const char*>(request.body->data()));
        set(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(request.body->size()));
    }
    set(curl, CURLOPT_HTTPHEADER, headers);
    set(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.connectTimeout.count()));
    set(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
    set(curl, CURLOPT_NOSIGNAL, 1l); // the station has threads
    set(curl, CURLOPT_USERAGENT, "seihon");
}

} // namespace

bool startsWithIgnoringCase(std::string_view text, std::string_view start) {
    return text.size() >= start.size() &&
           std::equal(start.begin(), start.end(), text.begin(),
                      [](unsigned char left, unsigned char right) {
                          return std::tolower(left) == std::tolower(right);
                      });
}

bool isWebAddress(std::string_view url) {
    return startsWithIgnoringCase(url, "http://") || startsWithIgnoringCase(url, "https://");
}

HttpAnswer exchange(const HttpRequest& request) {
    static std::once_flag once; // curl_global_init is not thread safe
    std::call_once(once, [] { ::curl_global_init(CURL_GLOBAL_DEFAULT); });
    const CurlPtr curl(openssl::need(::curl_easy_init(), "curl_easy_init"));
    const CurlListPtr headers = headerList(request.headers);
    Received received;
    received.limit = request.bytesLimit;
    char errorText[CURL_ERROR_SIZE] = "";
    setUp(curl.get(), request, headers.get());
    set(curl.get(), CURLOPT_WRITEFUNCTION, &receive);
    set(curl.get(), CURLOPT_WRITEDATA, &received);
    set(curl.get(), CURLOPT_ERRORBUFFER, errorText);
    const CURLcode code = ::curl_easy_perform(curl.get());
    HttpAnswer answer;
    if (received.tooLarge) {
        answer.tooLarge = true;
        answer.trouble =
            "the answer is larger than " + std::to_string(request.bytesLimit) + " bytes";
        return answer;
    }
    if (code != CURLE_OK) {
        answer.trouble = errorText[0] != '\0' ? errorText : ::curl_easy_strerror(code);
        return answer;
    }
    ::curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answer.status);
    char* type = nullptr;
    ::curl_easy_getinfo(curl.get(), CURLINFO_CONTENT_TYPE, &type);
    answer.type = type == nullptr ? "" : type;
    answer.body = std::move(received.bytes);
    return answer;
}

} // namespace seihon::signing
