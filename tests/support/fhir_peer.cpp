#include "support/fhir_peer.h"

#include "record/digest.h"
#include "record/json.h"

#include <httplib.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <set>
#include <thread>

namespace seihon::support {

struct FhirPeer::State {
    std::unique_ptr<httplib::Server> server;
    std::string scheme = "http";
    int port = 0;
    std::thread thread;
    std::mutex guard;
    PeerManner manner = PeerManner::Good;
    std::map<std::string, std::string> resources;
    std::set<std::string> brokenOff;
    std::string authorization;
    int puts = 0;
    std::atomic<bool> over = false;

    void put(const httplib::Request& request, httplib::Response& response);
    void get(const httplib::Request& request, httplib::Response& response);
    bool misbehave(const httplib::Request& request, httplib::Response& response);
    void start();
};

namespace {

constexpr const char* kJson = "application/fhir+json; charset=utf-8";

std::string keyOf(const httplib::Request& request) {
    return request.path.substr(std::string("/fhir/").size());
}

void refuse(httplib::Response& response, int status, const std::string& why) {
    response.status = status;
    response.set_content(
        "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\","
        "\"code\":\"processing\",\"diagnostics\":\"" +
            why + "\"}]}",
        kJson);
}

} // namespace

bool FhirPeer::State::misbehave(const httplib::Request& request, httplib::Response& response) {
    switch (manner) {
    case PeerManner::Fails:
        refuse(response, 500, "no room");
        return true;
    case PeerManner::Forbids:
        refuse(response, 403, "not you");
        return true;
    case PeerManner::Redirects:
        response.set_redirect("/elsewhere");
        return true;
    case PeerManner::Sleeps:
        for (int i = 0; i < 200 && !over; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
        return true;
    case PeerManner::TalksWithoutEnd:
        response.set_content(std::string(16 << 20, 'x'), "application/pdf");
        return true;
    case PeerManner::TalksNonsense:
        response.set_content("<html>welcome</html>", "text/html");
        return true;
    case PeerManner::Refuses:
        if (request.method == "PUT") {
            refuse(response, 422, "参照先の患者が見つかりません");
            return true;
        }
        return false;
    case PeerManner::RefusesReference:
        if (request.method == "PUT" && keyOf(request).starts_with("Document")) {
            refuse(response, 422, "no such patient");
            return true;
        }
        return false;
    default:
        return false;
    }
}

void FhirPeer::State::put(const httplib::Request& request, httplib::Response& response) {
    const std::lock_guard lock(guard);
    authorization = request.get_header_value("Authorization");
    ++puts;
    if (misbehave(request, response)) {
        return;
    }
    const std::string key = keyOf(request);
    std::string body = request.body;
    const bool binary = key.starts_with("Binary/");
    if (manner == PeerManner::ChangesBytes && binary) {
        const std::size_t at = body.find("\"data\":\"") + 20;
        body[at] = body[at] == 'A' ? 'B' : 'A';
    }
    if (manner == PeerManner::OtherPatient && !binary) {
        body.replace(body.find("P-0042"), 6, "P-0043");
    }
    const bool lost = (manner == PeerManner::LosesBinary && binary) ||
                      (manner == PeerManner::LosesReference && !binary);
    const bool isNew = resources.count(key) == 0;
    if (!lost) {
        resources[key] = body;
    }
    if (manner == PeerManner::LosesAnswer && brokenOff.insert(key).second) {
        refuse(response, 502, "upstream"); // by a proxy in between
        return;
    }
    response.status = isNew ? 201 : 200;
    response.set_header("ETag", "W/\"1\"");
    response.set_header("Location", "/fhir/" + key + "/_history/1");
}

void FhirPeer::State::get(const httplib::Request& request, httplib::Response& response) {
    const std::lock_guard lock(guard);
    authorization = request.get_header_value("Authorization");
    if (misbehave(request, response)) {
        return;
    }
    const auto found = resources.find(keyOf(request));
    if (found == resources.end()) {
        refuse(response, 404, "unknown");
        return;
    }
    const bool raw = request.get_header_value("Accept") == "application/pdf";
    if (raw && manner != PeerManner::BinaryAsJson) {
        // As large as it was sent.
        const record::Json binary =
            record::parseJson(found->second, {.bytes = found->second.size(), .depth = 8});
        response.set_content(record::fromBase64(binary.at("data").asString()), "application/pdf");
    } else {
        response.set_content(found->second, kJson);
    }
}

void FhirPeer::State::start() {
    server->set_keep_alive_timeout(1);
    server->Put("/fhir/(Binary|DocumentReference)/[-0-9a-f]+",
                [this](const httplib::Request& request, httplib::Response& response) {
                    put(request, response);
                });
    server->Get("/fhir/(Binary|DocumentReference)/[-0-9a-f]+",
                [this](const httplib::Request& request, httplib::Response& response) {
                    get(request, response);
                });
    port = server->bind_to_any_port("127.0.0.1");
    thread = std::thread([this] { server->listen_after_bind(); });
    while (!server->is_running()) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

FhirPeer::FhirPeer(PeerManner manner) : m_state(std::make_unique<State>()) {
    m_state->manner = manner;
    m_state->server = std::make_unique<httplib::Server>();
    m_state->start();
}

FhirPeer::FhirPeer(PeerManner manner, const std::filesystem::path& certificate,
                   const std::filesystem::path& key, const std::filesystem::path& authority)
    : m_state(std::make_unique<State>()) {
    m_state->manner = manner;
    m_state->scheme = "https";
    m_state->server = std::make_unique<httplib::SSLServer>(
        certificate.c_str(), key.c_str(), authority.empty() ? nullptr : authority.c_str());
    m_state->start();
}

FhirPeer::~FhirPeer() {
    m_state->over = true;
    m_state->server->stop();
    m_state->thread.join();
}

std::string FhirPeer::base() const {
    const bool tls = m_state->scheme == "https";
    return m_state->scheme + (tls ? "://localhost:" : "://127.0.0.1:") +
           std::to_string(m_state->port) + "/fhir";
}

std::map<std::string, std::string> FhirPeer::resources() const {
    const std::lock_guard lock(m_state->guard);
    return m_state->resources;
}

int FhirPeer::puts() const {
    const std::lock_guard lock(m_state->guard);
    return m_state->puts;
}

std::string FhirPeer::authorization() const {
    const std::lock_guard lock(m_state->guard);
    return m_state->authorization;
}

void FhirPeer::behave(PeerManner manner) {
    const std::lock_guard lock(m_state->guard);
    m_state->manner = manner;
}

} // namespace seihon::support
