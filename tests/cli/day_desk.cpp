#include "day_desk.h"

#include "identity/totp.h"
#include "record/fault.h"
#include "station/people.h"
#include "support/run_tool.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace seihon::cli_test {

namespace {

const std::string kDayPassword = "Kohaku-no-ringo 7";

std::string dayPerson(const std::string& user, const std::string& name, const std::string& role,
                      const std::string& trainedUntil) {
    return "\n[[person]]\nuser = \"" + user + "\"\nname = \"" + name +
           "\"\n[[person.appointment]]\nrole = \"" + role +
           "\"\nfrom = 2020-01-01T00:00:00Z\nuntil = 2090-01-01T00:00:00Z\nletter = \"L-1\"\n"
           "[[person.training]]\nsubject = \"scanning\"\nfrom = 2020-01-01T00:00:00Z\nuntil = " +
           trainedUntil + "\n";
}

std::string trayName(int sheet) {
    const std::string digits = std::to_string(sheet);
    return std::string(4 - digits.size(), '0') + digits;
}

// `openssl ts` answers: a timestamp service that shares no code with the station.
std::string opensslConfig(const std::filesystem::path& home) {
    const std::string demo = (home / "demo").string();
    return "[tsa]\ndefault_tsa = t\n[t]\nserial = " + demo + "/serial\nsigner_cert = " + demo +
           "/tsa.pem\nsigner_key = " + demo +
           "/tsa.key.pem\nsigner_digest = sha256\ndefault_policy = 2.999.3161.1\n"
           "digests = sha256, sha384, sha512\naccuracy = secs:1\nclock_precision_digits = 3\n"
           "ordering = no\ntsa_name = yes\ness_cert_id_chain = no\ness_cert_id_alg = sha256\n";
}

} // namespace

DayDesk::DayDesk()
    : m_service(support::TimestampServer::Answer(
          [this](const signing::Der& query) { return timestamp(query); })) {
    m_home.editFile("station.toml", "url = \"demo:\"", "url = \"" + m_service.url() + "\"");
    m_home.editFile("station.toml", "demographics = \"\"", "demographics = \"patients.csv\"");
    writeFile(m_home.path() / "patients.csv",
              "id,name,kana,birth_date\nP-0002,試作 みなと,シサク ミナト,1961-04-02\n"
              "P-0010,仮名 花,カメイ ハナ,1950-01-31\n");
    writeFile(m_home.path() / "service.cnf", opensslConfig(m_home.path()));
    addPeople();
    m_station = std::make_unique<station::Station>(m_home.path());
    for (const char* user : {"clerk", "manager", "records", "pharmacist", "auditor", "admin"}) {
        comesIn(user);
    }
    for (const char* user : {"night", "aki", "haru"}) {
        comesInWithoutCard(user);
    }
}

// A night desk that only registers, a colleague whose card is at home, one whose training is over,
// and a deputy for the manager.
void DayDesk::addPeople() const {
    const std::string file = m_home.path() / "people.toml";
    std::string text = readFile(file);
    const std::string deputy = "user = \"records\"";
    const std::size_t next = std::min(text.find("[[person]]", text.find(deputy)), text.size());
    text.insert(next, "[[person.delegation]]\nfor = \"manager\"\n"
                      "role = \"information-creation-manager\"\nfrom = " +
                          record::formatInstant(record::readClock() - std::chrono::hours(1)) +
                          "\nuntil = " +
                          record::formatInstant(record::readClock() + std::chrono::hours(24)) +
                          "\nletter = \"D-3\"\n\n");
    text += dayPerson("night", "Yoru Madoguchi", "registrar", "2090-01-01T00:00:00Z");
    text += dayPerson("aki", "Aki Tetsudai", "scan-operator", "2090-01-01T00:00:00Z");
    text += dayPerson("haru", "Haru Mishu", "scan-operator", "2021-01-01T00:00:00Z");
    writeFile(file, text);
}

support::TimestampAnswer DayDesk::timestamp(const signing::Der& query) {
    support::TimestampAnswer answer;
    if (m_away) {
        answer.status = 503;
        return answer;
    }
    const std::string base = (m_home.path() / "service").string();
    writeFile(base + ".tsq", {query.begin(), query.end()});
    const std::string day = m_clock.empty() ? "" : "faketime '" + m_clock + "' ";
    const support::ToolAnswer made =
        support::runTool(day + "openssl ts -reply -config " + base + ".cnf -queryfile " + base +
                         ".tsq -out " + base + ".tsr");
    EXPECT_EQ(made.exitCode, 0) << made.output;
    const std::string reply = readFile(base + ".tsr");
    answer.body = {reply.begin(), reply.end()};
    return answer;
}

