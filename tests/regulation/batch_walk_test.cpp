#include "batch_reader.h"
#include "record/fault.h"
#include "regulation/judge_batch.h"
#include "samples.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

// No order of acts on a box seals anything while an exception is open, loses a sheet from its
// arithmetic, or closes what is not done [W]: random walks, read by a second statement of what is
// forbidden, from the entries alone.
namespace seihon::regulation {

namespace {

using record::Box;
using record::BoxEnd;
using record::BoxTrouble;
using record::Entry;
using record::EntryKind;
using record::FindingId;
using record::Json;
using record::TabPlace;

constexpr const char* kWalkBox = "019391c0-1111-7222-8333-444455557777";
constexpr int kBoxSteps = 400;

struct WalkJob {
    TabPlace place;
    std::int64_t fed = 0;
    enum { Open, Sealed, Abandoned } state = Open;
};

class BoxWalk {
  public:
    BoxWalk(std::uint64_t seed, std::optional<FindingId> blindTo)
        : m_random(seed), m_blindTo(blindTo), m_comesWhole(seed % 4 != 0) {
        m_plan.classes = {"old"};
        write(EntryKind::BoxOpened,
              Json::object({{"number", "B-1"}, {"project", "p"}, {"folders", 3}, {"seal", "S-1"}}));
        addFolder();
        addFolder();
    }

    void step() {
        ++m_steps;
        static constexpr std::array kActs{
            &BoxWalk::openJob, &BoxWalk::feed,     &BoxWalk::feed,     &BoxWalk::feed,
            &BoxWalk::feed,    &BoxWalk::seal,     &BoxWalk::seal,     &BoxWalk::giveUp,
            &BoxWalk::trouble, &BoxWalk::settle,   &BoxWalk::settle,   &BoxWalk::settle,
            &BoxWalk::takeOut, &BoxWalk::giveBack, &BoxWalk::giveBack, &BoxWalk::refile,
            &BoxWalk::refile,  &BoxWalk::refile,   &BoxWalk::shut,     &BoxWalk::close,
            &BoxWalk::close,   &BoxWalk::batch,    &BoxWalk::takeBack, &BoxWalk::voidFolder,
            &BoxWalk::recount};
        (this->*kActs[static_cast<std::size_t>(below(std::ssize(kActs)))])();
        if (m_comesWhole && chance(4) &&
            (std::ssize(m_box.folders) < m_box.expectedFolders || chance(seldom(3)))) {
            addFolder();
        }
    }
    const std::vector<Entry>& entries() const { return m_entries; }
    const Box& box() const { return m_box; }
    record::TabCounts counts() const {
        record::TabCounts counts;
        for (const WalkJob& job : m_jobs) {
            if (job.state == WalkJob::Abandoned) {
                continue;
            }
            record::TabCount& count = counts[job.place];
            (job.state == WalkJob::Sealed ? count.sealed : count.scanned) += job.fed;
            count.openJobs += job.state == WalkJob::Open ? 1 : 0;
        }
        return counts;
    }

