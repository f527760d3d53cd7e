#include "station_home.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <thread>

// Where a patient's name or number must not turn up [F16].
namespace seihon::cli_test {

namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kPatient = "P-987654";
constexpr const char* kName = "見本 華子";

void expectNoPatient(const std::string& text, const std::string& where) {
    EXPECT_THAT(text, Not(HasSubstr(kPatient))) << where;
    EXPECT_THAT(text, Not(HasSubstr(kName))) << where;
}

} // namespace

TEST(Privacy, no_patient_in_the_log_in_file_names_or_in_what_verbs_print) {
    const StationHome home;
    home.layPaper(1);
    const Result done =
        home.as("clerk", {"intake", "--class", "referral-letter", "--patient", kPatient,
                          "--patient-name", kName, "--sheets", "1", "--attest-complete"});
    ASSERT_EQ(done.code, 0) << done.out << done.err;
    expectNoPatient(done.out + done.err, "intake");
    const std::string job = done.json().at("job").asString();
    for (const std::vector<std::string>& verb :
         {std::vector<std::string>{"job", "show", job},
          {"job", "list"},
          {"record", "verify", done.json().at("record").asString()},
          {"audit", "log", "--limit", "100000"},
          {"audit", "log", "--job", job},
          {"user", "list"},
          {"user", "check"},
          {"doctor"}}) {
        const Result result = home.seihon(verb);
        expectNoPatient(result.out + result.err, verb[0] + " " + verb.back());
    }
    // Searching for a patient is in the log, without the patient.
    ASSERT_EQ(home.seihon({"record", "search", "--patient", kPatient}).code, 0);
    expectNoPatient(home.seihon({"audit", "log", "--limit", "100000"}).out, "after a search");
    for (const auto& file : std::filesystem::recursive_directory_iterator(home.path())) {
        expectNoPatient(file.path().string(), "a file name");
    }
    // A refusal and a fault repeat nothing either.
    const Result refused =
        home.as("auditor", {"job", "register", "--class", "referral-letter", "--patient", kPatient,
                            "--patient-name", kName, "--sheets", "1"});
    EXPECT_EQ(refused.code, 1);
    expectNoPatient(refused.out + refused.err, "a refusal");
    const Result usage = home.as("clerk", {"job", "register", "--class", "referral-letter",
                                           "--patient", kPatient, "--patient-name", kName});
    EXPECT_EQ(usage.code, 2);
    expectNoPatient(usage.out + usage.err, "a usage fault");
}

TEST(Privacy, the_process_list_shows_no_patient) {
    const StationHome home;
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe2(pipe.data(), O_CLOEXEC), 0);
    std::vector<std::string> words =
        home.command("clerk", {"job", "register", "--class", "referral-letter", "--patient",
                               kPatient, std::string("--patient-name=") + kName, "--sheets", "1"});
    std::vector<char*> argv;
    for (std::string& word : words) {
        argv.push_back(word.data());
    }
    argv.push_back(nullptr);
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(pipe[0], 3); // it waits here for the PIN, which never comes
        ::dup2(::open("/dev/null", O_WRONLY), 1);
        ::dup2(::open("/dev/null", O_WRONLY), 2);
        ::execv(argv[0], argv.data());
        ::_exit(127);
    }
    const std::string file = "/proc/" + std::to_string(child) + "/cmdline";
    std::string shown;
    for (int i = 0; i < 500 && shown.find('*') == shown.npos; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        shown = readFile(file);
    }
    ::close(pipe[1]);
    ::close(pipe[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_THAT(shown, HasSubstr("register"));
    expectNoPatient(shown, "the process list");
}

} // namespace seihon::cli_test
