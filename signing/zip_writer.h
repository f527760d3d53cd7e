#pragma once

#include "record/digest.h"
#include "signing/descriptor.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace seihon::signing {

// A ZIP file of stored entries, always the same bytes for the same files: no time, no owner, no
// data descriptor, an extra field only where ZIP64 needs one.
class ZipWriter {
  public:
    struct Entry {
        std::string name;
        std::uint32_t crc = 0;
        std::uint64_t bytes = 0;
    };

    // A new file of mode 0600. Numbers from `zip64From` on go into ZIP64 fields. Faults:
    // StorageFull, StorageFailed, also when the file exists.
    explicit ZipWriter(const std::filesystem::path& file, std::uint64_t zip64From = 0xffffffff);

    // Its data must follow by write(), as many bytes as it says.
    void begin(const Entry& entry);
    void write(record::Bytes data);

    struct Written {
        record::Digest digest; // of the whole file
        std::int64_t bytes = 0;
    };
    // Directory and end, fsync; the cache is dropped, so that reading back reads the disk.
    Written finish();

  private:
    void put(record::Bytes data);
    std::string centralHeader(const Entry& entry, std::uint64_t at) const;
    std::string endRecords(std::uint64_t directoryAt) const;

    std::string m_name;
    Descriptor m_file;
    std::uint64_t m_zip64From;
    std::uint64_t m_at = 0;
    std::uint64_t m_owed = 0; // bytes of the entry begun last that are still to come
    record::Sha256 m_digest;
    std::vector<std::pair<Entry, std::uint64_t>> m_entries; // with the place of the local header
};

} // namespace seihon::signing
