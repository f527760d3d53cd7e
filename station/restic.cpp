#include "station/restic.h"

#include "ledger/durable_file.h"
#include "record/clean_text.h"
#include "record/fault.h"
#include "record/json.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <sstream>
#include <thread>

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace seihon::station {

using record::Fault;
using record::FaultKind;
using record::Json;

namespace {

namespace fs = std::filesystem;

constexpr int kBuriedTries = 10;
constexpr std::chrono::milliseconds kBetweenBuriedTries{500};
constexpr std::chrono::seconds kProbePatience{60};
constexpr std::chrono::hours kWorkPatience{24};
constexpr std::size_t kSnapshotBytes = std::size_t{16} << 20;
constexpr std::size_t kMostReason = 300;
constexpr std::int64_t kSecretFileBytes = 4096;

bool isSnapshotId(const std::string& text) {
    return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

// "2026-11-23T06:46:10.123456789Z", or with an offset: Go's RFC 3339 with nanoseconds; ours has
// three digits at most.
record::Instant resticTime(std::string text) {
    if (const auto dot = text.find('.'); dot != text.npos) {
        const auto end = text.find_first_not_of("0123456789", dot + 1);
        if (end == text.npos) {
            throw Fault(FaultKind::Malformed, "a time without its zone");
        }
        std::string digits = text.substr(dot + 1, std::min<std::size_t>(end - dot - 1, 3));
        digits.resize(3, '0');
        text = text.substr(0, dot) + "." + digits + text.substr(end);
    }
    return record::parseInstant(text);
}

// Logins inside an address are nobody's business in a log.
std::string withoutLogins(std::string text) {
    for (auto at = text.find("://"); at != text.npos; at = text.find("://", at + 3)) {
        const auto end = text.find_first_of("/ \n\"'", at + 3);
        const auto sign = text.rfind('@', end == text.npos ? text.size() - 1 : end);
        if (sign != text.npos && sign > at && (end == text.npos || sign < end)) {
            text.erase(at + 3, sign - at - 2);
        }
    }
    return text;
}

// The last thing that it said, as a line that may stand in a log.
std::string lastWords(const ToolEnd& end) {
    std::istringstream lines(end.err);
    std::string reason;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("github.com/") || reason.starts_with("Fatal:")) {
            break; // what follows is where in its source, or advice
        }
        if (line.find_first_not_of(" \t") != line.npos) {
            reason = line;
        }
    }
    if (end.tooSlow) {
        reason = "no answer in time";
    }
    reason = record::cleanText(withoutLogins(reason));
    reason.resize(std::min(reason.size(), kMostReason));
    return record::cleanText(reason); // a character may have been cut in two
}

std::vector<std::string> credentialsIn(const fs::path& file) {
    std::vector<std::string> lines;
    if (file.empty()) {
        return lines;
    }
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0 || (status.st_mode & 077) != 0) {
        throw Fault(FaultKind::ConfigInvalid,
                    file.string() + ": must be there, and readable by its owner alone (0600)",
                    {{"file", file.string()}});
    }
    const auto bytes = ledger::readWhole(file, kSecretFileBytes);
    std::istringstream text(std::string(bytes.begin(), bytes.end()));
    for (std::string line; std::getline(text, line);) {
        const bool named = line.starts_with("AWS_") || line.starts_with("RESTIC_REST_");
        if (line.empty() || line.starts_with("#")) {
            continue;
        }
        if (!named || line.find('=') == line.npos) {
            throw Fault(FaultKind::ConfigInvalid,
                        file.string() + ": each line is AWS_…=VALUE or RESTIC_REST_…=VALUE",
                        {{"file", file.string()}});
        }
        lines.push_back(line);
    }
    return lines;
}

} // namespace

capture::Descriptor memoryFileOf(std::string_view text) {
    capture::Descriptor file(::memfd_create("secret", MFD_CLOEXEC));
    if (file.get() < 0 ||
        ::write(file.get(), text.data(), text.size()) != static_cast<::ssize_t>(text.size())) {
        throw Fault(FaultKind::Internal, std::string("no memory file: ") + std::strerror(errno));
    }
    return file;
}

