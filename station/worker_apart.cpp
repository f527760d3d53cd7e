#include "station/worker_apart.h"

#include "capture/worker_process.h"
#include "record/fault.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace seihon::station {

using capture::Descriptor;
using record::Fault;
using record::FaultKind;

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kFirstSafeDescriptor = 10;
constexpr std::chrono::seconds kLeaving{5};

[[noreturn]] void cannotLook(const std::string& what, int error) {
    throw Fault(FaultKind::WorkerDied, what + ": " + std::strerror(error));
}

// Above the numbers that the worker gets, so that no dup2 overwrites another's source.
int lifted(int fd) {
    if (fd < 0) {
        cannotLook("no descriptor for a worker", errno);
    }
    const int high = ::fcntl(fd, F_DUPFD_CLOEXEC, kFirstSafeDescriptor);
    const int error = errno;
    ::close(fd);
    if (high < 0) {
        cannotLook("no descriptor for a worker", error);
    }
    return high;
}

// The file in memory: no pipe to fill, so nobody waits for anybody.
int fileInMemory(record::Bytes file) {
    const int fd = lifted(::memfd_create("file", MFD_CLOEXEC));
    std::size_t put = 0;
    while (put < file.size()) {
        const ::ssize_t some = ::write(fd, file.data() + put, file.size() - put);
        if (some < 0 && errno != EINTR) {
            const int error = errno;
            ::close(fd);
            cannotLook("no memory for the file", error);
        }
        put += some > 0 ? static_cast<std::size_t>(some) : 0;
    }
    ::lseek(fd, 0, SEEK_SET);
    return fd;
}

// Nothing of the station's environment: models come from where they are installed. One thread, so
// that scanning has the other core.
std::vector<std::string> apartEnvironment() {
    std::vector<std::string> environment{"OMP_THREAD_LIMIT=1", "LC_ALL=C"};
    for (const char* name : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS"}) {
        if (const char* value = std::getenv(name)) {
            environment.push_back(std::string(name) + "=" + value);
        }
    }
    return environment;
}

class Apart {
  public:
    Apart(const ApartWorker& worker, int file, int answer);
    ~Apart() {
        if (m_pid > 0) {
            ::kill(m_pid, SIGKILL);
            while (::waitpid(m_pid, nullptr, 0) < 0 && errno == EINTR) {
            }
        }
    }
    Apart(const Apart&) = delete; // owns the process
    Apart& operator=(const Apart&) = delete;

    // After its answer's end: empty when it ended well.
    std::string ending() {
        // It closed its end, so it is about to go; should it not, it is made to.
        int status = 0;
        const auto until = Clock::now() + kLeaving;
        ::pid_t gone = 0;
        while ((gone = ::waitpid(m_pid, &status, WNOHANG)) == 0 && Clock::now() < until) {
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
        if (gone == 0) {
            return "its output closed and did not end";
        }
        m_pid = -1;
        if (WIFSIGNALED(status)) {
            return "signal " + std::to_string(WTERMSIG(status));
        }
        return WEXITSTATUS(status) == 0 ? std::string()
                                        : "exit status " + std::to_string(WEXITSTATUS(status));
    }

  private:
    ::pid_t m_pid = -1;
};

Apart::Apart(const ApartWorker& worker, int file, int answer) {
    ::posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, file, STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, answer, STDOUT_FILENO);
#ifndef SEIHON_SANITIZED // a sanitizer's report must be seen
    // Tesseract tells the terminal about every empty page.
    ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
#endif
    ::posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    ::posix_spawnattr_t attributes;
    ::posix_spawnattr_init(&attributes);
    ::sigset_t none;
    ::sigset_t all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setsigdefault(&attributes, &all);
    ::posix_spawnattr_setpgroup(&attributes, 0); // Ctrl-C is the station's to answer
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                                POSIX_SPAWN_SETPGROUP);
    std::vector<std::string> environment = apartEnvironment();
    std::vector<char*> variables;
    for (std::string& variable : environment) {
        variables.push_back(variable.data());
    }
    variables.push_back(nullptr);
    std::string executable = worker.executable.string();
    std::vector<std::string> words = worker.arguments;
    std::vector<char*> arguments{executable.data()};
    for (std::string& word : words) {
        arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    const int error = ::posix_spawn(&m_pid, executable.c_str(), &actions, &attributes,
                                    arguments.data(), variables.data());
    ::posix_spawn_file_actions_destroy(&actions);
    ::posix_spawnattr_destroy(&attributes);
    if (error != 0) {
        m_pid = -1;
        cannotLook("cannot start " + executable, error);
    }
}

// Everything up to the end; empty when it takes too long or is too much.
std::optional<std::string> readAnswer(int fd, Clock::time_point until, std::size_t longest) {
    std::string answer;
    std::array<char, 16384> part{};
    for (;;) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
        ::pollfd waiting{fd, POLLIN, 0};
        const int ready = left > 0 ? ::poll(&waiting, 1, static_cast<int>(left)) : 0;
        if (ready < 0 && errno == EINTR) {
            continue;
        }
        if (ready <= 0) {
            return std::nullopt;
        }
        const ::ssize_t got = ::read(fd, part.data(), part.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return answer;
        }
        answer.append(part.data(), static_cast<std::size_t>(got));
        if (answer.size() > longest) {
            return std::nullopt;
        }
    }
}

} // namespace

std::filesystem::path programBeside(const char* name) {
    return std::filesystem::read_symlink("/proc/self/exe").parent_path() / name;
}

ApartAnswer answerApart(const ApartWorker& worker, record::Bytes input) {
    const Descriptor file(fileInMemory(input));
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0) {
        cannotLook("no pipe for a worker", errno);
    }
    const Descriptor answers(pipe[0]);
    Descriptor answerOfWorker(lifted(pipe[1]));
    Apart apart(worker, file.get(), answerOfWorker.get());
    answerOfWorker.reset();
    std::optional<std::string> answer =
        readAnswer(answers.get(), Clock::now() + worker.patience, worker.longestAnswer);
    if (!answer) {
        return {{}, "took too long or said too much"};
    }
    const std::string ending = apart.ending();
    if (!ending.empty()) {
        return {{}, "ended with " + ending};
    }
    return {std::move(*answer), {}};
}

} // namespace seihon::station
