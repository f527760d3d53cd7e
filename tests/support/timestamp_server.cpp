#include "support/timestamp_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

namespace seihon::support {

namespace {

bool waitFor(int socket, int milliseconds) {
    ::pollfd poll{socket, POLLIN, 0};
    return ::poll(&poll, 1, milliseconds) == 1;
}

// Header and body of one request; short when the client goes away.
std::string readRequest(int connection) {
    std::string request;
    std::size_t wanted = std::string::npos;
    char piece[4096];
    while (request.size() < wanted && waitFor(connection, 5000)) {
        const ::ssize_t count = ::recv(connection, piece, sizeof piece, 0);
        if (count <= 0) {
            break;
        }
        request.append(piece, static_cast<std::size_t>(count));
        const std::size_t end = request.find("\r\n\r\n");
        if (wanted == std::string::npos && end != std::string::npos) {
            const std::size_t length = request.find("Content-Length: ");
            wanted = end + 4 +
                     (length < end ? std::strtoul(request.c_str() + length + 16, nullptr, 10) : 0);
        }
    }
    return request;
}

void sendAll(int connection, const std::string& bytes) {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        const ::ssize_t count =
            ::send(connection, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (count <= 0) {
            return; // the client has had enough, which some tests want
        }
        sent += static_cast<std::size_t>(count);
    }
}

} // namespace

TimestampServer::TimestampServer(Answer answer)
    : TimestampServer(RequestAnswer([answer](const std::string& request) {
          const std::size_t end = request.find("\r\n\r\n");
          const std::string body = end == std::string::npos ? "" : request.substr(end + 4);
          return answer(signing::Der(body.begin(), body.end()));
      })) {
}

TimestampServer::TimestampServer(RequestAnswer answer) : m_answer(std::move(answer)) {
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ::sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
    ::socklen_t size = sizeof address;
    auto* const plain = reinterpret_cast<::sockaddr*>(&address);
    if (m_listener < 0 || ::bind(m_listener, plain, size) != 0 || ::listen(m_listener, 8) != 0 ||
        ::getsockname(m_listener, plain, &size) != 0) {
        throw std::runtime_error("no loopback server");
    }
    m_port = ::ntohs(address.sin_port);
    m_thread = std::thread([this] { serve(); });
}

TimestampServer::~TimestampServer() {
    m_stop = true;
    m_thread.join();
    ::close(m_listener);
}

std::string TimestampServer::url() const {
    return "http://127.0.0.1:" + std::to_string(m_port) + "/tsa";
}

std::string TimestampServer::lastRequest() const {
    const std::scoped_lock lock(m_mutex);
    return m_lastRequest;
}

void TimestampServer::serve() {
    while (!m_stop) {
        if (!waitFor(m_listener, 20)) {
            continue;
        }
        const int connection = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (connection >= 0) {
            answerOne(connection);
            ::close(connection);
        }
    }
}

void TimestampServer::answerOne(int connection) {
    const std::string request = readRequest(connection);
    {
        const std::scoped_lock lock(m_mutex);
        m_lastRequest = request;
    }
    ++m_requests;
    const TimestampAnswer answer = m_answer(request);
    const auto until = std::chrono::steady_clock::now() + answer.stall;
    while (!m_stop && std::chrono::steady_clock::now() < until) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    sendAll(connection, "HTTP/1.1 " + std::to_string(answer.status) +
                            " Test\r\nContent-Type: " + answer.type +
                            "\r\nContent-Length: " + std::to_string(answer.body.size()) +
                            "\r\nConnection: close\r\n" + answer.extraHeaders + "\r\n");
    const std::size_t length = answer.body.size() - std::min(answer.dropLast, answer.body.size());
    sendAll(connection, std::string(answer.body.begin(),
                                    answer.body.begin() + static_cast<std::ptrdiff_t>(length)));
}

} // namespace seihon::support
