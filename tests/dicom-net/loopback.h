#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace seihon::dicom_net {

// A socket on a free port of 127.0.0.1 that serves one caller in a thread of its own.
class OneCaller {
  public:
    // `serve` gets the connected socket; it is closed afterwards.
    explicit OneCaller(std::function<void(int)> serve);
    ~OneCaller();
    OneCaller(const OneCaller&) = delete;
    OneCaller& operator=(const OneCaller&) = delete;

    std::uint16_t port() const { return m_port; }

  private:
    int m_listener = -1;
    std::uint16_t m_port = 0;
    std::thread m_thread;
};

// A port on which nobody listens at the moment.
std::uint16_t freePort();

// Debian's storescp with further arguments, listening when the constructor returns.
class StoreScp {
  public:
    explicit StoreScp(const std::vector<std::string>& arguments = {});
    ~StoreScp();
    StoreScp(const StoreScp&) = delete;
    StoreScp& operator=(const StoreScp&) = delete;

    std::uint16_t port() const { return m_port; }
    bool running() const { return m_child > 0; }

  private:
    bool start(const std::vector<std::string>& arguments);
    void stop();

    std::uint16_t m_port = 0;
    ::pid_t m_child = -1;
};

} // namespace seihon::dicom_net
