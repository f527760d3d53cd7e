#include "station/examine_process.h"

#include "imaging/tiff.h"
#include "record/fault.h"
#include "support/demo_pki_fixture.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace seihon::station {
namespace {

// A worker that does what the test says, instead of looking.
class ExamineApart : public testing::Test {
  protected:
    record::PageExamination with(const std::string& script,
                                 std::chrono::milliseconds patience = std::chrono::seconds(60)) {
        const std::filesystem::path file = m_folder.path() / "worker";
        std::ofstream(file) << "#!/bin/sh\n" << script << "\n";
        std::filesystem::permissions(file, std::filesystem::perms::owner_all);
        const std::vector<std::uint8_t> page{1, 2, 3, 4};
        return examineApart({file, patience}, page);
    }

    support::TemporaryFolder m_folder;
};

TEST_F(ExamineApart, TakesTheAnswer) {
    const auto seen = with("printf '{\"engine\":\"e\",\"failure\":\"\",\"orientation\":null,"
                           "\"pageNumber\":null,\"barcodes\":[]}'");
    EXPECT_EQ(seen.failure, "");
    EXPECT_EQ(seen.engine, "e");
}

TEST_F(ExamineApart, GivesThePageToTheWorker) {
    const auto seen = with("printf '{\"engine\":\"%s\",\"barcodes\":[]}' \"$(wc -c)\"");
    EXPECT_EQ(seen.engine, "4") << seen.failure;
}

TEST_F(ExamineApart, TroubleIsAFailureThatIsSaid) {
    const auto fails = [&](const std::string& script, const std::string& part) {
        const auto seen = with(script);
        EXPECT_NE(seen.failure.find(part), std::string::npos) << script << ": " << seen.failure;
        EXPECT_FALSE(seen.orientation);
    };
    fails("kill -SEGV $$", "signal 11");
    fails("exit 7", "exit status 7");
    fails("printf 'not JSON'", "answer");
    fails("printf '{}'", "answer");
    fails("head -c 3000000 /dev/zero", "took too long");
    EXPECT_NE(with("sleep 30", std::chrono::milliseconds(200)).failure.find("too long"),
              std::string::npos);
}

TEST_F(ExamineApart, AProgramThatIsNotThereIsAFault) {
    const std::vector<std::uint8_t> page{1};
    EXPECT_THROW((void)examineApart({m_folder.path() / "none"}, page), record::Fault);
}

// The real worker with bytes that are no page of ours.
TEST_F(ExamineApart, TheWorkerRefusesForeignBytes) {
    const std::vector<std::uint8_t> page(5000, 0x49);
    const ExamineWorker worker{std::filesystem::path(SEIHON_BIN_DIR) / "seihon-examine-worker"};
    EXPECT_NE(examineApart(worker, page).failure, "");
}

TEST_F(ExamineApart, TheWorkerLooks) {
    record::PageImage image;
    image.width = image.height = 400;
    image.dpiX = image.dpiY = 200;
    image.stride = image.rowBytes();
    image.bytes.assign(static_cast<std::size_t>(image.stride * image.height), 240);
    const ExamineWorker worker{std::filesystem::path(SEIHON_BIN_DIR) / "seihon-examine-worker"};
    const auto seen = examineApart(worker, imaging::encodeTiff(image));
    EXPECT_EQ(seen.failure, "");
    EXPECT_NE(seen.engine.find("tesseract"), std::string::npos);
}

} // namespace
} // namespace seihon::station
