#include "station/tool_process.h"

#include "capture/worker_process.h"
#include "record/fault.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace seihon::station {

using capture::Descriptor;
using record::Fault;
using record::FaultKind;

namespace {

using StepClock = std::chrono::steady_clock;

constexpr int kSecretDescriptor = 3;
constexpr int kAboveSecret = 10;
// util-linux, which no Debian is without: the kernel ends the program with us, so that a restore
// that was killed does not go on writing beside the one that follows it.
constexpr const char* kTether = "/usr/bin/setpriv";

[[noreturn]] void cannotStart(const std::string& what, int error) {
    throw Fault(FaultKind::WorkerDied, what + ": " + std::strerror(error));
}

struct Pipe {
    Pipe() {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
            cannotStart("no pipe for a program", errno);
        }
        read = Descriptor(ends[0]);
        // Above the number of the secret, so that no dup2 overwrites another's source.
        write = Descriptor(::fcntl(ends[1], F_DUPFD_CLOEXEC, kAboveSecret));
        ::close(ends[1]);
    }
    Descriptor read, write;
};

std::vector<char*> pointersTo(std::vector<std::string>& words) {
    std::vector<char*> pointers;
    for (std::string& word : words) {
        pointers.push_back(word.data());
    }
    pointers.push_back(nullptr);
    return pointers;
}

::pid_t spawnTool(const ToolCall& call, const Pipe& out, const Pipe& err) {
    std::vector<std::string> words{kTether, "--pdeathsig", "KILL", "--"};
    words.insert(words.end(), call.command.begin(), call.command.end());
    std::vector<std::string> environment = call.environment;
    ::posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions, out.write.get(), STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, err.write.get(), STDERR_FILENO);
    const Descriptor secret(call.secret >= 0 ? ::fcntl(call.secret, F_DUPFD_CLOEXEC, kAboveSecret)
                                             : -1);
    if (secret.get() >= 0) {
        ::posix_spawn_file_actions_adddup2(&actions, secret.get(), kSecretDescriptor);
    }
    ::posix_spawn_file_actions_addclosefrom_np(&actions, secret.get() >= 0 ? kSecretDescriptor + 1
                                                                           : kSecretDescriptor);
    ::posix_spawn_file_actions_addchdir_np(&actions, call.workingFolder.c_str());
    ::posix_spawnattr_t attributes;
    ::posix_spawnattr_init(&attributes);
    ::sigset_t none;
    ::sigset_t all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setsigdefault(&attributes, &all);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    ::pid_t pid = -1;
    const int error = ::posix_spawn(&pid, kTether, &actions, &attributes, pointersTo(words).data(),
                                    pointersTo(environment).data());
    ::posix_spawn_file_actions_destroy(&actions);
    ::posix_spawnattr_destroy(&attributes);
    if (error != 0) {
        cannotStart("cannot start " + call.command.front(), error);
    }
    return pid;
}

// True at its end. A long answer keeps its last part: what matters stands there.
bool takeSome(int fd, std::size_t most, std::string& text) {
    std::array<char, 16384> part{};
    const ::ssize_t got = ::read(fd, part.data(), part.size());
    if (got < 0) {
        return errno != EINTR && errno != EAGAIN;
    }
    text.append(part.data(), static_cast<std::size_t>(got));
    if (text.size() > 2 * most) {
        text.erase(0, text.size() - most);
    }
    return got == 0;
}

// False when it takes too long.
bool readBoth(const ToolCall& call, const Pipe& out, const Pipe& err, ToolEnd& end) {
    const auto until = StepClock::now() + call.patience;
    std::array<::pollfd, 2> waiting{{{out.read.get(), POLLIN, 0}, {err.read.get(), POLLIN, 0}}};
    while (waiting[0].fd >= 0 || waiting[1].fd >= 0) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(until - StepClock::now()).count();
        if (left <= 0) {
            return false;
        }
        if (::poll(waiting.data(), waiting.size(), static_cast<int>(left)) < 0 && errno != EINTR) {
            return false;
        }
        for (std::size_t i = 0; i < waiting.size(); ++i) {
            if (waiting[i].fd >= 0 && waiting[i].revents != 0 &&
                takeSome(waiting[i].fd, call.most, i == 0 ? end.out : end.err)) {
                waiting[i].fd = -1;
            }
        }
    }
    return true;
}

} // namespace

ToolEnd runTool(const ToolCall& call) {
    Pipe out;
    Pipe err;
    const ::pid_t pid = spawnTool(call, out, err);
    out.write.reset();
    err.write.reset();
    ToolEnd end;
    end.tooSlow = !readBoth(call, out, err, end);
    if (end.tooSlow) {
        ::kill(pid, SIGKILL);
    }
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    end.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return end;
}

std::filesystem::path toolAt(const std::vector<std::filesystem::path>& places) {
    for (const std::filesystem::path& place : places) {
        if (::access(place.c_str(), X_OK) == 0) {
            return place;
        }
    }
    return {};
}

} // namespace seihon::station
