#include "dicom-net/link.h"

#include "record/clean_text.h"
#include "record/fault.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <set>

// seihon-dicom-worker: one errand as JSON from standard input, the answer as JSON to standard
// output; ends. A hostile peer may crash, hang or starve this process and nothing else.
namespace seihon::dicom_net {

namespace {

constexpr rlim_t kMemoryBytes = 2ull << 30;
constexpr rlim_t kCpuSeconds = 900;
constexpr rlim_t kOpenFiles = 64;
constexpr int kNiceness = 10; // scanning goes first

void limit(__rlimit_resource what, rlim_t most) {
    const ::rlimit value{most, most};
    ::setrlimit(what, &value);
}

void allowReading(int rules, const std::filesystem::path& path) {
    const int fd = ::open(path.c_str(), O_PATH | O_CLOEXEC);
    if (fd < 0) {
        return; // what is not there is not needed, or is missed later
    }
    struct ::stat state {};
    const bool folder = ::fstat(fd, &state) == 0 && S_ISDIR(state.st_mode);
    ::landlock_path_beneath_attr rule{};
    rule.allowed_access =
        LANDLOCK_ACCESS_FS_READ_FILE | (folder ? std::uint64_t{LANDLOCK_ACCESS_FS_READ_DIR} : 0);
    rule.parent_fd = fd;
    ::syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    ::close(fd);
}

// Where the kernel can: from now on only the files of this errand and those that names of machines
// are looked up with can be read, and none be written, made or run. The others of the home, with
// patients, keys and the log, are out of reach of whatever a peer sends.
void shutOutFiles(const Request& request) {
    ::landlock_ruleset_attr handled{};
    handled.handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1; // all of the first version
    const int rules =
        static_cast<int>(::syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0));
    if (rules < 0) {
        return;
    }
    for (const char* system : {"/etc", "/usr", "/lib", "/lib64", "/run/systemd/resolve",
                               "/dev/urandom", "/dev/null", "/proc/sys"}) {
        allowReading(rules, system);
    }
    for (const std::filesystem::path& file : request.files) {
        allowReading(rules, file);
    }
    if (request.peer.tls) {
        allowReading(rules, request.peer.tls->authorities);
        allowReading(rules, request.peer.tls->certificate);
        allowReading(rules, request.peer.tls->key);
    }
    ::syscall(SYS_landlock_restrict_self, rules, 0);
    ::close(rules);
}

void confine() {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL); // nothing goes on being sent behind a station that is gone
    ::signal(SIGPIPE, SIG_IGN);
    limit(RLIMIT_CORE, 0); // a core file would hold the patient
    limit(RLIMIT_CPU, kCpuSeconds);
    limit(RLIMIT_FSIZE, 0); // nothing is written but the answer, to a pipe
    limit(RLIMIT_NOFILE, kOpenFiles);
#ifndef SEIHON_SANITIZED
    limit(RLIMIT_AS, kMemoryBytes);
#endif
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    ::setpriority(PRIO_PROCESS, 0, kNiceness);
}

std::string readRequest() {
    std::string text;
    char part[65536];
    ::ssize_t got = 0;
    while ((got = ::read(STDIN_FILENO, part, sizeof part)) > 0) {
        text.append(part, static_cast<std::size_t>(got));
        if (text.size() > kRequestBytes) {
            throw record::Fault(record::FaultKind::Malformed, "the errand is too long");
        }
    }
    return text;
}

bool writeAll(std::string_view text) {
    while (!text.empty()) {
        const ::ssize_t put = ::write(STDOUT_FILENO, text.data(), text.size());
        if (put <= 0) {
            return false;
        }
        text.remove_prefix(static_cast<std::size_t>(put));
    }
    return true;
}

// A peer's words go into JSON: what is no UTF-8, or no UID, is made visible here.
void cleanAnswer(Answer& answer) {
    answer.why = record::cleanText(answer.why);
    for (StoreResult& one : answer.stored) {
        for (std::string* text : {&one.instance.sopClass, &one.instance.sopInstance,
                                  &one.transferSyntax, &one.comment, &one.why}) {
            *text = record::cleanText(*text);
        }
    }
    for (CommitReport& report : answer.reports) {
        for (std::string& instance : report.committed) {
            instance = isUid(instance) ? instance : "?";
        }
        for (CommitFailure& failure : report.failed) {
            failure.sopInstance = isUid(failure.sopInstance) ? failure.sopInstance : "?";
        }
    }
}

} // namespace

} // namespace seihon::dicom_net

int main() {
    using namespace seihon;
    dicom_net::confine();
    try {
        const dicom_net::Request request =
            dicom_net::requestFromJson(record::parseJson(dicom_net::readRequest()));
        dicom_net::shutOutFiles(request);
        dicom_net::Answer answer = dicom_net::runErrand(request);
        dicom_net::cleanAnswer(answer);
        // At once: a sanitizer that looks for leaks at the end would need files that are shut out.
        ::_exit(dicom_net::writeAll(record::canonical(dicom_net::toJson(answer))) ? 0 : 1);
    } catch (const std::exception&) {
        ::_exit(2); // the station says that the worker gave no answer
    }
}
