// A record as one file: the same verdict as from the folder, in other programs' eyes too, and every
// trick with the ZIP form refused.

#include "signing/container.h"

#include "record/fault.h"
#include "signing/container_draft.h"
#include "signing/record_folder.h"
#include "signing/zip_file.h"
#include "signing/zip_writer.h"
#include "tests/signing/verify_fixture.h"
#include "tests/signing/zip_forge.h"

#include <gtest/gtest.h>

#include <sys/wait.h>

namespace seihon::signing {
namespace {

using namespace forge;
using record::FindingId;

// Exit code of a command whose output nobody needs.
int exitCodeOf(const std::string& command) {
    const int status = std::system((command + " >/dev/null 2>&1").c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool hasProgram(const std::string& name) {
    return exitCodeOf("command -v " + name) == 0;
}

record::FaultKind faultOf(const std::function<void()>& act) {
    try {
        act();
    } catch (const record::Fault& fault) {
        return fault.kind;
    }
    ADD_FAILURE() << "no fault";
    return record::FaultKind::Internal;
}

class Container : public ::testing::Test {
  protected:
    Container() { writeFiles(record(), goodFiles()); }

    std::filesystem::path record() const { return m_folder.path() / "record"; }
    std::filesystem::path file(const std::string& name = "r.asice") const {
        return m_folder.path() / name;
    }
    std::filesystem::path exported(const std::string& name = "r.asice") const {
        ContainerDraft draft(RecordFolder(record()), file(name));
        draft.publish();
        return file(name);
    }
    static RecordVerification verify(const std::filesystem::path& path) {
        return verifyRecord(path, authorities().trust, kNow);
    }
    std::size_t filesInFolder() const {
        return static_cast<std::size_t>(
            std::distance(std::filesystem::directory_iterator(m_folder.path()), {}));
    }

    TempFolder m_folder;
};

TEST_F(Container, HasTheVerdictOfTheFolder) {
    const RecordVerification folder = verify(record());
    const RecordVerification container = verify(exported());
    EXPECT_TRUE(container.verdict.permitted()) << describe(container.verdict);
    EXPECT_EQ(record::canonical(toJson(container)), record::canonical(toJson(folder)));
    EXPECT_EQ(container.manifestDigest, folder.manifestDigest);

    // And of a refused one.
    writeFiles(record(), {{"pages/0001.tif", "another page"}});
    const RecordVerification altered = verify(exported("altered.asice"));
    EXPECT_FALSE(altered.verdict.permitted());
    EXPECT_EQ(record::canonical(toJson(altered)), record::canonical(toJson(verify(record()))));
}

TEST_F(Container, IsAlwaysTheSameBytes) {
    const std::string once = readFile(exported());
    EXPECT_EQ(once, readFile(exported("again.asice")));
    // Also when made of a container.
    ContainerDraft draft(RecordContainer(file()), file("third.asice"));
    EXPECT_EQ(draft.digest(), record::sha256(once));
    EXPECT_EQ(draft.bytes(), static_cast<std::int64_t>(once.size()));
    draft.publish();
    EXPECT_EQ(once, readFile(file("third.asice")));
    EXPECT_EQ(once.substr(30, 8 + 31), "mimetype" + goodFiles().at("mimetype")); // EN 319 162-1 A.1
}

TEST_F(Container, HoldsItsFilesInTheirOrder) {
    writeFiles(record(), {{"META-INF/ASiCArchiveManifest001.xml", "layer"}});
    record::Verdict verdict;
    std::vector<std::string> names;
    for (const ZipEntry& entry : readZipDirectory(PlacedFile(exported()), verdict)) {
        names.push_back(entry.name);
        EXPECT_EQ(entry.method, 0);
        EXPECT_EQ(entry.packedBytes, entry.bytes);
    }
    EXPECT_EQ(names, (std::vector<std::string>{"mimetype", "META-INF/ASiCManifest001.xml",
                                               "META-INF/ASiCArchiveManifest.xml",
                                               "META-INF/signature001.p7s", "record.json",
                                               "pages/0001.tif", "pages/0002.tif"}));
}

TEST_F(Container, NamesTheNewestArchiveManifestAsTheStandardWants) {
    struct Case {
        Files layers;
        std::string renamed; // on disk; empty: none
    };
    const std::string archive = "META-INF/ASiCArchiveManifest00", xml = ".xml";
    const std::string evidence = "META-INF/ASiCEvidenceRecordManifest00";
    const std::vector<Case> cases{
        {{}, ""},
        {{{archive + "1.xml", "a"}}, archive + "1.xml"},
        {{{archive + "1.xml", "a"}, {archive + "2.xml", "b"}}, archive + "2.xml"},
        {{{evidence + "1.xml", "a"}, {archive + "2.xml", "b"}}, archive + "2.xml"},
        // An evidence record above it lists it by its name.
        {{{archive + "1.xml", "a"}, {evidence + "2.xml", "b"}}, ""},
    };
    int number = 0;
    for (const Case& one : cases) {
        const std::filesystem::path folder = file("layers" + std::to_string(++number));
        writeFiles(folder, goodFiles());
        writeFiles(folder, one.layers);
        const RecordFolder onDisk(folder);
        const std::filesystem::path zip = file(std::to_string(number) + ".asice");
        ContainerDraft(onDisk, zip).publish();
        record::Verdict verdict;
        std::set<std::string> inZip;
        for (const ZipEntry& entry : readZipDirectory(PlacedFile(zip), verdict)) {
            inZip.insert(entry.name);
        }
        EXPECT_EQ(inZip.contains("META-INF/ASiCArchiveManifest.xml"), !one.renamed.empty());
        EXPECT_FALSE(inZip.contains(one.renamed));
        // Seen through the port, nothing has happened; unzipped neither.
        const RecordContainer container(zip);
        EXPECT_EQ(container.files(), onDisk.files());
        if (!one.renamed.empty()) {
            std::filesystem::rename(folder / one.renamed,
                                    folder / "META-INF/ASiCArchiveManifest.xml");
            const RecordFolder unzipped(folder);
            EXPECT_EQ(unzipped.files(), container.files());
            EXPECT_EQ(unzipped.read(one.renamed, 10, verdict), one.layers.at(one.renamed));
            EXPECT_EQ(container.read(one.renamed, 10, verdict), one.layers.at(one.renamed));
        }
        EXPECT_TRUE(verdict.permitted()) << describe(verdict);
    }
}

TEST_F(Container, ReplacesNothingAndLeavesNothing) {
    writeFiles(m_folder.path(), {{"r.asice", "mine"}});
    ContainerDraft draft(RecordFolder(record()), file());
    EXPECT_EQ(faultOf([&] { draft.publish(); }), record::FaultKind::StorageFailed);
    EXPECT_EQ(readFile(file()), "mine");
    std::filesystem::create_symlink(file("nowhere"), file("link.asice"));
    ContainerDraft overLink(RecordFolder(record()), file("link.asice"));
    EXPECT_EQ(faultOf([&] { overLink.publish(); }), record::FaultKind::StorageFailed);
    EXPECT_FALSE(std::filesystem::exists(file("nowhere")));
    const std::size_t before = filesInFolder();
    { const ContainerDraft dropped(RecordFolder(record()), file("other.asice")); }
    EXPECT_EQ(filesInFolder(), before);
    EXPECT_EQ(faultOf([&] {
                  const ContainerDraft none(RecordFolder(record()),
                                            file("no such folder") / "r.asice");
              }),
              record::FaultKind::StorageFailed);
}

// Files that are not what they were a moment ago.
class ShiftingRecord : public RecordFiles {
  public:
    explicit ShiftingRecord(std::string second) : m_second(std::move(second)) {}
    const std::set<std::string>& files() const override { return m_files; }
    const record::Verdict& verdict() const override { return m_verdict; }
    bool readable() const override { return true; }
    bool stream(std::string_view path, const Sink& sink, record::Verdict&) const override {
        const bool changed = path == "record.json" && ++m_passes == 2;
        sink(record::bytesOf(path == "mimetype" ? "application/vnd.etsi.asic-e+zip"
                             : changed          ? std::string_view(m_second)
                                                : "four"));
        return true;
    }

  private:
    std::string m_second;
    std::set<std::string> m_files{"mimetype", "record.json"};
    record::Verdict m_verdict;
    mutable int m_passes = 0;
};

TEST_F(Container, IsComparedWithWhatWasRead) {
    const auto draftOf = [&](const std::string& second) {
        const ContainerDraft draft(ShiftingRecord(second), file());
    };
    for (const char* const second : {"", "for", "fours", "five"}) {
        EXPECT_EQ(faultOf([&] { draftOf(second); }), record::FaultKind::StorageDiffers) << second;
    }
    EXPECT_NO_THROW(draftOf("four"));
    EXPECT_EQ(filesInFolder(), 1u); // the record; no draft is left
}

TEST_F(Container, OfARecordWithUnsafeNamesIsNotMade) {
    EXPECT_NO_THROW(exported());
    writeFiles(record(), {{"pages/a b", "x"}});
    EXPECT_EQ(faultOf([&] { exported("b.asice"); }), record::FaultKind::Malformed);
    std::filesystem::remove(record() / "pages/a b");
    std::filesystem::remove(record() / "mimetype");
    EXPECT_EQ(faultOf([&] { exported("b.asice"); }), record::FaultKind::Malformed);
}

TEST_F(Container, OfAnyOtherFileIsRefused) {
    writeFiles(m_folder.path(), {{"text", std::string(100, 'x')}, {"empty", ""}});
    for (const char* const name : {"text", "empty"}) {
        const RecordVerification result = verify(file(name));
        EXPECT_FALSE(result.verdict.permitted());
        ASSERT_EQ(result.verdict.findings.size(), 1u); // nothing else is said of its content
        EXPECT_EQ(result.verdict.findings[0].id, FindingId::ContainerMalformed);
    }
    EXPECT_EQ(faultOf([&] { static_cast<void>(verify(file("none"))); }),
              record::FaultKind::NotFound);
    EXPECT_EQ(faultOf([&] { static_cast<void>(verify("/dev/null")); }),
              record::FaultKind::NotFound);
}

TEST_F(Container, WritesZip64WhereNeeded) {
    const auto write = [&](const char* name, std::uint64_t zip64From) {
        ZipWriter zip(file(name), zip64From);
        const std::string mimetype = "application/vnd.etsi.asic-e+zip", page(200, 'p');
        for (const auto& [path, content] : {std::pair{std::string("mimetype"), mimetype},
                                            {"pages/0001.tif", page},
                                            {"record.json", mimetype}}) {
            zip.begin({path, crc32Of(content), content.size()});
            zip.write(record::bytesOf(content));
        }
        return zip.finish();
    };
    write("plain.zip", 0xffffffff);
    const ZipWriter::Written written = write("zip64.zip", 100); // the page and all behind it
    EXPECT_EQ(written.digest, record::sha256(readFile(file("zip64.zip"))));
    EXPECT_EQ(readFile(file("plain.zip")).find("PK\6\6"), std::string::npos);
    EXPECT_NE(readFile(file("zip64.zip")).find("PK\6\6"), std::string::npos);
    for (const char* const name : {"plain.zip", "zip64.zip"}) {
        const RecordContainer container(file(name));
        record::Verdict verdict = container.verdict();
        EXPECT_EQ(container.read("pages/0001.tif", 1000, verdict), std::string(200, 'p'));
        EXPECT_EQ(container.measure("record.json", verdict)->bytes, 31);
        EXPECT_TRUE(verdict.permitted()) << describe(verdict);
        const std::string path = file(name);
        if (hasProgram("python3")) {
            EXPECT_EQ(exitCodeOf("python3 -m zipfile -t " + path), 0);
        }
        if (hasProgram("unzip")) {
            EXPECT_EQ(exitCodeOf("unzip -t " + path), 0);
        }
    }
}

TEST_F(Container, IsReadByUnzip) {
    if (!hasProgram("unzip")) {
        GTEST_SKIP() << "unzip is not installed";
    }
    const std::string zip = exported();
    EXPECT_EQ(exitCodeOf("unzip -t " + zip), 0);
    EXPECT_EQ(exitCodeOf("unzip -d " + file("unzipped").string() + " " + zip), 0);
    EXPECT_TRUE(verify(file("unzipped")).verdict.permitted());
    EXPECT_EQ(exitCodeOf("diff -r " + record().string() + " " + file("unzipped").string()), 0);
    std::string damaged = readFile(zip);
    damaged[damaged.find("first page")] = 'F';
    writeFiles(m_folder.path(), {{"damaged.asice", damaged}});
    EXPECT_NE(exitCodeOf("unzip -t " + file("damaged.asice").string()), 0); // the control
    EXPECT_TRUE(verify(file("damaged.asice")).verdict.has(FindingId::ContainerEntryDamaged));
}

} // namespace
} // namespace seihon::signing
