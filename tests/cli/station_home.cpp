#include "station_home.h"

#include "record/page_image.h"
#include "report/png.h"
#include "report/sample_pages.h"
#include "tests/support/demo_home.h"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <sstream>
#include <stdexcept>

namespace seihon::cli_test {

namespace {

const std::string kBin = SEIHON_BIN_DIR;

std::filesystem::path temporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "seihon-cli-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
        throw std::runtime_error("mkdtemp");
    }
    return pattern;
}

struct Pipe {
    std::array<int, 2> fd{-1, -1};
    Pipe() {
        if (::pipe2(fd.data(), O_CLOEXEC) != 0) {
            throw std::runtime_error("pipe");
        }
    }
    ~Pipe() {
        close(0);
        close(1);
    }
    void close(std::size_t end) {
        if (fd[end] >= 0) {
            ::close(fd[end]);
            fd[end] = -1;
        }
    }
};

void drain(Pipe& out, Pipe& err, Result& run) {
    std::array<pollfd, 2> polls{{{out.fd[0], POLLIN, 0}, {err.fd[0], POLLIN, 0}}};
    std::array<std::string*, 2> texts{&run.out, &run.err};
    int open = 2;
    std::array<char, 65536> buffer{};
    while (open > 0 && ::poll(polls.data(), polls.size(), -1) > 0) {
        for (std::size_t i = 0; i < polls.size(); ++i) {
            if (polls[i].revents == 0) {
                continue;
            }
            const ssize_t got = ::read(polls[i].fd, buffer.data(), buffer.size());
            if (got <= 0) {
                polls[i].fd = -1;
                --open;
            } else {
                texts[i]->append(buffer.data(), static_cast<std::size_t>(got));
            }
        }
    }
}

// The cut is less than a page, and two of them hold the same words: a pattern of its own makes each
// sheet another paper.
void stamp(record::PageImage& image, unsigned number) {
    std::mt19937 random(number);
    for (int dot = 0; dot < 90; ++dot) {
        const std::int64_t x = 60 + static_cast<std::int64_t>(random() % 1020);
        const std::int64_t y = 60 + static_cast<std::int64_t>(random() % 700);
        for (std::int64_t row = 0; row < 22; ++row) {
            std::fill_n(image.row(y + row) + 3 * x, 3 * 22, std::uint8_t{70});
        }
    }
}

// Sample pages are costly to draw; each is drawn once per test program.
const std::vector<std::uint8_t>& sheetPng(int sheet, record::Side side) {
    static std::map<std::pair<int, record::Side>, std::vector<std::uint8_t>> drawn;
    auto& png = drawn[{sheet, side}];
    if (png.empty()) {
        report::LetterSheets letter;
        letter.sheets = 12;
        letter.duplex = true;
        const report::SamplePage page = report::letterPage(letter, sheet, side);
        record::PageImage cut;
        cut.width = 1180;
        cut.height = 880;
        cut.stride = cut.width * 3;
        cut.dpiX = cut.dpiY = 300;
        cut.bytes.resize(static_cast<std::size_t>(cut.stride * cut.height));
        for (std::int64_t y = 0; y < cut.height; ++y) {
            std::copy_n(page.image.row(y + 500) + 3 * 500, cut.stride, cut.row(y));
        }
        stamp(cut, static_cast<unsigned>(2 * sheet + (side == record::Side::Back ? 1 : 0)));
        png = report::encodePng(cut);
    }
    return png;
}

// Once per test program, with an empty tray; each test has a copy.
const std::filesystem::path& templateHome() {
    static const struct Template {
        std::filesystem::path root = temporaryFolder();
        std::filesystem::path home = root / "home";
        Template() {
            support::layDemoHome(home, kBin + "/seihon");
            for (const auto& sheet :
                 std::filesystem::directory_iterator(home / "feeder" / "tray")) {
                std::filesystem::remove(sheet);
            }
        }
        ~Template() { std::filesystem::remove_all(root); }
    } instance;
    return instance.home;
}

std::string sheetName(int sheet) {
    const std::string digits = std::to_string(sheet);
    return std::string(4 - digits.size(), '0') + digits;
}

} // namespace

