#include "imaging/examine/examine_page.h"
#include "imaging/tiff.h"
#include "record/clean_text.h"
#include "record/fault.h"

#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

// seihon-examine-worker: one page, a TIFF that the station wrote, from standard input; its
// examination as JSON to standard output; ends. Large libraries look at the pixels here, so that
// their crash, hunger or endless loop is not the station's.
namespace {

using seihon::record::Fault;
using seihon::record::FaultKind;

constexpr rlim_t kMemoryBytes = 3ull << 30; // the largest page twice, and the engines
constexpr rlim_t kCpuSeconds = 60;
constexpr rlim_t kOpenFiles = 64;
constexpr int kNiceness = 15; // scanning goes first

void limit(__rlimit_resource what, rlim_t most) {
    const ::rlimit value{most, most};
    ::setrlimit(what, &value);
}

void confine() {
    limit(RLIMIT_CORE, 0); // a core file would hold the page
    limit(RLIMIT_CPU, kCpuSeconds);
    limit(RLIMIT_FSIZE, 0); // nothing is written but the answer, to a pipe
    limit(RLIMIT_NOFILE, kOpenFiles);
#ifndef SEIHON_SANITIZED
    limit(RLIMIT_AS, kMemoryBytes);
#endif
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    ::setpriority(PRIO_PROCESS, 0, kNiceness);
}

std::vector<std::uint8_t> readAll() {
    struct ::stat state {};
    if (::fstat(STDIN_FILENO, &state) != 0 || state.st_size <= 0 ||
        state.st_size > seihon::record::kMaxPageBytes) {
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

bool writeAll(std::string_view text) {
    while (!text.empty()) {
        const ssize_t put = ::write(STDOUT_FILENO, text.data(), text.size());
        if (put <= 0) {
            return false;
        }
        text.remove_prefix(static_cast<std::size_t>(put));
    }
    return true;
}

} // namespace

int main(int argc, char** argv) {
    confine();
    try {
        const seihon::record::PageImage page = seihon::imaging::decodeTiff(readAll());
        const bool codesOnly = argc == 2 && std::string_view(argv[1]) == "--codes";
        const seihon::record::PageExamination examination =
            codesOnly ? seihon::imaging::examine::examineCodes(page)
                      : seihon::imaging::examine::examinePage(page);
        return writeAll(seihon::record::canonical(seihon::record::toJson(examination))) ? 0 : 1;
    } catch (const std::exception& error) {
        seihon::record::PageExamination failed;
        failed.failure = seihon::record::cleanText(error.what());
        return writeAll(seihon::record::canonical(seihon::record::toJson(failed))) ? 0 : 1;
    }
}
