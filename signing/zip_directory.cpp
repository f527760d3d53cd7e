#include "signing/findings.h"
#include "signing/manifest_names.h"
#include "signing/zip_file.h"
#include "signing/zip_format.h"

#include <algorithm>

#include <sys/stat.h>

namespace seihon::signing {

namespace {

using record::FindingId;
using zip::FieldReader;

// Deflate's level (bits 1 and 2) and "the name is UTF-8" (bit 11, APPNOTE §4.4.4): they change no
// byte of a file with an ASCII name.
constexpr std::uint16_t kFlagEncrypted = 0x0001;
constexpr std::uint16_t kFlagDescriptor = 0x0008;
constexpr std::uint16_t kFlagsAccepted = 0x0806;
constexpr std::uint16_t kNewestVersion = 45; // §4.4.3.2: ZIP64

// What both headers of an entry say.
struct SharedFields {
    std::uint16_t version = 0, flags = 0, method = 0;
    std::uint32_t dosTime = 0, crc = 0, packedBytes = 0, bytes = 0;
    std::uint16_t nameBytes = 0, extraBytes = 0;
};

SharedFields readShared(FieldReader& fields) {
    SharedFields shared;
    shared.version = fields.u16();
    shared.flags = fields.u16();
    shared.method = fields.u16();
    shared.dosTime = fields.u32();
    shared.crc = fields.u32();
    shared.packedBytes = fields.u32();
    shared.bytes = fields.u32();
    shared.nameBytes = fields.u16();
    shared.extraBytes = fields.u16();
    return shared;
}

class DirectoryReader {
  public:
    DirectoryReader(const PlacedFile& file, record::Verdict& verdict)
        : m_file(file), m_verdict(verdict) {}

    std::vector<ZipEntry> run() {
        if (!readEnd() || !readCentralHeaders() || !placesFollow() || !judgeSizes()) {
            return {};
        }
        const record::Verdict names = judgeZipNames(m_entries);
        m_verdict.merge(names);
        if (!names.permitted() || !mimetypeLeads()) {
            return {};
        }
        return std::move(m_entries);
    }

  private:
    bool no(FindingId id, const char* why, std::string_view name = {}) {
        refuse(m_verdict, id, why, RecordFiles::shown(name));
        return false;
    }

    bool tooLarge(const char* what, std::uint64_t most, std::string_view name = {}) {
        m_verdict.add(refusal(FindingId::ContainerTooLarge, what, static_cast<std::int64_t>(most),
                              RecordFiles::shown(name)));
        return false;
    }

    bool readEnd();
    bool explainMissingEnd();
    bool readEnd64(std::uint64_t at, std::uint32_t size, std::uint32_t offset, std::uint16_t count);
    bool readCentralHeaders();
    bool readCentralHeader(FieldReader& fields);
    bool readCentralExtra(record::Bytes extra, const SharedFields& shared, std::uint32_t offset,
                          ZipEntry& entry);
    bool acceptsFeatures(const SharedFields& shared, std::uint32_t attributes,
                         std::string_view name);
    bool placesFollow();
    bool readLocalHeader(ZipEntry& entry);
    bool agree(const SharedFields& local, record::Bytes rest, const ZipEntry& entry);
    bool judgeSizes();
    bool mimetypeLeads();

