#include "capture/worker_process.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace seihon::capture {

using record::Fault;
using record::FaultKind;

namespace {

using Clock = std::chrono::steady_clock;

// Time to park the scanner's carriage after the channel is closed.
constexpr std::chrono::milliseconds kGrace{3000};
// Above the numbers that the worker's own channels get, so that no dup2 overwrites another's
// source.
constexpr int kFirstSafeDescriptor = 10;
// Small enough to stay in the cache until the rows are copied into their page.
constexpr std::size_t kReadBytes = 256u << 10;

[[noreturn]] void cannotStart(const std::string& what, int error) {
    throw Fault(FaultKind::WorkerDied, what + ": " + std::strerror(error));
}

Descriptor lifted(int fd) {
    const Descriptor low(fd);
    const int high = ::fcntl(fd, F_DUPFD_CLOEXEC, kFirstSafeDescriptor);
    if (high < 0) {
        cannotStart("no descriptors left", errno);
    }
    return Descriptor(high);
}

class SpawnActions {
  public:
    SpawnActions() { ::posix_spawn_file_actions_init(&m_actions); }
    ~SpawnActions() { ::posix_spawn_file_actions_destroy(&m_actions); }
    SpawnActions(const SpawnActions&) = delete;
    SpawnActions& operator=(const SpawnActions&) = delete;
    ::posix_spawn_file_actions_t* get() { return &m_actions; }

  private:
    ::posix_spawn_file_actions_t m_actions;
};

// The worker starts with no signal blocked or ignored, in a process group of its own: a Ctrl-C at
// the terminal is the station's to answer.
class SpawnAttributes {
  public:
    SpawnAttributes() {
        ::posix_spawnattr_init(&m_attributes);
        ::sigset_t none;
        ::sigset_t all;
        ::sigemptyset(&none);
        ::sigfillset(&all);
        ::posix_spawnattr_setsigmask(&m_attributes, &none);
        ::posix_spawnattr_setsigdefault(&m_attributes, &all);
        ::posix_spawnattr_setpgroup(&m_attributes, 0);
        ::posix_spawnattr_setflags(&m_attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                                      POSIX_SPAWN_SETPGROUP);
    }
    ~SpawnAttributes() { ::posix_spawnattr_destroy(&m_attributes); }
    SpawnAttributes(const SpawnAttributes&) = delete;
    SpawnAttributes& operator=(const SpawnAttributes&) = delete;
    ::posix_spawnattr_t* get() { return &m_attributes; }

  private:
    ::posix_spawnattr_t m_attributes;
};

// Nothing of the station's environment but these; in sanitizer builds also their options.
std::vector<std::string> workerEnvironment() {
    std::vector<std::string> environment;
    for (const char* name : {"LANG", "LC_ALL", "TMPDIR", "TZ", "ASAN_OPTIONS", "UBSAN_OPTIONS",
                             "TSAN_OPTIONS", "LSAN_OPTIONS"}) {
        if (const char* value = std::getenv(name)) {
            environment.push_back(std::string(name) + "=" + value);
        }
    }
    return environment;
}

int remaining(Clock::time_point deadline) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    return left > 0 ? static_cast<int>(left) + 1 : 0;
}

} // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    std::swap(m_fd, other.m_fd);
    return *this;
}

void Descriptor::reset() {
    if (m_fd >= 0) {
        ::close(m_fd);
        m_fd = -1;
    }
}