// --- people ---

void DayDesk::comesIn(const std::string& user) {
    m_sessions.insert_or_assign(user, m_station->login(user, station::Pin("123456")));
}

std::string DayDesk::credential(const std::string& user, int field) const {
    std::istringstream lines(readFile(m_home.path() / "credentials"));
    for (std::string line, word; std::getline(lines, line);) {
        std::istringstream words(line);
        for (int i = 0; i <= field && words >> word; ++i) {
            if (i == 0 && word != user) {
                break;
            }
            if (i == field) {
                return word;
            }
        }
    }
    return {};
}

void DayDesk::comesInWithoutCard(const std::string& user) {
    station::People people(*m_station);
    done(people.setPassword(by("admin"), user, station::Pin(kDayPassword)), "setPassword");
    done(people.newTotpSecret(by("admin"), user).verdict, "newTotpSecret");
    const std::int64_t step =
        std::chrono::floor<std::chrono::seconds>(record::readClock()).time_since_epoch() /
        std::chrono::seconds(30);
    m_sessions.insert_or_assign(
        user,
        people.loginByPassword(user, station::Pin(kDayPassword),
                               identity::codeOfStep(station::Pin(credential(user, 2)), step)));
}

const station::Session& DayDesk::by(const std::string& user) {
    return m_sessions.at(user);
}

// --- the counter ---

std::string DayDesk::envelope() {
    const auto opened = station::EnvelopeDesk(*m_station).open(by("clerk"), {});
    done(opened.verdict, "envelope");
    return opened.envelope.id;
}

std::string DayDesk::registered(const std::string& envelope, const Registration& papers,
                                const std::string& user) {
    station::RegisterRequest request;
    record::Original& original = request.original;
    original.documentClass = papers.documentClass;
    original.patient = {papers.patient, papers.name};
    original.provisional = papers.patient.empty();
    original.sheets = papers.sheets;
    original.duplex = papers.duplex;
    original.label = papers.label;
    original.receivedAt = record::readClock() - std::chrono::days(papers.daysAgo);
    original.createdAt = original.receivedAt;
    original.evidence = papers.daysAgo > 0 ? record::ReceptionEvidence::MailLog
                                           : record::ReceptionEvidence::CounterRegistration;
    const station::Outcome made = m_station->registerOriginal(by(user), request);
    done(made.verdict, "register");
    if (!envelope.empty()) {
        done(station::EnvelopeDesk(*m_station).addJob(by(user), envelope, made.job.id).verdict,
             "envelope add");
    }
    return made.job.id;
}

// --- paper ---

std::vector<DaySheet> DayDesk::sheets(int count, DaySheetKind kind) {
    std::vector<DaySheet> made;
    for (int i = 0; i < count; ++i) {
        made.push_back(drawSheet(static_cast<int>(m_paper.size()) + 1, kind));
        m_paper.push_back(made.back());
    }
    return made;
}

void DayDesk::lay(const std::vector<DaySheet>& sheets) {
    m_home.clearFeeder();
    for (std::size_t i = 0; i < sheets.size(); ++i) {
        writeFile(m_home.tray() / (trayName(static_cast<int>(i) + 1) + ".png"), sheets[i].png);
    }
}

void DayDesk::layOnGlass(const DaySheet& sheet) {
    const std::filesystem::path glass = m_home.path() / "feeder" / "flat";
    for (const auto& file : std::filesystem::directory_iterator(glass)) {
        std::filesystem::remove(file.path());
    }
    writeFile(glass / "1.png", sheet.png);
}

void DayDesk::event(int sheet, const std::string& what) {
    m_home.planEvent(trayName(sheet), what);
}

void DayDesk::putBack(int sheet) {
    m_home.putBack(trayName(sheet));
}

// --- steps ---

station::ScanRequest DayDesk::requestOf(const DayFeed& feed) const {
    station::ScanRequest request;
    request.areaWidthMicrometres = feed.large ? 122'000 : 76'000;
    request.areaHeightMicrometres = feed.large ? 164'000 : 58'000;
    request.wish = feed.wish;
    if (feed.glass) {
        request.source = record::PaperSource::Flatbed;
    }
    return request;
}

