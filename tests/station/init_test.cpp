#include "station/init.h"

#include "record/fault.h"
#include "station/station.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace seihon::station {

namespace {

class InitTest : public ::testing::Test {
  protected:
    InitTest() {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "seihon-init-XXXXXX").string();
        m_folder = ::mkdtemp(pattern.data());
    }
    ~InitTest() override { std::filesystem::remove_all(m_folder); }
    std::filesystem::path m_folder;
};

TEST_F(InitTest, a_real_home_is_empty_and_accepts_nothing_unaccepted) {
    initialise(m_folder / "home", false);
    Station station(m_folder / "home");
    EXPECT_FALSE(station.config().demo);
    EXPECT_FALSE(station.regulation().demo);
    for (const auto& [id, documentClass] : station.regulation().classes) {
        EXPECT_TRUE(documentClass.acceptanceRequired) << id;
    }
    EXPECT_EQ(station.log(0, 10).size(), 3u);
    EXPECT_THROW(station.login("clerk", Pin("123456")), record::Fault);
}

TEST_F(InitTest, never_over_something_that_is_there) {
    std::ofstream(m_folder / "thesis.txt") << "precious";
    EXPECT_THROW(initialise(m_folder, true), record::Fault);
    EXPECT_TRUE(std::filesystem::exists(m_folder / "thesis.txt"));
    EXPECT_THROW(Station{m_folder}, record::Fault);
}

TEST_F(InitTest, a_regulation_changed_behind_the_ledgers_back_is_not_used) {
    initialise(m_folder / "home", false);
    const Home home{m_folder / "home"};
    std::filesystem::path kept;
    for (const auto& file : std::filesystem::directory_iterator(home.regulations())) {
        kept = file.path();
    }
    std::filesystem::permissions(kept, std::filesystem::perms::owner_all);
    std::ofstream(kept, std::ios::app) << "\n# one more comment\n";
    EXPECT_THROW(Station{home.root}, record::Fault);
}

} // namespace

} // namespace seihon::station