  private:
    std::int64_t below(std::ptrdiff_t count) {
        return static_cast<std::int64_t>(m_random() % static_cast<std::uint64_t>(count));
    }
    bool chance(int percent) { return below(100) < percent; }
    bool permits(record::Verdict verdict) const {
        std::erase_if(verdict.findings,
                      [&](const record::Finding& finding) { return finding.id == m_blindTo; });
        return verdict.permitted();
    }
    void write(EntryKind kind, Json facts, const std::string& job = kWalkBox,
               const record::Actor& who = clerk()) {
        Entry entry;
        entry.sequence = m_entries.size();
        entry.at = at("2026-11-20T09:00:00+09:00") + std::chrono::minutes(m_entries.size());
        entry.what.kind = kind;
        entry.what.actor = who;
        entry.what.job = job;
        entry.what.facts = std::move(facts);
        record::apply(m_box, entry);
        m_entries.push_back(std::move(entry));
    }
    void addFolder() {
        std::vector<record::BoxTab> tabs(2);
        for (std::size_t i = 0; i < tabs.size(); ++i) {
            tabs[i].number = static_cast<std::int64_t>(i) + 1;
            tabs[i].documentClass = "old";
            tabs[i].sheets = 1 + below(3);
        }
        record::BoxFolder folder;
        while (m_box.folder(++folder.number) != nullptr) {
        }
        folder.tabs = tabs;
        if (permits(judgeFolderAdding(m_box, folder, &m_plan, 1))) {
            write(EntryKind::FolderAdded,
                  Json::object({{"folder", folder.number}, {"tabs", record::tabsJson(tabs)}}));
        }
    }
    TabPlace anyTab() {
        return {m_box.folders[static_cast<std::size_t>(below(std::ssize(m_box.folders)))].number,
                1 + below(2)};
    }
    // In their second half walks go for the end, or none would get there.
    int seldom(int percent) const { return m_steps > kBoxSteps / 2 ? percent / 12 + 1 : percent; }
    WalkJob* anyJob() {
        const std::size_t first =
            m_jobs.empty() ? 0 : static_cast<std::size_t>(below(std::ssize(m_jobs)));
        for (std::size_t i = 0; i < m_jobs.size(); ++i) {
            WalkJob& job = m_jobs[(first + i) % m_jobs.size()];
            if (job.state == WalkJob::Open) {
                return &job;
            }
        }
        return nullptr;
    }
    std::int64_t openAt(const TabPlace& place) const {
        return sumOf(m_box, place, counts()).open();
    }
    Json aboutJob(const WalkJob& job) const {
        return Json::object({{"folder", job.place.folder}, {"tab", job.place.tab}});
    }
    std::string nameOf(const WalkJob& job) const {
        return "job-" + std::to_string(&job - m_jobs.data());
    }
    bool mayWork(const WalkJob& job, Authority step) const {
        return permits(judgeFolderWork(m_box, {kWalkBox, job.place.folder, job.place.tab, 1, {}},
                                       step, counts()));
    }

