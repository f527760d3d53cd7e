// Containers as Python's zipfile makes them, good and bad: another writer than the tests' own.

#include "record/fault.h"
#include "tests/signing/verify_fixture.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace seihon::signing {
namespace {

using namespace forge;
using record::FindingId;

// argv: the record's folder, the folder for the containers.
constexpr const char* kMakeContainers = R"(
import os, sys, zipfile, warnings
warnings.simplefilter('ignore')
folder, out = sys.argv[1:3]
names = ['mimetype', 'META-INF/ASiCManifest001.xml', 'META-INF/signature001.p7s', 'record.json',
         'pages/0001.tif', 'pages/0002.tif']
files = [(n, open(os.path.join(folder, n), 'rb').read()) for n in names]

def make(case, files=files, method=zipfile.ZIP_STORED, comment=b'', after=b'', before=b''):
    path = os.path.join(out, case + '.asice')
    with zipfile.ZipFile(path, 'w') as z:
        for name, data in files:
            info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name)
            stored = info.filename == 'mimetype' or info.external_attr
            info.compress_type = zipfile.ZIP_STORED if stored else method
            z.writestr(info, data)
        z.comment = comment
    data = before + open(path, 'rb').read() + after
    open(path, 'wb').write(data)
    return data

def patch(case, data):
    open(os.path.join(out, case + '.asice'), 'wb').write(data)

