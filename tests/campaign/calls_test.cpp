#include "run.h"

#include <gtest/gtest.h>

#include <sys/wait.h>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <regex>

// Every system call of the commit path refused or deadly, one run each: EIO, ENOSPC, EDQUOT, EINTR,
// EROFS and KILL, once and from then on.
namespace seihon::campaign {
namespace {

namespace fs = std::filesystem;

struct Call {
    std::string name;
    int nth = 0; // among the calls of that name in the whole process, as strace counts
};

struct Injection {
    Call call;
    std::string what; // of strace: "error=EIO", "signal=KILL"
    std::string when;
};

constexpr std::array kErrors{"EIO", "ENOSPC", "EDQUOT", "EINTR", "EROFS"};

bool isOneOf(const std::string& name, const std::vector<std::string>& names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

// Calls that the kernel never refuses in these words, or that are about memory: only death.
bool cannotBeRefused(const std::string& name) {
    return isOneOf(name, {"getpid", "geteuid", "futex", "brk", "mmap", "munmap", "mprotect",
                          "madvise", "clock_nanosleep", "rt_sigprocmask", "rt_sigaction"});
}

bool onlyLooks(const std::string& name) {
    return isOneOf(name, {"newfstatat", "fstat", "stat", "lstat", "fcntl", "pread64", "read",
                          "getdents64", "flock", "fadvise64", "getrandom", "statx", "access"});
}

// The calls between "begin" and "end" of one undisturbed run.
std::vector<Call> callsOfTheCommitPath(const TemplateHome& home) {
    const fs::path log = home.root() / "calls";
    const TargetRun run = runTarget(
        {{"strace", "-f", "-qq", "-o", log.string()}, SEIHON_BIN_DIR "/campaign-target", {}},
        home.copy(), "traced", 0);
    EXPECT_NE(run.lines.find("\nend\n"), std::string::npos) << run.lines;
    std::ifstream stream(log);
    std::map<std::string, int> counts;
    std::vector<Call> calls;
    bool isWithin = false;
    const std::regex form(R"(^\d+ +(\w+)\((.*))");
    for (std::string line; std::getline(stream, line);) {
        std::smatch found;
        if (!std::regex_match(line, found, form)) {
            continue;
        }
        const std::string name = found[1];
        const int nth = ++counts[name];
        const std::string rest = found[2];
        if (name == "write" && rest.find("\"end\\n\"") != std::string::npos) {
            break;
        }
        if (isWithin) {
            calls.push_back({name, nth});
        }
        isWithin = isWithin || (name == "write" && rest.find("\"begin\\n\"") != std::string::npos);
    }
    return calls;
}

// Once, and from then on.
void addError(const Call& call, const std::string& error, bool fromThenOn,
              std::vector<Injection>& injections) {
    std::string when = std::to_string(call.nth);
    if (fromThenOn) {
        // No kernel interrupts for ever, and calling again is what one does then: forty times.
        when = error == "EINTR" ? when + ".." + std::to_string(call.nth + 40) : when + "+";
    }
    injections.push_back({call, "error=" + error, when});
}

// Two minutes are not enough for every error in both ways at every call (`all`, SEIHON_ALL_CALLS).
// What changes something gets EIO, a second error in turn, and one from then on in turn;
// what only looks gets one error in turn, once or from then on. Every error meets every kind of
// call many times.
void addErrors(const Call& call, std::size_t turn, bool all, std::vector<Injection>& injections) {
    if (all) {
        for (const char* error : kErrors) {
            addError(call, error, false, injections);
            addError(call, error, true, injections);
        }
        return;
    }
    const char* const inTurn = kErrors[turn % kErrors.size()];
    if (onlyLooks(call.name)) {
        addError(call, inTurn, (turn / kErrors.size()) % 2 == 1, injections);
        return;
    }
    addError(call, "EIO", false, injections);
    addError(call, kErrors[1 + turn % 4], false, injections);
    addError(call, inTurn, true, injections);
}

// And death at every call that changes something: what lies between two of them leaves the disk as
// it is, so that dying there is dying at the next one.
std::vector<Injection> injectionsInto(const std::vector<Call>& calls, bool all) {
    std::vector<Injection> injections;
    std::map<std::string, std::size_t> turns;
    for (const Call& call : calls) {
        if (all || !onlyLooks(call.name)) {
            injections.push_back({call, "signal=KILL", std::to_string(call.nth)});
        }
        if (!cannotBeRefused(call.name)) {
            addErrors(call, turns[call.name]++, all, injections);
        }
    }
    return injections;
}

Target tracedTarget(const Injection& injection) {
    const std::string& name = injection.call.name;
    Target target{{"strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + name, "-e",
                   "inject=" + name + ":" + injection.what + ":when=" + injection.when},
                  SEIHON_BIN_DIR "/campaign-target",
                  {}};
    if (injection.what != "signal=KILL") { // strace 6.1 sends no signal where seccomp filters
        target.before.insert(target.before.begin() + 2, "--seccomp-bpf");
    }
    return target;
}

// What one injection breaks; empty when nothing.
std::string strike(const TemplateHome& whole, const Injection& injection, bool& died) {
    const fs::path home = whole.copy();
    const TargetRun run = runTarget(tracedTarget(injection), home, "run", 0);
    died = (WIFSIGNALED(run.status) && WTERMSIG(run.status) == SIGKILL) ||
           (WIFEXITED(run.status) && WEXITSTATUS(run.status) == 128 + SIGKILL); // strace says so
    std::string complaints;
    if (run.isHung) {
        complaints += "hangs\n";
    }
    const bool ended = WIFEXITED(run.status) && WEXITSTATUS(run.status) <= 3;
    if (!ended && !died) {
        complaints += "dies of status " + std::to_string(run.status) + "\n";
    }
    Told told = whole.told();
    told.hear(run.lines);
    if (died) {
        complaints += complaintsAbout(home, told);
    }
    complaints += afterRestart(home, told);
    std::error_code ignored;
    fs::remove_all(home, ignored);
    return complaints;
}

TEST(Calls, everyCallOfTheCommitPathMayFailOrBeTheLast) {
    if (!mayTrace()) {
        GTEST_SKIP() << "strace may not trace here";
    }
    const TemplateHome whole;
    ASSERT_EQ(complaintsAbout(whole.root() / "template", whole.told()), "");
    const std::vector<Call> calls = callsOfTheCommitPath(whole);
    ASSERT_GT(calls.size(), 500u);
    const std::vector<Injection> injections =
        injectionsInto(calls, std::getenv("SEIHON_ALL_CALLS") != nullptr);
    Complaints complaints;
    std::atomic<int> deaths{0}, deathsAsked{0};
    inParallel(injections.size(), [&](std::size_t index) {
        const Injection& one = injections[index];
        bool died = false;
        const std::string text = strike(whole, one, died);
        deaths += died ? 1 : 0;
        deathsAsked += one.what == "signal=KILL" ? 1 : 0;
        if (!text.empty()) {
            complaints.add(one.call.name + " " + one.what + " when=" + one.when, text);
        }
    });
    EXPECT_EQ(complaints.count(), 0u) << complaints.shown();
    EXPECT_GE(deaths, deathsAsked * 99 / 100); // the control: they strike
    std::printf("%zu calls, %zu runs\n", calls.size(), injections.size());
}

} // namespace
} // namespace seihon::campaign
