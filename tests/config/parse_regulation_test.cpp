#include "config/config.h"

#include "expect_refused.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace seihon::config {

namespace {

// Small, complete, and every item once, so that a test can spoil any of them.
constexpr std::string_view kRegulationText = R"([regulation]
version = "1"
hospital = "H"
demo = false
accept_by_other_person = true
window_warning_hours = 4
clock_tolerance_minutes = 5
[intake]
cover_names_patient = false
second_person_if_patient_differs = true
downtime_after_minutes = 25
[signing]
pin_kept_minutes = 20
pin_signatures = 7
[duplicates]
min_similarity_percent = 95.5
look_back_hours = 12
other_job = "refuse"
[calendar]
utc_offset = "+09:00"
closed_weekdays = ["saturday", "sunday"]
closed_days = [2026-12-29]
[authorities]
registrar = ["register"]
scan-operator = ["open", "scan", "seal"]
information-creation-manager = ["accept", "approve-regulation", "approve-project"]
records-supervisor = []
auditor = ["view-log"]
administrator = ["activate-regulation", "record-conformity", "countersign-conformity"]
maintenance = []
station = ["work"]
[approval]
persons = 3
first_persons = 2
roles = ["information-creation-manager"]
valid_days = 60
[clock]
check_every_hours = 12
largest_offset_ms = 500
unknown = "note"
[conformity]
every_days = 30
countersign_within_days = 10
questions = ["Is all well?", "Is it so?"]
[people]
training_required_for = ["scan"]
review_months = 6
ending_warning_days = 20
proxy_confirmed_in_days = 3
administrator_may_seal = true
maintenance_max_hours = 8
min_password_characters = 15
idle_lock_minutes = 7
[people.lock_out]
free_failures = 3
first_delay_seconds = 10
longest_delay_minutes = 20
closed_after_failures = 8
[people.break_glass]
minutes = 45
roles = ["registrar"]
authorities = ["view-record"]
[amendment]
electronic_only = []
[projects]
bases = ["individual-consent"]
approvals = 2
approved_by = ["information-creation-manager"]
approval_days = 50
committee_members = 4
outside_expert = true
notice_days = 20
hold_days = 100
inspected_percent = 12.5
inspected_pages = 2
inspected_whole_after_fault = 30
audited_least = 15
[disposal]
hold_days = 101
verified_within_days = 8
witness_hours = 12
methods = ["dissolving"]
[temp_data]
superseded_days = 91
abandoned_days = 366
[media]
longest_days = 14
[backup]
backup_hours = 26
drill_days = 90
verify_nights = 14
[retention]
event = "last-visit"
[qualification]
valid_months = 6
min_sampling_efficiency_percent = 81
min_sampling_efficiency_anywhere_percent = 71
min_effective_resolution_percent = 86
max_sharpening_percent = 110.5
max_scale_error_percent = 0.75
max_distortion_mm = 0.4
max_noise_tones = 4.5
min_distinct_grey_steps = 11
max_clipped_percent = 1.5
min_small_text_contrast_percent = 33.3
max_jpeg_block_ratio = 1.13
max_edge_width_of_baseline_percent = { limit = 131, severity = "refuse" }
max_coarseness_of_baseline_percent = "not-judged"
[quality.standard]
min_optical_dpi = 300
min_bits_per_sample = 8
modes = ["colour"]
lossy_wire_format_allowed = false
max_length_deviation_mm = { limit = 6, severity = "refuse" }
max_identical_tail_rows = { limit = 7, severity = "refuse" }
max_sheet_touching_side_percent = { limit = 30.5, severity = "refuse" }
max_ink_at_edge_mm2 = { limit = 3, severity = "note" }
max_skew_degrees = { limit = 1.5, severity = "warn" }
max_corner_missing_mm2 = "not-judged"
min_ink_mm2 = { limit = 1, severity = "warn" }
max_edge_width_pixels = { limit = 3.5, severity = "refuse" }
min_effective_dpi = { limit = 250, severity = "refuse" }
max_jpeg_block_ratio = { limit = 1.12, severity = "refuse" }
max_clipped_white_percent = { limit = 2, severity = "warn" }
min_paper_tone = { limit = 165, severity = "warn" }
max_paper_cast = { limit = 28, severity = "warn" }
max_shadow_tone = { limit = 30, severity = "warn" }
min_turned_confidence = { limit = 3.5, severity = "warn" }
min_page_number_confidence_percent = { limit = 80, severity = "warn" }
examine_before_sealing = false
max_overexposed_percent = { limit = 25, severity = "warn" }
max_object_on_page_mm2 = { limit = 250, severity = "refuse" }
max_overlay_edge_mm = { limit = 28, severity = "refuse" }
max_streak_percent = { limit = 90, severity = "warn" }
[class.letter]
name_ja = "紹介状"
name_en = "Letter"
reason = "because"
purpose = "original"
starts_from = "received"
scan_window_business_days = 1
seal_delay_hours = 24
acceptance_required = true
signer_roles = ["scan-operator"]
signer_healthcare_roles = []
retention_years = 5
not_capturable = ""
[class.letter.profile]
source = "feeder-simplex"
mode = "colour"
bits_per_sample = 8
dpi = 300
area_width_mm = 218
area_height_mm = 305
[class.letter.quality]
based_on = "standard"
)";