good = make('good')
make('good-deflated', method=zipfile.ZIP_DEFLATED)
make('extra-file', files + [('pages/0003.tif', b'x')])
make('extra-in-meta-inf', files + [('META-INF/container.xml', b'<x/>')])
make('twice-evil-last', files + [('record.json', b'{}')])
make('twice-evil-first', files[:3] + [('record.json', b'{}')] + files[3:])
make('upwards', files + [('../evil', b'x')])
make('absolute', files + [('/evil', b'x')])
make('backslash', files + [('pages\\0003.tif', b'x')])
make('case', files + [('Record.json', b'{}')])
make('dot', files + [('./record.json', b'{}')])
make('composed', files + [('pages/\u00e9', b'x')])
make('decomposed', files + [('pages/e\u0301', b'x')])
make('folder', files + [('pages/', b'')])
link = zipfile.ZipInfo('pages/0003.tif')
link.external_attr = 0o120777 << 16
make('symlink', files + [(link, b'/etc/passwd')])
make('comment', comment=b'c')
make('prepended', before=b'MZ')
make('appended', after=b'x')
make('end-cut', files)
patch('end-cut', good[:-1])
patch('half', good[:len(good) // 2])
at = good.index(b'pages/0001.tiffirst page')
patch('names-differ', good[:at] + b'pages/0009.tif' + good[at + 14:])
at = good.index(b'first page')
patch('crc', good[:at] + b'F' + good[at + 1:])
make('mimetype-second', files[1:2] + files[:1] + files[2:])
make('mimetype-missing', files[1:])
make('mimetype-other', [('mimetype', b'application/zip')] + files[1:])
make('bomb', files[:4] + [('pages/0001.tif', bytes(3 << 20))] + files[5:],
     method=zipfile.ZIP_DEFLATED)
make('page-altered', files[:4] + [('pages/0001.tif', b'another page')] + files[5:])
make('page-missing', files[:5])
make('pages-swapped', files[:4] + [(names[4], files[5][1]), (names[5], files[4][1])])
make('json-altered', files[:3] + [('record.json', files[3][1] + b' ')] + files[4:])
make('signature-missing', files[:2] + files[3:])
stamped = zipfile.ZipInfo('record.json')
stamped.extra = b'UT\x05\x00\x01\x00\x00\x00\x00'
make('extra-field', files[:3] + [(stamped, files[3][1])] + files[4:])
class Pipe: # cannot seek, so lengths follow the data
    def __init__(self, f): self.write, self.flush = f.write, f.flush
with zipfile.ZipFile(Pipe(open(os.path.join(out, 'descriptor.asice'), 'wb')), 'w') as z:
    for n, d in files:
        z.writestr(zipfile.ZipInfo(n), d)
    z.fp.flush()
)";

TEST(ContainerByPython, IsAcceptedOrRefusedForItsOwnReason) {
    if (std::system("command -v python3 >/dev/null 2>&1") != 0) {
        GTEST_SKIP() << "python3 is not installed";
    }
    const TempFolder folder;
    writeFiles(folder.path() / "record", goodFiles());
    writeFiles(folder.path(), {{"make.py", kMakeContainers}, {"out/.keep", ""}});
    const std::string path = folder.path();
    ASSERT_EQ(
        std::system(("python3 " + path + "/make.py " + path + "/record " + path + "/out").c_str()),
        0);
    const auto verify = [&](const std::string& name) {
        return verifyRecord(folder.path() / "out" / (name + ".asice"), authorities().trust, kNow);
    };
    for (const char* const good : {"good", "good-deflated"}) {
        const RecordVerification result = verify(good);
        EXPECT_TRUE(result.verdict.permitted()) << good << "\n" << describe(result.verdict);
        EXPECT_EQ(result.provenAt, kStamped);
    }
    struct Case {
        const char* name;
        FindingId id;
        std::string why; // measured; empty: not compared
    };
    const std::vector<Case> cases{
        {"extra-file", FindingId::FileNotListed, ""},
        {"extra-in-meta-inf", FindingId::FileNotListed, ""},
        {"twice-evil-last", FindingId::ContainerNameTwice, "the same name twice"},
        {"twice-evil-first", FindingId::ContainerNameTwice, "the same name twice"},
        {"upwards", FindingId::ContainerNameUnsafe, "a path that leads upwards"},
        {"absolute", FindingId::ContainerNameUnsafe, "an absolute path"},
        {"backslash", FindingId::ContainerNameUnsafe, "a backslash"},
        {"case", FindingId::ContainerNameTwice, "upper and lower case"},
        {"dot", FindingId::ContainerNameUnsafe, "an empty part"},
        {"composed", FindingId::ContainerNameUnsafe, "not ASCII"},
        {"decomposed", FindingId::ContainerNameUnsafe, "not ASCII"},
        {"folder", FindingId::ContainerNameUnsafe, "a folder of its own"},
        {"symlink", FindingId::ContainerFeatureRefused, "a symbolic link"},
        {"comment", FindingId::ContainerBytesExtra, "a comment"},
        {"prepended", FindingId::ContainerBytesExtra, "before the first file"},
        {"appended", FindingId::ContainerBytesExtra, "after the end"},
        {"end-cut", FindingId::ContainerMalformed, "no end record"},
        {"half", FindingId::ContainerMalformed, "no end record"},
        {"names-differ", FindingId::ContainerHeadersDisagree, "names"},
        {"crc", FindingId::ContainerEntryDamaged, "CRC-32"},
        {"mimetype-second", FindingId::ContainerMimetypeMisplaced, "not the first file"},
        {"mimetype-missing", FindingId::ContainerMimetypeMisplaced, "not the first file"},
        {"mimetype-other", FindingId::MimetypeWrong, ""},
        {"bomb", FindingId::ContainerTooLarge, "bytes unpacked for each packed"},
        {"extra-field", FindingId::ContainerFeatureRefused, "an extra field"},
        {"descriptor", FindingId::ContainerFeatureRefused, "a data descriptor"},
        {"page-altered", FindingId::FileAltered, ""},
        {"page-missing", FindingId::FileMissing, ""},
        {"pages-swapped", FindingId::FileAltered, ""},
        {"json-altered", FindingId::FileAltered, ""},
        {"signature-missing", FindingId::SignatureMissing, ""},
    };
    for (const Case& one : cases) {
        const RecordVerification result = verify(one.name);
        EXPECT_FALSE(result.verdict.permitted()) << one.name;
        ASSERT_TRUE(result.verdict.has(one.id)) << one.name << "\n" << describe(result.verdict);
        for (const record::Finding& finding : result.verdict.findings) {
            if (finding.id == one.id && !one.why.empty()) {
                EXPECT_EQ(finding.measured.asString(), one.why) << one.name;
            }
        }
    }
    std::size_t made = 0;
    for ([[maybe_unused]] const auto& entry :
         std::filesystem::directory_iterator(folder.path() / "out")) {
        ++made;
    }
    EXPECT_EQ(made, cases.size() + 2 + 1); // none is forgotten here: good ones, .keep
}

} // namespace
} // namespace seihon::signing
