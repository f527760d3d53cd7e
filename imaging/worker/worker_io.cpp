#include "imaging/worker/worker_io.h"

#include "record/fault.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace seihon::imaging::worker {

using record::Fault;
using record::FaultKind;

namespace {

constexpr rlim_t kOpenFiles = 64;
constexpr int kNiceness = 15; // scanning goes first

void limit(__rlimit_resource what, rlim_t most) {
    const ::rlimit value{most, most};
    ::setrlimit(what, &value);
}

} // namespace

void confine(const Limits& limits) {
    limit(RLIMIT_CORE, 0); // a core file would hold the page
    limit(RLIMIT_CPU, limits.cpuSeconds);
    limit(RLIMIT_FSIZE, 0); // nothing is written but the answer, to a pipe
    limit(RLIMIT_NOFILE, kOpenFiles);
#ifndef SEIHON_SANITIZED
    limit(RLIMIT_AS, limits.memoryBytes);
#endif
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    ::setpriority(PRIO_PROCESS, 0, kNiceness);
}

std::vector<std::uint8_t> readInput(std::int64_t mostBytes) {
    struct ::stat state {};
    if (::fstat(STDIN_FILENO, &state) != 0 || state.st_size <= 0 || state.st_size > mostBytes) {
        throw Fault(FaultKind::ImageUnreadable, "standard input is no page file");
    }
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(state.st_size));
    std::size_t have = 0;
    while (have < bytes.size()) {
        const ssize_t got = ::pread(STDIN_FILENO, bytes.data() + have, bytes.size() - have,
                                    static_cast<::off_t>(have));
        if (got <= 0) {
            throw Fault(FaultKind::ImageUnreadable, "the page file ends early");
        }
        have += static_cast<std::size_t>(got);
    }
    return bytes;
}

bool writeAnswer(std::string_view text) {
    while (!text.empty()) {
        const ssize_t put = ::write(STDOUT_FILENO, text.data(), text.size());
        if (put <= 0) {
            return false;
        }
        text.remove_prefix(static_cast<std::size_t>(put));
    }
    return true;
}

} // namespace seihon::imaging::worker