capture::Descriptor passwordIn(const fs::path& file) {
    const auto refuse = [&](const std::string& why) {
        throw Fault(FaultKind::BackupPasswordWrong, file.string() + ": " + why,
                    {{"file", file.string()}});
    };
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) {
        refuse("is not there");
    }
    if ((status.st_mode & 077) != 0) {
        refuse("others may read it; chmod 600");
    }
    std::vector<std::uint8_t> bytes = ledger::readWhole(file, kSecretFileBytes);
    auto end = bytes.end();
    while (end != bytes.begin() && (*(end - 1) == '\n' || *(end - 1) == '\r')) {
        --end;
    }
    if (end - bytes.begin() < 8) {
        refuse("a password of at least 8 characters belongs there");
    }
    capture::Descriptor kept = memoryFileOf({reinterpret_cast<const char*>(bytes.data()),
                                             static_cast<std::size_t>(end - bytes.begin())});
    ::explicit_bzero(bytes.data(), bytes.size());
    return kept;
}

std::vector<ResticSnapshot> snapshotsFrom(std::string_view text) {
    const Json list = record::parseJson(text, {.bytes = kSnapshotBytes});
    std::vector<ResticSnapshot> snapshots;
    if (list.isNull()) {
        return snapshots; // "null": there is none
    }
    for (const Json& one : list.asArray()) {
        ResticSnapshot snapshot{one.at("id").asString(), resticTime(one.at("time").asString()), {}};
        if (!isSnapshotId(snapshot.id)) {
            throw Fault(FaultKind::Malformed, "a snapshot without a proper id");
        }
        if (const Json* const tags = one.find("tags"); tags != nullptr && !tags->isNull()) {
            for (const Json& tag : tags->asArray()) {
                snapshot.tags.push_back(tag.asString());
            }
        }
        snapshots.push_back(std::move(snapshot));
    }
    std::sort(snapshots.begin(), snapshots.end(),
              [](const auto& a, const auto& b) { return a.at < b.at; });
    return snapshots;
}

std::vector<std::string> snapshotsWithMatches(std::string_view text) {
    std::vector<std::string> ids;
    const Json list = record::parseJson(text, {.bytes = kSnapshotBytes});
    if (list.isNull()) {
        return ids;
    }
    for (const Json& one : list.asArray()) {
        if (one.at("hits").asInt() > 0) {
            ids.push_back(one.at("snapshot").asString());
            if (ids.back().size() < 8) { // a shorter one would fit too many
                throw Fault(FaultKind::Malformed, "a snapshot without a proper id");
            }
        }
    }
    return ids;
}

Restic::Restic(const config::BackupTarget& target, const fs::path& credentials,
               capture::Descriptor password, fs::path cache)
    : m_target(target), m_password(std::move(password)),
      m_program(toolAt({"/usr/bin/restic", "/usr/local/bin/restic"})), m_cache(std::move(cache)) {
    if (m_program.empty()) {
        throw Fault(FaultKind::NotFound, "the program restic is not installed",
                    {{"file", "restic"}});
    }
    // The address stands in the environment and not among the arguments, which every user of the
    // computer may read.
    m_environment = {"LC_ALL=C", "PATH=/usr/bin:/bin", "RESTIC_PROGRESS_FPS=0.01",
                     "RESTIC_PASSWORD_FILE=/proc/self/fd/3",
                     "RESTIC_REPOSITORY=" + target.repository};
    for (const char* name : {"HOME", "TMPDIR"}) { // ssh looks for known hosts
        if (const char* value = std::getenv(name)) {
            m_environment.push_back(std::string(name) + "=" + value);
        }
    }
    for (std::string& line : credentialsIn(credentials)) {
        m_environment.push_back(std::move(line));
    }
}

ToolEnd Restic::call(std::vector<std::string> words, std::chrono::milliseconds patience,
                     const fs::path& workingFolder) const {
    words.insert(words.begin(), m_program.string());
    if (m_cache.empty()) {
        words.push_back("--no-cache");
    } else {
        words.insert(words.end(), {"--cache-dir", m_cache.string()});
    }
    if (!m_target.sftpCommand.empty()) {
        words.insert(words.end(), {"-o", "sftp.command=" + m_target.sftpCommand});
    }
    return runTool({std::move(words), m_environment, workingFolder, m_password.get(), patience,
                    kSnapshotBytes});
}

