#include "witness/http_server.h"

#include "record/fault.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>

#include <string_view>

namespace seihon::witness {

namespace {

constexpr unsigned kSecondsOfSilence = 10;
constexpr unsigned kMostConnections = 64;
constexpr std::size_t kMemoryOfConnection = 32u << 10;
constexpr std::string_view kVerb = "/add-checkpoint";

struct Received {
    std::string body;
    bool tooLarge = false;
};

MHD_Result reply(MHD_Connection* connection, const Answer& answer) {
    MHD_Response* const response = ::MHD_create_response_from_buffer(
        answer.body.size(), const_cast<char*>(answer.body.data()), MHD_RESPMEM_MUST_COPY);
    if (response == nullptr) {
        return MHD_NO;
    }
    ::MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, answer.type.c_str());
    const MHD_Result done =
        ::MHD_queue_response(connection, static_cast<unsigned>(answer.status), response);
    ::MHD_destroy_response(response);
    return done;
}

// Called once when a request begins, then for each piece of its body, then once more at its end.
MHD_Result handle(void* owner, MHD_Connection* connection, const char* url, const char* method,
                  const char*, const char* data, std::size_t* size, void** state) {
    auto* received = static_cast<Received*>(*state);
    if (received == nullptr) {
        *state = new Received;
        return MHD_YES;
    }
    if (*size > 0) {
        if (received->body.size() + *size > kRequestBytes) {
            received->tooLarge = true; // read to its end and thrown away
        } else {
            received->body.append(data, *size);
        }
        *size = 0;
        return MHD_YES;
    }
    try {
        if (!std::string_view(url).ends_with(kVerb)) {
            return reply(connection, {404, "text/plain", "there is add-checkpoint alone\n"});
        }
        if (std::string_view(method) != MHD_HTTP_METHOD_POST) {
            return reply(connection, {405, "text/plain", "POST\n"});
        }
        if (received->tooLarge) {
            return reply(connection, {413, "text/plain", "too large\n"});
        }
        return reply(connection, static_cast<Witness*>(owner)->addCheckpoint(received->body,
                                                                             record::readClock()));
    } catch (const std::exception&) { // nothing may pass through the library's C code
        return MHD_NO;
    }
}

void forget(void*, MHD_Connection*, void** state, MHD_RequestTerminationCode) {
    delete static_cast<Received*>(*state);
    *state = nullptr;
}

} // namespace

HttpServer::HttpServer(Witness& witness) : m_witness(witness) {
    const config::WitnessConfig& config = witness.config();
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(config.port);
    if (::inet_pton(AF_INET, config.listen.c_str(), &address.sin_addr) != 1) {
        throw record::Fault(record::FaultKind::ConfigInvalid,
                            "witness.toml: listen is no IPv4 address: " + config.listen,
                            {{"file", "witness.toml"}});
    }
    m_daemon = ::MHD_start_daemon(
        MHD_USE_INTERNAL_POLLING_THREAD, config.port, nullptr, nullptr, &handle, &m_witness,
        MHD_OPTION_SOCK_ADDR, &address, MHD_OPTION_CONNECTION_LIMIT, kMostConnections,
        MHD_OPTION_CONNECTION_TIMEOUT, kSecondsOfSilence, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        kMemoryOfConnection, MHD_OPTION_NOTIFY_COMPLETED, &forget, nullptr, MHD_OPTION_END);
    const MHD_DaemonInfo* const info =
        m_daemon == nullptr ? nullptr : ::MHD_get_daemon_info(m_daemon, MHD_DAEMON_INFO_BIND_PORT);
    if (info == nullptr) {
        throw record::Fault(record::FaultKind::StorageFailed,
                            "cannot listen on " + config.listen + ":" + std::to_string(config.port),
                            {{"file", config.listen}});
    }
    m_port = info->port;
}

HttpServer::~HttpServer() {
    ::MHD_stop_daemon(m_daemon);
}

} // namespace seihon::witness
