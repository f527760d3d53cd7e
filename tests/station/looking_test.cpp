// What screens ask: who waits for whom and why not, records page by page, the log backwards.

#include "station/log_reader.h"
#include "station/record_finder.h"
#include "station/waiting_list.h"
#include "support/demo_pki_fixture.h"
#include "tests/support/demo_home.h"

#include <gtest/gtest.h>

namespace seihon::station {

namespace {

namespace fs = std::filesystem;

using record::EntryKind;
using record::FindingId;
using record::JobState;
using regulation::Authority;

std::vector<FindingId> refusals(const record::Verdict& verdict) {
    std::vector<FindingId> ids;
    for (const record::Finding& finding : verdict.findings) {
        if (finding.severity == record::Severity::Refuse) {
            ids.push_back(finding.id);
        }
    }
    return ids;
}

// A demo home with three records that the clerk sealed and one paper that waits for the manager,
// for all tests of this file; each sheet of the demo's letter is one paper.
class Looking : public ::testing::Test {
  protected:
    static void SetUpTestSuite() {
        s_folder = std::make_unique<support::TemporaryFolder>();
        support::layDemoHome(home(), SEIHON_BIN_DIR "/seihon");
        fs::create_directory(s_folder->path() / "letter"); // drawing it takes long: it serves all
        for (int sheet = 1; sheet <= 4; ++sheet) {
            const std::string name = "000" + std::to_string(sheet) + ".png";
            fs::rename(home() / "feeder" / "tray" / name, s_folder->path() / "letter" / name);
        }
        s_station = std::make_unique<Station>(home());
        s_clerk = std::make_unique<Session>(login("clerk"));
        s_manager = std::make_unique<Session>(login("manager"));
        for (int sheet = 1; sheet <= 3; ++sheet) {
            const SealOutcome sealed =
                s_station->seal(*s_clerk, submitted("referral-letter", sheet));
            ASSERT_TRUE(sealed.job.sealed) << sheet;
            s_records.push_back(sealed.job.sealed->recordId);
        }
        s_waiting = submitted("consent-form", 4);
    }
    static void TearDownTestSuite() {
        s_records.clear();
        s_manager.reset();
        s_clerk.reset();
        s_station.reset();
        s_folder.reset();
    }

    static fs::path home() { return s_folder->path() / "home"; }
    static Session login(const char* user) { return s_station->login(user, Pin("123456")); }

    static std::string submitted(const char* documentClass, int sheet) {
        const std::string name = "000" + std::to_string(sheet) + ".png";
        fs::rename(s_folder->path() / "letter" / name, home() / "feeder" / "tray" / name);
        record::Original original;
        original.documentClass = documentClass;
        original.patient = {"P-" + std::to_string(sheet), "試作 健一"};
        original.receivedAt = original.createdAt = record::readClock();
        original.evidence = record::ReceptionEvidence::CounterRegistration;
        original.sheets = 1;
        const std::string job = s_station->registerOriginal(*s_clerk, {original}).job.id;
        static_cast<void>(s_station->open(*s_clerk, job));
        static_cast<void>(s_station->prepare(*s_clerk, job, {1, true, "flag"}));
        static_cast<void>(s_station->scan(*s_clerk, job, {}, {}, {}));
        static_cast<void>(s_station->compare(*s_clerk, job, {true, {}, "flag"}));
        EXPECT_TRUE(s_station->submit(*s_clerk, job).verdict.permitted());
        return job;
    }

