#include "record/file_digest.h"

#include "expect_fault.h"

#include <cstdlib>
#include <fstream>

namespace seihon::record {
namespace {

namespace fs = std::filesystem;

class FolderOfFiles {
  public:
    FolderOfFiles() {
        std::string made = (fs::temp_directory_path() / "seihon-digest-XXXXXX").string();
        path = ::mkdtemp(made.data());
    }
    ~FolderOfFiles() { fs::remove_all(path); }
    FolderOfFiles(const FolderOfFiles&) = delete;
    FolderOfFiles& operator=(const FolderOfFiles&) = delete;

    fs::path path;
};

TEST(FileDigest, IsOfAllBytesAndFollowsNoLinkWhereNobodyNamedIt) {
    const FolderOfFiles folder;
    const fs::path file = folder.path / "file", link = folder.path / "link";
    const std::string bytes(3'000'001, 'a'); // more than one piece
    std::ofstream(file, std::ios::binary) << bytes;
    const FileDigest found = digestOfFile(file);
    EXPECT_EQ(found.sha256, sha256(bytes));
    EXPECT_EQ(found.bytes, 3'000'001);
    fs::create_symlink(file, link);
    expectFault(FaultKind::StorageFailed, [&] { digestOfFile(link); });
    EXPECT_EQ(sha256OfFile(link), found.sha256);
    expectFault(FaultKind::StorageFailed, [&] { sha256OfFile(folder.path); });
    expectFault(FaultKind::StorageFailed, [&] { digestOfFile(folder.path / "none"); });
    std::ofstream(folder.path / "empty");
    EXPECT_EQ(digestOfFile(folder.path / "empty").sha256, sha256(""));
}

} // namespace
} // namespace seihon::record
