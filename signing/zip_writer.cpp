#include "signing/zip_writer.h"

#include "record/fault.h"
#include "signing/zip_format.h"

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

namespace seihon::signing {

namespace {

using zip::FieldWriter;

constexpr std::uint16_t kVersionStored = 10; // APPNOTE §4.4.3.2
constexpr std::uint16_t kVersionZip64 = 45;
constexpr std::uint32_t kNewYear1980 = 0x00210000; // the first moment that DOS time knows

[[noreturn]] void zipWriteFailed(const std::string& name, const char* call, int error) {
    const auto kind = error == ENOSPC || error == EDQUOT ? record::FaultKind::StorageFull
                                                         : record::FaultKind::StorageFailed;
    throw record::Fault(kind, std::string(call) + ' ' + name + ": " + std::strerror(error),
                        {{"file", name}});
}

// What local and central header have in common.
void putShared(FieldWriter& fields, const ZipWriter::Entry& entry, bool in64) {
    const std::uint64_t bytes = in64 ? zip::kIn64Of32 : entry.bytes;
    fields.u16(in64 ? kVersionZip64 : kVersionStored).u16(0).u16(zip::kStored);
    fields.u32(kNewYear1980).u32(entry.crc).u32(bytes).u32(bytes).u16(entry.name.size());
}

} // namespace

ZipWriter::ZipWriter(const std::filesystem::path& file, std::uint64_t zip64From)
    : m_name(file.string()), m_zip64From(zip64From) {
    m_file = Descriptor(
        ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (m_file.get() < 0) {
        zipWriteFailed(m_name, "open", errno);
    }
}

void ZipWriter::put(record::Bytes data) {
    m_digest.add(data);
    m_at += data.size();
    while (!data.empty()) {
        const ::ssize_t written = ::write(m_file.get(), data.data(), data.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            zipWriteFailed(m_name, "write", errno);
        }
        data = data.subspan(static_cast<std::size_t>(written));
    }
}

void ZipWriter::begin(const Entry& entry) {
    assert(m_owed == 0);
    m_entries.emplace_back(entry, m_at);
    const bool in64 = entry.bytes >= m_zip64From;
    FieldWriter fields;
    fields.u32(zip::kLocalHeader);
    putShared(fields, entry, in64);
    fields.u16(in64 ? 20 : 0).text(entry.name);
    if (in64) {
        fields.u16(zip::kZip64Field).u16(16).u64(entry.bytes).u64(entry.bytes);
    }
    put(record::bytesOf(fields.bytes()));
    m_owed = entry.bytes;
}

void ZipWriter::write(record::Bytes data) {
    assert(data.size() <= m_owed);
    m_owed -= data.size();
    put(data);
}

std::string ZipWriter::centralHeader(const Entry& entry, std::uint64_t at) const {
    const bool in64 = entry.bytes >= m_zip64From, placeIn64 = at >= m_zip64From;
    const std::size_t numbers = (in64 ? 16u : 0u) + (placeIn64 ? 8u : 0u);
    FieldWriter fields;
    fields.u32(zip::kCentralHeader).u16(kVersionZip64); // made by "DOS": no owner, no mode
    putShared(fields, entry, in64);
    fields.u16(numbers == 0 ? 0 : 4 + numbers).u16(0).u16(0).u16(0).u32(0);
    fields.u32(placeIn64 ? zip::kIn64Of32 : at).text(entry.name);
    if (numbers != 0) {
        fields.u16(zip::kZip64Field).u16(numbers);
    }
    if (in64) {
        fields.u64(entry.bytes).u64(entry.bytes);
    }
    if (placeIn64) {
        fields.u64(at);
    }
    return fields.bytes();
}

std::string ZipWriter::endRecords(std::uint64_t directoryAt) const {
    const std::uint64_t size = m_at - directoryAt, count = m_entries.size();
    const bool placeIn64 = directoryAt >= m_zip64From;
    FieldWriter fields;
    if (placeIn64) {
        fields.u32(zip::kEnd64Record).u64(zip::kEnd64RecordBytes - 12);
        fields.u16(kVersionZip64).u16(kVersionZip64).u32(0).u32(0);
        fields.u64(count).u64(count).u64(size).u64(directoryAt);
        fields.u32(zip::kEnd64Locator).u32(0).u64(m_at).u32(1);
    }
    fields.u32(zip::kEndRecord).u16(0).u16(0).u16(count).u16(count).u32(size);
    fields.u32(placeIn64 ? zip::kIn64Of32 : directoryAt).u16(0);
    return fields.bytes();
}

ZipWriter::Written ZipWriter::finish() {
    assert(m_owed == 0 && m_entries.size() <= zip::kMaxEntries);
    const std::uint64_t directoryAt = m_at;
    for (const auto& [entry, at] : m_entries) {
        put(record::bytesOf(centralHeader(entry, at)));
    }
    put(record::bytesOf(endRecords(directoryAt)));
    if (::fsync(m_file.get()) != 0) {
        zipWriteFailed(m_name, "fsync", errno);
    }
    static_cast<void>(::posix_fadvise(m_file.get(), 0, 0, POSIX_FADV_DONTNEED)); // a wish
    if (::close(m_file.release()) != 0) {
        zipWriteFailed(m_name, "close", errno);
    }
    return {m_digest.finish(), static_cast<std::int64_t>(m_at)};
}

} // namespace seihon::signing
