#include "station_home.h"

#include "ledger/ledger.h"
#include "record/instant.h"
#include "record/json_fields.h"
#include "record/scan_job.h"

#include <gtest/gtest.h>

#include <functional>

// The audit judges the log again, and finds what somebody wrote into it by hand [A13].
namespace seihon::cli_test {

namespace {

namespace fs = std::filesystem;
using record::Entry;
using record::EntryKind;

std::string hoursAgo(int hours) {
    return record::formatInstant(record::readClock() - std::chrono::hours(hours));
}

// The same log but for one line, with a chain that is whole again: what only judging finds. Whoever
// can do this has the ledger and not the station's key: the checkpoints are gone.
class RewrittenLog {
  public:
    explicit RewrittenLog(const StationHome& home)
        : m_home(home), m_ledger(home.path() / "ledger") {
        const auto station = readFile(home.path() / "station.toml");
        const std::size_t at = station.find("station-");
        m_station = station.substr(at, station.find('"', at) - at);
        m_entries = ledger::openSqliteLedger(m_ledger, m_station)->entries(0, 100'000);
    }

    // The first entry of this kind, edited; an audit of the log that this gives.
    Result replayed(EntryKind kind, const std::function<void(record::EntryDraft&)>& edit) const {
        fs::remove_all(m_ledger);
        fs::create_directories(m_ledger);
        {
            const auto log = ledger::openSqliteLedger(m_ledger, m_station);
            bool done = false;
            for (const Entry& entry : m_entries) {
                record::EntryDraft draft = entry.what;
                if (draft.kind == kind && !done) {
                    done = true;
                    edit(draft);
                }
                (void)log->append(draft, entry.at);
            }
            EXPECT_TRUE(done) << record::enumName(kind);
        }
        return m_home.seihon({"audit", "replay"});
    }

  private:
    const StationHome& m_home;
    fs::path m_ledger;
    std::string m_station;
    std::vector<Entry> m_entries;
};

void expectFound(const Result& run, const std::string& kind) {
    EXPECT_EQ(run.code, 4) << kind << run.out;
    ASSERT_FALSE(run.json().at("findings").asArray().empty()) << kind;
    const record::Json& first = run.json().at("findings").asArray().front();
    EXPECT_EQ(first.at("id").asString(), "ReplayDiffers");
    EXPECT_NE(first.at("subject").asString().find(kind), std::string::npos) << run.out;
}

} // namespace

TEST(AuditReplay, a_days_work_agrees_with_its_rules) {
    const StationHome home;
    home.layPaper(1);
    ASSERT_EQ(home.as("clerk", {"intake", "--class", "referral-letter", "--patient", "P-000123",
                                "--sheets", "1", "--attest-complete"})
                  .code,
              0);
    home.clearFeeder();
    // Late: refused, excused, sealed. The same paper again: a finding that rests on another job.
    const std::string late = home.submittedJob(1, "referral-letter", hoursAgo(9 * 24));
    EXPECT_EQ(home.as("clerk", {"job", "seal", late}).code, 1);
    EXPECT_EQ(home.as("clerk", {"job", "excuse", late, "--reason", "x"}).code, 1);
    ASSERT_EQ(home.as("manager", {"job", "excuse", late, "--reason", "flood"}).code, 0);
    ASSERT_EQ(home.as("clerk", {"job", "seal", late}).code, 0);
    home.clearFeeder();
    // Sent back, scanned again, accepted by another person, sealed.
    const std::string consent = home.submittedJob(1, "consent-form");
    EXPECT_EQ(home.as("clerk", {"job", "accept", consent}).code, 1);
    ASSERT_EQ(home.as("manager", {"job", "send-back", consent, "--reason", "faint"}).code, 0);
    home.clearFeeder();
    home.layPaper(1);
    ASSERT_EQ(home.as("clerk", {"job", "scan", consent, "--replace", "1"}).code, 0);
    ASSERT_EQ(home.as("clerk", {"job", "page", consent, "1", "--as-on-paper", "faint ink"}).code,
              0);
    ASSERT_EQ(home.as("clerk", {"job", "compare", consent, "--same"}).code, 0);
    ASSERT_EQ(home.as("clerk", {"job", "submit", consent}).code, 0);
    ASSERT_EQ(home.as("manager", {"job", "accept", consent}).code, 0);
    ASSERT_EQ(home.as("manager", {"job", "seal", consent}).code, 0);
    // Refused at the counter, before preparing, and an abandoned job.
    EXPECT_EQ(
        home.as("clerk", {"job", "register", "--class", "poem", "--patient", "P", "--sheets", "0"})
            .code,
        1);
    const std::string job =
        home.as("clerk", {"job", "register", "--class", "ecg", "--patient", "P", "--sheets", "1"})
            .json()
            .at("job")
            .asString();
    EXPECT_EQ(home.as("clerk", {"job", "scan", job}).code, 1);
    EXPECT_EQ(home.as("clerk", {"job", "prepare", job, "--sheets", "1"}).code, 1);
    EXPECT_EQ(home.as("clerk", {"job", "open", job}).code, 0);
    EXPECT_EQ(home.as("clerk", {"job", "abandon", job, "--reason", "a mistake"}).code, 0);

    const Result run = home.seihon({"audit", "replay"});
    EXPECT_EQ(run.code, 0) << run.out;
    EXPECT_TRUE(run.json().at("findings").asArray().empty()) << run.out;
    EXPECT_GT(run.json().at("judged").asInt(), 40) << run.out;
    EXPECT_GT(run.json().at("entries").asInt(), run.json().at("judged").asInt());
}

TEST(AuditReplay, a_line_written_by_hand_is_found_though_the_chain_is_whole) {
    const StationHome home;
    const std::string job = home.submittedJob(1, "consent-form", hoursAgo(9 * 24));
    EXPECT_EQ(home.as("clerk", {"job", "accept", job}).code, 1);
    ASSERT_EQ(home.as("manager", {"job", "accept", job}).code, 0);
    const RewrittenLog log(home);

    const auto unchanged = log.replayed(EntryKind::Accepted, [](record::EntryDraft&) {});
    EXPECT_EQ(unchanged.code, 0) << unchanged.out; // the control

    // The late paper was in time after all.
    expectFound(log.replayed(EntryKind::JobOpened,
                             [](record::EntryDraft& draft) { draft.verdict = record::Verdict{}; }),
                "JobOpened");
    // The page was sharper than it was.
    expectFound(log.replayed(EntryKind::PageCaptured,
                             [](record::EntryDraft& draft) {
                                 record::Page page = record::pageFromJson(draft.facts);
                                 page.capture.dpiX = 100;
                                 draft.facts = record::toJson(page);
                             }),
                "PageCaptured");
    // The clerk accepted her own work.
    expectFound(log.replayed(EntryKind::Accepted,
                             [](record::EntryDraft& draft) { draft.actor.user = "clerk"; }),
                "Accepted");
    // Accepted although the rules refused, and openly so.
    expectFound(log.replayed(EntryKind::Accepted,
                             [](record::EntryDraft& draft) {
                                 draft.actor.user = "clerk";
                                 record::Finding finding;
                                 finding.id = record::FindingId::SamePersonScannedAndAccepted;
                                 finding.measured = "clerk";
                                 draft.verdict = record::Verdict{};
                                 draft.verdict->add(finding);
                             }),
                "Accepted");
    // A refusal that was none.
    expectFound(log.replayed(EntryKind::Refused,
                             [](record::EntryDraft& draft) {
                                 draft.actor.user = "manager";
                                 draft.actor.role = record::Role::InformationCreationManager;
                             }),
                "Refused");
    // Under rules that nobody put into force.
    const Result other = log.replayed(EntryKind::JobSubmitted, [](record::EntryDraft& draft) {
        draft.regulation = record::sha256("another");
    });
    EXPECT_EQ(other.code, 4);
    EXPECT_TRUE(other.has("ReplayRegulationDiffers")) << other.out;
}

} // namespace seihon::cli_test
