// A container of a record that has been kept for decades: the standard's names outside, the
// archive's names inside, and the same verdict.

#include "signing/container.h"
#include "signing/container_draft.h"
#include "signing/zip_file.h"
#include "tests/signing/layers_fixture.h"

#include <gtest/gtest.h>

namespace seihon::signing {
namespace {

using namespace forge;

std::set<std::string> namesInZip(const std::filesystem::path& file) {
    record::Verdict verdict;
    std::set<std::string> names;
    for (const ZipEntry& entry : readZipDirectory(PlacedFile(file), verdict)) {
        names.insert(entry.name);
    }
    return names;
}

void expectSameVerdict(const std::filesystem::path& container, const Files& files, Instant now) {
    const Trust trust = decades().trustOf(now);
    const RecordVerification before = verifyInMemory(files, trust, now);
    const RecordVerification after = verifyRecord(container, trust, now);
    EXPECT_EQ(after.verdict, before.verdict) << describe(after.verdict);
    EXPECT_EQ(after.layers, before.layers);
    EXPECT_EQ(after.provenUntil, before.provenUntil);
}

TEST(ContainerLayers, StandUnderTheStandardsNamesAndVerify) {
    const TempFolder folder;
    const Files files = renewed(decades().withFirstLayer(), *decades().second, day("2035-01-10"));
    const std::filesystem::path file = folder.path() / "two.asice";
    ContainerDraft(MemoryRecord(files), file).publish();
    const std::set<std::string> names = namesInZip(file);
    EXPECT_TRUE(names.contains("META-INF/ASiCArchiveManifest.xml"));
    EXPECT_TRUE(names.contains("META-INF/ASiCArchiveManifest001.xml"));
    EXPECT_FALSE(names.contains("META-INF/ASiCArchiveManifest002.xml"));
    const Instant now = day("2038-01-01");
    const RecordVerification result = verifyRecord(file, decades().trustOf(now), now);
    EXPECT_TRUE(result.verdict.permitted()) << describe(result.verdict);
    EXPECT_EQ(result.layers.size(), 2u);
    expectSameVerdict(file, files, now);
    expectSameVerdict(file, files, day("2047-01-01")); // refused: nobody renewed it
    EXPECT_FALSE(verifyRecord(file, decades().trustOf(day("2047-01-01")), day("2047-01-01"))
                     .verdict.permitted());

    // As unzipped, with the standard's name.
    Files unzipped = files;
    auto newest = unzipped.extract("META-INF/ASiCArchiveManifest002.xml");
    newest.key() = "META-INF/ASiCArchiveManifest.xml";
    unzipped.insert(std::move(newest));
    writeFiles(folder.path() / "unzipped", unzipped);
    expectSameVerdict(folder.path() / "unzipped", files, now);

    // The older one in the newest one's place is no proof of anything.
    std::swap(unzipped.at("META-INF/ASiCArchiveManifest.xml"),
              unzipped.at("META-INF/ASiCArchiveManifest001.xml"));
    writeFiles(folder.path() / "swapped", unzipped);
    EXPECT_FALSE(
        verifyRecord(folder.path() / "swapped", decades().trustOf(now), now).verdict.permitted());
}

TEST(ContainerLayers, KeepTheirNamesBelowAnEvidenceRecord) {
    const TempFolder folder;
    const Files files =
        renewedWithEvidence(decades().withFirstLayer(), *decades().second, day("2035-01-10"));
    const std::filesystem::path file = folder.path() / "evidence.asice";
    ContainerDraft(MemoryRecord(files), file).publish();
    EXPECT_TRUE(namesInZip(file).contains("META-INF/ASiCArchiveManifest001.xml"));
    EXPECT_FALSE(namesInZip(file).contains("META-INF/ASiCArchiveManifest.xml"));
    const Instant now = day("2038-01-01");
    EXPECT_TRUE(verifyRecord(file, decades().trustOf(now), now).verdict.permitted());
    expectSameVerdict(file, files, now);
}

} // namespace
} // namespace seihon::signing
