#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace seihon::ledger {

// Keeps records' bytes. A record is a folder; once committed it is never changed.
class RecordStore {
  public:
    virtual ~RecordStore() = default;
    // Moves a finished, synced folder to its place, without replacing anything.
    virtual void commit(const std::filesystem::path& builtFolder, const std::string& recordId) = 0;
    virtual bool holds(const std::string& recordId) = 0;
    // For one that lies there after a crash: who was killed between rename and fsync left a name
    // that the next power cut may take back. fsync of every folder down to it. Faults:
    // StorageFailed.
    virtual void settle(const std::string& recordId) = 0;
    virtual std::filesystem::path pathOf(const std::string& recordId) = 0;
    // Ids of everything that lies in the archive, by place on disk; a folder whose name is no id
    // comes back by its path.
    virtual std::vector<std::string> list() = 0;
};

std::unique_ptr<RecordStore> openFolderStore(const std::filesystem::path& archive);

} // namespace seihon::ledger
