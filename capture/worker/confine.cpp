#include "capture/worker/confine.h"

#include <csignal>

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace seihon::capture {

namespace {

::pid_t stationPid = 0;

// The kernel sends this when the *thread* that started us ends (prctl(2)); only the end of the
// process counts.
void onParentThreadEnded(int) {
    if (::getppid() != stationPid) {
        ::_exit(1);
    }
}

} // namespace

void confineProcess() {
    std::signal(SIGPIPE, SIG_IGN);
    const ::rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    stationPid = ::getppid();
    // A real-time signal: backends use the two user signals themselves.
    const int parentEnded = SIGRTMIN + 5;
    struct ::sigaction action {};
    action.sa_handler = onParentThreadEnded;
    action.sa_flags = SA_RESTART;
    ::sigaction(parentEnded, &action, nullptr);
    ::prctl(PR_SET_PDEATHSIG, parentEnded, 0, 0, 0);
}

void limitMemory([[maybe_unused]] std::int64_t bytes) {
#ifndef SEIHON_SANITIZED
    const ::rlimit limit{static_cast<::rlim_t>(bytes), static_cast<::rlim_t>(bytes)};
    ::setrlimit(RLIMIT_AS, &limit);
#endif
}

} // namespace seihon::capture
