#include "atna/syslog_socket.h"

#include <linux/sockios.h>
#include <netdb.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

namespace seihon::atna {

namespace {

struct FreeAddresses {
    void operator()(::addrinfo* list) const { ::freeaddrinfo(list); }
};

} // namespace

SyslogSocket::SyslogSocket(std::chrono::milliseconds timeout)
    : m_until(std::chrono::steady_clock::now() + timeout) {
}

SyslogSocket::~SyslogSocket() {
    if (m_fd >= 0) {
        ::close(m_fd);
    }
}

bool SyslogSocket::timeIsUp() const {
    return std::chrono::steady_clock::now() >= m_until;
}

bool SyslogSocket::await(short events) const {
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(
            m_until - std::chrono::steady_clock::now());
        if (left.count() <= 0) {
            return false;
        }
        ::pollfd one{m_fd, events, 0};
        const int ready = ::poll(&one, 1, static_cast<int>(left.count()));
        if (ready > 0) {
            return true;
        }
        if (ready < 0 && errno != EINTR) {
            return false;
        }
    }
}

bool SyslogSocket::awaitReadable() const {
    return await(POLLIN);
}

bool SyslogSocket::awaitWritable() const {
    return await(POLLOUT);
}

std::string SyslogSocket::connectTo(const void* address, unsigned length, int family) {
    m_fd = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (m_fd < 0) {
        return std::strerror(errno);
    }
    int error = 0;
    if (::connect(m_fd, static_cast<const ::sockaddr*>(address), length) != 0) {
        error = errno;
        if (error == EINPROGRESS) {
            ::socklen_t size = sizeof error;
            if (!awaitWritable()) {
                error = ETIMEDOUT;
            } else if (::getsockopt(m_fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0) {
                error = errno;
            }
        }
    }
    if (error == 0) {
        return {};
    }
    ::close(m_fd);
    m_fd = -1;
    return std::strerror(error);
}

std::string SyslogSocket::connect(const std::string& host, std::uint16_t port) {
    ::addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICSERV;
    ::addrinfo* found = nullptr;
    const int result = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
    if (result != 0) {
        return ::gai_strerror(result);
    }
    const std::unique_ptr<::addrinfo, FreeAddresses> list(found);
    std::string why = "no address";
    for (const ::addrinfo* one = list.get(); one != nullptr; one = one->ai_next) {
        why = connectTo(one->ai_addr, one->ai_addrlen, one->ai_family);
        if (why.empty() || timeIsUp()) {
            break;
        }
    }
    return why;
}

bool SyslogSocket::endsCleanly() const {
    if (::shutdown(m_fd, SHUT_WR) != 0) {
        return false;
    }
    for (;;) {
        char byte = 0;
        const ::ssize_t got = ::recv(m_fd, &byte, 1, 0);
        if (got == 0) {
            int underWay = 0; // our own end may be the one that is not acknowledged yet
            return ::ioctl(m_fd, SIOCOUTQ, &underWay) == 0 && underWay <= 1;
        }
        if (got > 0) {
            return false; // after close_notify nothing comes
        }
        const bool later = errno == EINTR || errno == EAGAIN;
        if (!later || !awaitReadable()) {
            return false;
        }
    }
}

} // namespace seihon::atna