    static std::size_t entriesOf(EntryKind kind) {
        const auto all = s_station->log(0, 100'000);
        return static_cast<std::size_t>(std::count_if(
            all.begin(), all.end(), [&](const auto& entry) { return entry.what.kind == kind; }));
    }

    static inline std::unique_ptr<support::TemporaryFolder> s_folder;
    static inline std::unique_ptr<Station> s_station;
    static inline std::unique_ptr<Session> s_clerk, s_manager;
    static inline std::vector<std::string> s_records; // in the order of sealing
    static inline std::string s_waiting;
};

TEST_F(Looking, whatIsToldBeforeAnActIsWhatTheActSays) {
    WaitingList list(*s_station);
    const auto judged = [&](const Session& who, Authority step) {
        return refusals(list.judge(who, s_station->job(s_waiting), step));
    };
    const std::size_t entries = s_station->logSize();
    const auto clerkAccepts = judged(*s_clerk, Authority::Accept);
    const auto managerSeals = judged(*s_manager, Authority::Seal);
    EXPECT_TRUE(judged(*s_manager, Authority::Accept).empty());
    EXPECT_TRUE(judged(*s_manager, Authority::SendBack).empty());
    EXPECT_EQ(s_station->logSize(), entries) << "asking is no act";
    EXPECT_FALSE(clerkAccepts.empty());
    EXPECT_EQ(refusals(s_station->accept(*s_clerk, s_waiting).verdict), clerkAccepts);
    EXPECT_EQ(managerSeals, std::vector{FindingId::NotAccepted});
    EXPECT_EQ(refusals(s_station->seal(*s_manager, s_waiting).verdict), managerSeals);

    EXPECT_TRUE(s_station->accept(*s_manager, s_waiting).verdict.permitted());
    EXPECT_TRUE(judged(*s_manager, Authority::Seal).empty());
    EXPECT_FALSE(judged(*s_manager, Authority::Accept).empty()); // not twice
}

TEST_F(Looking, theListTakesTheStatesThatAreAskedFor) {
    WaitingList list(*s_station);
    const JobState state = s_station->job(s_waiting).state;
    const std::string registered = [] {
        record::Original original;
        original.documentClass = "consent-form";
        original.patient = {"P-9", "試作 花子"};
        original.receivedAt = original.createdAt = record::readClock();
        original.sheets = 1;
        return s_station->registerOriginal(*s_clerk, {original}).job.id;
    }();
    EXPECT_EQ(list.read(10).jobs.size(), 2u);
    const WaitingJobs those = list.read(10, {state});
    ASSERT_EQ(those.jobs.size(), 1u);
    EXPECT_EQ(those.jobs[0].job.id, s_waiting);
    EXPECT_FALSE(those.more);
    ASSERT_EQ(list.read(10, {JobState::Registered}).jobs.size(), 1u);
    EXPECT_EQ(list.read(10, {JobState::Registered}).jobs[0].job.id, registered);
    EXPECT_TRUE(list.read(1, {state, JobState::Registered}).more);
    EXPECT_TRUE(list.read(10, {JobState::SealingPending}).jobs.empty());
}

TEST_F(Looking, recordsComePageByPageAndWithdrawnOnesWhenAskedFor) {
    RecordFinder finder(*s_station);
    ledger::RecordQuery query;
    query.limit = 2;
    const std::size_t searches = entriesOf(EntryKind::RecordSearched);
    const FoundRecords first = finder.find(*s_manager, query, false);
    ASSERT_EQ(first.rows.size(), 2u);
    EXPECT_EQ(first.rows[0].row.recordId, s_records[2]);
    EXPECT_EQ(first.rows[1].row.recordId, s_records[1]);
    ASSERT_TRUE(first.next);
    query.before = first.next;
    const FoundRecords second = finder.find(*s_manager, query, false);
    ASSERT_EQ(second.rows.size(), 1u);
    EXPECT_EQ(second.rows[0].row.recordId, s_records[0]);
    EXPECT_FALSE(second.next);
    EXPECT_EQ(entriesOf(EntryKind::RecordSearched), searches + 2) << "each page is a look [F5]";

    ASSERT_TRUE(Versions(*s_station)
                    .withdraw(*s_manager, {s_records[2], "別の患者のもの", true})
                    .outcome.verdict.permitted());
    ledger::RecordQuery one;
    one.limit = 1;
    EXPECT_EQ(finder.find(*s_manager, one, false).rows.at(0).row.recordId, s_records[1])
        << "a page of withdrawn ones is not the end";
    const FoundRecords all = finder.find(*s_manager, one, true);
    EXPECT_EQ(all.rows.at(0).row.recordId, s_records[2]);
    EXPECT_TRUE(all.rows.at(0).withdrawn);
    EXPECT_FALSE(finder.look(*s_manager, s_records[2], false).verdict.permitted());
    EXPECT_TRUE(finder.look(*s_manager, s_records[2], true).verdict.permitted());
    EXPECT_FALSE(
        finder.exportTo(*s_manager, s_records[2], s_folder->path(), false).verdict.permitted());
    EXPECT_FALSE(fs::exists(RecordFinder::fileIn(s_folder->path(), s_records[2])));
}

TEST_F(Looking, whoMayNotLookSeesNothingAndTheLogKnows) {
    const Session admin = login("admin");
    const std::size_t refused = entriesOf(EntryKind::Refused);
    const std::size_t viewed = entriesOf(EntryKind::RecordViewed);
    EXPECT_FALSE(RecordFinder(*s_station).find(admin, {}, true).verdict.permitted());
    const RecordLook look = RecordFinder(*s_station).look(admin, s_records[0], true);
    EXPECT_FALSE(look.verdict.permitted());
    EXPECT_TRUE(look.job.id.empty() && look.history.empty());
    const LogPage log = LogReader(*s_station).read(*s_clerk, {});
    EXPECT_FALSE(log.verdict.permitted());
    EXPECT_TRUE(log.lines.empty());
    EXPECT_EQ(entriesOf(EntryKind::Refused), refused + 3);
    EXPECT_EQ(entriesOf(EntryKind::RecordViewed), viewed);
}

TEST_F(Looking, aRecordIsShownWithWhatHappenedToIt) {
    const RecordLook look = RecordFinder(*s_station).look(*s_manager, s_records[0], false);
    EXPECT_TRUE(look.verification.verdict.permitted());
    EXPECT_TRUE(look.doubtfulPages.empty());
    ASSERT_FALSE(look.history.empty());
    EXPECT_EQ(look.history.front().kind, EntryKind::OriginalRegistered);
    EXPECT_EQ(look.history.front().actor.user, "clerk");
    EXPECT_EQ(look.history.size(), s_station->logOfJob(look.job.id).size());
    ASSERT_EQ(look.seenBy.size(), 1u);
    EXPECT_EQ(look.seenBy[0].user, "manager");
    EXPECT_EQ(look.seenBy[0].views, 1);
}

TEST_F(Looking, theLogIsReadBackwardsPageByPage) {
    LogReader reader(*s_station);
    const std::uint64_t size = s_station->logSize();
    LogQuery query;
    query.limit = 3;
    LogPage page = reader.read(*s_manager, query);
    ASSERT_EQ(page.lines.size(), 3u);
    EXPECT_EQ(page.lines[0].sequence, size - 1) << "the look itself comes with the next one";
    EXPECT_EQ(page.next, size - 3);
    std::uint64_t expected = size - 3;
    while (page.next > 0) { // no entry twice, none left out
        query.before = page.next;
        page = reader.read(*s_manager, query);
        for (const HistoryLine& line : page.lines) {
            ASSERT_EQ(line.sequence, --expected);
        }
    }
    EXPECT_EQ(expected, 0u);

    LogQuery sealed;
    sealed.kind = EntryKind::RecordSealed;
    EXPECT_EQ(reader.read(*s_manager, sealed).lines.size(), 3u);
    sealed.user = "clerk";
    EXPECT_EQ(reader.read(*s_manager, sealed).lines.size(), 3u);
    sealed.user = "manager";
    const LogPage none = reader.read(*s_manager, sealed);
    EXPECT_TRUE(none.lines.empty());
    EXPECT_EQ(none.next, 0u);
}

} // namespace

} // namespace seihon::station
