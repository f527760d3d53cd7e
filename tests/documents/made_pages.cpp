#include "made_pages.h"

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace seihon::documents_test {

namespace fs = std::filesystem;

TestFolder::TestFolder() {
    std::string name = (fs::temp_directory_path() / "seihon-documents-XXXXXX").string();
    m_path = ::mkdtemp(name.data());
}

TestFolder::~TestFolder() {
    std::error_code ignored;
    fs::remove_all(m_path, ignored);
}

record::PageImage madePage(const PageShape& shape, std::uint32_t seed) {
    record::PageImage page;
    page.width = shape.width;
    page.height = shape.height;
    page.channels = shape.channels;
    page.bitsPerSample = shape.bits;
    page.dpiX = shape.dpiX;
    page.dpiY = shape.dpiY;
    page.stride = page.rowBytes() + 3; // rows need not touch
    page.bytes.assign(static_cast<std::size_t>(page.stride * page.height), 0);
    std::uint32_t state = seed * 2654435761U + 1;
    for (std::int64_t y = 0; y < page.height; ++y) {
        for (std::int64_t i = 0; i < page.rowBytes(); ++i) {
            state = state * 1664525U + 1013904223U;
            const auto ramp = static_cast<std::uint32_t>(200 * y / page.height);
            page.row(y)[i] = static_cast<std::uint8_t>(ramp + (state >> 27));
        }
        if (shape.bits == 1 && page.width % 8 != 0) { // the padding is white
            page.row(y)[page.rowBytes() - 1] = static_cast<std::uint8_t>(
                page.row(y)[page.rowBytes() - 1] & (0xFF << (8 - page.width % 8)));
        }
    }
    return page;
}

documents::PixelsOf MadeRecord::pixels() const {
    return [this](const documents::ViewingPage& page) {
        return masters.at(static_cast<std::size_t>(page.number - 1)).clone();
    };
}

MadeRecord madeRecord(const std::vector<PageShape>& shapes) {
    MadeRecord made;
    made.copy.recordId = "0190a8e2-7b1c-7c3d-8e4f-0123456789ab";
    made.copy.manifestDigest = record::sha256("manifest");
    made.copy.className = "診療情報提供書 <A&B>";
    made.copy.hospital = "正本病院";
    made.copy.madeAt = record::parseInstant("2026-01-02T03:04:05.678Z");
    made.copy.utcOffset = std::chrono::hours(9);
    for (const PageShape& shape : shapes) {
        const auto number = static_cast<std::int64_t>(made.masters.size()) + 1;
        made.masters.push_back(madePage(shape, static_cast<std::uint32_t>(number)));
        documents::ViewingPage page;
        page.number = number;
        page.width = shape.width;
        page.height = shape.height;
        page.dpiX = shape.dpiX;
        page.dpiY = shape.dpiY;
        page.channels = shape.channels;
        page.bitsPerSample = shape.bits;
        page.turned = shape.turned;
        page.pixelDigest = record::pixelDigest(made.masters.back());
        made.copy.pages.push_back(page);
    }
    return made;
}

std::string readAll(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

void writeAll(const fs::path& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary) << bytes;
}

} // namespace seihon::documents_test
