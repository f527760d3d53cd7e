#include "station_home.h"

#include "record/fault.h"
#include "station/station.h"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <thread>

// Cards as people meet them: the strict fake card behind the command line, key files, and a PIN
// that is kept no longer than the regulation lets it.
namespace seihon::cli_test {

namespace {

using std::chrono::milliseconds;

constexpr const char* kCardPin = "Kx93-zQ7pw";
constexpr const char* kWrongPin = "Wr0ng-73xq";

// A demo home whose clerk has the fake card, with these switches beside its token and PIN.
class CardHome : public StationHome {
  public:
    explicit CardHome(const std::string& switches = {}) : m_card(path().parent_path() / "card") {
        editFile("station.toml", "/usr/lib/softhsm/libsofthsm2.so",
                 std::string(SEIHON_BIN_DIR) + "/fake-card.so");
        editFile("people.toml", "token_label = \"DEMO-clerk\"",
                 "token_label = \"HPKI Application\"");
        use(switches);
        ::setenv("SEIHON_FAKE_CARD", m_card.c_str(), 1);
    }
    ~CardHome() { ::unsetenv("SEIHON_FAKE_CARD"); }

    void use(const std::string& switches) const {
        writeFile(m_card, "token DEMO-clerk\npin " + std::string(kCardPin) + "\n" + switches);
    }
    // For programs that start from now on; one that runs already keeps its own.
    void useFromNowOn(const std::string& switches) const {
        const std::string file = m_card.string() + "-later";
        writeFile(file, "token DEMO-clerk\npin " + std::string(kCardPin) + "\n" + switches);
        ::setenv("SEIHON_FAKE_CARD", file.c_str(), 1);
    }
    Result asClerk(const std::vector<std::string>& args, const char* pin = kCardPin) const {
        return as("clerk", args, pin);
    }
    Result registers(const char* pin = kCardPin, const std::vector<std::string>& more = {}) const {
        std::vector<std::string> args{"job",       "register", "--class",  "referral-letter",
                                      "--patient", "P-1",      "--sheets", "1"};
        args.insert(args.end(), more.begin(), more.end());
        return asClerk(args, pin);
    }
    std::string triesLeft() const { return readFile(m_card.string() + ".tries").substr(0, 1); }

  private:
    std::filesystem::path m_card;
};

std::string faultOf(const Result& run) {
    EXPECT_EQ(run.code, 3) << run.out << run.err;
    return run.json().at("fault").at("kind").asString();
}

bool anyFileHolds(const std::filesystem::path& folder, const std::string& text) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file() && readFile(entry.path()).find(text) != std::string::npos) {
            return true;
        }
    }
    return false;
}

// One program running beside the test; killed with it.
class Running {
  public:
    Running(const std::vector<std::string>& words, const std::string& pin) {
        std::array<int, 2> secret{};
        EXPECT_EQ(::pipe2(secret.data(), O_CLOEXEC), 0);
        EXPECT_GT(::write(secret[1], (pin + "\n").data(), pin.size() + 1), 0);
        std::vector<char*> argv;
        for (const std::string& word : words) {
            argv.push_back(const_cast<char*>(word.c_str()));
        }
        argv.push_back(nullptr);
        m_child = ::fork();
        if (m_child == 0) {
            ::dup2(::open("/dev/null", O_RDWR), 1);
            ::dup2(1, 2);
            // By way of another number: the pipe may be 3 already, and then it would close on exec.
            ::dup2(::fcntl(secret[0], F_DUPFD, 10), 3);
            ::execv(argv[0], argv.data());
            ::_exit(127);
        }
        ::close(secret[0]);
        ::close(secret[1]);
    }
    ~Running() { kill(); }
    Running(const Running&) = delete; // owns its process
    Running& operator=(const Running&) = delete;

    void kill() {
        if (m_child > 0) {
            ::kill(m_child, SIGKILL);
            ::waitpid(m_child, nullptr, 0);
            m_child = -1;
        }
    }

  private:
    pid_t m_child = -1;
};

bool isLocked(const std::filesystem::path& file) {
    const int fd = ::open(file.c_str(), O_RDWR | O_CLOEXEC);
    const bool locked = fd >= 0 && ::flock(fd, LOCK_EX | LOCK_NB) != 0;
    if (fd >= 0) {
        ::close(fd);
    }
    return locked;
}

