#include "station/views.h"

#include "imaging/tiff.h"
#include "imaging/view.h"
#include "record/fault.h"
#include "report/png.h"
#include "station/station.h"
#include "support/demo_pki_fixture.h"
#include "tests/support/demo_home.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace seihon::station {

namespace {

namespace fs = std::filesystem;

// A demo home with one job of two scanned sheets, for all tests of this file.
class ViewsTest : public ::testing::Test {
  protected:
    static void SetUpTestSuite() {
        s_folder = std::make_unique<support::TemporaryFolder>();
        support::layDemoHome(s_folder->path() / "home", SEIHON_BIN_DIR "/seihon");
        const fs::path tray = s_folder->path() / "home" / "feeder" / "tray";
        for (const auto& file : fs::directory_iterator(tray)) {
            fs::remove(file.path());
        }
        for (int sheet = 1; sheet <= 2; ++sheet) {
            record::PageImage image;
            image.width = 900;
            image.height = 600;
            image.dpiX = image.dpiY = 300;
            image.stride = image.rowBytes();
            image.bytes.assign(static_cast<std::size_t>(image.stride * image.height), 230);
            std::fill_n(image.row(100 * sheet), 40 * image.stride, std::uint8_t{20});
            report::writePng(tray / ("000" + std::to_string(sheet) + ".png"), image);
        }
        s_station = std::make_unique<Station>(s_folder->path() / "home");
        const Session session = s_station->login("clerk", Pin("123456"));
        record::Original original;
        original.documentClass = "referral-letter";
        original.patient = {"P-1", "Views"};
        original.receivedAt = original.createdAt = record::readClock();
        original.sheets = 2;
        s_job = s_station->registerOriginal(session, {original}).job.id;
        static_cast<void>(s_station->open(session, s_job));
        static_cast<void>(s_station->prepare(session, s_job, {2, true, "flag"}));
        static_cast<void>(s_station->scan(session, s_job, {}, {}, {}));
    }
    static void TearDownTestSuite() {
        s_station.reset();
        s_folder.reset();
    }

    fs::path views() const { return s_station->home().views(s_job); }
    std::size_t files() const {
        std::error_code none;
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(views(), none), fs::directory_iterator()));
    }
    void SetUp() override {
        fs::remove_all(views());
        m_job = s_station->job(s_job);
        ASSERT_EQ(m_job.pages.size(), 2u);
    }

    static inline std::unique_ptr<support::TemporaryFolder> s_folder;
    static inline std::unique_ptr<Station> s_station;
    static inline std::string s_job;
    record::ScanJob m_job;
};

TEST_F(ViewsTest, fit_their_box_and_show_the_page) {
    const record::PageImage master = s_station->viewPage(m_job, m_job.pages[1], 100'000, 100'000);
    for (int level = 0; level < kViewLevels; ++level) {
        const record::PageImage view = s_station->view(m_job, m_job.pages[1], level);
        EXPECT_EQ(view.height, 256 << level);
        EXPECT_NEAR(static_cast<double>(view.width),
                    static_cast<double>(master.width * view.height) /
                        static_cast<double>(master.height),
                    2);
        // Averages of averages: what is dark in the page is dark in its view, wherever one looks.
        const record::PageImage direct =
            imaging::shrinkToFit(master, 256ll << level, 256ll << level);
        ASSERT_LE(std::abs(direct.width - view.width), 1);
        for (std::int64_t y = 4; y < view.height - 4; y += 3) {
            EXPECT_NEAR(view.row(y)[30], direct.row(y)[30], 80) << y;
        }
    }
}

TEST_F(ViewsTest, are_kept_and_made_anew_when_lost_or_damaged) {
    const record::PageImage first = s_station->view(m_job, m_job.pages[0], 1);
    EXPECT_EQ(files(), 1u + kViewLevels) << "all levels of the page, and the note";
    std::size_t damaged = 0;
    for (const auto& file : fs::directory_iterator(views())) {
        if (file.path().extension() == ".tif") {
            fs::resize_file(file.path(), fs::file_size(file.path()) / 2);
            ++damaged;
        }
    }
    EXPECT_EQ(damaged, std::size_t{kViewLevels});
    EXPECT_EQ(s_station->view(m_job, m_job.pages[0], 1).bytes, first.bytes);
    EXPECT_EQ(ViewFolder(views()).kept(m_job.pages[0].captureId, 1)->bytes, first.bytes);
    fs::remove_all(views());
    EXPECT_EQ(s_station->view(m_job, m_job.pages[0], 1).bytes, first.bytes);
}

TEST_F(ViewsTest, a_kept_view_needs_no_master) {
    const record::PageImage first = s_station->view(m_job, m_job.pages[0], 0);
    const fs::path master = s_station->pageFile(m_job, m_job.pages[0]);
    fs::rename(master, s_folder->path() / "away.tif");
    EXPECT_EQ(s_station->view(m_job, m_job.pages[0], 0).bytes, first.bytes);
    EXPECT_THROW(s_station->view(m_job, m_job.pages[1], 7), record::Fault);
    fs::rename(s_folder->path() / "away.tif", master);
}

TEST_F(ViewsTest, are_made_for_the_whole_job_until_stopped) {
    std::stop_source stop;
    stop.request_stop();
    s_station->makeViews(m_job, stop.get_token());
    EXPECT_EQ(files(), 0u);
    s_station->makeViews(m_job, {});
    EXPECT_EQ(files(), 1u + 2u * kViewLevels);
}

// They are no captures: the archive's check finds nothing of theirs to complain of.
TEST_F(ViewsTest, are_no_evidence) {
    s_station->makeViews(m_job, {});
    EXPECT_TRUE(s_station->verifyArchive().verdict.permitted());
}

} // namespace

} // namespace seihon::station
