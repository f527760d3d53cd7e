#include "station/regulation_document.h"

#include "config/config.h"

#include <gtest/gtest.h>

#include <string>

namespace seihon::station {

namespace {

std::size_t countOf(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) {
        ++count;
    }
    return count;
}

regulation::Regulation shipped() {
    return config::parseRegulation(config::shippedRegulation(), "regulation.toml");
}

TEST(RegulationDocument, NamesEveryClassAndTheFileItWasMadeFrom) {
    const regulation::Regulation rules = shipped();
    const std::string text = regulationDocument(rules);
    EXPECT_NE(text.find(rules.digest.hex()), text.npos);
    for (const auto& [id, kind] : rules.classes) {
        EXPECT_GE(countOf(text, kind.nameJa), 2u) << id; // in the list, and as an appendix
    }
    for (const std::string& question : rules.conformity.questions) {
        EXPECT_NE(text.find(question), text.npos) << question;
    }
    EXPECT_NE(text.find("スキャンに携わった者は、その文書を承認できない。"), text.npos);
    EXPECT_NE(text.find("作業に当たらない者 2 人（"), text.npos); // old paper [C2]
    EXPECT_NE(text.find("見本（DEMO）"), text.npos);
    EXPECT_GT(countOf(text, "<p class=\"article\">第 "), 15u);
}

TEST(RegulationDocument, FollowsTheFile) {
    regulation::Regulation rules = shipped();
    rules.demo = false;
    rules.acceptByOtherPerson = false;
    rules.approval.persons = 7;
    const std::string text = regulationDocument(rules);
    EXPECT_EQ(text.find("承認できない"), text.npos);
    EXPECT_EQ(text.find("このまま実運用には使えません"), text.npos);
    EXPECT_NE(text.find("有効にする者を除く7 人の承認"), text.npos);
}

TEST(RegulationDocument, LoadsNothingAndTakesNoMarkupFromTheFile) {
    regulation::Regulation rules = shipped();
    rules.hospital = "<script src=\"http://example\">";
    const std::string text = regulationDocument(rules);
    for (const char* part : {"<script", "<link", "<img", "url(", "@import"}) {
        EXPECT_EQ(text.find(part), text.npos) << part;
    }
    EXPECT_NE(text.find("&lt;script"), text.npos);
}

} // namespace

} // namespace seihon::station
