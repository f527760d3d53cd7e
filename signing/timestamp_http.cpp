#include "signing/timestamp_authorities.h"

#include "record/fault.h"
#include "signing/openssl_handles.h"
#include "signing/token_read.h"

#include <curl/curl.h>

#include <algorithm>
#include <cctype>
#include <mutex>
#include <string_view>

namespace seihon::signing {

namespace {

using record::Fault;
using record::FaultKind;

using CurlPtr = openssl::Handle<CURL, ::curl_easy_cleanup>;
using CurlListPtr = openssl::Handle<::curl_slist, ::curl_slist_free_all>;

struct Received {
    Der bytes;
    bool tooLarge = false;
};

std::size_t receive(char* data, std::size_t, std::size_t size, void* target) {
    auto* const received = static_cast<Received*>(target);
    if (size > kTokenLimit - received->bytes.size()) {
        received->tooLarge = true;
        return 0; // ends the transfer: an authority may not fill our memory
    }
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(data);
    received->bytes.insert(received->bytes.end(), bytes, bytes + size);
    return size;
}

bool startsWithIgnoringCase(std::string_view text, std::string_view start) {
    return text.size() >= start.size() &&
           std::equal(start.begin(), start.end(), text.begin(),
                      [](unsigned char left, unsigned char right) {
                          return std::tolower(left) == std::tolower(right);
                      });
}

// RFC 3161 §3.4 names the reply's type once "timestamp-reply" and once, by mistake,
// "timestamp-response".
bool isReplyType(const char* type) {
    if (type == nullptr) {
        return false;
    }
    for (const std::string_view known :
         {"application/timestamp-reply", "application/timestamp-response"}) {
        const std::string_view text(type);
        if (startsWithIgnoringCase(text, known) &&
            (text.size() == known.size() || text[known.size()] == ';' ||
             text[known.size()] == ' ')) {
            return true;
        }
    }
    return false;
}

// A proxy of the environment is for the way out of the house, not for this machine.
bool isThisMachine(std::string_view url) {
    const std::size_t host = url.find("://") + 3;
    return startsWithIgnoringCase(url.substr(host), "127.") ||
           startsWithIgnoringCase(url.substr(host), "localhost") ||
           startsWithIgnoringCase(url.substr(host), "[::1]");
}

class HttpAuthority final : public TimestampAuthority {
  public:
    explicit HttpAuthority(const config::TimestampService& service) : m_service(service) {
        static std::once_flag once; // curl_global_init is not thread safe
        std::call_once(once, [] { ::curl_global_init(CURL_GLOBAL_DEFAULT); });
    }

    const std::string& name() const override { return m_service.name; }

    Der ask(record::Bytes query) override {
        const CurlPtr curl(openssl::need(::curl_easy_init(), "curl_easy_init"));
        CurlListPtr headers(
            ::curl_slist_append(nullptr, "Content-Type: application/timestamp-query"));
        openssl::need(headers.get(), "curl_slist_append");
        // Some servers stall on "Expect: 100-continue".
        openssl::need(::curl_slist_append(headers.get(), "Expect:"), "curl_slist_append");
        Received received;
        char errorText[CURL_ERROR_SIZE] = "";
        setUp(curl.get(), query, headers.get());
        set(curl.get(), CURLOPT_WRITEFUNCTION, &receive);
        set(curl.get(), CURLOPT_WRITEDATA, &received);
        set(curl.get(), CURLOPT_ERRORBUFFER, errorText);
        const CURLcode code = ::curl_easy_perform(curl.get());
        if (received.tooLarge) {
            refuse("the answer is larger than " + std::to_string(kTokenLimit) + " bytes");
        }
        if (code != CURLE_OK) {
            unavailable(errorText[0] != '\0' ? errorText : ::curl_easy_strerror(code));
        }
        judgeResponse(curl.get());
        return std::move(received.bytes);
    }

  private:
    template <typename Value>
    static void set(CURL* curl, CURLoption option, Value value) {
        openssl::need(::curl_easy_setopt(curl, option, value) == CURLE_OK, "curl_easy_setopt");
    }

    void setUp(CURL* curl, record::Bytes query, ::curl_slist* headers) const {
        const long milliseconds = static_cast<long>(m_service.timeout.count()) * 1000;
        set(curl, CURLOPT_URL, m_service.url.c_str());
        set(curl, CURLOPT_PROTOCOLS_STR, "http,https");
        if (isThisMachine(m_service.url)) {
            set(curl, CURLOPT_PROXY, "");
        }
        // A query that moves elsewhere is a change for the administrator to make, not for a server.
        set(curl, CURLOPT_FOLLOWLOCATION, 0l);
        set(curl, CURLOPT_POST, 1l);
        set(curl, CURLOPT_POSTFIELDS, reinterpret_cast<const char*>(query.data()));
        set(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(query.size()));
        set(curl, CURLOPT_HTTPHEADER, headers);
        set(curl, CURLOPT_CONNECTTIMEOUT_MS, milliseconds);
        set(curl, CURLOPT_TIMEOUT_MS, milliseconds);
        set(curl, CURLOPT_NOSIGNAL, 1l); // the station has threads
        set(curl, CURLOPT_USERAGENT, "seihon");
    }

    void judgeResponse(CURL* curl) const {
        long status = 0;
        char* type = nullptr;
        ::curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
        ::curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
        if (status >= 500 || status == 408 || status == 429) { // these pass by themselves
            unavailable("HTTP status " + std::to_string(status));
        }
        if (status != 200) {
            refuse("HTTP status " + std::to_string(status));
        }
        if (!isReplyType(type)) {
            refuse("the answer is no timestamp reply by its type");
        }
    }

    [[noreturn]] void unavailable(const std::string& why) const {
        throw Fault(FaultKind::TimestampUnavailable, m_service.name + ": " + why,
                    {{"authority", m_service.name}}, true);
    }
    [[noreturn]] void refuse(const std::string& why) const {
        throw Fault(FaultKind::TimestampRefused, m_service.name + ": " + why,
                    {{"authority", m_service.name}});
    }

    config::TimestampService m_service;
};

} // namespace

std::unique_ptr<TimestampAuthority> openHttpAuthority(const config::TimestampService& service) {
    if (!startsWithIgnoringCase(service.url, "http://") &&
        !startsWithIgnoringCase(service.url, "https://")) {
        throw Fault(FaultKind::ConfigInvalid, "not a timestamp service's address: " + service.url);
    }
    return std::make_unique<HttpAuthority>(service);
}

} // namespace seihon::signing