WorkerProcess::WorkerProcess(const WorkerConfig& config) : m_stall(config.stall) {
    std::array<int, 2> commands{};
    std::array<int, 2> frames{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, commands.data()) != 0) {
        cannotStart("no socket for the scan worker", errno);
    }
    m_commands = Descriptor(commands[0]);
    const Descriptor commandsOfWorker = lifted(commands[1]);
    if (::pipe2(frames.data(), O_CLOEXEC) != 0) {
        cannotStart("no pipe for the scan worker", errno);
    }
    m_frames = Descriptor(frames[0]);
    const Descriptor framesOfWorker = lifted(frames[1]);
    ::fcntl(m_frames.get(), F_SETFL, O_NONBLOCK);
    ::fcntl(m_commands.get(), F_SETFL, O_NONBLOCK);
    // Best effort: a smaller pipe is only slower.
    ::fcntl(m_frames.get(), F_SETPIPE_SZ, static_cast<int>(kMaxRowsBytes));

    SpawnActions actions;
    ::posix_spawn_file_actions_adddup2(actions.get(), commandsOfWorker.get(), STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(actions.get(), STDERR_FILENO, STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(actions.get(), framesOfWorker.get(), kFrameDescriptor);
    // Whatever a library opened without O_CLOEXEC is not for the worker.
    ::posix_spawn_file_actions_addclosefrom_np(actions.get(), kFrameDescriptor + 1);
    SpawnAttributes attributes;
    std::vector<std::string> environment = workerEnvironment();
    std::vector<char*> environmentPointers;
    for (std::string& variable : environment) {
        environmentPointers.push_back(variable.data());
    }
    environmentPointers.push_back(nullptr);
    std::string executable = config.executable.string();
    std::array<char*, 2> arguments{executable.data(), nullptr};
    const int error = ::posix_spawn(&m_pid, executable.c_str(), actions.get(), attributes.get(),
                                    arguments.data(), environmentPointers.data());
    if (error != 0) {
        cannotStart("cannot start " + executable, error);
    }
}

WorkerProcess::~WorkerProcess() {
    m_commands.reset(); // end of input: the worker cancels and goes
    // A worker that is stuck writing rows nobody will read gets SIGPIPE's answer instead.
    m_frames.reset();
    if (!reap(kGrace)) {
        kill();
    }
}

void WorkerProcess::kill() {
    if (!m_reaped && m_pid > 0) {
        ::kill(m_pid, SIGKILL);
        while (::waitpid(m_pid, &m_status, 0) < 0 && errno == EINTR) {
        }
        m_reaped = true;
    }
}

bool WorkerProcess::reap(std::chrono::milliseconds patience) {
    if (m_reaped || m_pid <= 0) {
        return true;
    }
    // By number: the declaration in glibc 2.36 is not usable from C++.
    const Descriptor watch(static_cast<int>(::syscall(SYS_pidfd_open, m_pid, 0)));
    ::pollfd waiting{watch.get(), POLLIN, 0};
    const Clock::time_point deadline = Clock::now() + patience;
    while (watch.get() >= 0 && ::poll(&waiting, 1, remaining(deadline)) < 0 && errno == EINTR) {
    }
    const ::pid_t ended = ::waitpid(m_pid, &m_status, WNOHANG);
    m_reaped = ended == m_pid || (ended < 0 && errno == ECHILD);
    return m_reaped;
}

std::string WorkerProcess::ending() {
    if (!reap(std::chrono::milliseconds(500))) {
        kill();
        return "it closed its channel and was killed";
    }
    if (WIFSIGNALED(m_status)) {
        return "signal " + std::to_string(WTERMSIG(m_status));
    }
    return "exit status " + std::to_string(WEXITSTATUS(m_status));
}

void WorkerProcess::send(FrameType type, const record::Json& word) {
    const std::string text = frameText(type, word);
    std::size_t sent = 0;
    const Clock::time_point deadline = Clock::now() + m_stall;
    while (sent < text.size()) {
        const ssize_t count =
            ::send(m_commands.get(), text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
        if (count >= 0) {
            sent += static_cast<std::size_t>(count);
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            ::pollfd waiting{m_commands.get(), POLLOUT, 0};
            if (::poll(&waiting, 1, remaining(deadline)) == 0) {
                kill();
                throw Fault(FaultKind::DeviceHung, "the scan worker does not listen");
            }
        } else if (errno != EINTR) {
            // It is gone. What it said before is still in the pipe and counts; the end of that pipe
            // tells the rest.
            return;
        }
    }
}

WorkerProcess::Outcome WorkerProcess::receive(std::optional<FrameView>& frame,
                                              const ScanControl& control) {
    const bool listens = control.stop.stop_possible() || control.cancel.stop_possible();
    const Descriptor bell(listens ? ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK) : -1);
    const auto ring = [&bell] {
        const std::uint64_t one = 1;
        [[maybe_unused]] const ssize_t rung = ::write(bell.get(), &one, sizeof one);
    };
    const std::stop_callback onStop(control.stop, ring);
    const std::stop_callback onCancel(control.cancel, ring);
    const Clock::time_point deadline = Clock::now() + m_stall;
    while (true) {
        frame = m_parser.nextView();
        if (frame) {
            return Outcome::Frame;
        }
        std::array<::pollfd, 2> waiting{{{m_frames.get(), POLLIN, 0}, {bell.get(), POLLIN, 0}}};
        const int ready = ::poll(waiting.data(), waiting.size(), remaining(deadline));
        if (ready < 0 && errno != EINTR) {
            throw Fault(FaultKind::Internal, std::string("poll: ") + std::strerror(errno));
        }
        if ((waiting[1].revents & POLLIN) != 0) {
            return Outcome::StopRequested;
        }
        if (ready > 0 && waiting[0].revents != 0) {
            const std::span<std::uint8_t> room = m_parser.room(kReadBytes);
            const ssize_t got = ::read(m_frames.get(), room.data(), room.size());
            if (got > 0) {
                m_parser.filled(static_cast<std::size_t>(got));
            } else if (got == 0 || (errno != EINTR && errno != EAGAIN)) {
                return Outcome::Gone;
            }
        }
        if (Clock::now() >= deadline) {
            frame = m_parser.nextView();
            return frame ? Outcome::Frame : Outcome::Silent;
        }
    }
}

} // namespace seihon::capture
