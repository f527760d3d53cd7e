// ZIP64: places and lengths beyond 32 bits, and the same form on small files.

#include "tests/signing/verify_fixture.h"
#include "tests/signing/zip_forge.h"

#include <gtest/gtest.h>

#include <functional>

#include <fcntl.h>
#include <unistd.h>

namespace seihon::signing {
namespace {

using namespace forge;
using record::FindingId;

// ZIP64 on small files: whoever writes without knowing the lengths does so.
ZipPlan goodZip64(const std::function<void(ZipPart&)>& spoilPart = {},
                  const std::function<void(End64Plan&)>& spoilEnd = {}) {
    ZipPlan plan = goodZip();
    ZipPart& page = plan.parts[3];
    page.local.bytes = page.local.packedBytes = 0xffffffff;
    page.local.extra =
        littleEndian(1, 2) + littleEndian(16, 2) + littleEndian(4, 8) + littleEndian(4, 8);
    page.central = page.local;
    if (spoilPart) {
        spoilPart(page);
    }
    const std::string plain = makeZip(plan);
    const std::size_t directoryAt = plain.find("PK\1\2");
    const std::size_t ownPlace = plain.size() - 22;
    End64Plan end{4, ownPlace - directoryAt, directoryAt, ownPlace};
    if (spoilEnd) {
        spoilEnd(end);
    }
    plan.end64 = makeEnd64(end);
    plan.directoryAt = 0xffffffff;
    return plan;
}

TEST(ZipLarge, ReadsZip64) {
    const ZipRead read = readZip(makeZip(goodZip64()));
    EXPECT_TRUE(read.verdict.permitted()) << describe(read.verdict);
    EXPECT_EQ(read.contents.at("pages/0001.tif"), "page");
}

TEST(ZipLarge, RefusesWrongZip64) {
    const auto endOf = [](const std::function<void(End64Plan&)>& spoil) {
        return goodZip64({}, spoil);
    };
    const auto parted = [](const std::function<void(ZipPart&)>& spoil) {
        return goodZip64(spoil);
    };
    const std::string unneeded = littleEndian(1, 2) + littleEndian(24, 2) + std::string(24, '\0');
    const std::vector<std::tuple<const char*, ZipPlan, FindingId, const char*>> cases{
        {"count", endOf([](End64Plan& e) { e.count = 3; }), FindingId::ContainerHeadersDisagree,
         "the end records"},
        {"size", endOf([](End64Plan& e) { e.directoryBytes -= 1; }),
         FindingId::ContainerHeadersDisagree, "the end records"},
        {"place", endOf([](End64Plan& e) { e.directoryAt -= 1; }), FindingId::ContainerBytesExtra,
         "before the first file"},
        {"far place", endOf([](End64Plan& e) { e.directoryAt = ~0ull; }),
         FindingId::ContainerMalformed, "the directory lies outside"},
        {"own place", endOf([](End64Plan& e) { e.ownPlace -= 1; }), FindingId::ContainerBytesExtra,
         "before the first file"},
        {"own length", endOf([](End64Plan& e) { e.length = 45; }), FindingId::ContainerMalformed,
         "no ZIP64 end record"},
        {"disks", endOf([](End64Plan& e) { e.disks = 2; }), FindingId::ContainerFeatureRefused,
         "several disks"},
        {"no locator", endOf([](End64Plan& e) { e.locator = false; }),
         FindingId::ContainerMalformed, "no ZIP64 end record"},
        {"lengths differ", parted([](ZipPart& p) { p.local.extra[4] = 5; }),
         FindingId::ContainerHeadersDisagree, "lengths"},
        {"field too long", parted([&](ZipPart& p) { p.central.extra = unneeded; }),
         FindingId::ContainerFeatureRefused, "an extra field"},
        {"field that nothing needs",
         parted([](ZipPart& p) { p.local.bytes = p.local.packedBytes = 4; }),
         FindingId::ContainerFeatureRefused, "an extra field"},
        {"far length", parted([](ZipPart& p) {
             p.local.extra = p.central.extra =
                 littleEndian(1, 2) + littleEndian(16, 2) + std::string(16, '\xff');
         }),
         FindingId::ContainerMalformed, "a file lies outside"},
    };
    for (const auto& [name, plan, id, why] : cases) {
        const ZipRead read = readZip(makeZip(plan));
        ASSERT_FALSE(read.verdict.permitted()) << name;
        EXPECT_EQ(record::enumName(read.verdict.findings.front().id), record::enumName(id)) << name;
        EXPECT_EQ(read.verdict.findings.front().measured.asString(), why) << name;
    }
}

// 5 GiB that take no room on the disk: places beyond 32 bits.
TEST(ZipLarge, ReadsBehindALargeFile) {
    constexpr std::uint64_t kLarge = 5ull << 30;
    ZipPlan plan;
    plan.parts = {goodZip().parts[0], {"pages/0001.tif", ""}};
    ZipPart& large = plan.parts[1];
    large.local.bytes = large.local.packedBytes = 0xffffffff;
    large.local.extra = littleEndian(1, 2) + littleEndian(16, 2) + littleEndian(kLarge, 8) +
                        littleEndian(kLarge, 8);
    large.central = large.local;
    const std::string start = makeZip(plan);
    const std::size_t dataAt = start.find("PK\1\2");
    ZipPlan rest; // what lies behind it
    rest.parts = {{"pages/0002.tif", "page"}};
    rest.parts[0].central.extra =
        littleEndian(1, 2) + littleEndian(8, 2) + littleEndian(dataAt + kLarge, 8);
    rest.parts[0].offset = 0xffffffff;
    const std::string tail = makeZip(rest);
    const std::string first = start.substr(dataAt, start.size() - 22 - dataAt);
    const std::size_t secondAt = tail.find("PK\1\2");
    const std::string second = tail.substr(secondAt, tail.size() - 22 - secondAt);
    const std::uint64_t directoryAt = dataAt + kLarge + secondAt;
    const std::uint64_t directoryBytes = first.size() + second.size();
    const std::string end =
        makeEnd64({3, directoryBytes, directoryAt, directoryAt + directoryBytes}) + "PK\5\6" +
        littleEndian(0, 4) + littleEndian(3, 2) + littleEndian(3, 2) +
        littleEndian(directoryBytes, 4) + littleEndian(0xffffffff, 4) + littleEndian(0, 2);

    const TempFolder folder;
    writeFiles(folder.path(), {{"z", start.substr(0, dataAt)}});
    const std::string path = folder.path() / "z";
    const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    const std::string behind = tail.substr(0, secondAt) + first + second + end;
    const bool written =
        ::pwrite(file, behind.data(), behind.size(), static_cast<::off_t>(dataAt + kLarge)) ==
        static_cast<::ssize_t>(behind.size());
    ::close(file);
    if (!written) {
        GTEST_SKIP() << "no sparse file of 5 GiB here";
    }
    record::Verdict verdict;
    const PlacedFile placed(path);
    const std::vector<ZipEntry> entries = readZipDirectory(placed, verdict);
    ASSERT_EQ(entries.size(), 3u) << describe(verdict);
    EXPECT_EQ(entries[1].bytes, kLarge);
    std::string content;
    const auto keep = [&](record::Bytes piece) {
        content.append(piece.begin(), piece.end());
        return true;
    };
    EXPECT_TRUE(streamZipEntry(placed, entries[2], keep, verdict)) << describe(verdict);
    EXPECT_EQ(content, "page");
}

} // namespace
} // namespace seihon::signing
