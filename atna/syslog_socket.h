#pragma once

#include <chrono>
#include <cstdint>
#include <string>

// Private to atna.
namespace seihon::atna {

// A TCP connection that never waits beyond one deadline for everything that is done with it.
class SyslogSocket {
  public:
    explicit SyslogSocket(std::chrono::milliseconds timeout);
    ~SyslogSocket();
    SyslogSocket(const SyslogSocket&) = delete; // owns its descriptor
    SyslogSocket& operator=(const SyslogSocket&) = delete;

    // Empty: connected. Names are looked up by the system's resolver, with the resolver's times.
    std::string connect(const std::string& host, std::uint16_t port);
    int fd() const { return m_fd; }
    // False: the deadline has passed.
    bool awaitReadable() const;
    bool awaitWritable() const;
    bool timeIsUp() const;
    // We say that nothing more comes; the other side then ends without a reset, and every byte of
    // ours has reached it. A reset says that it went away with bytes of ours unread.
    bool endsCleanly() const;

  private:
    bool await(short events) const;
    std::string connectTo(const void* address, unsigned length, int family);

    std::chrono::steady_clock::time_point m_until;
    int m_fd = -1;
};

} // namespace seihon::atna
