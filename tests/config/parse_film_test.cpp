#include "config/config.h"
#include "expect_refused.h"
#include "support/step_tablet.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace seihon::config {

namespace {

std::string regulationText() {
    return std::string(shippedRegulation());
}

void refusedRegulation(const std::string& from, const std::string& to, const std::string& why) {
    const std::string text = regulationText();
    const std::size_t place = text.find("[class.radiograph-film]");
    const std::size_t found = text.find(from, place);
    ASSERT_NE(found, text.npos) << from;
    const std::string changed = text.substr(0, found) + to + text.substr(found + from.size());
    try {
        parseRegulation(changed, "regulation.toml");
        ADD_FAILURE() << "was not refused: " << to;
    } catch (const record::Fault& fault) {
        EXPECT_EQ(fault.kind, record::FaultKind::ConfigInvalid);
        EXPECT_NE(std::string(fault.what()).find(why), std::string::npos) << fault.what();
    }
}

} // namespace

TEST(FilmTablet, ReadsItsCertificate) {
    const record::FilmTablet tablet = test::sampleTablet();
    const std::string text = test::certificateOf(tablet);
    const record::FilmTablet read = parseFilmTablet(text, "tablet.toml");
    EXPECT_EQ(read.id, tablet.id);
    EXPECT_EQ(read.certifiedUntil, tablet.certifiedUntil);
    EXPECT_EQ(read.marksAcross, 70'000);
    EXPECT_EQ(read.markSide, 8'000);
    EXPECT_EQ(read.markTurnMilliDegrees, 5'000);
    EXPECT_EQ(read.steps, tablet.steps);
    EXPECT_EQ(read.digest, record::sha256(text));
}

TEST(FilmTablet, RefusesWhatCannotBe) {
    const std::string text = test::certificateOf(test::sampleTablet());
    struct Row {
        const char *from, *to, *why;
    };
    for (const Row& row : {Row{"density = 0.440", "density = 0.200", "denser"},
                           Row{"density = 0.200", "density = -0.1", "density"},
                           Row{"density = 3.800", "density = 7", "density"},
                           Row{"mark_side_mm = 8.000", "mark_side_mm = 1", "mark_side_mm"},
                           Row{"mark_turn_degrees = 5.000", "mark_turn_degrees = 0", "turn"},
                           Row{"id = \"T-1\"", "name = \"T-1\"", "id"},
                           Row{"certified_by = \"Test metrology\"", "certified_by = 1", "text"}}) {
        const std::size_t place = text.find(row.from);
        ASSERT_NE(place, text.npos) << row.from;
        const std::string changed =
            text.substr(0, place) + row.to + text.substr(place + std::string(row.from).size());
        EXPECT_THROW(parseFilmTablet(changed, "t.toml"), record::Fault) << row.to;
    }
    EXPECT_THROW(parseFilmTablet(text.substr(0, text.find("[[step]]")), "t.toml"), record::Fault);
}

TEST(FilmTablet, TheExampleCanBeRead) {
    std::ifstream file(std::string(SEIHON_SOURCE_DIR) + "/config/film-tablet-example.toml");
    std::stringstream text;
    text << file.rdbuf();
    EXPECT_EQ(parseFilmTablet(text.str(), "film-tablet-example.toml").steps.size(), 21u);
}

TEST(FilmClass, MammogramsAndOtherPathsAreNoOriginals) {
    refusedRegulation("kind = \"general\"", "kind = \"mammography\"", "mammograms");
    refusedRegulation("source = \"transparency\"", "source = \"flatbed\"", "transparency");
    refusedRegulation("min_most_density = 3.5", "min_most_density = 0.4", "not above");
    refusedRegulation("[class.radiograph-film.film]", "[class.radiograph-film.note]", "film");
}

// Files from before films were read are in the ledger: they must still be read.
TEST(FilmClass, AFileWithoutFilmsIsStillRead) {
    std::string text = regulationText();
    const std::size_t from = text.find("[film_calibration]");
    const std::size_t until = text.find("[quality.standard]");
    text.erase(from, until - from);
    EXPECT_NO_THROW(parseRegulation(text, "regulation.toml"));
}

} // namespace seihon::config