void DayDesk::prepared(const std::string& job, int sheets, const std::string& user) {
    const station::Outcome opened = m_station->open(by(user), job);
    EXPECT_EQ(opened.job.state, record::JobState::Open); // a closed window is told and stops nobody
    done(m_station->prepare(by(user), job, {sheets, true, "flag"}).verdict, "prepare");
}

void DayDesk::fed(const std::string& job, const DayFeed& feed, const std::string& user) {
    done(pagesOf(job, feed, user), "scan");
}

record::Verdict DayDesk::pagesOf(const std::string& job, const DayFeed& feed,
                                 const std::string& user) {
    try {
        return m_station->scan(by(user), job, requestOf(feed), {}, {}).verdict;
    } catch (const record::Fault& fault) {
        ADD_FAILURE() << "scan: " << fault.what();
        return {};
    }
}

void DayDesk::feedBreaksOff(const std::string& job, record::FaultKind kind) {
    try {
        (void)m_station->scan(by("clerk"), job, requestOf({}), {}, {});
        ADD_FAILURE() << "the scan went through";
    } catch (const record::Fault& fault) {
        EXPECT_EQ(fault.kind, kind) << fault.what();
    }
}

void DayDesk::checked(const std::string& job, const std::string& user) {
    done(m_station->compare(by(user), job, {true, {}, "flag"}).verdict, "compare");
    done(m_station->submit(by(user), job).verdict, "submit");
}

void DayDesk::accepted(const std::string& job, const std::string& user) {
    done(m_station->accept(by(user), job).verdict, "accept");
}

void DayDesk::sealed(const std::string& job, const std::string& user) {
    const station::SealOutcome outcome = m_station->seal(by(user), job);
    done(outcome.verdict, "seal");
    EXPECT_EQ(outcome.job.state, record::JobState::Sealed) << outcome.pendingBecause;
}

void DayDesk::scanned(const std::string& job, const std::vector<DaySheet>& sheets,
                      const DayFeed& feed, const std::string& user) {
    prepared(job, static_cast<int>(sheets.size()), user);
    feed.glass ? layOnGlass(sheets.front()) : lay(sheets);
    fed(job, feed, user);
    checked(job, user);
}

void DayDesk::closed(const std::string& envelope) {
    done(station::EnvelopeDesk(*m_station).close(by("clerk"), envelope).verdict, "envelope close");
}

// --- what is expected ---

void DayDesk::done(const record::Verdict& verdict, const char* what) {
    EXPECT_TRUE(verdict.permitted())
        << what << ": " << record::canonical(record::toJson(verdict)).substr(0, 600);
}

void DayDesk::refused(const record::Verdict& verdict, record::FindingId why) {
    ++m_refusals;
    EXPECT_FALSE(verdict.permitted()) << record::enumName(why);
    const bool named = std::any_of(
        verdict.findings.begin(), verdict.findings.end(), [&](const record::Finding& finding) {
            return finding.id == why && finding.severity == record::Severity::Refuse;
        });
    EXPECT_TRUE(named) << record::enumName(why) << " is not named: "
                       << record::canonical(record::toJson(verdict)).substr(0, 600);
}

void DayDesk::refusedAtTheKeyboard(const Result& run, const std::string& why) {
    ++m_refusals;
    EXPECT_EQ(run.code, 1) << run.out << run.err;
    EXPECT_TRUE(run.has(why)) << run.out;
}

std::vector<std::string> DayDesk::inDays(int days, const std::vector<std::string>& command) {
    // Under one clock: the program, its card and the timestamp service.
    m_clock = record::formatInstant(record::readClock() + std::chrono::days(days)).substr(0, 10) +
              " 12:00:00";
    std::vector<std::string> words{"faketime", m_clock};
    words.insert(words.end(), command.begin(), command.end());
    return words;
}

Result DayDesk::later(int days, const std::string& user, std::vector<std::string> args) {
    return runProgram(inDays(days, m_home.command(user, std::move(args))));
}

Result DayDesk::verifiedByAStranger(int days, const std::filesystem::path& folder) {
    return runProgram(inDays(days, {std::string(SEIHON_BIN_DIR) + "/seihon-verify", folder.string(),
                                    "--trust", (m_home.path() / "trust").string()}));
}

} // namespace seihon::cli_test
