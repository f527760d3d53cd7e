#include "run.h"

#include "acts.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <stdexcept>
#include <thread>

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace seihon::campaign {

namespace fs = std::filesystem;

namespace {

constexpr int kTellingFd = 9;
constexpr auto kLongestRun = std::chrono::seconds(60); // SQLite alone waits 5 s for a lock

std::vector<char*> pointersTo(std::vector<std::string>& words) {
    std::vector<char*> pointers;
    for (std::string& word : words) {
        pointers.push_back(word.data());
    }
    pointers.push_back(nullptr);
    return pointers;
}

pid_t start(const Target& target, std::vector<std::string> words, int tellingEnd) {
    std::vector<std::string> environment = target.environment;
    for (char** one = environ; *one != nullptr; ++one) {
        environment.emplace_back(*one);
    }
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, tellingEnd, kTellingFd);
    ::posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_t attributes; // a group of its own, so that strace and its child end together
    ::posix_spawnattr_init(&attributes);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    pid_t pid = -1;
    const int error = ::posix_spawnp(&pid, words[0].c_str(), &actions, &attributes,
                                     pointersTo(words).data(), pointersTo(environment).data());
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0) {
        throw std::runtime_error("cannot start " + words[0]);
    }
    return pid;
}

} // namespace

TargetRun runTarget(const Target& target, const fs::path& home, const std::string& job, int rounds,
                    const std::function<bool(const std::string&, int)>& listen) {
    int ends[2] = {};
    if (::pipe2(ends, O_CLOEXEC) != 0) {
        throw std::runtime_error("pipe");
    }
    std::vector<std::string> words = target.before;
    words.insert(words.end(), {target.program, home.string(), job, std::to_string(rounds),
                               std::to_string(kTellingFd)});
    const pid_t pid = start(target, std::move(words), ends[1]);
    ::close(ends[1]);
    TargetRun run;
    bool isKilled = false;
    const auto until = std::chrono::steady_clock::now() + kLongestRun;
    for (;;) {
        const bool listening = listen && !isKilled;
        if (listening && listen(run.lines, pid)) {
            ::kill(-pid, SIGKILL);
            isKilled = true;
        }
        pollfd waiting{ends[0], POLLIN, 0};
        if (::poll(&waiting, 1, 1000) == 0) {
            if (std::chrono::steady_clock::now() > until) {
                run.isHung = true;
                ::kill(-pid, SIGKILL);
            }
            continue;
        }
        char block[4096];
        const ssize_t count = ::read(ends[0], block, sizeof block);
        if (count <= 0) {
            break;
        }
        run.lines.append(block, static_cast<std::size_t>(count));
    }
    ::close(ends[0]);
    while (::waitpid(pid, &run.status, 0) < 0 && errno == EINTR) {
    }
    run.told.hear(run.lines);
    return run;
}

bool mayTrace() {
    return std::system("strace --seccomp-bpf -f -qq -o /dev/null -e trace=close true "
                       ">/dev/null 2>&1") == 0;
}

TemplateHome::TemplateHome() {
    // In memory where there is room: it ends processes and cuts no power.
    const bool memory = ::access("/dev/shm", W_OK) == 0;
    std::string name =
        std::string(memory ? "/dev/shm" : fs::temp_directory_path().c_str()) + "/campaign-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) {
        throw std::runtime_error("no folder for homes");
    }
    m_root = name;
    std::string lines;
    Acts acts(m_root / "template", [&](const std::string& line) { lines += line + "\n"; });
    acts.round("template");
    m_told.hear(lines);
}

TemplateHome::~TemplateHome() {
    std::error_code ignored;
    fs::remove_all(m_root, ignored);
}

fs::path TemplateHome::copy() const {
    static std::atomic<unsigned> counter{0};
    const fs::path home = m_root / ("home-" + std::to_string(counter++));
    fs::copy(m_root / "template", home, fs::copy_options::recursive);
    return home;
}

std::string afterRestart(const fs::path& home, Told told) {
    std::string lines;
    try {
        Acts acts(home, [&](const std::string& line) { lines += line + "\n"; });
        acts.settle();
        acts.nextAct("next");
    } catch (const std::exception& error) {
        return std::string("the restart failed: ") + error.what() + "\n";
    }
    told.hear(lines);
    std::string complaints = complaintsAbout(home, told);
    if (lines.find("\nok capture next-a\n") == std::string::npos) {
        complaints += "the next act failed: " + lines;
    }
    return complaints;
}

void inParallel(std::size_t count, const std::function<void(std::size_t)>& one) {
    std::atomic<std::size_t> next{0};
    std::vector<std::thread> threads;
    // More than there are cores: who is traced, or waits for a lock that is refused, needs none.
    const unsigned width = 2 * std::max(1u, std::thread::hardware_concurrency());
    for (unsigned i = 0; i < width; ++i) {
        threads.emplace_back([&] {
            for (std::size_t index = next++; index < count; index = next++) {
                one(index);
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
}

void Complaints::add(const std::string& place, const std::string& text) {
    static std::mutex mutex;
    const std::scoped_lock lock(mutex);
    if (++m_count <= 20) {
        m_shown += place + ":\n" + text;
    }
}

} // namespace seihon::campaign
