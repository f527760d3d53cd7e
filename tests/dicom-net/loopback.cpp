#include "loopback.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <stdexcept>
#include <utility>

namespace seihon::dicom_net {

namespace {

using namespace std::chrono_literals;

::sockaddr_in loopback(std::uint16_t port) {
    ::sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

std::pair<int, std::uint16_t> boundSocket() {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ::sockaddr_in address = loopback(0);
    ::socklen_t length = sizeof address;
    if (fd < 0 || ::bind(fd, reinterpret_cast<::sockaddr*>(&address), length) != 0 ||
        ::getsockname(fd, reinterpret_cast<::sockaddr*>(&address), &length) != 0) {
        throw std::runtime_error("no loopback socket");
    }
    return {fd, ntohs(address.sin_port)};
}

bool somebodyListens(std::uint16_t port) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const ::sockaddr_in address = loopback(port);
    const bool connected =
        ::connect(fd, reinterpret_cast<const ::sockaddr*>(&address), sizeof address) == 0;
    ::close(fd);
    return connected;
}

} // namespace

OneCaller::OneCaller(std::function<void(int)> serve) {
    std::tie(m_listener, m_port) = boundSocket();
    ::listen(m_listener, 1);
    m_thread = std::thread([listener = m_listener, serve = std::move(serve)] {
        const int fd = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (fd >= 0) {
            serve(fd);
            ::close(fd);
        }
    });
}

OneCaller::~OneCaller() {
    ::shutdown(m_listener, SHUT_RDWR); // wakes accept when nobody called
    m_thread.join();
    ::close(m_listener);
}

std::uint16_t freePort() {
    const auto [fd, port] = boundSocket();
    ::close(fd);
    return port;
}

StoreScp::StoreScp(const std::vector<std::string>& arguments) {
    // Somebody else may take the port between asking for it and storescp's bind.
    for (int attempt = 0; attempt < 5 && !start(arguments); ++attempt) {
        stop();
    }
}

StoreScp::~StoreScp() {
    stop();
}

void StoreScp::stop() {
    if (m_child > 0) {
        ::kill(m_child, SIGKILL);
        ::waitpid(m_child, nullptr, 0);
        m_child = -1;
    }
}

bool StoreScp::start(const std::vector<std::string>& arguments) {
    m_port = freePort();
    std::vector<std::string> words{"storescp", "--ignore"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    words.push_back(std::to_string(m_port));
    std::vector<char*> argv;
    for (std::string& word : words) {
        argv.push_back(word.data());
    }
    argv.push_back(nullptr);
    m_child = ::fork();
    if (m_child == 0) {
        const int null = ::open("/dev/null", O_RDWR);
        ::dup2(null, STDIN_FILENO);
        ::dup2(null, STDOUT_FILENO);
        ::dup2(null, STDERR_FILENO);
        ::execvp("storescp", argv.data());
        ::_exit(127);
    }
    for (int i = 0; i < 500 && m_child > 0; ++i) {
        if (::waitpid(m_child, nullptr, WNOHANG) == m_child) {
            m_child = -1;
            return false;
        }
        if (somebodyListens(m_port)) {
            return true;
        }
        std::this_thread::sleep_for(20ms);
    }
    return false;
}

} // namespace seihon::dicom_net
