#include "report/png.h"

#include "expect_fault.h"
#include "report/dice.h"
#include "report/sample_pages.h"
#include "scratch.h"

#include <cstring>

namespace seihon::report {
namespace {

record::PageImage noisePage(std::int64_t width, std::int64_t height, int channels,
                            std::int64_t padding = 0) {
    Dice dice(static_cast<std::uint64_t>(width * 31 + height));
    record::PageImage image;
    image.width = width;
    image.height = height;
    image.channels = channels;
    image.stride = image.rowBytes() + padding;
    image.dpiX = image.dpiY = 300;
    image.bytes.resize(static_cast<std::size_t>(image.stride * height));
    for (std::uint8_t& byte : image.bytes) {
        byte = static_cast<std::uint8_t>(dice.next());
    }
    return image;
}

std::string rawRows(const record::PageImage& image) {
    std::string raw;
    for (std::int64_t y = 0; y < image.height; ++y) {
        raw.append(reinterpret_cast<const char*>(image.row(y)),
                   static_cast<std::size_t>(image.rowBytes()));
    }
    return raw;
}

// What ImageMagick reads from the file, as raw samples.
std::string decoded(const std::filesystem::path& file, int channels) {
    const std::string raw = file.string() + ".raw";
    const Ran ran = run("convert '" + file.string() + "' -depth 8 " +
                        (channels == 1 ? "gray:'" : "rgb:'") + raw + "'");
    EXPECT_EQ(ran.status, 0) << ran.out;
    return contentOf(raw);
}

TEST(Png, ImageMagickReadsTheSamePixels) {
    const Scratch scratch;
    for (const int channels : {1, 3}) {
        for (const std::int64_t width : {1, 2, 7, 64, 333}) {
            const auto image = noisePage(width, 41, channels, width % 5);
            const auto file =
                scratch / (std::to_string(channels) + "-" + std::to_string(width) + ".png");
            writePng(file, image);
            EXPECT_TRUE(decoded(file, channels) == rawRows(image)) << file;
        }
    }
}

TEST(Png, WholePageKeepsPixelsAndResolution) {
    const Scratch scratch;
    const SamplePage page = letterPage({7, 1, false, kSampleReceived}, 1, record::Side::Front);
    writePng(scratch / "page.png", page.image);
    EXPECT_TRUE(decoded(scratch / "page.png", 3) == rawRows(page.image));
    const Ran ran = run("identify -units PixelsPerInch -format '%m %w %h %z %x %y' '" +
                        (scratch / "page.png").string() + "'");
    EXPECT_EQ(ran.out, "PNG 2480 3508 8 300 300");
}

TEST(Png, ResolutionsOfBothDirectionsAreKept) {
    const Scratch scratch;
    auto image = noisePage(20, 20, 3);
    image.dpiX = 204;
    image.dpiY = 98;
    writePng(scratch / "fax.png", image);
    const Ran ran = run("identify -units PixelsPerInch -format '%[fx:round(resolution.x)] "
                        "%[fx:round(resolution.y)]' '" +
                        (scratch / "fax.png").string() + "'");
    EXPECT_EQ(ran.out, "204 98");
}

TEST(Png, ADamagedFileIsNotReadAsThePage) {
    const Scratch scratch;
    const auto image = noisePage(200, 200, 3);
    writePng(scratch / "a.png", image);
    std::string bytes = contentOf(scratch / "a.png");
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 0x10);
    std::ofstream(scratch / "b.png", std::ios::binary) << bytes;
    const Ran ran = run("convert '" + (scratch / "b.png").string() + "' -depth 8 rgb:'" +
                        (scratch / "b.raw").string() + "'");
    EXPECT_TRUE(ran.status != 0 || contentOf(scratch / "b.raw") != rawRows(image));
}

TEST(Png, NoPartFileRemainsAndAnOldFileIsReplaced) {
    const Scratch scratch;
    writePng(scratch / "a.png", noisePage(10, 10, 3));
    writePng(scratch / "a.png", noisePage(12, 10, 3));
    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(scratch.path())) {
        EXPECT_EQ(entry.path().filename(), "a.png");
        ++files;
    }
    EXPECT_EQ(files, 1);
    EXPECT_TRUE(decoded(scratch / "a.png", 3) == rawRows(noisePage(12, 10, 3)));
}

TEST(Png, UnwritableAndUnsuitableAreFaults) {
    const Scratch scratch;
    expectFault(record::FaultKind::StorageFailed,
                [&] { writePng(scratch / "no-such-folder/a.png", noisePage(5, 5, 3)); });
    // A folder is in the way: the rename fails, and the part file goes.
    std::filesystem::create_directories(scratch / "a.png/inside");
    expectFault(record::FaultKind::StorageFailed,
                [&] { writePng(scratch / "a.png", noisePage(5, 5, 3)); });
    EXPECT_FALSE(std::filesystem::exists(scratch / ".a.png.part"));

    auto deep = noisePage(4, 4, 3, 20);
    deep.bitsPerSample = 16;
    expectFault(record::FaultKind::Usage, [&] { (void)encodePng(deep); });
    auto empty = noisePage(4, 4, 3);
    empty.height = 0;
    expectFault(record::FaultKind::Usage, [&] { (void)encodePng(empty); });
    auto unresolved = noisePage(4, 4, 3);
    unresolved.dpiX = 0;
    expectFault(record::FaultKind::Usage, [&] { (void)encodePng(unresolved); });
}

} // namespace
} // namespace seihon::report
