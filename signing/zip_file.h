#pragma once

#include "record/verdict.h"
#include "signing/descriptor.h"
#include "signing/record_files.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace seihon::signing {

// One file in a ZIP file, its place proven to be its alone.
struct ZipEntry {
    std::string name;
    std::uint16_t flags = 0;
    std::uint16_t method = 0; // stored or deflated
    std::uint32_t crc = 0;
    std::uint64_t packedBytes = 0;
    std::uint64_t bytes = 0;
    std::uint64_t headerAt = 0;
    std::uint64_t dataAt = 0;
};

// A file that is read at places, by a descriptor held open: what is judged is what is read.
class PlacedFile {
  public:
    // Faults: NotFound, also for what is no regular file; StorageFailed.
    explicit PlacedFile(const std::filesystem::path& file);

    std::uint64_t size() const { return m_size; }
    // `at` + `count` must lie inside size(). Faults: StorageFailed, also when it has become
    // shorter.
    std::vector<std::uint8_t> read(std::uint64_t at, std::size_t count) const;

  private:
    Descriptor m_file;
    std::string m_name;
    std::uint64_t m_size = 0;
};

// The central directory of a ZIP file in which every byte belongs to exactly one thing, headers
// agree, and names mean the same on every system. Refusals go into the verdict, and then there are
// no entries: "unzip, then verify" drops or doubles files silently, so nothing is repaired here.
std::vector<ZipEntry> readZipDirectory(const PlacedFile& file, record::Verdict& verdict);

// An entry's bytes, unpacked and compared with its length and CRC-32 at the end; as
// RecordFiles::stream.
bool streamZipEntry(const PlacedFile& file, const ZipEntry& entry, const RecordFiles::Sink& sink,
                    record::Verdict& verdict);

// Do these names, of files only, mean the same set of files on every system?
record::Verdict judgeZipNames(const std::vector<ZipEntry>& entries);

} // namespace seihon::signing
