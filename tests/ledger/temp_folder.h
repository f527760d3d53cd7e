#pragma once

#include <filesystem>
#include <functional>
#include <string>

namespace seihon::ledger::test {

namespace fs = std::filesystem;

// A folder of its own that goes away with the object. Memory (/dev/shm, where there is one) for
// tests that end processes but cut no power: their many fsyncs cost nothing there.
class TempFolder {
  public:
    enum class Where { Disk, Memory };
    explicit TempFolder(Where where = Where::Memory);
    ~TempFolder();
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;

    const fs::path& path() const { return m_path; }
    fs::path operator/(const std::string& name) const { return m_path / name; }

  private:
    fs::path m_path;
};

std::string readText(const fs::path& file);
// Writes over whatever is there, whatever its mode.
void writeText(const fs::path& file, const std::string& text);
unsigned modeOf(const fs::path& file);
std::size_t countNamed(const fs::path& folder, const std::string& prefix);

// Runs it in a child process; gives what it returned, or what it threw, or how it died.
std::string inChild(const std::function<std::string()>& work);

// In a child with a tmpfs of that many bytes mounted on `folder`, which nobody else sees and which
// ends with the child. "SKIP: reason" where this machine does not allow it.
std::string onTinyDisk(const fs::path& folder, long bytes,
                       const std::function<std::string()>& work);
// Within `work`: gives that disk another size.
void growTinyDisk(const fs::path& folder, long bytes);

} // namespace seihon::ledger::test
