#include "day_ledger.h"
#include "day_script.h"

#include "station/conformity_desk.h"
#include "station/papers.h"
#include "station/people.h"
#include "station/samples.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <set>

// A day at the desk: forty envelopes with the troubles of the work as it really is [W], with real
// feeding, cards, timestamps and ledger. When it is over, what became of each sheet of paper is
// counted again from the ledger and the archive, and the audit judges everything once more [A13].
namespace seihon::cli_test {

namespace {

class Day : public testing::Test {
  protected:
    void SetUp() override {
#ifdef SEIHON_SANITIZED
        GTEST_SKIP() << "faketime and the sanitizers do not share a process; the plain run has it";
#endif
    }

    void playAll(DayDesk& desk) {
        for (const DayRow& row : dayRows()) {
            m_envelopes.push_back(desk.envelope());
            SCOPED_TRACE("envelope " + std::to_string(m_envelopes.size()) + ", " + row.happens);
            desk.comesIn("clerk");
            row.plays(desk, m_envelopes.back());
            if (row.expected.waiting + row.expected.lateProof == 0) {
                desk.closed(m_envelopes.back());
            }
        }
    }

    void evening(DayDesk& desk);
    void daysLater(DayDesk& desk);
    void expectTheTable(DayDesk& desk);
    void expectTheArchive(DayDesk& desk, int records);
    void print(DayDesk& desk, const std::vector<DayCounts>& counted, const Result& replay) const;

