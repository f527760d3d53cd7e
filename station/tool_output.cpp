#include "station/tool_output.h"

#include "capture/worker_process.h"

#include <array>
#include <csignal>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace seihon::station {

namespace {

using ToolClock = std::chrono::steady_clock;

// Standard output alone: the other two go nowhere.
std::optional<::pid_t> startTool(const std::vector<std::string>& command, int out) {
    std::vector<char*> argv;
    for (const std::string& word : command) {
        argv.push_back(const_cast<char*>(word.c_str()));
    }
    argv.push_back(nullptr);
    std::string locale = "LC_ALL=C";
    std::array<char*, 2> environment{locale.data(), nullptr};
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions, out, 1);
    ::pid_t pid = -1;
    const int failed = ::posix_spawn(&pid, command.front().c_str(), &actions, nullptr, argv.data(),
                                     environment.data());
    ::posix_spawn_file_actions_destroy(&actions);
    return failed == 0 ? std::optional(pid) : std::nullopt;
}

// False when it had to be broken off.
bool readTool(int in, ToolClock::time_point until, std::size_t most, std::string& text) {
    std::array<char, 4096> buffer{};
    for (;;) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(until - ToolClock::now()).count();
        ::pollfd waiting{in, POLLIN, 0};
        if (left <= 0 || ::poll(&waiting, 1, static_cast<int>(left)) <= 0) {
            return false;
        }
        const ::ssize_t got = ::read(in, buffer.data(), buffer.size());
        if (got <= 0) {
            return got == 0;
        }
        text.append(buffer.data(), static_cast<std::size_t>(got));
        if (text.size() > most) {
            return false;
        }
    }
}

} // namespace

std::optional<ToolOutput> outputOf(const std::vector<std::string>& command,
                                   std::chrono::milliseconds patience, std::size_t most) {
    std::array<int, 2> ends{};
    if (::access(command.front().c_str(), X_OK) != 0 || ::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return std::nullopt;
    }
    const capture::Descriptor in(ends[0]);
    capture::Descriptor out(ends[1]);
    const auto pid = startTool(command, out.get());
    out.reset();
    if (!pid) {
        return std::nullopt;
    }
    ToolOutput result;
    const bool whole = readTool(in.get(), ToolClock::now() + patience, most, result.out);
    if (!whole) {
        ::kill(*pid, SIGKILL);
    }
    int status = 0;
    while (::waitpid(*pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (whole && WIFEXITED(status)) {
        result.code = WEXITSTATUS(status);
    }
    return result;
}

} // namespace seihon::station
