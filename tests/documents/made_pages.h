#pragma once

#include "documents/viewing_copy.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace seihon::documents_test {

// A folder of its own that goes with the test.
class TestFolder {
  public:
    TestFolder();
    ~TestFolder();
    TestFolder(const TestFolder&) = delete; // owns the folder
    TestFolder& operator=(const TestFolder&) = delete;
    std::filesystem::path operator/(const std::string& name) const { return m_path / name; }

  private:
    std::filesystem::path m_path;
};

struct PageShape {
    std::int64_t width = 61, height = 43;
    int channels = 3, bits = 8;
    int turned = 0;
    std::int64_t dpiX = 300, dpiY = 300;
};

// Noise over a ramp: no two pages and no two corners are alike.
record::PageImage madePage(const PageShape& shape, std::uint32_t seed);

// A record of such pages, and its copy.
struct MadeRecord {
    documents::ViewingCopy copy;
    std::vector<record::PageImage> masters;
    documents::PixelsOf pixels() const;
};
MadeRecord madeRecord(const std::vector<PageShape>& shapes);

std::string readAll(const std::filesystem::path& file);
void writeAll(const std::filesystem::path& file, const std::string& bytes);

} // namespace seihon::documents_test