const record::Json& Result::json() const {
    if (!m_json) {
        m_json = record::parseJson(out);
    }
    return *m_json;
}

std::vector<std::string> Result::findingIds() const {
    std::vector<std::string> ids;
    for (const record::Json& finding : json().at("findings").asArray()) {
        ids.push_back(finding.at("id").asString());
    }
    return ids;
}

bool Result::has(const std::string& findingId) const {
    const std::vector<std::string> ids = findingIds();
    return std::find(ids.begin(), ids.end(), findingId) != ids.end();
}

Result runProgram(const std::vector<std::string>& command, const std::string& pin) {
    Pipe out, err, secret;
    const std::string line = pin + "\n";
    if (::write(secret.fd[1], line.data(), line.size()) < 0) {
        throw std::runtime_error("write");
    }
    secret.close(1);
    std::vector<char*> argv;
    for (const std::string& word : command) {
        argv.push_back(const_cast<char*>(word.c_str()));
    }
    argv.push_back(nullptr);
    const pid_t child = ::fork();
    if (child == 0) {
        ::setenv("LC_ALL", "C.UTF-8", 1);
        ::dup2(::open("/dev/null", O_RDONLY), 0);
        ::dup2(out.fd[1], 1);
        ::dup2(err.fd[1], 2);
        ::dup2(secret.fd[0], 3);
        ::execvp(argv[0], argv.data());
        ::_exit(127);
    }
    out.close(1);
    err.close(1);
    Result run;
    drain(out, err, run);
    int status = 0;
    ::waitpid(child, &status, 0);
    run.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return run;
}

bool straceWorks() {
    return runProgram({"strace", "-o", "/dev/null", "-e", "trace=none", "true"}).code == 0;
}

StationHome::StationHome() : m_root(temporaryFolder()), m_home(m_root / "home") {
    support::copyHome(templateHome(), m_home);
}

StationHome::~StationHome() {
    std::error_code ignored;
    std::filesystem::remove_all(m_root, ignored);
}

std::vector<std::string> StationHome::command(const std::string& user,
                                              std::vector<std::string> args) const {
    std::vector<std::string> words{kBin + "/seihon", "--home", m_home.string(), "--json"};
    if (!user.empty()) {
        words.insert(words.end(), {"--as", user, "--pin-fd", "3"});
    }
    words.insert(words.end(), args.begin(), args.end());
    return words;
}

Result StationHome::seihon(std::vector<std::string> args) const {
    return runProgram(command({}, std::move(args)));
}

Result StationHome::as(const std::string& user, std::vector<std::string> args,
                       const std::string& pin) const {
    return runProgram(command(user, std::move(args)), pin);
}

void StationHome::layPaper(int sheets, bool duplex) const {
    for (int sheet = 1; sheet <= sheets; ++sheet) {
        const auto lay = [&](const std::string& ending, record::Side side) {
            const auto& png = sheetPng(sheet, side);
            writeFile(tray() / (sheetName(sheet) + ending),
                      std::string(reinterpret_cast<const char*>(png.data()), png.size()));
        };
        lay(duplex ? ".front.png" : ".png", record::Side::Front);
        if (duplex) {
            lay(".back.png", record::Side::Back);
        }
    }
}

void StationHome::planEvent(const std::string& sheet, const std::string& event) const {
    writeFile(tray() / (sheet + ".event"), event + "\n");
}

void StationHome::putBack(const std::string& sheet) const {
    for (const auto& file : std::filesystem::directory_iterator(out())) {
        const std::string name = file.path().filename().string();
        if (name.starts_with(sheet + ".") && name.ends_with(".png")) {
            std::filesystem::rename(file.path(), tray() / name);
        }
    }
}

void StationHome::clearFeeder() const {
    for (const auto& folder : {tray(), out()}) {
        for (const auto& file : std::filesystem::directory_iterator(folder)) {
            std::filesystem::remove(file.path());
        }
    }
}