std::filesystem::path lockOfCard(const CardHome& home) {
    for (const auto& entry : std::filesystem::directory_iterator(home.path() / "locks")) {
        if (entry.path().filename().string().starts_with("card-") && isLocked(entry.path())) {
            return entry.path();
        }
    }
    return {};
}

} // namespace

TEST(Card, a_strict_card_seals_and_its_pin_is_nowhere_to_be_found) {
    const CardHome home;
    home.layPaper(1);
    const Result wrong = home.registers(kWrongPin);
    EXPECT_EQ(faultOf(wrong), "PinWrong");
    EXPECT_NE(wrong.out.find("Few tries are left"), std::string::npos) << wrong.out;
    EXPECT_EQ(home.triesLeft(), "2"); // one try for one PIN
    const Result sealed = home.asClerk({"intake", "--class", "referral-letter", "--patient",
                                        "P-000123", "--sheets", "1", "--attest-complete"});
    EXPECT_EQ(sealed.code, 0) << sealed.out << sealed.err;
    EXPECT_EQ(home.triesLeft(), "3");
    ASSERT_EQ(home.archivedRecords().size(), 1u);
    EXPECT_EQ(home.seihon({"record", "verify", home.archivedRecords()[0].string()}).code, 0);
    EXPECT_TRUE(anyFileHolds(home.path(), "P-000123")); // the search finds what there is
    for (const std::string pin : {kCardPin, kWrongPin}) {
        EXPECT_FALSE(anyFileHolds(home.path(), pin)) << pin;
        for (const Result* run : {&wrong, &sealed}) {
            EXPECT_EQ((run->out + run->err).find(pin), std::string::npos);
        }
    }
}

TEST(Card, the_last_try_is_the_persons_to_spend) {
    const CardHome home("tries 1\n");
    const Result refused = home.registers();
    EXPECT_EQ(faultOf(refused), "PinLastTry");
    EXPECT_NE(refused.out.find("--last-try"), std::string::npos);
    EXPECT_EQ(home.triesLeft(), ""); // the card was not asked
    EXPECT_EQ(faultOf(home.registers(kWrongPin, {"--last-try"})), "PinLocked");
    EXPECT_EQ(home.triesLeft(), "0");
    EXPECT_EQ(faultOf(home.registers(kCardPin, {"--last-try"})), "PinLocked");
    const CardHome fresh("tries 1\n");
    EXPECT_EQ(fresh.registers(kCardPin, {"--last-try"}).code, 0);
    EXPECT_EQ(fresh.triesLeft(), "3");
}

TEST(Card, a_pin_may_be_typed_on_the_readers_keypad) {
    const CardHome home("keypad 1\n");
    EXPECT_EQ(home.registers("", {"--keypad"}).code, 0);
    home.use("");
    const Result none = home.registers("", {"--keypad"});
    EXPECT_EQ(none.code, 2) << none.out;
    EXPECT_EQ(none.json().at("fault").at("kind").asString(), "PinMissing");
}

TEST(Card, two_programs_take_turns_and_a_killed_one_lets_go) {
    const CardHome home("delay C_Sign 60000\n");
    Running holder(home.command("clerk", {"job", "register", "--class", "referral-letter",
                                          "--patient", "P-1", "--sheets", "1"}),
                   kCardPin);
    std::filesystem::path lock;
    for (int i = 0; i < 1000 && lock.empty(); ++i) {
        std::this_thread::sleep_for(milliseconds(10));
        lock = lockOfCard(home);
    }
    ASSERT_FALSE(lock.empty());
    home.useFromNowOn("");
    home.editFile("station.toml", "card_patience_seconds = 60", "card_patience_seconds = 1");
    EXPECT_EQ(faultOf(home.registers()), "TokenBusy");
    home.editFile("station.toml", "card_patience_seconds = 1", "card_patience_seconds = 60");
    Result waited;
    std::thread waiting([&] { waited = home.registers(); });
    std::this_thread::sleep_for(milliseconds(200));
    holder.kill();
    waiting.join();
    EXPECT_EQ(waited.code, 0) << waited.out << waited.err;
    EXPECT_FALSE(isLocked(lock));
}

TEST(Card, a_card_that_hangs_ends_in_a_fault_and_is_tried_again_by_nobody) {
    const CardHome home("delay C_Sign 60000\n");
    home.editFile("station.toml", "card_patience_seconds = 60", "card_patience_seconds = 1");
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(faultOf(home.registers()), "TokenHung");
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(30));
    home.use("");
    EXPECT_EQ(home.registers().code, 0);
}