TEST(ParseRegulation, ReadsEveryItem) {
    const auto regulation = parseRegulation(kRegulationText, "r.toml");
    EXPECT_EQ(regulation.version, "1");
    EXPECT_EQ(regulation.digest, record::sha256(kRegulationText));
    EXPECT_FALSE(regulation.demo);
    EXPECT_EQ(regulation.windowWarning, std::chrono::hours(4));
    EXPECT_EQ(regulation.clockTolerance, std::chrono::minutes(5));
    EXPECT_EQ(regulation.pinKept, std::chrono::minutes(20));
    EXPECT_EQ(regulation.pinSignatures, 7);
    EXPECT_EQ(regulation.duplicates.similarityPermille, 955);
    EXPECT_EQ(regulation.duplicates.lookBack, std::chrono::hours(12));
    EXPECT_EQ(regulation.duplicates.otherJob, record::Severity::Refuse);
    EXPECT_EQ(regulation.calendar.closedWeekdays.size(), 2u);
    EXPECT_EQ(regulation.calendar.closedDays.size(), 1u);
    const auto& letter = regulation.classes.at("letter");
    EXPECT_EQ(letter.nameJa, "紹介状");
    EXPECT_EQ(letter.sealDelay, std::chrono::hours(24));
    EXPECT_EQ(letter.quality.sheetTouchesPermille->value, 305);
    EXPECT_EQ(letter.quality.inkAtEdgeMilliMm2->severity, record::Severity::Note);
    EXPECT_FALSE(letter.quality.cornerMissingMilliMm2);
    EXPECT_EQ(letter.profile.areaHeightMicrometres, 305'000);
}

TEST(ParseRegulation, ReadsTheRulesAboutTheRules) {
    const auto regulation = parseRegulation(kRegulationText, "r.toml");
    EXPECT_EQ(regulation.approval.persons, 3);
    EXPECT_EQ(regulation.approval.firstPersons, 2);
    EXPECT_THAT(regulation.approval.roles,
                testing::ElementsAre(record::Role::InformationCreationManager));
    EXPECT_EQ(regulation.approval.validFor, std::chrono::days(60));
    EXPECT_EQ(regulation.clock.checkEvery, std::chrono::hours(12));
    EXPECT_EQ(regulation.clock.largestOffset, std::chrono::milliseconds(500));
    EXPECT_EQ(regulation.clock.unknown, record::Severity::Note);
    EXPECT_EQ(regulation.conformity.every, std::chrono::days(30));
    EXPECT_EQ(regulation.conformity.countersignWithin, std::chrono::days(10));
    EXPECT_THAT(regulation.conformity.questions, testing::ElementsAre("Is all well?", "Is it so?"));
}

TEST(ParseRegulation, SomebodyCanAlwaysChangeIt) {
    const auto authorities = lineOf(kRegulationText, "[authorities]");
    const auto refused = [&](std::string_view from, std::string_view to, std::string_view why) {
        expectRefused([&] { (void)parseRegulation(replaced(kRegulationText, from, to), "r.toml"); },
                      authorities, why);
    };
    refused("\"accept\", \"approve-regulation\"", "\"accept\"", "[approval] asks for it");
    refused("\"activate-regulation\", ", "", "nobody activate-regulation");
    refused("\"record-conformity\", ", "", "nobody record-conformity");
    refused(", \"countersign-conformity\"", "", "nobody countersign-conformity");
    // The program itself puts nothing into force.
    const std::string program = replaced(replaced(kRegulationText, "\"activate-regulation\", ", ""),
                                         "[\"work\"]", "[\"work\", \"activate-regulation\"]");
    expectRefused([&] { (void)parseRegulation(program, "r.toml"); }, authorities,
                  "nobody activate-regulation");
}

TEST(ParseRegulation, ReadsWhatAScannerMustShow) {
    const auto rules = parseRegulation(kRegulationText, "r.toml").qualification;
    EXPECT_EQ(rules.validMonths, 6);
    EXPECT_EQ(rules.target.samplingEfficiencyPercent, 81);
    EXPECT_EQ(rules.target.leastSamplingEfficiencyPercent, 71);
    EXPECT_EQ(rules.target.effectiveResolutionPercent, 86);
    EXPECT_EQ(rules.target.peakPermille, 1'105);
    EXPECT_EQ(rules.target.scaleErrorPpm, 7'500);
    EXPECT_EQ(rules.target.distortionMicrometres, 400);
    EXPECT_EQ(rules.target.noiseMilliTone, 4'500);
    EXPECT_EQ(rules.target.distinctSteps, 11);
    EXPECT_EQ(rules.target.clippedPermille, 15);
    EXPECT_EQ(rules.target.textContrastPermille, 333);
    EXPECT_EQ(rules.target.jpegBlockRatioPermille, 1'130);
    ASSERT_TRUE(rules.edgeWidthOfBaselinePercent);
    EXPECT_EQ(rules.edgeWidthOfBaselinePercent->value, 131);
    EXPECT_EQ(rules.edgeWidthOfBaselinePercent->severity, record::Severity::Refuse);
    EXPECT_FALSE(rules.resolutionOfBaselinePercent);
}

TEST(ParseRegulation, AClassChangesWhatItNames) {
    const auto text = std::string(kRegulationText) +
                      "max_skew_degrees = { limit = 3, severity = \"refuse\" }\n"
                      "min_ink_mm2 = \"not-judged\"\n";
    const auto quality = parseRegulation(text, "r.toml").classes.at("letter").quality;
    EXPECT_EQ(quality.skewMilliDegrees->value, 3'000);
    EXPECT_EQ(quality.skewMilliDegrees->severity, record::Severity::Refuse);
    EXPECT_FALSE(quality.blankInkMilliMm2);
    EXPECT_EQ(quality.edgeWidthMilliPixels->value, 3'500);
}

// Leave out any one line, and the parser says what is missing, where the table begins.
TEST(ParseRegulation, EveryItemMustBeThere) {
    std::string table;
    std::int64_t tableLine = 0;
    std::int64_t line = 0;
    std::size_t place = 0;
    int dropped = 0;
    while (place < kRegulationText.size()) {
        const std::size_t end = kRegulationText.find('\n', place) + 1;
        const std::string_view item = kRegulationText.substr(place, end - place);
        ++line;
        if (item.starts_with('[')) {
            tableLine = line;
        } else {
            const std::string text = std::string(kRegulationText.substr(0, place)) +
                                     std::string(kRegulationText.substr(end));
            const auto key = item.substr(0, item.find(" ="));
            expectRefused([&] { (void)parseRegulation(text, "r.toml"); }, tableLine,
                          std::string(key) + " is missing");
            ++dropped;
        }
        place = end;
    }
    EXPECT_EQ(dropped, 132);
}

class SpoiledRegulation : public testing::TestWithParam<Spoil> {};

TEST_P(SpoiledRegulation, IsRefusedWithItsLine) {
    const Spoil& spoil = GetParam();
    const std::string text = replaced(kRegulationText, spoil.from, spoil.to);
    expectRefused([&] { (void)parseRegulation(text, "r.toml"); },
                  lineOf(kRegulationText, spoil.from), spoil.reason);
}

INSTANTIATE_TEST_SUITE_P(
    Table, SpoiledRegulation,
    testing::Values(
        Spoil{"scan_window_business_days = 1", "scan_window_business_days = 3", "between 1 and 2"},
        Spoil{"scan_window_business_days = 1", "scan_window_business_days = 0", "between 1 and 2"},
        Spoil{"scan_window_business_days = 1", "scan_window_business_days = 1.0", "whole number"},
        Spoil{"scan_window_business_days = 1", "scan_window_business_days = \"1\"", "whole number"},
        Spoil{"seal_delay_hours = 24", "seal_delay_hours = 169", "between 1 and 168"},
        Spoil{"window_warning_hours = 4", "window_warning_hours = 49", "between 0 and 48"},
        Spoil{"clock_tolerance_minutes = 5", "clock_tolerance_minutes = 0", "between 1 and 60"},
        Spoil{"utc_offset = \"+09:00\"", "utc_offset = \"JST\"", "offset"},
        Spoil{"closed_weekdays = [\"saturday\", \"sunday\"]",
              "closed_weekdays = [\"sunday\", \"monday\", \"tuesday\", \"wednesday\", "
              "\"thursday\", \"friday\", \"saturday\"]",
              "no business day"},
        Spoil{"closed_weekdays = [\"saturday\", \"sunday\"]", "closed_weekdays = [\"Samedi\"]",
              "no weekday"},
        Spoil{"closed_days = [2026-12-29]", "closed_days = [2026-12-29, 2026-12-29]", "twice"},
        Spoil{"closed_days = [2026-12-29]", "closed_days = [\"2026-12-29\"]", "days"},
        Spoil{"closed_days = [2026-12-29]", "closed_days = [2026-02-29]", ""},
        Spoil{"auditor = [\"view-log\"]", "auditor = [\"fly\"]", "one of"},
        Spoil{"auditor = [\"view-log\"]", "auditor = [\"scan\"]", "never have"},
        Spoil{"administrator = [\"activate-regulation\", ", "administrator = [\"view-record\", ",
              "never have"},
        Spoil{"maintenance = []", "maintenance = [\"seal\"]", "never have"},
        Spoil{"training_required_for = [\"scan\"]", "training_required_for = [\"open\"]",
              "nobody scans untrained"},
        Spoil{"min_password_characters = 15", "min_password_characters = 12", "between 13 and 64"},
        Spoil{"minutes = 45", "minutes = 61", "between 1 and 60"},
        Spoil{"roles = [\"registrar\"]", "roles = [\"maintenance\"]", "no patient"},
        Spoil{"authorities = [\"view-record\"]", "authorities = [\"seal\"]",
              "looking and scanning"},
        Spoil{"authorities = [\"view-record\"]", "authorities = [\"accept\"]",
              "looking and scanning"},
        Spoil{"closed_after_failures = 8", "closed_after_failures = 3", "more than"},
        Spoil{"longest_delay_minutes = 20", "longest_delay_minutes = 0", "between"},
        Spoil{"auditor = [\"view-log\"]", "auditor = [\"view-log\", \"view-log\"]", "twice"},
        Spoil{"signer_roles = [\"scan-operator\"]", "signer_roles = []", "empty"},
        Spoil{"signer_roles = [\"scan-operator\"]", "signer_roles = [\"station\"]", "nothing"},
        Spoil{"purpose = \"original\"", "purpose = \"maybe\"", "one of"},
        Spoil{"name_en = \"Letter\"", "name_en = \"\"", "empty"},
        Spoil{"based_on = \"standard\"", "based_on = \"other\"", "not there"},
        Spoil{"max_skew_degrees = { limit = 1.5, severity = \"warn\" }", "max_skew_degrees = 1.5",
              "must be a table"},
        Spoil{"max_skew_degrees = { limit = 1.5, severity = \"warn\" }",
              "max_skew_degrees = \"no\"", "not-judged"},
        Spoil{"max_skew_degrees = { limit = 1.5, severity = \"warn\" }",
              "max_skew_degrees = { limit = 1.5 }", "severity is missing"},
        Spoil{"max_skew_degrees = { limit = 1.5, severity = \"warn\" }",
              "max_skew_degrees = { limit = 1.5, severity = \"warn\", unit = \"rad\" }",
              "unit is not a known item"},
        Spoil{"max_skew_degrees = { limit = 1.5, severity = \"warn\" }",
              "max_skew_degrees = { limit = 90, severity = \"warn\" }", "between"},
        Spoil{"min_bits_per_sample = 8", "min_bits_per_sample = 12", "1, 8 or 16"},
        Spoil{"min_optical_dpi = 300", "min_optical_dpi = 5000", "between 50 and 4800"},
        Spoil{"max_jpeg_block_ratio = { limit = 1.12, severity = \"refuse\" }",
              "max_jpeg_block_ratio = { limit = 1.12345, severity = \"refuse\" }", "finer"},
        Spoil{"area_width_mm = 218", "area_width_mm = 1", "between"},
        Spoil{"persons = 3", "persons = 0", "between 1 and 20"},
        Spoil{"first_persons = 2", "first_persons = 4", "more than persons"},
        Spoil{"roles = [\"information-creation-manager\"]", "roles = [\"chief\"]", "one of"},
        Spoil{"valid_days = 60", "valid_days = 367", "between 1 and 366"},
        Spoil{"check_every_hours = 12", "check_every_hours = 25", "between 1 and 24"},
        Spoil{"largest_offset_ms = 500", "largest_offset_ms = 0", "between 1 and 60000"},
        Spoil{"unknown = \"note\"", "unknown = \"never\"", "one of"},
        Spoil{"every_days = 30", "every_days = 0", "between 1 and 366"},
        Spoil{"questions = [\"Is all well?\", \"Is it so?\"]", "questions = []", "empty"}));

void expectRegulationRefused(const std::string& text, std::int64_t line, std::string_view reason) {
    expectRefused([&] { (void)parseRegulation(text, "r.toml"); }, line, reason);
}

TEST(ParseRegulation, RefusesUnknownItemsWhereTheyStand) {
    const auto spoiled = [](std::string_view after) {
        return replaced(kRegulationText, after, std::string(after) + "\nsurprise = 1");
    };
    for (const std::string_view after :
         {"hospital = \"H\"", "closed_days = [2026-12-29]", "station = [\"work\"]",
          "retention_years = 5", "based_on = \"standard\""}) {
        expectRegulationRefused(spoiled(after), lineOf(kRegulationText, after) + 1,
                                "surprise is not a known item");
    }
    expectRegulationRefused(std::string(kRegulationText) + "based_on = \"standard\"\n",
                            lineOf(kRegulationText, "based_on") + 1, "redefine");
    expectRegulationRefused(std::string(kRegulationText) + "[strange]\n",
                            lineOf(kRegulationText, "based_on") + 1, "strange is not a known item");
}

TEST(ParseRegulation, RefusesContradictions) {
    const auto profile = lineOf(kRegulationText, "[class.letter.profile]");
    expectRegulationRefused(replaced(kRegulationText, "\ndpi = 300", "\ndpi = 200"), profile,
                            "less resolution");
    expectRegulationRefused(replaced(kRegulationText, "\nmode = \"colour\"", "\nmode = \"grey\""),
                            profile, "colour mode");
    expectRegulationRefused(
        replaced(kRegulationText, "\nbits_per_sample = 8", "\nbits_per_sample = 1"), profile,
        "bit depth");
    expectRegulationRefused(replaced(kRegulationText, "feeder-simplex", "folder"), profile,
                            "folder");
    const auto authorities = lineOf(kRegulationText, "[authorities]");
    expectRegulationRefused(replaced(kRegulationText, ", \"seal\"]", "]"), authorities, "seal");
    expectRegulationRefused(replaced(kRegulationText, "\"accept\", ", ""), authorities, "accept");
}

TEST(ParseRegulation, AClassMayNameTheKindsOfCertificates) {
    const std::string text(kRegulationText);
    EXPECT_TRUE(parseRegulation(text, "r").classes.at("letter").trustProfiles.empty());
    const std::string line = "signer_healthcare_roles = []";
    const auto named = [&](const std::string& value) {
        return replaced(text, line, line + "\ntrust_profiles = " + value);
    };
    EXPECT_THAT(parseRegulation(named("[\"hpki\", \"accredited\"]"), "r")
                    .classes.at("letter")
                    .trustProfiles,
                testing::UnorderedElementsAre("hpki", "accredited"));
    expectRefused([&] { (void)parseRegulation(named("[]"), "r"); }, lineOf(text, line) + 1,
                  "empty");
}

TEST(ParseRegulation, AReferenceCopyHasNoWindow) {
    auto text = replaced(kRegulationText, "purpose = \"original\"", "purpose = \"reference-copy\"");
    expectRegulationRefused(text, lineOf(kRegulationText, "starts_from"), "reference copy");
    text = replaced(text, "starts_from = \"received\"\n", "");
    expectRegulationRefused(text, lineOf(text, "scan_window"), "reference copy");
    text = replaced(text, "scan_window_business_days = 1\n", "");
    EXPECT_NO_THROW((void)parseRegulation(text, "r.toml"));
}

TEST(ParseRegulation, RefusesStrangeNamesAndNoClassAtAll) {
    std::string text(kRegulationText);
    for (std::size_t place = 0; (place = text.find("class.letter", place)) != text.npos;) {
        text.replace(place, 12, "class.Letter");
    }
    expectRegulationRefused(text, lineOf(kRegulationText, "[class.letter]"), "small letters");
    expectRegulationRefused(
        std::string(kRegulationText.substr(0, kRegulationText.find("[class.letter]"))) +
            "[class]\n",
        lineOf(kRegulationText, "[class.letter]"), "document classes");
}

TEST(ParseRegulation, AByteMoreIsAnotherRegulation) {
    EXPECT_NE(parseRegulation(kRegulationText, "r.toml").digest,
              parseRegulation(std::string(kRegulationText) + "\n", "r.toml").digest);
}

} // namespace

} // namespace seihon::config
