#include "station/clock_watch.h"

#include "station/init.h"
#include "station/tool_output.h"
#include "support/run_tool.h"

#include <gtest/gtest.h>

#include <fcntl.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

// Against a real time service where there is one; no privileges, and the clock is never touched.
namespace seihon::station {

namespace {

class ClockWatchTest : public ::testing::Test {
  protected:
    ClockWatchTest() {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "seihon-clock-XXXXXX").string();
        m_folder = ::mkdtemp(pattern.data());
    }
    ~ClockWatchTest() override {
        for (const ::pid_t child : m_children) {
            ::kill(child, SIGTERM);
            int status = 0;
            ::waitpid(child, &status, 0);
        }
        std::filesystem::remove_all(m_folder);
    }

    std::filesystem::path script(const std::string& name, const std::string& text) {
        const std::filesystem::path file = m_folder / name;
        std::ofstream(file) << "#!/bin/sh\n" << text << "\n";
        std::filesystem::permissions(file, std::filesystem::perms::owner_all);
        return file;
    }

    // A daemon of its own folder; the command socket must lie in a folder that is nobody else's.
    std::filesystem::path startChrony(const std::string& name, const std::string& lines) {
        const std::filesystem::path folder = m_folder / name;
        std::filesystem::create_directory(folder);
        std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
        std::ofstream(folder / "conf")
            << lines << "\ncmdport 0\nbindcmdaddress " << (folder / "sock").string() << "\npidfile "
            << (folder / "pid").string() << "\n";
        const std::string user = support::runTool("id -un").output;
        const ::pid_t child = ::fork();
        if (child == 0) {
            const int nowhere = ::open("/dev/null", O_RDWR);
            ::dup2(nowhere, 1);
            ::dup2(nowhere, 2);
            ::execl("/usr/sbin/chronyd", "chronyd", "-x", "-n", "-U", "-u",
                    user.substr(0, user.find('\n')).c_str(), "-f", (folder / "conf").c_str(),
                    nullptr);
            ::_exit(127);
        }
        m_children.push_back(child);
        return folder / "sock";
    }

