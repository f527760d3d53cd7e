#include "regulation/clauses.h"

#include "config/config.h"
#include "expect_refused.h"
#include "record/fault.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

// Here and not beside the rules: only the parser makes two regulations that differ in one item.
namespace seihon::config {

namespace {

using record::Language;
using regulation::Change;
using regulation::Difference;
using testing::ElementsAre;
using testing::IsEmpty;

regulation::Regulation parsed(const std::string& text) {
    return parseRegulation(text, "r.toml");
}

std::vector<Difference> fromShippedTo(const std::string& text) {
    return regulation::differencesOf(parsed(std::string(shippedRegulation())), parsed(text),
                                     Language::English);
}

struct EditedItem {
    std::string_view from, to, key;
    Change change;
};

class EditedRegulation : public testing::TestWithParam<EditedItem> {};

TEST_P(EditedRegulation, IsToldInWordsWithItsDirection) {
    const EditedItem& edit = GetParam();
    const std::string text = replaced(shippedRegulation(), edit.from, edit.to);
    const std::vector<Difference> there = fromShippedTo(text);
    ASSERT_EQ(there.size(), 1u) << edit.from;
    EXPECT_EQ(there[0].key, edit.key);
    EXPECT_EQ(record::enumName(there[0].change), record::enumName(edit.change));
    EXPECT_NE(there[0].before, there[0].after);
    // The way back has the other direction.
    const std::vector<Difference> back = regulation::differencesOf(
        parsed(text), parsed(std::string(shippedRegulation())), Language::Japanese);
    ASSERT_EQ(back.size(), 1u);
    const Change opposite = edit.change == Change::Stricter  ? Change::Looser
                            : edit.change == Change::Looser  ? Change::Stricter
                            : edit.change == Change::Added   ? Change::Removed
                            : edit.change == Change::Removed ? Change::Added
                                                             : Change::Other;
    EXPECT_EQ(record::enumName(back[0].change), record::enumName(opposite));
}

constexpr std::string_view kEcg =
    "reason = \"記録紙の心電図波形（医療法施行規則第20条の検査所見記録） / "
    "waveforms on chart paper\"\npurpose = \"original\"\n"
    "starts_from = \"created\"\nscan_window_business_days = ";

INSTANTIATE_TEST_SUITE_P(
    Table, EditedRegulation,
    testing::Values(
        EditedItem{"demo = true", "demo = false", "regulation.demo", Change::Stricter},
        EditedItem{"accept_by_other_person = true", "accept_by_other_person = false",
                   "regulation.accept_by_other_person", Change::Looser},
        EditedItem{"clock_tolerance_minutes = 5", "clock_tolerance_minutes = 4",
                   "regulation.clock_tolerance_minutes", Change::Stricter},
        EditedItem{"pin_signatures = 50", "pin_signatures = 51", "signing.pin_signatures",
                   Change::Looser},
        EditedItem{"min_similarity_percent = 94.5", "min_similarity_percent = 94.4",
                   "duplicates.min_similarity_percent", Change::Stricter},
        EditedItem{"other_job = \"warn\"", "other_job = \"refuse\"", "duplicates.other_job",
                   Change::Stricter},
        EditedItem{"    2026-01-01, ", "    ", "calendar.closed_days", Change::Stricter},
        EditedItem{"    2026-01-01, ", "    2026-01-05, ", "calendar.closed_days", Change::Other},
        EditedItem{"[\"saturday\", \"sunday\"]", "[\"sunday\"]", "calendar.closed_weekdays",
                   Change::Stricter},
        EditedItem{"registrar = [\"register\", ", "registrar = [\"register\", \"scan\", ",
                   "authorities.registrar", Change::Looser},
        EditedItem{"notice_days = 30", "notice_days = 60", "projects.notice_days",
                   Change::Stricter},
        EditedItem{"bases = [\"individual-consent\"]",
                   "bases = [\"individual-consent\", \"notice-without-objection\"]",
                   "projects.bases", Change::Looser},
        EditedItem{"\npersons = 2", "\npersons = 3", "approval.persons", Change::Stricter},
        EditedItem{"roles = [\"information-creation-manager\"]",
                   "roles = [\"information-creation-manager\", \"records-supervisor\"]",
                   "approval.roles", Change::Stricter},
        EditedItem{"largest_offset_ms = 1000", "largest_offset_ms = 2000",
                   "clock.largest_offset_ms", Change::Looser},
        EditedItem{"unknown = \"warn\"", "unknown = \"refuse\"", "clock.unknown", Change::Stricter},
        EditedItem{"every_days = 31", "every_days = 62", "conformity.every_days", Change::Looser},
        EditedItem{"min_sampling_efficiency_percent = 80", "min_sampling_efficiency_percent = 79",
                   "qualification.min_sampling_efficiency_percent", Change::Looser},
        EditedItem{"max_noise_tones = 5", "max_noise_tones = 4.5", "qualification.max_noise_tones",
                   Change::Stricter},
        EditedItem{"reason = \"外部検査機関", "reason = \"外の検査機関", "class.lab-report.reason",
                   Change::Other},
        EditedItem{"signer_healthcare_roles = [\"Pharmacist\"]", "signer_healthcare_roles = []",
                   "class.dispensed-prescription.signer_healthcare_roles", Change::Looser},
        EditedItem{"signer_healthcare_roles = [\"Pharmacist\"]",
                   "signer_healthcare_roles = [\"Medical Doctor\", \"Pharmacist\"]",
                   "class.dispensed-prescription.signer_healthcare_roles", Change::Looser},
        EditedItem{"retention_years = 3", "retention_years = 5",
                   "class.dispensed-prescription.retention_years", Change::Stricter},
        EditedItem{"[class.ecg.quality]\nbased_on = \"standard\"\nmax_paper_cast = \"not-judged\"",
                   "[class.ecg.quality]\nbased_on = \"standard\"\nmax_paper_cast = { limit = 200, "
                   "severity = \"note\" }",
                   "class.ecg.quality.max_paper_cast", Change::Stricter}));

TEST(Differences, ALimitThatIsWiderButHarderCannotBeOrdered) {
    const std::string reference = "min_effective_dpi = { limit = 150, severity = \"warn\" }";
    const auto changeTo = [&](const std::string& limit) {
        const auto there =
            fromShippedTo(replaced(shippedRegulation(), reference, "min_effective_dpi = " + limit));
        return there.size() == 1 ? there[0].change : Change::Added;
    };
    EXPECT_EQ(changeTo("{ limit = 149, severity = \"refuse\" }"), Change::Other);
    EXPECT_EQ(changeTo("{ limit = 150, severity = \"refuse\" }"), Change::Stricter);
    EXPECT_EQ(changeTo("{ limit = 151, severity = \"refuse\" }"), Change::Stricter);
    EXPECT_EQ(changeTo("{ limit = 149, severity = \"note\" }"), Change::Looser);
    EXPECT_EQ(changeTo("\"not-judged\""), Change::Looser);
}

TEST(Differences, AClassThatGoesIsOneDifference) {
    std::string text(shippedRegulation());
    const std::size_t from = text.find("[class.ecg]");
    text.erase(from, text.find("# 写真はキャリアシート") - from);
    const auto there = fromShippedTo(text);
    ASSERT_EQ(there.size(), 1u);
    EXPECT_EQ(there[0].key, "class.ecg");
    EXPECT_EQ(there[0].change, Change::Removed);
    const auto back = regulation::differencesOf(
        parsed(text), parsed(std::string(shippedRegulation())), Language::English);
    ASSERT_EQ(back.size(), 1u);
    EXPECT_EQ(back[0].change, Change::Added);
}

TEST(Differences, AWindowThatGrowsIsLooser) {
    const std::string one = std::string(kEcg) + "1";
    const auto there = fromShippedTo(replaced(shippedRegulation(), one, std::string(kEcg) + "2"));
    ASSERT_EQ(there.size(), 1u);
    EXPECT_EQ(there[0].key, "class.ecg.scan_window_business_days");
    EXPECT_EQ(there[0].change, Change::Looser);
}

TEST(Differences, CommentsAreNone) {
    EXPECT_THAT(fromShippedTo(std::string(shippedRegulation()) + "# a remark\n"), IsEmpty());
}

// Values that a line may have instead, as its value looks.
std::vector<std::string> otherValues(const std::string& value) {
    if (value == "true" || value == "false") {
        return {value == "true" ? "false" : "true"};
    }
    if (value.starts_with("{ limit = ")) {
        const std::size_t comma = value.find(',');
        const std::string rest = value.substr(comma);
        std::vector<std::string> values{"\"not-judged\""};
        for (const char* number : {"0.5", "1", "2", "9", "99", "251", "2.5"}) {
            values.push_back("{ limit = " + std::string(number) + rest);
        }
        return values;
    }
    if (value == "\"not-judged\"") {
        return {"{ limit = 100, severity = \"note\" }", "{ limit = 1, severity = \"note\" }"};
    }
    if (value.starts_with('"')) {
        return {"\"other\"",    "\"grey\"",   "\"refuse\"",  "\"created\"",    "\"out-of-scope\"",
                "\"received\"", "\"+08:00\"", "\"flatbed\"", "\"not-judged\"", "\"strict\""};
    }
    if (value.starts_with('[') && value.ends_with(']')) {
        return {"[]",
                "[\"scan-operator\"]",
                "[\"sunday\"]",
                "[\"Nurse\"]",
                "[\"colour\", \"line-art\"]",
                "[\"register\"]",
                "[\"view-log\"]",
                "[\"records-supervisor\"]",
                "[\"notice-without-objection\"]"};
    }
    return {"0", "1", "2", "3", "6", "7", "12", "16", "45", "81", "99", "301", "601", "800"};
}

// An item that no clause speaks of could be changed behind the back of everybody who approves: each
// line of the shipped file, given another value that the parser takes, must show.
TEST(Differences, NoItemOfTheFileIsPassedOver) {
    const std::string text(shippedRegulation());
    const regulation::Regulation shipped = parsed(text);
    std::set<std::string> untried;
    std::size_t place = 0;
    int shown = 0;
    std::string table;
    while (place < text.size()) {
        const std::size_t end = text.find('\n', place);
        const std::string line = text.substr(place, end - place);
        const std::size_t equals = line.find(" = ");
        if (line.starts_with('[')) {
            table = line;
        } else if (!line.starts_with('#') && !line.starts_with(' ') && equals != line.npos &&
                   !line.ends_with('[')) {
            bool tried = false;
            for (const std::string& value : otherValues(line.substr(equals + 3))) {
                std::string edited = text;
                edited.replace(place + equals + 3, line.size() - equals - 3, value);
                if (edited == text) {
                    continue;
                }
                regulation::Regulation other;
                try {
                    other = parsed(edited);
                } catch (const record::Fault&) {
                    continue;
                }
                tried = true;
                EXPECT_FALSE(regulation::differencesOf(shipped, other, Language::English).empty())
                    << table << " " << line << " → " << value;
                ++shown;
                break;
            }
            if (!tried) {
                untried.insert(table + " " + line.substr(0, equals));
            }
        }
        place = end + 1;
    }
    EXPECT_GT(shown, 200);
    // Lines whose every other value contradicts another line.
    EXPECT_LT(untried.size(), 50u) << testing::PrintToString(untried);
}

} // namespace

} // namespace seihon::config