    const PlacedFile& m_file;
    record::Verdict& m_verdict;
    std::uint64_t m_directoryAt = 0, m_directoryBytes = 0, m_count = 0;
    std::vector<SharedFields> m_shared; // of the central headers
    std::vector<ZipEntry> m_entries;
};

// With no comment the end record is the last thing, at one possible place: nothing is searched for,
// so no two readers can find different ones.
bool DirectoryReader::readEnd() {
    if (m_file.size() < zip::kEndRecordBytes) {
        return no(FindingId::ContainerMalformed, "no end record");
    }
    const std::uint64_t at = m_file.size() - zip::kEndRecordBytes;
    const auto bytes = m_file.read(at, zip::kEndRecordBytes);
    FieldReader fields(bytes);
    if (fields.u32() != zip::kEndRecord) {
        return explainMissingEnd();
    }
    const std::uint16_t disk = fields.u16(), directoryDisk = fields.u16();
    const std::uint16_t onThisDisk = fields.u16(), count = fields.u16();
    const std::uint32_t size = fields.u32(), offset = fields.u32();
    if (fields.u16() != 0) {
        return no(FindingId::ContainerMalformed, "the comment is cut off");
    }
    if (disk != 0 || directoryDisk != 0 || onThisDisk != count) {
        return no(FindingId::ContainerFeatureRefused, "several disks");
    }
    std::uint64_t end = at;
    if (size == zip::kIn64Of32 || offset == zip::kIn64Of32 || count == zip::kIn64Of16) {
        if (!readEnd64(at, size, offset, count)) {
            return false;
        }
        end = at - zip::kEnd64LocatorBytes - zip::kEnd64RecordBytes;
    } else {
        m_directoryBytes = size;
        m_directoryAt = offset;
        m_count = count;
    }
    if (m_count > zip::kMaxEntries) {
        return tooLarge("number of files", zip::kMaxEntries);
    }
    if (m_directoryBytes > zip::kMaxDirectoryBytes) {
        return tooLarge("directory", zip::kMaxDirectoryBytes);
    }
    if (m_directoryBytes > end || m_directoryAt > end - m_directoryBytes) {
        return no(FindingId::ContainerMalformed, "the directory lies outside");
    }
    if (m_directoryAt != end - m_directoryBytes) {
        const auto start = m_file.read(end - m_directoryBytes, 4);
        const bool moved = m_directoryBytes >= 4 && FieldReader(start).u32() == zip::kCentralHeader;
        return no(FindingId::ContainerBytesExtra,
                  moved ? "before the first file" : "after the directory");
    }
    return true;
}

bool DirectoryReader::explainMissingEnd() {
    const std::size_t window =
        static_cast<std::size_t>(std::min<std::uint64_t>(m_file.size(), 65'536 + 22));
    const auto tail = m_file.read(m_file.size() - window, window);
    for (std::size_t at = window - zip::kEndRecordBytes; at-- > 0;) {
        const record::Bytes from = record::Bytes(tail).subspan(at);
        if (FieldReader(from).u32() == zip::kEndRecord) {
            const std::size_t comment = FieldReader(from.subspan(20)).u16();
            return no(FindingId::ContainerBytesExtra, comment == from.size() - zip::kEndRecordBytes
                                                          ? "a comment"
                                                          : "after the end");
        }
    }
    return no(FindingId::ContainerMalformed, "no end record");
}

bool DirectoryReader::readEnd64(std::uint64_t at, std::uint32_t size, std::uint32_t offset,
                                std::uint16_t count) {
    constexpr std::size_t kBoth = zip::kEnd64RecordBytes + zip::kEnd64LocatorBytes;
    if (at < kBoth) {
        return no(FindingId::ContainerMalformed, "no ZIP64 end record");
    }
    const auto bytes = m_file.read(at - kBoth, kBoth);
    FieldReader fields(bytes);
    // Its own length after the first twelve bytes: no extensible data (§4.3.14.1).
    if (fields.u32() != zip::kEnd64Record || fields.u64() != zip::kEnd64RecordBytes - 12) {
        return no(FindingId::ContainerMalformed, "no ZIP64 end record");
    }
    fields.take(4); // versions
    const std::uint32_t disk = fields.u32(), directoryDisk = fields.u32();
    const std::uint64_t onThisDisk = fields.u64();
    m_count = fields.u64();
    m_directoryBytes = fields.u64();
    m_directoryAt = fields.u64();
    if (fields.u32() != zip::kEnd64Locator) {
        return no(FindingId::ContainerMalformed, "no ZIP64 locator");
    }
    const std::uint32_t recordDisk = fields.u32();
    const std::uint64_t recordAt = fields.u64();
    if (disk != 0 || directoryDisk != 0 || recordDisk != 0 || fields.u32() != 1 ||
        onThisDisk != m_count) {
        return no(FindingId::ContainerFeatureRefused, "several disks");
    }
    if (recordAt != at - kBoth) {
        return no(FindingId::ContainerBytesExtra, "before the first file");
    }
    if ((size != zip::kIn64Of32 && size != m_directoryBytes) ||
        (offset != zip::kIn64Of32 && offset != m_directoryAt) ||
        (count != zip::kIn64Of16 && count != m_count)) {
        return no(FindingId::ContainerHeadersDisagree, "the end records");
    }
    return true;
}

bool DirectoryReader::readCentralHeaders() {
    const auto bytes = m_file.read(m_directoryAt, static_cast<std::size_t>(m_directoryBytes));
    FieldReader fields(bytes);
    for (std::uint64_t i = 0; i < m_count; ++i) {
        if (!readCentralHeader(fields)) {
            return false;
        }
    }
    return fields.rest().empty() ||
           no(FindingId::ContainerBytesExtra, "in the directory, after its last header");
}

bool DirectoryReader::readCentralHeader(FieldReader& fields) {
    if (fields.rest().size() < zip::kCentralHeaderBytes || fields.u32() != zip::kCentralHeader) {
        return no(FindingId::ContainerMalformed, "the directory has fewer headers than it says");
    }
    fields.take(2); // made by
    const SharedFields shared = readShared(fields);
    const std::uint16_t commentBytes = fields.u16(), disk = fields.u16();
    fields.take(2); // text or not: nothing depends on it
    const std::uint32_t attributes = fields.u32(), offset = fields.u32();
    if (fields.rest().size() < std::size_t{shared.nameBytes} + shared.extraBytes + commentBytes) {
        return no(FindingId::ContainerMalformed, "a header is cut off");
    }
    ZipEntry entry;
    const record::Bytes name = fields.take(shared.nameBytes);
    entry.name.assign(name.begin(), name.end());
    const record::Bytes extra = fields.take(shared.extraBytes);
    if (commentBytes != 0) {
        return no(FindingId::ContainerBytesExtra, "a comment", entry.name);
    }
    if (disk != 0) {
        return no(FindingId::ContainerFeatureRefused, "several disks", entry.name);
    }
    entry.flags = shared.flags;
    entry.method = shared.method;
    entry.crc = shared.crc;
    if (!acceptsFeatures(shared, attributes, entry.name) ||
        !readCentralExtra(extra, shared, offset, entry)) {
        return false;
    }
    m_shared.push_back(shared);
    m_entries.push_back(std::move(entry));
    return true;
}

bool DirectoryReader::acceptsFeatures(const SharedFields& shared, std::uint32_t attributes,
                                      std::string_view name) {
    const auto refused = [&](const char* why) {
        return no(FindingId::ContainerFeatureRefused, why, name);
    };
    if ((shared.flags & kFlagEncrypted) != 0) {
        return refused("encryption");
    }
    // Lengths behind the data: a reader in a stream and one with the directory may differ.
    if ((shared.flags & kFlagDescriptor) != 0) {
        return refused("a data descriptor");
    }
    if ((shared.flags & ~kFlagsAccepted) != 0 || shared.version > kNewestVersion) {
        return refused("unknown flags or version");
    }
    if (shared.method != zip::kStored && shared.method != zip::kDeflated) {
        return refused("the packing method");
    }
    const std::uint32_t kind = attributes >> 16u & S_IFMT; // Unix; 0 where others made it
    if (kind == S_IFLNK) {
        return refused("a symbolic link");
    }
    if ((kind != 0 && kind != S_IFREG) || (attributes & 0x18u) != 0) { // DOS: folder, label
        return refused("not a regular file");
    }
    return true;
}

// A ZIP64 field and nothing else, with exactly those numbers that the header refers to it (§4.5.3).
bool DirectoryReader::readCentralExtra(record::Bytes extra, const SharedFields& shared,
                                       std::uint32_t offset, ZipEntry& entry) {
    const bool bytesIn64 = shared.bytes == zip::kIn64Of32;
    const bool packedIn64 = shared.packedBytes == zip::kIn64Of32;
    const bool offsetIn64 = offset == zip::kIn64Of32;
    const std::size_t numbers =
        (bytesIn64 ? 8u : 0u) + (packedIn64 ? 8u : 0u) + (offsetIn64 ? 8u : 0u);
    FieldReader fields(extra);
    if (extra.size() != (numbers == 0 ? 0 : 4 + numbers) ||
        (numbers != 0 && (fields.u16() != zip::kZip64Field || fields.u16() != numbers))) {
        return no(FindingId::ContainerFeatureRefused, "an extra field", entry.name);
    }
    entry.bytes = bytesIn64 ? fields.u64() : shared.bytes;
    entry.packedBytes = packedIn64 ? fields.u64() : shared.packedBytes;
    entry.headerAt = offsetIn64 ? fields.u64() : offset;
    return true;
}

// Local headers and data follow each other from the first byte to the directory, in the
// directory's order: no gap to hide something in, no byte that belongs to two files.
bool DirectoryReader::placesFollow() {
    std::uint64_t next = 0;
    for (ZipEntry& entry : m_entries) {
        if (entry.headerAt > next) {
            return no(FindingId::ContainerBytesExtra,
                      next == 0 ? "before the first file" : "between files", entry.name);
        }
        if (entry.headerAt < next) {
            return no(FindingId::ContainerMalformed, "files overlap", entry.name);
        }
        if (!readLocalHeader(entry)) {
            return false;
        }
        next = entry.dataAt + entry.packedBytes;
    }
    return next == m_directoryAt ||
           no(FindingId::ContainerBytesExtra, "between the last file and the directory");
}

bool DirectoryReader::readLocalHeader(ZipEntry& entry) {
    const SharedFields& central = m_shared[static_cast<std::size_t>(&entry - m_entries.data())];
    const std::uint64_t room = m_directoryAt - entry.headerAt;
    if (entry.headerAt > m_directoryAt || room < zip::kLocalHeaderBytes) {
        return no(FindingId::ContainerMalformed, "a file lies outside", entry.name);
    }
    const auto bytes = m_file.read(entry.headerAt, zip::kLocalHeaderBytes);
    FieldReader fields(bytes);
    if (fields.u32() != zip::kLocalHeader) {
        return no(FindingId::ContainerMalformed, "no local header", entry.name);
    }
    const SharedFields local = readShared(fields);
    const std::size_t rest = std::size_t{local.nameBytes} + local.extraBytes;
    if (room - zip::kLocalHeaderBytes < rest ||
        room - zip::kLocalHeaderBytes - rest < entry.packedBytes) {
        return no(FindingId::ContainerMalformed, "a file lies outside", entry.name);
    }
    entry.dataAt = entry.headerAt + zip::kLocalHeaderBytes + rest;
    // The time is no evidence, but a header that differs in anything was touched.
    if (local.flags != central.flags || local.method != central.method ||
        local.dosTime != central.dosTime) {
        return no(FindingId::ContainerHeadersDisagree, "flags, method or time", entry.name);
    }
    return agree(local, m_file.read(entry.headerAt + zip::kLocalHeaderBytes, rest), entry);
}

bool DirectoryReader::agree(const SharedFields& local, record::Bytes rest, const ZipEntry& entry) {
    FieldReader fields(rest);
    const record::Bytes name = fields.take(local.nameBytes);
    if (std::string(name.begin(), name.end()) != entry.name) {
        return no(FindingId::ContainerHeadersDisagree, "names", entry.name);
    }
    if (local.crc != entry.crc) {
        return no(FindingId::ContainerHeadersDisagree, "CRC-32", entry.name);
    }
    std::uint64_t bytes = local.bytes, packed = local.packedBytes;
    const record::Bytes extra = fields.rest();
    const bool in64 = local.bytes == zip::kIn64Of32 || local.packedBytes == zip::kIn64Of32;
    if (in64) { // in a local header both numbers must be in the field (§4.5.3)
        if (extra.size() != 20 || fields.u16() != zip::kZip64Field || fields.u16() != 16 ||
            local.bytes != local.packedBytes) {
            return no(FindingId::ContainerFeatureRefused, "an extra field", entry.name);
        }
        bytes = fields.u64();
        packed = fields.u64();
    } else if (!extra.empty()) {
        return no(FindingId::ContainerFeatureRefused, "an extra field", entry.name);
    }
    if (bytes != entry.bytes || packed != entry.packedBytes) {
        return no(FindingId::ContainerHeadersDisagree, "lengths", entry.name);
    }
    if (entry.method == zip::kStored && bytes != packed) {
        return no(FindingId::ContainerHeadersDisagree, "stored, yet of two lengths", entry.name);
    }
    return true;
}

bool DirectoryReader::judgeSizes() {
    std::uint64_t total = 0;
    for (const ZipEntry& entry : m_entries) {
        if (entry.bytes > zip::kMaxTotalBytes - total) {
            return tooLarge("bytes unpacked", zip::kMaxTotalBytes, entry.name);
        }
        total += entry.bytes;
        if (entry.bytes > zip::kRatioFrom && entry.bytes / zip::kMaxRatio > entry.packedBytes) {
            return tooLarge("bytes unpacked for each packed", zip::kMaxRatio, entry.name);
        }
    }
    // Many small ones may be as bad as a large one.
    return total <= zip::kRatioFrom || total / zip::kMaxRatio <= m_file.size() ||
           tooLarge("bytes unpacked for each packed", zip::kMaxRatio);
}

// EN 319 162-1 A.1: whoever looks at byte 38 of the file reads its media type.
bool DirectoryReader::mimetypeLeads() {
    if (m_entries.empty() || m_entries.front().name != kMimetypePath) {
        return no(FindingId::ContainerMimetypeMisplaced, "not the first file");
    }
    const ZipEntry& first = m_entries.front();
    if (first.method != zip::kStored) {
        return no(FindingId::ContainerMimetypeMisplaced, "packed");
    }
    return first.dataAt == zip::kLocalHeaderBytes + kMimetypePath.size() ||
           no(FindingId::ContainerMimetypeMisplaced, "with an extra field");
}

} // namespace

std::vector<ZipEntry> readZipDirectory(const PlacedFile& file, record::Verdict& verdict) {
    return DirectoryReader(file, verdict).run();
}

} // namespace seihon::signing