    std::vector<std::string> m_envelopes; // of the rows, in their order
};

// Boxes on the shelf, the deputy's act confirmed, the sample of the day compared, the check signed.
void Day::evening(DayDesk& desk) {
    station::Papers papers(desk.station());
    for (const record::ScanJob& job : desk.station().jobs(1000)) {
        if (job.sealed && !job.amends) {
            desk.done(
                papers.place(desk.by("clerk"), {job.id, {"B-1122", "S-3", {}}, {}, {}}).verdict,
                "place");
        }
    }
    // No paper goes before somebody else has compared a sample [A10, B5].
    const std::string first =
        station::EnvelopeDesk(desk.station()).show(m_envelopes.front()).jobs.front().job;
    desk.refused(papers.proposeRelease(desk.by("manager"), first, "no room").verdict,
                 record::FindingId::SampleNotDrawn);

    // What waits is what the table says, and nobody has to look for it [B1].
    const Result queue = desk.home().seihon({"job", "queue"});
    std::vector<std::string> waits;
    for (const record::Json& one : queue.json().at("jobs").asArray()) {
        EXPECT_EQ(one.at("standing").asString(), "in-time") << queue.out;
        waits.push_back(desk.station().job(one.at("job").asString()).envelope);
    }
    EXPECT_EQ(waits, (std::vector<std::string>{m_envelopes[9], m_envelopes[11], m_envelopes[39]}));

    station::People people(desk.station());
    const std::vector<station::OpenAct> proxies = people.openProxyActs();
    ASSERT_EQ(proxies.size(), 1u);
    desk.done(people.confirmProxy(desk.by("manager"), proxies.front().sequence), "confirm");

    station::Samples samples(desk.station());
    const station::SampleOutcome drawn = samples.draw(desk.by("manager"), "ordinary");
    desk.done(drawn.verdict, "draw");
    int looks = 0;
    for (const station::SamplePage& page : station::openPages(drawn.sample)) {
        const auto png = desk.home().path() / ("look" + std::to_string(++looks) + ".png");
        desk.done(samples.view(desk.by("records"), drawn.sample.id, page, png).verdict, "view");
        desk.done(samples.inspect(desk.by("records"), drawn.sample.id, page, {}).verdict,
                  "inspect");
    }
    EXPECT_GT(looks, 0);
    desk.done(samples.close(desk.by("records"), drawn.sample.id).verdict, "close sample");

    std::vector<record::ConformityAnswer> answers;
    for (const std::string& question : desk.station().regulation().conformity.questions) {
        answers.push_back({question, true, {}});
    }
    answers.at(1).conforms = false;
    answers.at(1).remark = "two letters came late, one was forgotten";
    station::ConformityDesk conformity(desk.station());
    const auto check = conformity.recordCheck(desk.by("admin"), answers);
    desk.done(check.verdict, "conformity");
    desk.done(conformity.countersign(desk.by("auditor"), check.id, "seen").verdict, "countersign");
    ASSERT_EQ(conformity.checks().size(), 1u);
    EXPECT_EQ(conformity.checks().front().deviations(), 1);
}

// The service is back, and the proof of the last scan comes too late: a person decides [B2].
void Day::daysLater(DayDesk& desk) {
    const std::string envelope = m_envelopes.back();
    const std::string job = station::EnvelopeDesk(desk.station()).show(envelope).jobs.front().job;
    desk.serviceGoesAway(false);
    EXPECT_EQ(desk.later(10, "", {"work", "--once"}).code, 3);
    const Result shown = desk.later(10, "", {"job", "show", job});
    EXPECT_EQ(shown.json().at("state").asString(), "submitted") << shown.out;
    EXPECT_TRUE(shown.has("ProofOfScanTimeLate")) << shown.out;
    const std::vector<std::string> excuse{"job", "excuse", job, "--reason", "the service was away"};
    desk.refusedAtTheKeyboard(desk.later(10, "clerk", excuse), "NotAuthorized");
    EXPECT_EQ(desk.later(10, "manager", excuse).code, 0);
    const Result sealed = desk.later(10, "clerk", {"job", "seal", job});
    EXPECT_EQ(sealed.code, 0) << sealed.out << sealed.err;
    const Result closed = desk.later(10, "clerk", {"envelope", "close", envelope});
    EXPECT_EQ(closed.code, 0) << closed.out;
    const Result completed = desk.later(11, "manager", {"record", "complete"});
    EXPECT_EQ(completed.code, 0) << completed.out << completed.err;
    EXPECT_TRUE(completed.json().at("pending").asArray().empty()) << completed.out;
}

void Day::expectTheArchive(DayDesk& desk, int records) {
    const Result archive = desk.later(11, "", {"archive", "verify"});
    EXPECT_EQ(archive.code, 0) << archive.out;
    EXPECT_EQ(archive.json().at("records").asInt(), records);
    const auto folders = desk.home().archivedRecords();
    EXPECT_EQ(static_cast<int>(folders.size()), records);
    for (const std::filesystem::path& folder : folders) {
        const Result verified = desk.verifiedByAStranger(11, folder);
        EXPECT_EQ(verified.code, 0) << folder.filename() << verified.out << verified.err;
    }
}

void Day::expectTheTable(DayDesk& desk) {
    DayCounts day, stated;
    std::vector<DayCounts> counted;
    int open = 0, elsewhere = 0;
    for (std::size_t i = 0; i < m_envelopes.size(); ++i) {
        const DayRow& row = dayRows()[i];
        SCOPED_TRACE("envelope " + std::to_string(i + 1) + ", " + row.happens);
        counted.push_back(countEnvelope(desk, m_envelopes[i]));
        EXPECT_TRUE(counted.back() == row.expected);
        const std::string why = whyOpen(desk, m_envelopes[i]);
        EXPECT_EQ(why.empty(), row.expected.waiting == 0) << why;
        EXPECT_NE(why, "nothing is said");
        open += why.empty() ? 0 : 1;
        elsewhere += sheetsNotSealed(desk, m_envelopes[i]);
        day += counted.back();
        stated += row.expected;
    }
    // What has to be shown, whatever the table says.
    EXPECT_EQ(m_envelopes.size(), 40u);
    EXPECT_TRUE(day == stated);
    EXPECT_EQ(day.excused, 2);
    EXPECT_EQ(day.lateProof, 1);
    EXPECT_EQ(day.refused, 1);
    EXPECT_EQ(day.sentBack, 3);
    EXPECT_EQ(day.withdrawn, 1);
    EXPECT_EQ(open, day.waiting);

    // Every sheet: once in the archive, or still waiting, or handed on unscanned.
    EXPECT_EQ(day.sheets, static_cast<int>(desk.allPaper().size()));
    std::set<int> archived;
    for (const std::vector<int>& pages : paperOfRecords(desk)) {
        EXPECT_TRUE(std::is_sorted(pages.begin(), pages.end())) << testing::PrintToString(pages);
        for (const int sheet : pages) {
            EXPECT_GT(sheet, 0) << "a page that is none of the day's paper";
            EXPECT_TRUE(archived.insert(sheet).second) << "sheet " << sheet << " twice";
        }
    }
    EXPECT_EQ(static_cast<int>(archived.size()), day.sheets - elsewhere);

    // Whoever was refused stands in the log [A13].
    EXPECT_EQ(kindsOfEntries(desk)["Refused"], desk.refusals());

    // The new version of the withdrawn record is one more.
    expectTheArchive(desk, day.originals + day.copies + day.withdrawn);
    const Result replay = desk.later(11, "", {"audit", "replay"});
    EXPECT_EQ(replay.code, 0) << replay.out;
    EXPECT_TRUE(replay.json().at("findings").asArray().empty()) << replay.out;
    EXPECT_GT(replay.json().at("judged").asInt(), 400) << replay.out;
    print(desk, counted, replay);
}

std::string outcomeOf(const DayCounts& counts) {
    std::string text;
    const auto say = [&text](int count, const char* word) {
        if (count > 0) {
            text +=
                (text.empty() ? "" : ", ") + (count > 1 ? std::to_string(count) + " " : "") + word;
        }
    };
    say(counts.originals, "original");
    say(counts.copies, "reference copy");
    say(counts.refused, "refused as original");
    say(counts.handedOn, "handed on");
    say(counts.givenUp, "given up");
    say(counts.waiting, "PENDING");
    say(counts.sentBack, "sent back");
    say(counts.excused, "excused");
    say(counts.lateProof, "late proof");
    say(counts.withdrawn, "withdrawn + new version");
    say(counts.enclosures, "enclosure");
    return text;
}

void Day::print(DayDesk& desk, const std::vector<DayCounts>& counted, const Result& replay) const {
    std::printf("\n no sheets  %-26s %-52s %s\n", "holds", "what happened", "what became of it");
    for (std::size_t i = 0; i < counted.size(); ++i) {
        const DayRow& row = dayRows()[i];
        const std::string why = whyOpen(desk, m_envelopes[i]);
        std::printf("%3zu %6d  %-26s %-52s %s%s\n", i + 1, counted[i].sheets, row.holds,
                    row.happens, outcomeOf(counted[i]).c_str(),
                    why.empty() ? "" : (" (" + why + ")").c_str());
    }
    std::printf("\nthe day's ledger by kind:");
    int column = 0;
    for (const auto& [kind, count] : kindsOfEntries(desk)) {
        std::printf("%s%5d %-26s", column++ % 4 == 0 ? "\n" : "", count, kind.c_str());
    }
    std::printf("\n\naudit replay: %lld entries, %lld judged again, no verdict differs\n\n",
                static_cast<long long>(replay.json().at("entries").asInt()),
                static_cast<long long>(replay.json().at("judged").asInt()));
}

TEST_F(Day, forty_envelopes_and_every_sheet_is_accounted_for) {
    DayDesk desk;
    playAll(desk);
    evening(desk);
    daysLater(desk);
    expectTheTable(desk);
}

} // namespace
} // namespace seihon::cli_test
