#include "station/back_off.h"

#include "support/demo_pki_fixture.h"

#include <gtest/gtest.h>

#include <fstream>

namespace seihon::station {
namespace {

using std::chrono::minutes;

const record::Instant kStart = record::parseInstant("2026-11-22T09:00:00Z");

class BackOffTest : public ::testing::Test {
  protected:
    support::TemporaryFolder m_folder;
    std::filesystem::path m_file = m_folder.path() / "services.json";
    BackOff m_backOff{m_file};
};

TEST_F(BackOffTest, rests_double_up_to_half_an_hour) {
    EXPECT_FALSE(m_backOff.restsUntil("a", kStart));
    for (const int rest : {1, 2, 4, 8, 16, 30, 30}) {
        m_backOff.failed("a", kStart);
        EXPECT_EQ(m_backOff.restsUntil("a", kStart), kStart + minutes(rest));
        EXPECT_FALSE(m_backOff.restsUntil("a", kStart + minutes(rest)));
    }
    EXPECT_FALSE(m_backOff.restsUntil("b", kStart));
}

TEST_F(BackOffTest, an_answer_ends_it_for_every_process) {
    m_backOff.failed("時刻認証局 https://tsa.example/", kStart);
    m_backOff.failed("b", kStart);
    BackOff other(m_file);
    EXPECT_TRUE(other.restsUntil("時刻認証局 https://tsa.example/", kStart));
    other.answered("時刻認証局 https://tsa.example/");
    EXPECT_FALSE(m_backOff.restsUntil("時刻認証局 https://tsa.example/", kStart));
    EXPECT_TRUE(m_backOff.restsUntil("b", kStart));
    m_backOff.failed("c", kStart + std::chrono::hours(25)); // b is forgotten by then
    m_backOff.failed("b", kStart + std::chrono::hours(25));
    EXPECT_EQ(m_backOff.restsUntil("b", kStart + std::chrono::hours(25)),
              kStart + std::chrono::hours(25) + minutes(1));
}

TEST_F(BackOffTest, no_clock_and_no_file_makes_a_service_rest_for_ever) {
    m_backOff.failed("a", kStart);
    EXPECT_FALSE(m_backOff.restsUntil("a", kStart - minutes(5))); // the clock was set back
    for (const char* text :
         {"", "{", "[]", "{\"a\":1}", "{\"a\":{\"failures\":-9,\"last\":\"x\"}}"}) {
        std::ofstream(m_file, std::ios::trunc) << text;
        EXPECT_FALSE(m_backOff.restsUntil("a", kStart)) << text;
    }
    m_backOff.failed("a", kStart);
    EXPECT_TRUE(m_backOff.restsUntil("a", kStart));
    const BackOff nowhere(m_folder.path() / "no" / "such" / "folder");
    BackOff(nowhere).failed("a", kStart); // a seal is wanted more than a rest
    EXPECT_FALSE(nowhere.restsUntil("a", kStart));
}

} // namespace
} // namespace seihon::station
