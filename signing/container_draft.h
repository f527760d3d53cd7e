#pragma once

#include "signing/record_files.h"

#include <map>

namespace seihon::signing {

// A record as an ASiC-E container that has no name yet: written beside its target, synced, read
// back by the strict reader and compared file by file. publish() names it; without that it goes.
class ContainerDraft {
  public:
    // Faults: StorageFull, StorageFailed, StorageDiffers (also when the record changes meanwhile),
    // Malformed when the record holds what a container may not.
    ContainerDraft(const RecordFiles& record, const std::filesystem::path& target);
    ~ContainerDraft();
    ContainerDraft(const ContainerDraft&) = delete;
    ContainerDraft& operator=(const ContainerDraft&) = delete;

    const std::filesystem::path& file() const { return m_file; }
    const record::Digest& digest() const { return m_digest; }
    std::int64_t bytes() const { return m_bytes; }

    // Replaces nothing. Faults: StorageFailed, also when there is something of that name.
    void publish();

  private:
    void write(const RecordFiles& record);
    void readBack(const RecordFiles& record) const;

    std::filesystem::path m_target, m_file;
    record::Digest m_digest;
    std::int64_t m_bytes = 0;
    std::map<std::string, RecordFiles::Measured> m_measured; // what was read from the record
};

} // namespace seihon::signing
