#include "ledger/record_store.h"

#include "ledger/descriptor.h"
#include "ledger/durable_file.h"
#include "record/fault.h"
#include "record/id.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace seihon::ledger {

namespace {

namespace fs = std::filesystem;

constexpr int kRecordDepth = 3; // yyyy/mm/dd

bool isFolder(const fs::path& path) {
    std::error_code error;
    return fs::is_directory(fs::symlink_status(path, error));
}

class FolderStore final : public RecordStore {
  public:
    explicit FolderStore(fs::path archive) : m_archive(std::move(archive)) {
        makeDurableFolder(m_archive);
    }

    void commit(const fs::path& builtFolder, const std::string& recordId) override;
    bool holds(const std::string& recordId) override { return isFolder(pathOf(recordId)); }
    void settle(const std::string& recordId) override;
    fs::path pathOf(const std::string& recordId) override {
        return m_archive / record::archivePathOfId(recordId);
    }
    std::vector<std::string> list() override;

  private:
    void addBelow(const fs::path& folder, int depth, std::vector<std::string>& found) const;
    std::string nameOf(const fs::path& path) const;

    fs::path m_archive;
};

void FolderStore::commit(const fs::path& builtFolder, const std::string& recordId) {
    const fs::path target = pathOf(recordId);
    if (!isFolder(builtFolder)) {
        throwStorageReason(builtFolder, "is not a folder");
    }
    makeDurableFolder(target.parent_path());
    renameDurably(builtFolder, target);
}

void FolderStore::settle(const std::string& recordId) {
    fs::path folder = pathOf(recordId);
    while (folder != m_archive) {
        folder = folder.parent_path();
        syncOrThrow(openFolder(folder), folder);
    }
}

// A record's id when it lies where that id belongs, else the path below the archive.
std::string FolderStore::nameOf(const fs::path& path) const {
    const std::string below = path.lexically_relative(m_archive).generic_string();
    const std::string name = path.filename().string();
    const bool inPlace =
        record::isId(name) && record::archivePathOfId(name) == below && isFolder(path);
    return inPlace ? name : below;
}

void FolderStore::addBelow(const fs::path& folder, int depth,
                           std::vector<std::string>& found) const {
    std::vector<fs::path> paths;
    try {
        for (const auto& entry : fs::directory_iterator(folder)) {
            paths.push_back(entry.path());
        }
    } catch (const fs::filesystem_error& error) {
        throwStorage(folder, "read folder", error.code().value());
    }
    std::ranges::sort(paths);
    for (const fs::path& path : paths) {
        const std::string name = path.filename().string();
        // mkfs makes this one at the top of every ext4; what fsck puts into it is shown.
        std::error_code unreadable;
        if (depth == 0 && name == "lost+found" && (fs::is_empty(path, unreadable) || unreadable)) {
            continue;
        }
        const bool isDate = name.size() == (depth == 0 ? 4u : 2u) &&
                            std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; });
        if (depth < kRecordDepth && isDate && isFolder(path)) {
            addBelow(path, depth + 1, found);
        } else {
            found.push_back(nameOf(path));
        }
    }
}

std::vector<std::string> FolderStore::list() {
    std::vector<std::string> found;
    addBelow(m_archive, 0, found);
    return found;
}

} // namespace

std::unique_ptr<RecordStore> openFolderStore(const std::filesystem::path& archive) {
    return std::make_unique<FolderStore>(archive);
}

} // namespace seihon::ledger