    void openJob() {
        const WalkJob job{anyTab()};
        const record::BoxTab& tab = *m_box.tab(job.place);
        const bool more =
            std::ssize(tab.jobs) < 1 || (openAt(job.place) > 0 && chance(15)) || chance(seldom(5));
        if (more && permits(judgeBoxAct(m_box)) && mayWork(job, Authority::Open)) {
            m_jobs.push_back(job);
            Json facts = aboutJob(job);
            facts.set("job", nameOf(m_jobs.back()));
            facts.set("part", tab.jobs.size() + 1);
            write(EntryKind::TabJobAdded, std::move(facts));
            write(EntryKind::JobOpened, aboutJob(job), nameOf(m_jobs.back()));
        }
    }
    // Exceptions do not stand in its way.
    void feed() {
        WalkJob* const job = anyJob();
        if (job == nullptr || !mayWork(*job, Authority::Scan)) {
            return;
        }
        const std::int64_t open = openAt(job->place);
        const bool aside = job->fed > 0 && open < 0;
        if (open > 0 || aside || chance(seldom(4))) {
            job->fed += aside ? -1 : 1;
            Json facts = aboutJob(*job);
            facts.set("sheets", aside ? -1 : 1);
            write(EntryKind::ScanStarted, std::move(facts), nameOf(*job));
        }
    }
    void seal() {
        WalkJob* const job = anyJob();
        if (job != nullptr && mayWork(*job, Authority::Seal)) {
            job->state = WalkJob::Sealed;
            write(EntryKind::RecordSealed, aboutJob(*job), nameOf(*job));
        }
    }
    void giveUp() {
        WalkJob* const job = anyJob();
        if (job != nullptr && chance(seldom(20))) {
            job->state = WalkJob::Abandoned;
            write(EntryKind::JobAbandoned, aboutJob(*job), nameOf(*job));
        }
    }
    void trouble() {
        const TabPlace place = chance(20) ? TabPlace{} : anyTab();
        const bool wrong = place.tab != 0 && openAt(place) < 0;
        if ((wrong || chance(seldom(20))) && permits(judgeBoxAct(m_box))) {
            write(EntryKind::BoxExceptionOpened,
                  Json::object({{"number", m_box.exceptions.size() + 1},
                                {"trouble", record::enumName(BoxTrouble::Missing)},
                                {"folder", place.folder},
                                {"tab", place.tab},
                                {"sheets", 1},
                                {"remark", "x"}}));
        }
    }
    void settle() {
        if (m_box.exceptions.empty()) {
            return;
        }
        ExceptionSettlement settlement;
        settlement.number = 1 + below(std::ssize(m_box.exceptions));
        settlement.end =
            record::EnumNames<BoxEnd>::table[static_cast<std::size_t>(1 + below(5))].first;
        settlement.at = m_box.exception(settlement.number)->at;
        if (settlement.at.folder == 0 || settlement.at.tab == 0) {
            settlement.at = anyTab();
        }
        if (const std::int64_t open = openAt(settlement.at); chance(80)) { // what fits
            settlement.end = open < 0 ? BoxEnd::Extra : open > 0 ? BoxEnd::Missing : BoxEnd::Found;
        }
        if (settlement.end != BoxEnd::Found && !chance(3)) {
            settlement.sheets = 1;
        }
        if (settlement.end == BoxEnd::Moved) {
            settlement.to = anyTab();
        }
        const record::Actor who = chance(30) ? clerk() : manager();
        if (permits(judgeSettlement(m_box, settlement, who, counts()))) {
            write(EntryKind::BoxExceptionSettled,
                  Json::object({{"number", settlement.number},
                                {"end", record::enumName(settlement.end)},
                                {"sheets", settlement.sheets},
                                {"folder", settlement.at.folder},
                                {"tab", settlement.at.tab},
                                {"toFolder", settlement.to.folder},
                                {"toTab", settlement.to.tab},
                                {"sealed", sealedAround(settlement)},
                                {"reason", "x"}}),
                  kWalkBox, who);
        }
    }
    std::int64_t sealedAround(const ExceptionSettlement& settlement) const {
        record::BoxException one;
        one.at = settlement.at;
        one.to = settlement.to;
        return sealedSheetsOf(counts(), one);
    }
    void takeBack() {
        if (m_box.exceptions.empty() || !chance(seldom(40))) {
            return;
        }
        const std::int64_t number = 1 + below(std::ssize(m_box.exceptions));
        if (permits(judgeTakingBack(m_box, number, counts()))) {
            write(EntryKind::BoxSettlementTakenBack,
                  Json::object({{"number", number}, {"reason", "x"}}));
        }
    }
    void voidFolder() {
        const std::int64_t folder = anyTab().folder;
        if (std::ssize(m_box.folders) > 1 && chance(seldom(30)) &&
            permits(judgeFolderVoiding(m_box, folder, counts()))) {
            write(EntryKind::FolderVoided, Json::object({{"folder", folder}, {"reason", "x"}}));
        }
    }
    void recount() {
        const std::int64_t folders = 2 + below(3);
        if (chance(seldom(15)) && permits(judgeRecount(m_box, folders))) {
            write(EntryKind::BoxRecounted, Json::object({{"folders", folders}, {"reason", "x"}}));
        }
    }
    void takeOut() {
        const std::int64_t folder = anyTab().folder;
        if (chance(seldom(30)) && permits(judgeRetrieval(m_box, folder))) {
            write(EntryKind::FolderTakenOut,
                  Json::object({{"folder", folder}, {"to", "ward 3"}, {"place", "3F"}}));
        }
    }
    void giveBack() {
        const std::int64_t folder = anyTab().folder;
        if (permits(judgeReturn(m_box, folder))) {
            write(EntryKind::FolderReturned, Json::object({{"folder", folder}}));
        }
    }
    void refile() {
        std::int64_t folder = anyTab().folder;
        for (const record::BoxFolder& one : m_box.folders) {
            folder = !one.refiled && chance(40) ? one.number : folder;
        }
        const std::int64_t belong = sumOf(m_box, *m_box.folder(folder), counts()).paper();
        const std::int64_t sheets = belong + (chance(10) ? 1 : 0);
        if (permits(judgeRefiling(m_box, folder, counts(), sheets))) {
            write(EntryKind::FolderRefiled, Json::object({{"folder", folder}, {"sheets", sheets}}));
        }
    }
    void shut() {
        const std::string seal = "S-" + std::to_string(m_box.seals.size() + (chance(10) ? 1 : 2));
        if (permits(judgeBoxShutting(m_box, seal, ""))) {
            write(EntryKind::BoxShut, Json::object({{"seal", seal}}));
        }
    }
    void close() {
        if (permits(judgeBoxClosing(m_box, counts()))) {
            write(EntryKind::BoxClosed, Json::object({}));
        }
    }
    void batch() {
        if (!permits(judgeBoxAct(m_box))) {
            return;
        }
        if (!m_box.batch.running && chance(m_box.batch.brokenOff ? 80 : seldom(40))) {
            write(EntryKind::BatchStarted, Json::object({{"goesOn", false}}));
        } else if (m_box.batch.running) {
            write(chance(20) ? EntryKind::BatchInterrupted : EntryKind::BatchEnded,
                  Json::object({}));
        }
    }