    std::filesystem::path m_folder;
    std::vector<::pid_t> m_children;
};

ClockSources asking(const std::filesystem::path& socket) {
    ClockSources sources;
    sources.chrony = {"/usr/bin/chronyc", "-n", "-h", socket.string(), "-c", "tracking"};
    sources.timesyncd = {"/no/such/program"};
    return sources;
}

ClockSources nobody() {
    return {{"/no/such/chronyc"}, {"/no/such/timedatectl"}};
}

TEST_F(ClockWatchTest, a_real_chrony_tells_its_offset) {
    if (::access("/usr/sbin/chronyd", X_OK) != 0 || ::access("/usr/bin/chronyc", X_OK) != 0) {
        GTEST_SKIP() << "chrony is not installed";
    }
    const std::string port = std::to_string(20'000 + ::getpid() % 20'000);
    const auto server = startChrony("server", "port " + port +
                                                  "\nbindaddress 127.0.0.1\nallow 127.0.0.1\n"
                                                  "local stratum 8");
    const auto client = startChrony("client", "port 0\nserver 127.0.0.1 port " + port +
                                                  " iburst minpoll -6 maxpoll -6");
    record::ClockCheck check;
    for (int tries = 0; tries < 80 && !check.synchronised; ++tries) {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        check = measureClock(asking(client));
    }
    EXPECT_EQ(check.source, "chrony") << check.detail;
    ASSERT_TRUE(check.synchronised) << check.detail;
    EXPECT_EQ(check.server, "127.0.0.1");
    EXPECT_EQ(check.stratum, 9);
    EXPECT_LT(std::abs(*check.offsetMicroseconds), 1'000'000);
    // The server itself follows nobody.
    const record::ClockCheck alone = measureClock(asking(server));
    EXPECT_EQ(alone.source, "chrony") << alone.detail;
    EXPECT_FALSE(alone.synchronised);
}

TEST_F(ClockWatchTest, without_a_service_the_source_is_none_and_says_why) {
    const record::ClockCheck check = measureClock(nobody());
    EXPECT_EQ(check.source, "none");
    EXPECT_FALSE(check.offsetMicroseconds);
    EXPECT_NE(check.detail.find("chronyc is not installed"), std::string::npos);
    EXPECT_FALSE(check.boot.empty());
    EXPECT_GT(check.sinceBootMilliseconds, 0);
}

TEST_F(ClockWatchTest, the_second_service_is_asked_when_the_first_gives_no_answer) {
    ClockSources sources;
    sources.chrony = {script("chronyc", "echo 506 Cannot talk to daemon; exit 1").string()};
    sources.timesyncd = {script("timedatectl", "echo 'Server: s'; echo 'Leap: normal'; "
                                               "echo 'Stratum: 2'; echo 'Offset: +3ms'; "
                                               "echo 'Packet count: 1'")
                             .string()};
    const record::ClockCheck check = measureClock(sources);
    EXPECT_EQ(check.source, "timesyncd");
    EXPECT_EQ(check.offsetMicroseconds, -3'000);
    sources.timesyncd = {script("liar", "echo 'Offset: x'; echo 'Packet count: 1'").string()};
    EXPECT_EQ(measureClock(sources).source, "none");
}

TEST_F(ClockWatchTest, a_tool_gets_no_environment_and_may_not_go_on_for_ever) {
    ::setenv("SEIHON_SECRET", "patient", 1);
    const auto environment = outputOf({"/usr/bin/env"}, std::chrono::seconds(5), 4096);
    ::unsetenv("SEIHON_SECRET");
    ASSERT_TRUE(environment);
    EXPECT_EQ(environment->code, 0);
    EXPECT_EQ(environment->out, "LC_ALL=C\n");
    const auto silent =
        outputOf({script("silent", "exec sleep 60").string()}, std::chrono::milliseconds(50), 4096);
    ASSERT_TRUE(silent);
    EXPECT_EQ(silent->code, -1);
    const auto talker =
        outputOf({script("talker", "exec cat /dev/zero").string()}, std::chrono::seconds(30), 4096);
    ASSERT_TRUE(talker);
    EXPECT_EQ(talker->code, -1);
    EXPECT_LE(talker->out.size(), 4096u + 4096u);
}

TEST_F(ClockWatchTest, checks_are_logged_at_most_so_often) {
    initialise(m_folder / "home", false);
    Station station(m_folder / "home");
    const auto checks = [&] {
        std::size_t count = 0;
        for (const record::Entry& entry : station.log(0, 100)) {
            count += entry.what.kind == record::EntryKind::ClockChecked ? 1 : 0;
        }
        return count;
    };
    ClockWatch watch(station);
    record::ClockCheck machine;
    readMachineTime(machine);
    EXPECT_FALSE(watch.newest());
    // A real home starts strict: a clock that nobody checked seals nothing.
    EXPECT_FALSE(watch.judge(machine).permitted());
    ClockSources good;
    good.chrony = {
        script("good", "echo A29FC87B,s,4,1.0,0.0001,0,0,0,0,0,0.01,0.001,64.2,Normal").string()};
    watch.lookWhenDue(good);
    watch.lookWhenDue(good);
    EXPECT_EQ(checks(), 1u);
    readMachineTime(machine);
    EXPECT_TRUE(watch.judge(machine).permitted());
    EXPECT_EQ(watch.newest()->offsetMicroseconds, -100);
    machine.at += std::chrono::hours(25); // and nothing looked meanwhile
    machine.sinceBootMilliseconds += 25 * 3'600'000;
    EXPECT_TRUE(watch.judge(machine).has(record::FindingId::ClockCheckTooOld));
    machine.at += std::chrono::hours(1); // somebody set the clock
    EXPECT_TRUE(watch.judge(machine).has(record::FindingId::ClockJumped));
}

} // namespace

} // namespace seihon::station
