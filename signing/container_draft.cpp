#include "signing/container_draft.h"

#include "record/fault.h"
#include "record/sentences.h"
#include "signing/container.h"
#include "signing/descriptor.h"
#include "signing/manifest_names.h"
#include "signing/zip_format.h"
#include "signing/zip_writer.h"

#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace seihon::signing {

namespace {

using record::Fault;
using record::FaultKind;

[[noreturn]] void draftFailed(const char* call, const std::filesystem::path& file, int error) {
    throw Fault(FaultKind::StorageFailed,
                std::string(call) + ' ' + file.string() + ": " + std::strerror(error),
                {{"file", file.string()}});
}

[[noreturn]] void differs(const std::filesystem::path& file, const std::string& why) {
    throw Fault(FaultKind::StorageDiffers, file.string() + ": " + why, {{"file", file.string()}});
}

// mimetype leads by the standard; then what is signed and what signs it, so that a reader of the
// beginning knows what to expect; then the content.
int rankOf(const std::string& path) {
    if (path == kMimetypePath) {
        return 0;
    }
    if (path == kManifestPath) {
        return 1;
    }
    return path.starts_with("META-INF/") ? 2 : path == kRecordPath ? 3 : 4;
}

struct Content {
    RecordFiles::Measured measured;
    std::uint32_t crc = 0;
};

Content contentOf(const RecordFiles& record, const std::string& path) {
    Content content;
    record::Sha256 digest;
    record::Verdict verdict;
    const auto add = [&](record::Bytes piece) {
        digest.add(piece);
        content.measured.bytes += static_cast<std::int64_t>(piece.size());
        content.crc = static_cast<std::uint32_t>(
            ::crc32(content.crc, piece.data(), static_cast<::uInt>(piece.size())));
        return true;
    };
    if (!record.stream(path, add, verdict)) {
        differs(path, "it could not be read from the record");
    }
    content.measured.digest = digest.finish();
    return content;
}

} // namespace

ContainerDraft::ContainerDraft(const RecordFiles& record, const std::filesystem::path& target)
    : m_target(std::filesystem::absolute(target)) {
    const auto random = record::randomBytes32();
    m_file = m_target.parent_path() / ('.' + m_target.filename().string() + ".new-" +
                                       record::toHex(record::Bytes(random).first(8)));
    try {
        write(record);
        readBack(record);
    } catch (...) {
        ::unlink(m_file.c_str());
        throw;
    }
}

ContainerDraft::~ContainerDraft() {
    if (!m_file.empty()) {
        ::unlink(m_file.c_str());
    }
}

void ContainerDraft::write(const RecordFiles& record) {
    if (record.files().size() > zip::kMaxEntries) {
        throw Fault(FaultKind::Malformed, "too many files for a container");
    }
    const std::optional<std::string> newest = newestArchiveManifest(record.files());
    std::vector<std::pair<int, std::string>> order;
    for (const std::string& path : record.files()) {
        order.emplace_back(rankOf(path), path);
    }
    std::sort(order.begin(), order.end());
    ZipWriter zip(m_file);
    for (const auto& ranked : order) {
        const std::string& path = ranked.second;
        const Content content = contentOf(record, path);
        const auto length = static_cast<std::uint64_t>(content.measured.bytes);
        zip.begin(
            {path == newest ? std::string(kNewestArchiveManifestPath) : path, content.crc, length});
        std::uint64_t written = 0;
        const auto copy = [&](record::Bytes piece) {
            if (piece.size() > length - written) {
                differs(path, "it became longer while being read");
            }
            written += piece.size();
            zip.write(piece);
            return true;
        };
        record::Verdict verdict;
        if (!record.stream(path, copy, verdict) || written != length) {
            differs(path, "it changed while being read");
        }
        m_measured.emplace(path, content.measured);
    }
    const ZipWriter::Written written = zip.finish();
    m_digest = written.digest;
    m_bytes = written.bytes;
}

void ContainerDraft::readBack(const RecordFiles& record) const {
    const RecordContainer container(m_file);
    if (!container.verdict().permitted()) {
        throw Fault(
            FaultKind::Malformed,
            record::sentenceOf(container.verdict().findings.front(), record::Language::English),
            {{"file", m_target.string()}});
    }
    if (container.files() != record.files()) {
        differs(m_file, "it holds other files than the record");
    }
    for (const auto& [path, measured] : m_measured) {
        record::Verdict verdict;
        const auto again = container.measure(path, verdict);
        if (!again || again->digest != measured.digest) {
            differs(m_file, path + " was written otherwise");
        }
    }
}

void ContainerDraft::publish() {
    int done = ::renameat2(AT_FDCWD, m_file.c_str(), AT_FDCWD, m_target.c_str(), RENAME_NOREPLACE);
    if (done != 0 && errno == EINVAL) { // a file system without that flag: link() replaces nothing
        done = ::link(m_file.c_str(), m_target.c_str());
        if (done == 0) {
            ::unlink(m_file.c_str());
        }
    }
    if (done != 0) {
        draftFailed("rename", m_target, errno);
    }
    m_file.clear();
    const std::filesystem::path folder = m_target.parent_path();
    const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.get() < 0 || ::fsync(directory.get()) != 0) {
        draftFailed("fsync", folder, errno);
    }
}

} // namespace seihon::signing
