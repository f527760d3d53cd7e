// Masters read by programs that share no code with ours.
#include "imaging/tiff.h"

#include "tests/imaging/page_synthesis.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

namespace seihon::imaging {
namespace {

using record::PageImage;
using test::makeImage;
using test::Texture;

class TemporaryFolder {
  public:
    TemporaryFolder() {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "seihon-imaging-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) {
            throw std::runtime_error("no temporary folder");
        }
        m_path = pattern;
    }
    ~TemporaryFolder() { std::filesystem::remove_all(m_path); }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    std::string file(const std::string& name) const { return (m_path / name).string(); }

  private:
    std::filesystem::path m_path;
};

struct PipeDeleter {
    void operator()(FILE* pipe) const { ::pclose(pipe); }
};

struct Answer {
    int status = -1;
    std::string text;
};

Answer run(const std::string& command) {
    Answer answer;
    std::unique_ptr<FILE, PipeDeleter> pipe(::popen((command + " 2>&1").c_str(), "r"));
    std::array<char, 4096> buffer{};
    for (std::size_t got = 0;
         (got = std::fread(buffer.data(), 1, buffer.size(), pipe.get())) > 0;) {
        answer.text.append(buffer.data(), got);
    }
    answer.status = ::pclose(pipe.release());
    return answer;
}

void write(const std::string& path, const void* data, std::size_t size) {
    std::ofstream out(path, std::ios::binary);
    out.write(static_cast<const char*>(data), static_cast<std::streamsize>(size));
    ASSERT_TRUE(out.good());
}

void write(const std::string& path, const std::vector<std::uint8_t>& bytes) {
    write(path, bytes.data(), bytes.size());
}

// Netpbm, the plainest format there is; 16-bit samples are big endian there.
void writeNetpbm(const std::string& path, const PageImage& image) {
    const std::string kind = image.bitsPerSample == 1 ? "P4" : image.channels == 3 ? "P6" : "P5";
    std::string text =
        kind + "\n" + std::to_string(image.width) + " " + std::to_string(image.height) + "\n";
    if (image.bitsPerSample != 1) {
        text += image.bitsPerSample == 16 ? "65535\n" : "255\n";
    }
    for (std::int64_t y = 0; y < image.height; ++y) {
        std::string row(reinterpret_cast<const char*>(image.row(y)),
                        static_cast<std::size_t>(image.rowBytes()));
        for (std::size_t i = 0; image.bitsPerSample == 16 && i + 1 < row.size(); i += 2) {
            std::swap(row[i], row[i + 1]);
        }
        text += row;
    }
    write(path, text.data(), text.size());
}

bool isInstalled(const std::string& tool) {
    return run("command -v " + tool).status == 0;
}

std::vector<PageImage> samples() {
    std::vector<PageImage> images;
    for (const Texture texture :
         {Texture::ScanLike, Texture::Noise, Texture::MostlyWhite, Texture::Flat}) {
        images.push_back(makeImage({201, 301, 3, 8}, texture));
        images.push_back(makeImage({201, 301, 1, 8}, texture));
        images.push_back(makeImage({67, 129, 3, 16}, texture));
        images.push_back(makeImage({67, 128, 1, 16}, texture));
        images.push_back(makeImage({203, 300, 1, 1}, texture));
    }
    images.push_back(makeImage({1, 1, 3, 8}, Texture::Noise));
    return images;
}

TEST(TiffTools, imageMagickSeesTheSamePixels) {
    if (!isInstalled("/usr/bin/compare")) {
        GTEST_SKIP() << "ImageMagick is not installed";
    }
    const TemporaryFolder folder;
    for (const PageImage& image : samples()) {
        write(folder.file("a.tif"), encodeTiff(image));
        writeNetpbm(folder.file("a.pnm"), image);
        const Answer answer = run("/usr/bin/compare -metric AE " + folder.file("a.tif") + " " +
                                  folder.file("a.pnm") + " null:");
        EXPECT_EQ(answer.text, "0") << image.width << 'x' << image.height << ' ' << image.channels
                                    << 'x' << image.bitsPerSample;
        EXPECT_EQ(answer.status, 0);
    }
    PageImage altered = makeImage({201, 301, 3, 8}, Texture::ScanLike);
    writeNetpbm(folder.file("a.pnm"), altered);
    altered.row(300)[5] ^= 1;
    write(folder.file("a.tif"), encodeTiff(altered));
    EXPECT_EQ(run("/usr/bin/compare -metric AE " + folder.file("a.tif") + " " +
                  folder.file("a.pnm") + " null:")
                  .text,
              "1")
        << "the control: one sample differs by one";
}

TEST(TiffTools, libtiffReadsAndFindsNothingToComplainOf) {
    if (!isInstalled("tiffinfo") || !isInstalled("tiffcmp") || !isInstalled("tiffcp")) {
        GTEST_SKIP() << "libtiff-tools is not installed";
    }
    const TemporaryFolder folder;
    for (const PageImage& image : samples()) {
        write(folder.file("a.tif"), encodeTiff(image));
        // -D decodes every strip.
        const Answer info = run("tiffinfo -D " + folder.file("a.tif"));
        EXPECT_EQ(info.status, 0) << info.text;
        EXPECT_EQ(info.text.find("arning"), std::string::npos) << info.text;
        EXPECT_NE(info.text.find("Compression Scheme: AdobeDeflate"), std::string::npos);
        EXPECT_NE(info.text.find("Resolution: 300, 200 pixels/inch"), std::string::npos)
            << info.text;
        EXPECT_NE(info.text.find("Image Width: " + std::to_string(image.width) +
                                 " Image Length: " + std::to_string(image.height)),
                  std::string::npos);
        ASSERT_EQ(run("tiffcp -c none " + folder.file("a.tif") + " " + folder.file("b.tif")).status,
                  0);
        const Answer same = run("tiffcmp " + folder.file("a.tif") + " " + folder.file("b.tif"));
        // tiffcmp names the tags that differ, which compression and the predictor do; pixels it
        // names with coordinates.
        EXPECT_EQ(same.text.find("Scanline"), std::string::npos) << same.text;
    }
}

TEST(TiffTools, groupFourIsReadByOthersToo) {
    if (!isInstalled("tiffinfo") || !isInstalled("tiffcmp") || !isInstalled("/usr/bin/compare")) {
        GTEST_SKIP() << "libtiff-tools or ImageMagick is not installed";
    }
    const TemporaryFolder folder;
    for (const Texture texture :
         {Texture::ScanLike, Texture::Noise, Texture::MostlyWhite, Texture::Flat}) {
        for (const std::int64_t width : {1, 200, 203}) {
            const PageImage image = makeImage({width, 300, 1, 1}, texture);
            write(folder.file("a.tif"), encodeTiff(image, LineArtCoding::FaxGroup4));
            const Answer info = run("tiffinfo -D " + folder.file("a.tif"));
            EXPECT_EQ(info.status, 0) << info.text;
            EXPECT_EQ(info.text.find("arning"), std::string::npos) << info.text;
            EXPECT_NE(info.text.find("Compression Scheme: CCITT Group 4"), std::string::npos);
            writeNetpbm(folder.file("a.pnm"), image);
            EXPECT_EQ(run("/usr/bin/compare -metric AE " + folder.file("a.tif") + " " +
                          folder.file("a.pnm") + " null:")
                          .text,
                      "0")
                << width;
            // Beside our other coding of the same pixels.
            write(folder.file("b.tif"), encodeTiff(image));
            const Answer same = run("tiffcmp " + folder.file("a.tif") + " " + folder.file("b.tif"));
            EXPECT_EQ(same.text.find("Scanline"), std::string::npos) << same.text;
        }
    }
}

} // namespace
} // namespace seihon::imaging
