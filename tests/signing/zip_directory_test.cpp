// The strict reader against hand-made bytes. Every case is the good file with one thing changed,
// and is refused for its own reason; the good file is read.

#include "record/fault.h"
#include "signing/zip_file.h"
#include "tests/signing/verify_fixture.h"
#include "tests/signing/zip_forge.h"

#include <gtest/gtest.h>

#include <functional>

#include <sys/stat.h>

namespace seihon::signing {
namespace {

using namespace forge;
using record::FindingId;

const std::string kLongText(3000, 'a');

struct ZipCase {
    const char* name;
    std::function<void(ZipPlan&)> spoil;
    FindingId id;
    std::string why;
};

void expectEachRefused(const std::vector<ZipCase>& cases) {
    for (const ZipCase& one : cases) {
        ZipPlan plan = goodZip();
        one.spoil(plan);
        const ZipRead read = readZip(makeZip(plan));
        ASSERT_FALSE(read.verdict.permitted()) << one.name;
        const record::Finding& finding = read.verdict.findings.front();
        EXPECT_EQ(record::enumName(finding.id), record::enumName(one.id)) << one.name;
        EXPECT_EQ(finding.measured.asString(), one.why) << one.name;
    }
}

// A field of a part in both headers at once.
std::function<void(ZipPlan&)> both(std::size_t part, const std::function<void(ZipFields&)>& set) {
    return [part, set](ZipPlan& plan) {
        set(plan.parts[part].local);
        set(plan.parts[part].central);
    };
}

std::function<void(ZipPlan&)> named(const std::string& name) {
    return [name](ZipPlan& plan) {
        plan.parts.push_back({name, "x"});
    };
}

TEST(ZipDirectory, ReadsAGoodFile) {
    const ZipRead read = readZip(makeZip(goodZip()));
    EXPECT_TRUE(read.verdict.permitted()) << describe(read.verdict);
    ASSERT_EQ(read.entries.size(), 4u);
    EXPECT_EQ(read.contents.at("record.json"), kLongText);
    EXPECT_EQ(read.contents.at("pages/0001.tif"), "page");
    EXPECT_LT(read.entries[2].packedBytes, read.entries[2].bytes);
}

TEST(ZipDirectory, RefusesBytesThatBelongToNothing) {
    const FindingId extra = FindingId::ContainerBytesExtra;
    expectEachRefused({
        {"comment", [](ZipPlan& p) { p.comment = "hello"; }, extra, "a comment"},
        {"comment of a file", [](ZipPlan& p) { p.parts[1].comment = "x"; }, extra, "a comment"},
        {"comment that holds an end record", [](ZipPlan& p) { p.comment = makeZip(goodZip()); },
         extra, "before the first file"},
        {"prepended", [](ZipPlan& p) { p.prefix = "MZ"; }, extra, "before the first file"},
        {"prepended, offsets adjusted",
         [](ZipPlan& p) {
             p.prefix = "#!/bin/sh\n";
             p.prefixCounted = true;
         },
         extra, "before the first file"},
        {"appended", [](ZipPlan& p) { p.appended = "x"; }, extra, "after the end"},
        {"gap", [](ZipPlan& p) { p.parts[2].before = "hidden"; }, extra, "between files"},
        {"hidden file", [](ZipPlan& p) { p.parts[2].hidden = true; }, extra, "between files"},
        {"hidden last file", [](ZipPlan& p) { p.parts[3].hidden = true; }, extra,
         "between the last file and the directory"},
        {"before the directory", [](ZipPlan& p) { p.beforeDirectory = "x"; }, extra,
         "between the last file and the directory"},
        {"in the directory", [](ZipPlan& p) { p.inDirectory = std::string(46, 'x'); }, extra,
         "in the directory, after its last header"},
        {"after the directory", [](ZipPlan& p) { p.afterDirectory = "xxxx"; }, extra,
         "after the directory"},
        {"behind the packed data", [](ZipPlan& p) { p.parts[2].data = deflated(kLongText) + "x"; },
         FindingId::ContainerEntryDamaged, "bytes after its packed data"},
    });
}

TEST(ZipDirectory, RefusesWhatIsCutOff) {
    const std::string whole = makeZip(goodZip());
    for (std::size_t length = 0; length < whole.size(); ++length) {
        ASSERT_FALSE(readZip(whole.substr(0, length)).verdict.permitted()) << length;
    }
    EXPECT_TRUE(readZip(whole).verdict.permitted());
}

TEST(ZipDirectory, RefusesAMalformedStructure) {
    const FindingId malformed = FindingId::ContainerMalformed;
    expectEachRefused({
        {"comment cut off", [](ZipPlan& p) { p.commentBytes = 3; }, malformed,
         "the comment is cut off"},
        {"directory too long", [](ZipPlan& p) { p.directoryBytes = 0x00300000; }, malformed,
         "the directory lies outside"},
        {"directory too far", [](ZipPlan& p) { p.directoryAt = 0x7fffffff; }, malformed,
         "the directory lies outside"},
        {"one more than there is", [](ZipPlan& p) { p.count = 5; }, malformed,
         "the directory has fewer headers than it says"},
        {"overlap", [](ZipPlan& p) { p.parts[3].offset = 0; }, malformed, "files overlap"},
        {"two names for the same bytes",
         [](ZipPlan& p) {
             p.parts.push_back({"pages/0002.tif", "page"});
             p.parts.back().offset =
                 static_cast<std::uint32_t>(makeZip(goodZip()).find("page") - 44);
         },
         malformed, "files overlap"},
        {"no local header", [](ZipPlan& p) { p.parts[0].before = "PK\3\3"; },
         FindingId::ContainerBytesExtra, "before the first file"},
        {"wrong place",
         [](ZipPlan& p) {
             p.prefix = std::string(8, 'x'), p.prefixCounted = true, p.parts[0].offset = 0;
         },
         malformed, "no local header"},
        {"longer than the file", both(3, [](ZipFields& f) { f.packedBytes = f.bytes = 4000; }),
         malformed, "a file lies outside"},
    });
}

TEST(ZipDirectory, RefusesHeadersThatDisagree) {
    const FindingId differ = FindingId::ContainerHeadersDisagree;
    expectEachRefused({
        {"name", [](ZipPlan& p) { p.parts[3].local.name = "pages/0002.tif"; }, differ, "names"},
        {"crc", [](ZipPlan& p) { p.parts[3].local.crc = 1; }, differ, "CRC-32"},
        {"length", [](ZipPlan& p) { p.parts[2].local.bytes = 2999; }, differ, "lengths"},
        {"packed length", [](ZipPlan& p) { p.parts[2].local.packedBytes = 1; }, differ, "lengths"},
        {"method", [](ZipPlan& p) { p.parts[2].local.method = 0; }, differ,
         "flags, method or time"},
        {"flags", [](ZipPlan& p) { p.parts[2].local.flags = 0x0800; }, differ,
         "flags, method or time"},
        {"time", [](ZipPlan& p) { p.parts[2].local.dosDate = 0x0022; }, differ,
         "flags, method or time"},
        {"stored with two lengths", both(3, [](ZipFields& f) { f.bytes = 3; }), differ,
         "stored, yet of two lengths"},
    });
}

TEST(ZipDirectory, RefusesFeaturesThatReadersDiffOver) {
    const FindingId refused = FindingId::ContainerFeatureRefused;
    const std::string timestampField = "UT" + littleEndian(5, 2) + std::string(5, '\1');
    expectEachRefused({
        {"encryption", both(3, [](ZipFields& f) { f.flags = 1; }), refused, "encryption"},
        {"descriptor", both(3, [](ZipFields& f) { f.flags = 8; }), refused, "a data descriptor"},
        {"strong encryption", both(3, [](ZipFields& f) { f.flags = 0x40; }), refused,
         "unknown flags or version"},
        {"masked headers", both(3, [](ZipFields& f) { f.flags = 0x2000; }), refused,
         "unknown flags or version"},
        {"version", both(3, [](ZipFields& f) { f.version = 63; }), refused,
         "unknown flags or version"},
        {"bzip2", both(3, [](ZipFields& f) { f.method = 12; }), refused, "the packing method"},
        {"symlink", [](ZipPlan& p) { p.parts[3].attributes = 0120777u << 16; }, refused,
         "a symbolic link"},
        {"device", [](ZipPlan& p) { p.parts[3].attributes = 0060644u << 16; }, refused,
         "not a regular file"},
        {"folder by DOS", [](ZipPlan& p) { p.parts[3].attributes = 0x10; }, refused,
         "not a regular file"},
        {"extra field", [&](ZipPlan& p) { p.parts[3].central.extra = timestampField; }, refused,
         "an extra field"},
        {"extra field, local", [&](ZipPlan& p) { p.parts[3].local.extra = timestampField; },
         refused, "an extra field"},
        {"disk of a file", [](ZipPlan& p) { p.parts[3].disk = 1; }, refused, "several disks"},
        {"disks", [](ZipPlan& p) { p.disk = 1; }, refused, "several disks"},
        {"files on other disks", [](ZipPlan& p) { p.countHere = 3; }, refused, "several disks"},
    });
    // The controls: a mode and flags that change nothing.
    ZipPlan plan = goodZip();
    plan.parts[3].attributes = 0100644u << 16;
    both(2, [](ZipFields& f) { f.flags = 0x0802; })(plan);
    EXPECT_TRUE(readZip(makeZip(plan)).verdict.permitted());
}

TEST(ZipDirectory, RefusesUnsafeNames) {
    const FindingId unsafe = FindingId::ContainerNameUnsafe;
    using namespace std::string_literals;
    expectEachRefused({
        {"up", named("../evil"), unsafe, "a path that leads upwards"},
        {"up inside", named("pages/../../evil"), unsafe, "a path that leads upwards"},
        {"absolute", named("/etc/passwd"), unsafe, "an absolute path"},
        {"backslash", named("pages\\0002.tif"), unsafe, "a backslash"},
        {"drive", named("C:evil"), unsafe, "an unusual character"},
        {"dot", named("./record2.json"), unsafe, "an empty part"},
        {"double slash", named("pages//0002.tif"), unsafe, "an empty part"},
        {"folder", named("pages/"), unsafe, "a folder of its own"},
        {"NUL", named("record.json\0.exe"s), unsafe, "a control character"},
        {"line feed", named("a\nb"), unsafe, "a control character"},
        {"composed", named("\xc3\xa9"), unsafe, "not ASCII"},
        {"decomposed", named("e\xcc\x81"), unsafe, "not ASCII"},
        {"Japanese", named("頁.tif"), unsafe, "not ASCII"},
        {"hidden", named(".hidden"), unsafe, "an unusual character"},
        {"blank", named("page 1"), unsafe, "an unusual character"},
        {"empty", named(""), unsafe, "its length"},
        {"long", named(std::string(201, 'n')), unsafe, "its length"},
    });
    ZipPlan plan = goodZip();
    named("pages/0002.tif")(plan);
    EXPECT_TRUE(readZip(makeZip(plan)).verdict.permitted());
}

TEST(ZipDirectory, RefusesNamesThatMeanTheSame) {
    const FindingId twice = FindingId::ContainerNameTwice;
    expectEachRefused({
        {"twice", named("record.json"), twice, "the same name twice"},
        {"case", named("Record.json"), twice, "upper and lower case"},
        {"case of a folder", named("meta-inf/other.xml"), twice, "upper and lower case"},
        {"file and folder", named("pages"), twice, "a file and a folder"},
        {"folder and file", named("record.json/x"), twice, "a file and a folder"},
    });
}

TEST(ZipDirectory, WantsMimetypeFirstAndPlain) {
    const FindingId misplaced = FindingId::ContainerMimetypeMisplaced;
    expectEachRefused({
        {"second", [](ZipPlan& p) { std::swap(p.parts[0], p.parts[1]); }, misplaced,
         "not the first file"},
        {"missing", [](ZipPlan& p) { p.parts.erase(p.parts.begin()); }, misplaced,
         "not the first file"},
        {"packed", [](ZipPlan& p) { p.parts[0].deflate = true; }, misplaced, "packed"},
        {"empty container", [](ZipPlan& p) { p.parts.clear(); }, misplaced, "not the first file"},
        {"with a ZIP64 field",
         [](ZipPlan& p) {
             ZipFields& local = p.parts[0].local;
             local.bytes = local.packedBytes = 0xffffffff;
             local.extra = littleEndian(1, 2) + littleEndian(16, 2) + littleEndian(31, 8) +
                           littleEndian(31, 8);
         },
         misplaced, "with an extra field"},
    });
}

TEST(ZipDirectory, FindsDamagedFiles) {
    const FindingId damaged = FindingId::ContainerEntryDamaged;
    expectEachRefused({
        {"a bit", [](ZipPlan& p) { p.parts[3].data = "pagf"; }, damaged, "CRC-32"},
        {"both headers lie", both(2, [](ZipFields& f) { f.crc = 1; }), damaged, "CRC-32"},
        {"longer", both(2, [](ZipFields& f) { f.bytes = 2999; }), damaged, "longer than stated"},
        {"shorter", both(2, [](ZipFields& f) { f.bytes = 3001; }), damaged, "shorter than stated"},
        {"no deflate stream", [](ZipPlan& p) { p.parts[2].data = std::string(20, '\xff'); },
         damaged, "its packed data"},
        {"deflate stream without its end",
         [](ZipPlan& p) {
             const std::string packed = deflated(kLongText);
             p.parts[2].data = packed.substr(0, packed.size() - 1);
         },
         damaged, "its packed data"},
        {"nothing packed", [](ZipPlan& p) { p.parts[2].data = ""; }, damaged, "its packed data"},
    });
}

TEST(ZipDirectory, HasLimits) {
    const auto bomb = [](std::size_t bytes) {
        return [bytes](ZipPlan& p) {
            p.parts[3].content = std::string(bytes, '\0');
            p.parts[3].deflate = true;
        };
    };
    const FindingId large = FindingId::ContainerTooLarge;
    expectEachRefused({
        {"bomb", bomb(3u << 20), large, "bytes unpacked for each packed"},
        {"many small bombs",
         [](ZipPlan& p) {
             for (int i = 0; i < 30; ++i) {
                 p.parts.push_back({"f" + std::to_string(i), std::string(1u << 20, '\0'), true});
             }
         },
         large, "bytes unpacked for each packed"},
        {"too many files",
         [](ZipPlan& p) {
             for (int i = 0; i < 10'000; ++i) {
                 p.parts.push_back({"f" + std::to_string(i), ""});
             }
         },
         large, "number of files"},
        {"directory", [](ZipPlan& p) { p.directoryBytes = 5u << 20; }, large, "directory"},
    });
    ZipPlan small = goodZip();
    bomb((1u << 20) - 8192)(small); // what packs well is no bomb while it is small
    EXPECT_TRUE(readZip(makeZip(small)).verdict.permitted());
    ZipPlan many = goodZip();
    for (int i = 0; i < 9'996; ++i) {
        many.parts.push_back({"f" + std::to_string(i), ""});
    }
    EXPECT_TRUE(readZip(makeZip(many)).verdict.permitted());
}

TEST(ZipDirectory, NeverOpensWhatIsNoFile) {
    const TempFolder folder;
    const auto kindOf = [&](const std::filesystem::path& path) {
        try {
            const PlacedFile file(path);
            return record::FaultKind::Internal;
        } catch (const record::Fault& fault) {
            return fault.kind;
        }
    };
    EXPECT_EQ(kindOf(folder.path() / "nothing"), record::FaultKind::NotFound);
    EXPECT_EQ(kindOf(folder.path()), record::FaultKind::NotFound);
    const std::string pipe = folder.path() / "pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    EXPECT_EQ(kindOf(pipe), record::FaultKind::NotFound); // and does not wait for a writer
}

// Every bit of a small container: refused, or of no consequence for what is read.
TEST(ZipDirectory, NoBitChangesWhatIsRead) {
    ZipPlan plan = goodZip();
    plan.parts[2].content = "{}";
    const std::string good = makeZip(plan);
    const ZipRead expected = readZip(good);
    ASSERT_TRUE(expected.verdict.permitted());
    int refused = 0, harmless = 0;
    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
        std::string bytes = good;
        bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << bit % 8));
        const ZipRead read = readZip(bytes);
        if (!read.verdict.permitted()) {
            ++refused;
            continue;
        }
        ++harmless; // version made by, text or not, permissions
        ASSERT_EQ(read.contents, expected.contents) << "bit " << bit;
    }
    EXPECT_GT(refused, harmless * 5);
}

} // namespace
} // namespace seihon::signing