void Restic::refuse(const std::string& doing, const ToolEnd& end) const {
    const std::string reason = lastWords(end);
    const bool password = end.err.find("wrong password") != end.err.npos ||
                          end.err.find("password is empty") != end.err.npos;
    throw Fault(password ? FaultKind::BackupPasswordWrong : FaultKind::BackupFailed,
                m_target.name + ", " + doing + ": " +
                    (reason.empty() ? "exit status " + std::to_string(end.code) : reason),
                {{"target", m_target.name}, {"step", doing}}, true);
}

ToolEnd Restic::need(std::vector<std::string> words, const fs::path& workingFolder) const {
    const std::string doing = words.front();
    ToolEnd end = call(words, kWorkPatience, workingFolder);
    // The lock of a program that was killed a moment ago looks alive until the system has buried
    // it.
    for (int i = 0; i < kBuriedTries && end.err.find("already locked") != end.err.npos; ++i) {
        std::this_thread::sleep_for(kBetweenBuriedTries);
        static_cast<void>(call({"unlock"}, kProbePatience));
        end = call(words, kWorkPatience, workingFolder);
    }
    if (end.code != 0 || end.tooSlow) {
        refuse(doing, end);
    }
    return end;
}

void Restic::probe() const {
    const ToolEnd end = call({"cat", "config", "--no-lock"}, kProbePatience);
    if (end.code != 0 || end.tooSlow) {
        refuse("connect", end);
    }
}

void Restic::make() const {
    need({"init"});
}

void Restic::unlock() const {
    need({"unlock"});
}

ResticSummary Restic::backup(const fs::path& workingFolder, const std::vector<std::string>& paths,
                             const std::string& host, const std::vector<std::string>& tags) const {
    std::vector<std::string> words{"backup", "--json", "--host", host};
    for (const std::string& tag : tags) {
        words.insert(words.end(), {"--tag", tag});
    }
    words.insert(words.end(), paths.begin(), paths.end());
    // Exit status 3: some file could not be read. A backup without it is none.
    const ToolEnd end = need(std::move(words), workingFolder);
    std::istringstream lines(end.out);
    for (std::string line; std::getline(lines, line);) {
        if (line.find("\"message_type\":\"summary\"") == line.npos) {
            continue;
        }
        // Seconds are no whole number, which our JSON has none of; they are not needed.
        const auto duration = line.find("\"total_duration\":");
        const auto comma = line.find(',', duration);
        if (duration != line.npos && comma != line.npos) {
            line.erase(duration, comma - duration + 1);
        }
        const Json said = record::parseJson(line, {.bytes = kSnapshotBytes});
        ResticSummary summary{said.at("snapshot_id").asString(), said.at("data_added").asInt(),
                              said.at("total_bytes_processed").asInt(),
                              said.at("total_files_processed").asInt()};
        for (const ResticSnapshot& one : snapshots()) { // 0.14 tells eight digits of it
            if (one.id.starts_with(summary.snapshot)) {
                summary.snapshot = one.id;
                return summary;
            }
        }
    }
    throw Fault(FaultKind::BackupFailed, m_target.name + ", backup: it named no snapshot",
                {{"target", m_target.name}, {"step", "backup"}});
}

void Restic::forget(const std::string& host) const {
    std::vector<std::string> words{"forget", "--prune", "--host", host, "--group-by", "host"};
    const auto keep = [&](const char* option, std::int64_t number) {
        if (number > 0) {
            words.insert(words.end(), {option, std::to_string(number)});
        }
    };
    keep("--keep-daily", m_target.keepDaily);
    keep("--keep-weekly", m_target.keepWeekly);
    keep("--keep-monthly", m_target.keepMonthly);
    need(std::move(words));
}

void Restic::check(const std::string& part) const {
    need({"check", "--read-data-subset=" + part});
}

std::vector<ResticSnapshot> Restic::snapshots() const {
    return snapshotsFrom(need({"snapshots", "--json", "--no-lock"}).out);
}

std::vector<std::string> Restic::find(const std::vector<std::string>& names) const {
    std::vector<std::string> words{"find", "--json", "--no-lock"};
    words.insert(words.end(), names.begin(), names.end());
    return snapshotsWithMatches(need(std::move(words)).out);
}

void Restic::restore(const std::string& snapshot, const fs::path& into) const {
    need({"restore", snapshot, "--no-lock", "--verify", "--target", into.string()});
}

} // namespace seihon::station