    std::mt19937_64 m_random;
    std::optional<FindingId> m_blindTo;
    ProjectPlan m_plan;
    bool m_comesWhole; // its third folder is in it
    int m_steps = 0;
    Box m_box;
    std::vector<WalkJob> m_jobs;
    std::vector<Entry> m_entries;
};

std::vector<std::string> forbiddenIn(const BoxWalk& walk) {
    BoxReader reader;
    for (const Entry& entry : walk.entries()) {
        reader.read(entry);
    }
    return reader.wrongs;
}

TEST(BoxWalk, NothingForbiddenIsReached) {
    std::map<EntryKind, int> reached;
    for (std::uint64_t seed = 1; seed <= 400; ++seed) {
        BoxWalk walk(seed, std::nullopt);
        for (int i = 0; i < kBoxSteps; ++i) {
            walk.step();
            const record::SheetSum sum = sumOf(walk.box(), walk.counts());
            ASSERT_EQ(sum.movedIn, sum.movedOut); // nothing leaves the box that way
            ASSERT_EQ(sum.expected + sum.extra,
                      sum.sealed + sum.scanned + sum.missing + sum.withheld + sum.open());
        }
        const std::vector<std::string> wrongs = forbiddenIn(walk);
        ASSERT_TRUE(wrongs.empty()) << "seed " << seed << ": " << testing::PrintToString(wrongs);
        for (const Entry& entry : walk.entries()) {
            ++reached[entry.what.kind];
        }
    }
    // The walks get everywhere: rules that refuse everything would pass otherwise.
    for (const EntryKind kind : {EntryKind::RecordSealed, EntryKind::FolderRefiled,
                                 EntryKind::BoxShut, EntryKind::BoxClosed, EntryKind::FolderVoided,
                                 EntryKind::BoxSettlementTakenBack, EntryKind::BoxRecounted}) {
        EXPECT_GT(reached[kind], 10) << record::enumName(kind);
    }
}

class BoxBug : public testing::TestWithParam<FindingId> {};

// Each rule is needed: without it a walk gets where it must not.
TEST_P(BoxBug, IsFound) {
    for (std::uint64_t seed = 1; seed <= 600; ++seed) {
        BoxWalk walk(seed, GetParam());
        try {
            for (int i = 0; i < kBoxSteps; ++i) {
                walk.step();
            }
        } catch (const record::Fault& fault) { // the fold does not take it: found as well
            EXPECT_EQ(fault.kind, record::FaultKind::LedgerBroken);
            return;
        }
        if (!forbiddenIn(walk).empty()) {
            return;
        }
    }
    ADD_FAILURE() << "nobody noticed";
}

INSTANTIATE_TEST_SUITE_P(
    Planted, BoxBug,
    testing::Values(FindingId::FolderExceptionOpen, FindingId::FolderIsOut, FindingId::TabCountOpen,
                    FindingId::BoxFoldersDiffer, FindingId::BoxJobsOpen,
                    FindingId::FolderNotRefiled, FindingId::RefiledCountDiffers,
                    FindingId::BoxNotShut, FindingId::SettledByFeeder, FindingId::ExceptionEndUnfit,
                    FindingId::BoxStepNotAllowed, FindingId::FoundNotScanned,
                    FindingId::SettlementSealed, FindingId::FolderScanned,
                    FindingId::FolderCountsSettled, FindingId::BoxFull, FindingId::SealNumberUsed),
    [](const auto& each) { return std::string(record::enumName(each.param)); });

} // namespace

} // namespace seihon::regulation
