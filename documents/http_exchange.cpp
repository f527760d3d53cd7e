#include "documents/http_exchange.h"

#include "record/fault.h"

#include <curl/curl.h>

#include <array>
#include <cstring>
#include <memory>
#include <mutex>

namespace seihon::documents {

namespace {

using record::Fault;
using record::FaultKind;

struct EndCurl {
    void operator()(CURL* curl) const { ::curl_easy_cleanup(curl); }
    void operator()(::curl_slist* list) const { ::curl_slist_free_all(list); }
};

struct Reading {
    std::string_view left;
};
struct Writing {
    std::string bytes;
    std::size_t limit = 0;
    bool tooLarge = false;
};

std::size_t sendBody(char* into, std::size_t, std::size_t room, void* from) {
    auto* const reading = static_cast<Reading*>(from);
    const std::size_t size = std::min(room, reading->left.size());
    std::memcpy(into, reading->left.data(), size);
    reading->left.remove_prefix(size);
    return size;
}

std::size_t takeBody(char* data, std::size_t, std::size_t size, void* into) {
    auto* const writing = static_cast<Writing*>(into);
    if (size > writing->limit - writing->bytes.size()) {
        writing->tooLarge = true;
        return 0; // ends the transfer: a server may not fill our memory
    }
    writing->bytes.append(data, size);
    return size;
}

template <typename Value>
void setOption(CURL* curl, CURLoption option, Value value) {
    if (::curl_easy_setopt(curl, option, value) != CURLE_OK) {
        throw Fault(FaultKind::Internal, "curl_easy_setopt");
    }
}

void setFile(CURL* curl, CURLoption option, const std::filesystem::path& file) {
    if (!file.empty()) {
        setOption(curl, option, file.c_str());
    }
}

void setTrust(CURL* curl, const WebService& service) {
    setOption(curl, CURLOPT_SSL_VERIFYPEER, 1l);
    setOption(curl, CURLOPT_SSL_VERIFYHOST, 2l);
    setOption(curl, CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
    // Not the system's store: what the hospital does not name is not trusted.
    setOption(curl, CURLOPT_CAPATH, nullptr);
    setOption(curl, CURLOPT_CAINFO, service.authorityFile.c_str());
    setFile(curl, CURLOPT_SSLCERT, service.certificateFile);
    setFile(curl, CURLOPT_SSLKEY, service.keyFile);
}

std::unique_ptr<::curl_slist, EndCurl> headersOf(const WebService& service,
                                                 const WebRequest& request) {
    std::vector<std::string> lines{"Expect:", "Accept: " + request.accept};
    if (request.method == "PUT") {
        lines.push_back("Content-Type: " + request.contentType);
    }
    if (!service.token.empty()) {
        lines.push_back("Authorization: Bearer " + service.token);
    }
    ::curl_slist* list = nullptr;
    for (const std::string& line : lines) {
        ::curl_slist* const longer = ::curl_slist_append(list, line.c_str());
        if (longer == nullptr) {
            ::curl_slist_free_all(list);
            throw Fault(FaultKind::Internal, "no memory for headers");
        }
        list = longer;
    }
    return std::unique_ptr<::curl_slist, EndCurl>(list);
}

bool isAboutTrust(CURLcode code) {
    return code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE ||
           code == CURLE_SSL_ISSUER_ERROR || code == CURLE_SSL_CERTPROBLEM;
}

} // namespace

WebAnswer webExchange(const WebService& service, const WebRequest& request) {
    static std::once_flag once; // curl_global_init is not thread safe
    std::call_once(once, [] { ::curl_global_init(CURL_GLOBAL_DEFAULT); });
    const std::unique_ptr<CURL, EndCurl> curl(::curl_easy_init());
    if (!curl) {
        throw Fault(FaultKind::Internal, "curl_easy_init");
    }
    const auto headers = headersOf(service, request);
    Reading reading{request.body};
    Writing writing{{}, request.bytesLimit, false};
    std::array<char, CURL_ERROR_SIZE> why{};
    const std::string address = service.base + "/" + request.path;
    setOption(curl.get(), CURLOPT_URL, address.c_str());
    setOption(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
    setOption(curl.get(), CURLOPT_FOLLOWLOCATION, 0l);
    setOption(curl.get(), CURLOPT_PROXY, "");
    if (address.starts_with("https://")) {
        setTrust(curl.get(), service);
    }
    if (request.method == "PUT") {
        setOption(curl.get(), CURLOPT_UPLOAD, 1l);
        setOption(curl.get(), CURLOPT_READFUNCTION, &sendBody);
        setOption(curl.get(), CURLOPT_READDATA, &reading);
        setOption(curl.get(), CURLOPT_INFILESIZE_LARGE,
                  static_cast<curl_off_t>(request.body.size()));
    }
    setOption(curl.get(), CURLOPT_HTTPHEADER, headers.get());
    setOption(curl.get(), CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(service.timeout.count()));
    // A large document may take its time as long as it moves; nothing else may.
    setOption(curl.get(), CURLOPT_TIMEOUT_MS,
              static_cast<long>(service.timeout.count() +
                                static_cast<std::int64_t>(request.body.size() / 256)));
    setOption(curl.get(), CURLOPT_NOSIGNAL, 1l); // the station has threads
    setOption(curl.get(), CURLOPT_USERAGENT, "seihon");
    setOption(curl.get(), CURLOPT_WRITEFUNCTION, &takeBody);
    setOption(curl.get(), CURLOPT_WRITEDATA, &writing);
    setOption(curl.get(), CURLOPT_ERRORBUFFER, why.data());
    const CURLcode code = ::curl_easy_perform(curl.get());
    WebAnswer answer;
    if (writing.tooLarge) {
        answer.trouble = "its answer is too large";
        return answer;
    }
    if (code != CURLE_OK) {
        answer.trouble = why[0] != '\0' ? why.data() : ::curl_easy_strerror(code);
        answer.untrusted = isAboutTrust(code);
        return answer;
    }
    ::curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answer.status);
    char* type = nullptr;
    ::curl_easy_getinfo(curl.get(), CURLINFO_CONTENT_TYPE, &type);
    answer.type = type == nullptr ? "" : type;
    answer.body = std::move(writing.bytes);
    return answer;
}

} // namespace seihon::documents