std::string StationHome::openJob(int sheets, bool duplex, const std::string& documentClass,
                                 const std::string& received, const std::string& user) const {
    std::vector<std::string> args{
        "job",      "register",       "--class",   documentClass, "--patient",
        "P-000123", "--patient-name", "見本 花子", "--sheets",    std::to_string(sheets)};
    if (duplex) {
        args.push_back("--duplex");
    }
    if (!received.empty()) {
        args.insert(args.end(), {"--received", received});
    }
    const Result made = as(user, args);
    EXPECT_EQ(made.code, 0) << made.out << made.err;
    const std::string job = made.json().at("job").asString();
    const Result opened = as(user, {"job", "open", job});
    EXPECT_EQ(opened.code, received.empty() ? 0 : opened.code) << opened.out << opened.err;
    const Result prepared =
        as(user, {"job", "prepare", job, "--sheets", std::to_string(sheets), "--attest-complete"});
    EXPECT_EQ(prepared.code, 0) << prepared.out << prepared.err;
    return job;
}

std::string StationHome::submittedJob(int sheets, const std::string& documentClass,
                                      const std::string& received, const std::string& user) const {
    const std::string job = openJob(sheets, false, documentClass, received, user);
    layPaper(sheets);
    for (const std::vector<std::string>& step : {std::vector<std::string>{"job", "scan", job},
                                                 {"job", "compare", job, "--same"},
                                                 {"job", "submit", job}}) {
        const Result done = as(user, step);
        EXPECT_EQ(done.code, 0) << step[1] << ": " << done.out << done.err;
    }
    return job;
}

std::filesystem::path StationHome::sealedRecord(int sheets) const {
    layPaper(sheets);
    const Result done =
        as("clerk", {"intake", "--class", "referral-letter", "--patient", "P-000123", "--sheets",
                     std::to_string(sheets), "--attest-complete"});
    EXPECT_EQ(done.code, 0) << done.out << done.err;
    return done.json().at("path").asString();
}

Result StationHome::opensslVerifies(const std::filesystem::path& record,
                                    const std::filesystem::path& content) const {
    return runProgram({"openssl",
                       "cms",
                       "-verify",
                       "-cades",
                       "-inform",
                       "der",
                       "-in",
                       (record / "META-INF" / "signature001.p7s").string(),
                       "-content",
                       content.string(),
                       "-binary",
                       "-CAfile",
                       (m_home / "demo" / "root-ca.pem").string(),
                       "-crl_check_all",
                       "-policy_check",
                       "-explicit_policy",
                       "-policy",
                       "1.2.392.100495.1.5.1.1.0.1",
                       "-out",
                       "/dev/null"});
}

void StationHome::editFile(const std::string& file, const std::string& from,
                           const std::string& to) const {
    std::string text = readFile(m_home / file);
    const std::size_t at = text.find(from);
    ASSERT_NE(at, text.npos) << from << " is not in " << file << ":\n" << text;
    writeFile(m_home / file, text.replace(at, from.size(), to));
}

std::string StationHome::lineOf(const std::string& user, const std::string& item) const {
    const std::string people = readFile(m_home / "people.toml");
    const std::size_t at = people.find("\n" + item + " = ", people.find("\"" + user + "\""));
    if (at == std::string::npos) {
        ADD_FAILURE() << "no " << item << " of " << user << ": " << people;
        return {};
    }
    return people.substr(at + 1, people.find('\n', at + 1) - at);
}

std::vector<std::filesystem::path> StationHome::archivedRecords() const {
    std::vector<std::filesystem::path> records;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(m_home / "archive")) {
        if (entry.path().filename() == "mimetype") {
            records.push_back(entry.path().parent_path());
        }
    }
    return records;
}

std::string readFile(const std::filesystem::path& file) {
    std::ostringstream bytes;
    bytes << std::ifstream(file, std::ios::binary).rdbuf();
    return bytes.str();
}

void writeFile(const std::filesystem::path& file, const std::string& bytes) {
    if (std::filesystem::exists(file)) { // records are read-only: a forger makes them writable
        std::filesystem::permissions(file, std::filesystem::perms::owner_write,
                                     std::filesystem::perm_options::add);
    }
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    ASSERT_TRUE(out.good()) << file;
}

} // namespace seihon::cli_test
