#include "config/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace seihon::config {

namespace {

using record::Role;
using regulation::Authority;
using regulation::ClassPurpose;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

regulation::Regulation shipped() {
    return parseRegulation(shippedRegulation(), "regulation.toml");
}

TEST(ShippedRegulation, IsTheFileByteForByte) {
    std::ifstream file(SEIHON_SOURCE_DIR "/config/regulation.toml", std::ios::binary);
    ASSERT_TRUE(file);
    std::ostringstream text;
    text << file.rdbuf();
    EXPECT_EQ(shippedRegulation(), text.str());
    EXPECT_EQ(shipped().digest, record::sha256(text.str()));
}

TEST(ShippedRegulation, IsADemo) {
    EXPECT_TRUE(shipped().demo);
    EXPECT_TRUE(shipped().acceptByOtherPerson);
    EXPECT_EQ(shipped().calendar.utcOffset, std::chrono::hours(9));
}

TEST(ShippedRegulation, HasTheClassesOfTheContract) {
    const auto regulation = shipped();
    for (const auto* id :
         {"referral-letter", "fax-received", "consent-form", "lab-report", "dispensed-prescription",
          "ecg", "photograph", "radiograph-film", "reference-copy"}) {
        ASSERT_TRUE(regulation.classes.contains(id)) << id;
        EXPECT_EQ(regulation.classes.at(id).id, id);
        EXPECT_FALSE(regulation.classes.at(id).nameJa.empty());
    }
    EXPECT_EQ(regulation.classes.at("mammography-film").purpose, ClassPurpose::OutOfScope); // [A4]
    EXPECT_EQ(regulation.classes.at("reference-copy").purpose, ClassPurpose::ReferenceCopy);
}

TEST(ShippedRegulation, KeepsTheGuidelinesDefaults) {
    for (const auto& [id, kind] : shipped().classes) {
        EXPECT_EQ(kind.scanWindowBusinessDays, 1) << id; // [B1]
        EXPECT_EQ(kind.sealDelay, std::chrono::hours(24)) << id;
        EXPECT_FALSE(kind.signerRoles.empty()) << id;
        if (kind.purpose != ClassPurpose::Original) {
            continue;
        }
        if (kind.film) { // [A4]
            EXPECT_EQ(kind.film->significantBits, 12) << id;
            EXPECT_EQ(kind.film->pitchMicrometres, 200) << id;
            EXPECT_EQ(kind.profile.source, record::PaperSource::Transparency) << id;
            EXPECT_EQ(kind.profile.bitsPerSample, 16) << id;
            continue;
        }
        EXPECT_GE(kind.quality.opticalDpi, 300) << id; // [A3]
        EXPECT_GE(kind.quality.bitsPerSample, 8) << id;
        EXPECT_THAT(kind.quality.modes, ElementsAre(record::ColourMode::Colour)) << id; // [A15]
        EXPECT_FALSE(kind.quality.lossyWireFormatAllowed) << id;                        // [A7]
        ASSERT_TRUE(kind.quality.sheetTouchesPermille) << id;
        EXPECT_EQ(kind.quality.sheetTouchesPermille->severity, record::Severity::Refuse) << id;
    }
}

TEST(ShippedRegulation, ConvertsUnits) {
    const auto quality = shipped().classes.at("referral-letter").quality;
    EXPECT_EQ(quality.lengthToleranceMicrometres->value, 6'000);
    EXPECT_EQ(quality.identicalTailRows->value, 7);
    EXPECT_EQ(quality.sheetTouchesPermille->value, 300);
    EXPECT_EQ(quality.skewMilliDegrees->value, 1'500);
    EXPECT_EQ(quality.cornerMissingMilliMm2->value, 25'000);
    EXPECT_EQ(quality.blankInkMilliMm2->value, 1'000);
    EXPECT_EQ(quality.edgeWidthMilliPixels->value, 3'500);
    EXPECT_EQ(quality.jpegBlockRatioPermille->value, 1'120);
    EXPECT_EQ(quality.clippedWhitePermille->value, 20);
    EXPECT_EQ(quality.paperToneLeast->value, 165);
    EXPECT_EQ(shipped().classes.at("referral-letter").profile.areaWidthMicrometres, 218'000);
}

TEST(ShippedRegulation, SaysWhoAcceptsAndWhoSeals) {
    const auto regulation = shipped();
    EXPECT_FALSE(regulation.classes.at("referral-letter").acceptanceRequired);
    for (const auto* id : {"fax-received", "consent-form", "lab-report", "dispensed-prescription",
                           "ecg", "photograph"}) {
        EXPECT_TRUE(regulation.classes.at(id).acceptanceRequired) << id;
    }
    EXPECT_THAT(regulation.classes.at("dispensed-prescription").signerHealthcareRoles,
                ElementsAre("Pharmacist")); // [E1]
    EXPECT_THAT(regulation.classes.at("referral-letter").signerRoles, Contains(Role::ScanOperator));
    EXPECT_THAT(regulation.authorities.at(Role::Maintenance), IsEmpty());
    EXPECT_FALSE(regulation.authorities.at(Role::Registrar).contains(Authority::Scan));
    EXPECT_FALSE(regulation.authorities.at(Role::Administrator).contains(Authority::ViewRecord));
    EXPECT_FALSE(regulation.authorities.at(Role::ScanOperator).contains(Authority::Excuse));
    EXPECT_TRUE(regulation.authorities.at(Role::InformationCreationManager)
                    .contains(Authority::Accept)); // [A10]
}

TEST(ShippedRegulation, KnowsTheHolidays) {
    const auto calendar = shipped().calendar;
    EXPECT_TRUE(calendar.closedDays.contains(std::chrono::year(2026) / 11 / 23));
    EXPECT_TRUE(calendar.closedDays.contains(std::chrono::year(2027) / 1 / 1));
    EXPECT_TRUE(calendar.closedWeekdays.contains(std::chrono::Sunday));
    EXPECT_FALSE(calendar.closedWeekdays.contains(std::chrono::Monday));
}

} // namespace

} // namespace seihon::config
