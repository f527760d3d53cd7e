#include "signing/timestamp_authorities.h"

#include "record/fault.h"
#include "signing/http.h"
#include "signing/token_read.h"

#include <string_view>

namespace seihon::signing {

namespace {

using record::Fault;
using record::FaultKind;

// RFC 3161 §3.4 names the reply's type once "timestamp-reply" and once, by mistake,
// "timestamp-response".
bool isReplyType(std::string_view text) {
    for (const std::string_view known :
         {"application/timestamp-reply", "application/timestamp-response"}) {
        if (startsWithIgnoringCase(text, known) &&
            (text.size() == known.size() || text[known.size()] == ';' ||
             text[known.size()] == ' ')) {
            return true;
        }
    }
    return false;
}

class HttpAuthority final : public TimestampAuthority {
  public:
    explicit HttpAuthority(const config::TimestampService& service) : m_service(service) {}

    const std::string& name() const override { return m_service.name; }

    Der ask(record::Bytes query) override {
        HttpRequest request;
        request.url = m_service.url;
        request.body = query;
        request.headers = {"Content-Type: application/timestamp-query"};
        request.connectTimeout = request.timeout = m_service.timeout;
        request.bytesLimit = kTokenLimit;
        // A query that moves elsewhere is a change for the administrator to make, not for a server.
        request.redirects = 0;
        HttpAnswer answer = exchange(request);
        if (answer.tooLarge) {
            refuse(answer.trouble);
        }
        if (!answer.trouble.empty()) {
            unavailable(answer.trouble);
        }
        judgeResponse(answer);
        return std::move(answer.body);
    }

  private:
    void judgeResponse(const HttpAnswer& answer) const {
        // These pass by themselves.
        if (answer.status >= 500 || answer.status == 408 || answer.status == 429) {
            unavailable("HTTP status " + std::to_string(answer.status));
        }
        if (answer.status != 200) {
            refuse("HTTP status " + std::to_string(answer.status));
        }
        if (!isReplyType(answer.type)) {
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
    if (!isWebAddress(service.url)) {
        throw Fault(FaultKind::ConfigInvalid, "not a timestamp service's address: " + service.url);
    }
    return std::make_unique<HttpAuthority>(service);
}

} // namespace seihon::signing