TEST(Card, doctor_says_how_the_cards_stand) {
    const CardHome home;
    const auto line = [&] {
        const Result run = home.seihon({"doctor"});
        for (const record::Json& each : run.json().at("lines").asArray()) {
            if (each.at("what").asString() == "card") {
                return record::canonical(each);
            }
        }
        ADD_FAILURE() << run.out;
        return std::string();
    };
    const std::string well = line();
    for (const char* said : {"1 readers", "HPKI Application 0001", "Kanae Uketsuke"}) {
        EXPECT_NE(well.find(said), well.npos) << said << ": " << well;
    }
    EXPECT_EQ(well.find("PinOneTryLeft"), well.npos);
    home.use("tries 1\n");
    EXPECT_NE(line().find("PinOneTryLeft"), std::string::npos);
    home.use("tries 0\n");
    EXPECT_NE(line().find("PinBlocked"), std::string::npos);
    home.use("fail C_GetSlotList 0x30\n");
    EXPECT_NE(line().find("CKR_DEVICE_ERROR"), std::string::npos);
}

TEST(Card, a_key_file_stands_in_for_a_card) {
    const StationHome home;
    const std::filesystem::path file = home.path() / "keys" / "clerk.p12";
    const std::string demo = (home.path() / "demo").string();
    ASSERT_EQ(
        runProgram({"openssl", "pkcs12", "-export", "-inkey", demo + "/clerk.key.pem", "-in",
                    demo + "/clerk.pem", "-passout", "pass:horse staple", "-out", file.string()})
            .code,
        0);
    home.editFile("people.toml", "token_label = \"DEMO-clerk\"", "pkcs12 = \"clerk.p12\"");
    home.editFile("people.toml", home.lineOf("clerk", "authentication_certificate_sha256"), "");
    const std::vector<std::string> intake{
        "intake",   "--class", "referral-letter",  "--patient", "P-1",
        "--sheets", "1",       "--attest-complete"};
    using std::filesystem::perms;
    std::filesystem::permissions(file, perms::owner_read | perms::group_read);
    EXPECT_EQ(faultOf(home.as("clerk", intake, "horse staple")), "TokenFailed");
    std::filesystem::permissions(file, perms::owner_read | perms::owner_write);
    EXPECT_EQ(faultOf(home.as("clerk", intake, "horse stable")), "PinWrong");
    home.layPaper(1);
    const Result sealed = home.as("clerk", intake, "horse staple");
    EXPECT_EQ(sealed.code, 0) << sealed.out << sealed.err;
    ASSERT_EQ(home.archivedRecords().size(), 1u);
    EXPECT_EQ(home.seihon({"record", "verify", home.archivedRecords()[0].string()}).code, 0);
}

// --- a session, as the window has it
// ----------------------------------------------------------------

namespace {

record::FaultKind faultOfSeal(station::Station& station, const station::Session& session,
                              const std::string& job) {
    try {
        static_cast<void>(station.seal(session, job));
    } catch (const record::Fault& fault) {
        return fault.kind;
    }
    return record::FaultKind::Internal;
}

} // namespace

TEST(Card, a_kept_pin_serves_its_batch_and_no_record_more) {
    const StationHome home;
    const std::string first = home.submittedJob(1);
    home.clearFeeder();
    const std::string second = home.submittedJob(1);
    station::Station station(home.path());
    const station::Session session = station.login("clerk", station::Pin("123456"));
    session.pin = {station::Pin("123456"), record::readClock(), {std::chrono::minutes(5), 1}};
    EXPECT_TRUE(station.seal(session, first).job.sealed);
    EXPECT_EQ(faultOfSeal(station, session, second), record::FaultKind::PinExpired);
    EXPECT_EQ(station.job(second).state, record::JobState::Submitted);
    // A PIN that was changed meanwhile costs one try, not one for every click.
    session.pin = {station::Pin("999999"), record::readClock(), {std::chrono::minutes(5), 9}};
    EXPECT_EQ(faultOfSeal(station, session, second), record::FaultKind::PinWrong);
    EXPECT_EQ(faultOfSeal(station, session, second), record::FaultKind::PinExpired);
    const station::Session again = station.login("clerk", station::Pin("123456"));
    EXPECT_TRUE(station.seal(again, second).job.sealed);
}

} // namespace seihon::cli_test
