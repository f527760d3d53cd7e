#include "station/clock_reading.h"

#include "record/fault.h"

#include <gtest/gtest.h>

#include <string>

namespace seihon::station {

namespace {

// As chronyc 4.3 prints it.
const std::string kTracking = "A29FC87B,162.159.200.123,4,1795353781.000449415,-0.000012645,"
                              "-0.000000017,0.000000200,0.725,-0.003,2.011,0.011234567,"
                              "0.001123456,64.2,Normal\n";

std::string with(std::size_t field, const std::string& value) {
    std::string out;
    std::size_t number = 0;
    std::size_t at = 0;
    while (at <= kTracking.size()) {
        const std::size_t comma = std::min(kTracking.find(',', at), kTracking.size());
        out +=
            (number == 0 ? "" : ",") + (number == field ? value : kTracking.substr(at, comma - at));
        ++number;
        at = comma + 1;
    }
    return out;
}

TEST(ClockFromChrony, ReadsOffsetAndDistance) {
    const record::ClockCheck check = clockFromChrony(kTracking);
    EXPECT_EQ(check.source, "chrony");
    EXPECT_TRUE(check.synchronised);
    EXPECT_EQ(check.offsetMicroseconds, 12); // fast: ahead of true time
    EXPECT_EQ(check.uncertaintyMicroseconds, 11'234 / 2 + 1'123);
    EXPECT_EQ(check.server, "162.159.200.123");
    EXPECT_EQ(check.stratum, 4);
    EXPECT_EQ(clockFromChrony(with(4, "2.5")).offsetMicroseconds, -2'500'000); // slow
}

TEST(ClockFromChrony, ItsOwnClockIsNoSource) {
    EXPECT_FALSE(clockFromChrony(with(0, "7F7F0101")).synchronised);
    EXPECT_FALSE(clockFromChrony(with(0, "00000000")).synchronised);
    EXPECT_FALSE(clockFromChrony(with(13, "Not synchronised\n")).synchronised);
    EXPECT_TRUE(clockFromChrony(with(13, "Insert second\n")).synchronised);
    EXPECT_TRUE(clockFromChrony(with(13, "Delete second\n")).synchronised);
}

TEST(ClockFromChrony, RefusesWhatItDoesNotKnow) {
    for (const std::string& text :
         {std::string(), std::string("506 Cannot talk to daemon\n"), kTracking + kTracking,
          kTracking.substr(0, kTracking.size() - 8), with(4, "fast"), with(4, ""), with(4, "1e9"),
          with(4, "."), with(4, "1."), with(4, "99999999999999999999"), with(10, "-1"),
          with(13, "Perhaps\n"), with(2, "-1"), with(1, std::string(1, '\x1b')),
          std::string(20'000, ',')}) {
        EXPECT_THROW((void)clockFromChrony(text), record::Fault) << text.substr(0, 80);
    }
}

// As systemd 252 prints it.
const std::string kTimesync = "       Server: 185.125.190.57 (ntp.ubuntu.com)\n"
                              "Poll interval: 34min 8s (min: 32s; max 34min 8s)\n"
                              "         Leap: normal\n"
                              "      Version: 4\n"
                              "      Stratum: 2\n"
                              "    Reference: C935A8C0\n"
                              "    Precision: 1us (-25)\n"
                              "Root distance: 23.4ms (max: 5s)\n"
                              "       Offset: -1.387ms\n"
                              "        Delay: 15.1ms\n"
                              "       Jitter: 250us\n"
                              " Packet count: 64\n"
                              "    Frequency: -12.345ppm\n";

std::string timesyncWith(const std::string& from, const std::string& to) {
    std::string text = kTimesync;
    return text.replace(text.find(from), from.size(), to);
}

TEST(ClockFromTimesyncd, ReadsOffsetAndDistance) {
    const record::ClockCheck check = clockFromTimesyncd(kTimesync);
    EXPECT_TRUE(check.synchronised);
    EXPECT_EQ(check.offsetMicroseconds, 1'387); // the server is behind the clock
    EXPECT_EQ(check.uncertaintyMicroseconds, 23'400 + 15'100 / 2 + 250);
    EXPECT_EQ(check.stratum, 2);
}

TEST(ClockFromTimesyncd, WithoutAnAnswerNothingIsKnown) {
    for (const std::string& text : {timesyncWith(" Packet count: 64", " Packet count: 0"),
                                    timesyncWith("       Offset: -1.387ms\n", ""),
                                    std::string("Server: n/a\n"), std::string()}) {
        const record::ClockCheck check = clockFromTimesyncd(text);
        EXPECT_FALSE(check.synchronised);
        EXPECT_FALSE(check.offsetMicroseconds);
        EXPECT_FALSE(check.detail.empty());
    }
    EXPECT_FALSE(
        clockFromTimesyncd(timesyncWith("Leap: normal", "Leap: not synchronized")).synchronised);
}

TEST(ClockFromTimesyncd, RefusesWhatItDoesNotKnow) {
    for (const std::string& text :
         {timesyncWith("-1.387ms", "soon"), timesyncWith("15.1ms", "15.1"),
          timesyncWith("250us", "250 us"), timesyncWith("    Frequency", "Offset: 1us\n    F"),
          timesyncWith("64", "-1"), std::string("a line\n"), std::string(20'000, '\n')}) {
        EXPECT_THROW((void)clockFromTimesyncd(text), record::Fault) << text.substr(0, 80);
    }
}

TEST(TimeSpan, IsWrittenAsSystemdDoes) {
    EXPECT_EQ(timeSpanMicroseconds("1min 2.5s"), 62'500'000);
    EXPECT_EQ(timeSpanMicroseconds("-387us"), -387);
    EXPECT_EQ(timeSpanMicroseconds("+23.4ms"), 23'400);
    EXPECT_EQ(timeSpanMicroseconds("0"), 0);
    EXPECT_EQ(timeSpanMicroseconds("1w 2d"), 9 * 86'400ll * 1'000'000);
    for (const char* text : {"", "5", "s", "1 s", "1y", "-", "n/a", "999999999999w", "1s  2s"}) {
        EXPECT_THROW((void)timeSpanMicroseconds(text), record::Fault) << text;
    }
}

} // namespace

} // namespace seihon::station
