#include "ledger/ledger.h"

#include "ledger_samples.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>

namespace seihon::ledger::test {
namespace {

using record::Entry;
using record::EntryKind;
using record::Json;

constexpr std::int64_t kHour = 3600;
constexpr int kEntries = 400;

record::EntryDraft lookDraft(const std::string& recordId, const std::string& saidToBe) {
    record::EntryDraft draft = draftOf(EntryKind::RecordViewed, "");
    draft.record = recordId;
    draft.facts = Json::object({{"proven", false}, {"user", saidToBe}});
    return draft;
}

// Some persons, some patients, and a clock that is set back by half a day in the middle.
std::vector<Entry> fillRandom(Ledger& ledger, std::mt19937& dice) {
    const std::vector<std::string> users{"clerk", "manager", "auditor"};
    const auto roll = [&dice](std::size_t below) {
        return dice() % below;
    };
    std::vector<std::string> records;
    for (int i = 0; i < kEntries; ++i) {
        const std::string number = std::to_string(i);
        record::EntryDraft draft = draftOf(EntryKind::Compared, "job-" + std::to_string(roll(40)));
        if (roll(6) == 0) {
            SealedSample sample{"record-" + number, "sealed-" + number};
            sample.patientId = "P" + std::to_string(roll(5));
            draft = sealedDraft(sample);
            records.push_back(sample.recordId);
        } else if (!records.empty() && roll(3) == 0) {
            draft = lookDraft(records[roll(records.size())], users[roll(users.size())]);
        }
        draft.actor.user = users[roll(users.size())];
        draft.actor.onBehalfOf = roll(9) == 0 ? users[roll(users.size())] : "";
        ledger.append(draft, instant(i * kHour - (i > kEntries / 2 ? 12 * kHour : 0)));
    }
    return ledger.entries(0, kEntries);
}

std::string textOf(const Entry& entry, const char* key) {
    const Json* value = entry.what.facts.isObject() ? entry.what.facts.find(key) : nullptr;
    return value != nullptr && value->isString() ? value->asString() : std::string();
}

bool isAbout(const Entry& entry, const std::vector<Entry>& all, const std::string& patient) {
    return std::any_of(all.begin(), all.end(), [&](const Entry& seal) {
        return seal.what.kind == EntryKind::RecordSealed &&
               seal.what.privateFacts.at("patient").at("id").asString() == patient &&
               (seal.what.job == entry.what.job || seal.what.record == entry.what.record);
    });
}

std::vector<std::uint64_t> expected(const std::vector<Entry>& all, const EntryQuery& query) {
    std::vector<std::uint64_t> found;
    for (auto entry = all.rbegin(); entry != all.rend(); ++entry) {
        const record::Actor& actor = entry->what.actor;
        const bool fits =
            (!query.kind || entry->what.kind == *query.kind) &&
            (query.user.empty() || actor.user == query.user || actor.onBehalfOf == query.user ||
             textOf(*entry, "user") == query.user) &&
            (query.patientId.empty() || isAbout(*entry, all, query.patientId)) &&
            (!query.from || entry->at >= *query.from) &&
            (!query.until || entry->at < *query.until) &&
            (!query.before || entry->sequence < *query.before);
        if (fits && static_cast<std::int64_t>(found.size()) < query.limit) {
            found.push_back(entry->sequence);
        }
    }
    return found;
}

TEST(EntrySearch, answersAsReadingEveryEntryWould) {
    const TempFolder folder;
    const auto ledger = openAt(folder);
    std::mt19937 dice(7);
    const std::vector<Entry> all = fillRandom(*ledger, dice);
    std::size_t answers = 0;
    for (int i = 0; i < 600; ++i) {
        const auto coin = [&dice] {
            return dice() % 2 == 0;
        };
        EntryQuery query;
        if (coin()) {
            query.kind = coin() ? EntryKind::RecordViewed : EntryKind::RecordSealed;
        }
        query.user = coin() ? (coin() ? "clerk" : "auditor") : "";
        query.patientId = coin() ? "P" + std::to_string(dice() % 6) : "";
        if (coin()) {
            query.from = instant(static_cast<std::int64_t>(dice() % kEntries) * kHour);
        }
        if (coin()) {
            query.until = instant(static_cast<std::int64_t>(dice() % kEntries) * kHour);
        }
        if (coin()) {
            query.before = dice() % (kEntries + 10);
        }
        query.limit = static_cast<std::int64_t>(dice() % 60);
        std::vector<std::uint64_t> found;
        for (const Entry& entry : ledger->searchEntries(query)) {
            found.push_back(entry.sequence);
        }
        EXPECT_EQ(found, expected(all, query)) << "question " << i;
        answers += found.size();
    }
    EXPECT_GT(answers, 1000u) << "the questions found something";
}

TEST(EntrySearch, aPeriodBeginsWhereNothingOfItIsLeftOut) {
    const TempFolder folder;
    const auto ledger = openAt(folder);
    EXPECT_EQ(ledger->beginOf(instant(0)), 0u);
    std::mt19937 dice(3);
    const std::vector<Entry> all = fillRandom(*ledger, dice);
    for (const std::int64_t hour : {0, 30, 200, 205, 380}) {
        const std::uint64_t begin = ledger->beginOf(instant(hour * kHour));
        const auto first = std::find_if(all.begin(), all.end(), [&](const Entry& entry) {
            return entry.at >= instant(hour * kHour);
        });
        EXPECT_LE(begin, first->sequence);
        EXPECT_GE(begin + 24 + 12 + 1, first->sequence); // hours to spare
    }
    EXPECT_EQ(ledger->beginOf(instant(10'000 * kHour)), std::uint64_t{kEntries});
    EntryQuery nothing;
    nothing.user = "' OR 1=1 --";
    EXPECT_TRUE(ledger->searchEntries(nothing).empty());
}

// A question that reads every line would pass the tests above, and cost minutes in a hospital.
TEST(EntrySearch, everyQuestionHasItsIndex) {
    const TempFolder folder;
    static_cast<void>(openAt(folder));
    for (const auto& [where, index] : {std::pair{"a.user = 'x'", "acts_of_user"},
                                       {"a.user = 'x' AND a.kind = 'y'", "acts_of_user_and_kind"},
                                       {"a.for_user = 'x' AND a.for_user <> ''", "acts_for_user"},
                                       {"a.named = 'x' AND a.named <> ''", "acts_naming_user"},
                                       {"a.record = 'x' AND a.record <> ''", "acts_of_record"}}) {
        const std::string plan =
            planOf(folder, std::string("SELECT line FROM acts a JOIN lines l USING (sequence) "
                                       "WHERE a.sequence < 9 AND ") +
                               where + " ORDER BY a.sequence DESC LIMIT 9");
        EXPECT_THAT(plan, testing::HasSubstr(std::string("INDEX ") + index + " "));
        EXPECT_THAT(plan, testing::Not(testing::HasSubstr("TEMP B-TREE")));
    }
}

} // namespace
} // namespace seihon::ledger::test
