#include "witness/witness.h"

#include "record/fault.h"
#include "record/merkle.h"
#include "signing/checkpoint.h"
#include "signing/cosignature.h"
#include "signing/small_file.h"
#include "signing/station_key.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <set>

namespace seihon::witness {

namespace fs = std::filesystem;
using record::Digest;
using record::Fault;
using record::FaultKind;

namespace {

constexpr std::string_view kOld = "old ";
constexpr std::size_t kMostProofLines = 63; // C2SP tlog-witness

[[noreturn]] void malformedRequest(const std::string& why) {
    throw Fault(FaultKind::Malformed, "add-checkpoint: " + why);
}

std::string_view nextLine(std::string_view& rest) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) {
        malformedRequest("a line does not end");
    }
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return line;
}

Answer plain(int status, const std::string& body) {
    return {status, "text/plain; charset=utf-8", body};
}

Answer otherSize(std::uint64_t size) {
    return {409, "text/x.tlog.size", std::to_string(size) + "\n"};
}

void makeFolder(const fs::path& folder) {
    if (::mkdir(folder.c_str(), 0700) != 0) {
        throw Fault(FaultKind::StorageFailed, "cannot make " + folder.string(),
                    {{"file", folder.string()}});
    }
}

} // namespace

AddCheckpoint parseAddCheckpoint(std::string_view body) {
    if (body.size() > kRequestBytes) {
        malformedRequest("too large");
    }
    std::string_view rest = body;
    const std::string_view first = nextLine(rest);
    if (!first.starts_with(kOld)) {
        malformedRequest("no old size");
    }
    AddCheckpoint request;
    const std::string_view digits = first.substr(kOld.size());
    const auto [stop, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), request.oldSize);
    if (error != std::errc() || stop != digits.data() + digits.size()) {
        malformedRequest("the old size is no number");
    }
    for (std::string_view line = nextLine(rest); !line.empty(); line = nextLine(rest)) {
        const std::string raw = record::fromBase64(line);
        Digest step;
        if (raw.size() != step.bytes.size() || request.proof.size() == kMostProofLines) {
            malformedRequest("a proof line is no hash, or there are too many");
        }
        std::transform(raw.begin(), raw.end(), step.bytes.begin(),
                       [](char c) { return static_cast<std::uint8_t>(c); });
        request.proof.push_back(step);
    }
    request.note = rest;
    if (addCheckpointText(request) != body) { // one spelling of every number and hash
        malformedRequest("not as it is written");
    }
    return request;
}

std::string addCheckpointText(const AddCheckpoint& request) {
    std::string text(kOld);
    text += std::to_string(request.oldSize) + '\n';
    for (const Digest& step : request.proof) {
        text += record::toBase64(record::Bytes(step.bytes)) + '\n';
    }
    return text + '\n' + request.note;
}

void makeWitness(const fs::path& folder, const config::WitnessConfig& config) {
    if (!config::isWitnessName(config.name)) {
        throw Fault(FaultKind::Usage, "a witness's name is one word without \"+\"");
    }
    makeFolder(folder);
    makeFolder(folder / "logs");
    signing::makeStationKey(folder / "key.pem");
    signing::writeNewFile(folder / "witness.toml",
                          "[witness]\nname = \"" + config.name + "\"\nlisten = \"" + config.listen +
                              "\"\nport = " + std::to_string(config.port) +
                              "\n\n# one for each log:\n# [[log]]\n# origin = \"station-…\"\n"
                              "# ed25519_base64 = \"…\"\n",
                          0640);
}

