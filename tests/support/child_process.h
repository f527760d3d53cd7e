#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace seihon::support {

// A server that a test needs beside itself, in a process group of its own. Destruction kills the
// group.
class ChildProcess {
  public:
    ChildProcess() = default;
    // Empty of everything but `environment` (NAME=value) and PATH; its output goes to `log`.
    ChildProcess(const std::vector<std::string>& arguments,
                 const std::vector<std::string>& environment, const std::filesystem::path& log);
    ~ChildProcess() { kill(); }
    ChildProcess(ChildProcess&& other) noexcept;
    ChildProcess& operator=(ChildProcess&& other) noexcept;

    // With its children: some servers fork for each caller.
    void kill();
    ::pid_t pid() const { return m_pid; }

  private:
    ::pid_t m_pid = -1;
};

// A free TCP port of `address` as far as anybody can know.
int freePort(const std::string& address);
// Until somebody listens there, or the time is up.
bool awaitListener(const std::string& address, int port);

} // namespace seihon::support