Witness::Witness(const fs::path& folder) : m_folder(folder) {
    m_config =
        config::parseWitness(signing::readSmallFile(folder / "witness.toml"), "witness.toml");
    m_lock = ::open((folder / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (m_lock < 0) {
        throw Fault(FaultKind::StorageFailed, "cannot open " + (folder / "lock").string(),
                    {{"file", (folder / "lock").string()}});
    }
    if (::flock(m_lock, LOCK_EX | LOCK_NB) != 0) {
        ::close(m_lock);
        throw Fault(FaultKind::JobBusy, "another witness has " + folder.string(), {}, true);
    }
}

Witness::~Witness() {
    ::close(m_lock);
}

std::string Witness::publicKey() const {
    return signing::stationPublicKey(m_folder / "key.pem");
}

// An origin may hold anything that a file name may not.
fs::path Witness::fileOf(const std::string& origin) const {
    return m_folder / "logs" / (record::sha256(origin).hex() + ".note");
}

// By a key that is known for its origin; signatures of others are passed over.
std::optional<Witness::Opened> Witness::openNote(std::string_view note) const {
    for (const std::string& one : signing::withEachSignature(note)) {
        const std::string origin = one.substr(0, one.find('\n'));
        for (const config::StationKey& log : m_config.logs) {
            if (log.stationId != origin) {
                continue;
            }
            try {
                const signing::CheckpointBody body =
                    signing::openCheckpoint(one, log.ed25519Base64);
                return Opened{body.origin, body.size, body.root, one};
            } catch (const Fault& fault) {
                if (fault.kind != FaultKind::Malformed) {
                    throw;
                }
            }
        }
    }
    return std::nullopt;
}

std::optional<Witness::Opened> Witness::remembered(const std::string& origin) const {
    const fs::path file = fileOf(origin);
    if (fs::symlink_status(file).type() == fs::file_type::not_found) {
        return std::nullopt;
    }
    std::optional<Opened> opened;
    try {
        opened = openNote(signing::readSmallFile(file, kRequestBytes));
    } catch (const Fault& fault) {
        if (fault.kind != FaultKind::Malformed) { // what is no note is told below
            throw;
        }
    }
    if (!opened || opened->origin != origin) {
        throw Fault(FaultKind::StorageDiffers, "the memory of " + origin + " cannot be read",
                    {{"file", file.string()}});
    }
    return opened;
}

Answer Witness::addCheckpoint(std::string_view body, record::Instant now) {
    const std::scoped_lock lock(m_mutex);
    try {
        const AddCheckpoint request = parseAddCheckpoint(body);
        const std::string text = signing::noteTextOf(request.note);
        const std::string origin = text.substr(0, text.find('\n'));
        if (std::none_of(m_config.logs.begin(), m_config.logs.end(),
                         [&](const auto& log) { return log.stationId == origin; })) {
            return plain(404, "unknown log\n");
        }
        const auto asked = openNote(request.note);
        return asked ? judge(request, *asked, now) : plain(403, "no signature of this log's key\n");
    } catch (const Fault& fault) {
        return fault.kind == FaultKind::Malformed ? plain(400, std::string(fault.what()) + "\n")
                                                  : plain(500, std::string(fault.what()) + "\n");
    }
}

// In the order of C2SP tlog-witness.
Answer Witness::judge(const AddCheckpoint& request, const Opened& asked, record::Instant now) {
    if (request.oldSize > asked.size) {
        return plain(400, "the old size is larger than the new\n");
    }
    const auto last = remembered(asked.origin);
    const std::uint64_t lastSize = last ? last->size : 0;
    if (request.oldSize != lastSize) {
        return otherSize(lastSize);
    }
    if (request.oldSize == asked.size && last && last->root != asked.root) {
        return otherSize(lastSize); // two trees of one size: nothing can prove that away
    }
    const bool needsProof = request.oldSize != 0 && request.oldSize != asked.size;
    if (needsProof ? !record::verifyConsistency(request.oldSize, last->root, asked.size, asked.root,
                                                request.proof)
                   : !request.proof.empty()) {
        return plain(422, "not consistent with what was seen before\n");
    }
    // Even when it stands there already: an fsync that failed before left it in memory alone.
    signing::replaceFile(fileOf(asked.origin), asked.note, 0600);
    return plain(200, signing::cosign(m_folder / "key.pem", m_config.name, asked.note,
                                      std::chrono::duration_cast<std::chrono::seconds>(
                                          now.time_since_epoch())));
}

std::vector<SeenLog> Witness::seen() const {
    std::vector<SeenLog> list;
    std::set<std::string> told;
    for (const config::StationKey& log : m_config.logs) {
        if (told.insert(log.stationId).second) {
            const auto last = remembered(log.stationId);
            list.push_back({log.stationId, last ? last->size : 0, last ? last->root : Digest{}});
        }
    }
    return list;
}

} // namespace seihon::witness
