// docs/negative-cases.md promises that a test shows each refusal: are the tests and findings there?

#include "record/verdict.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <string>

namespace seihon::signing {
namespace {

std::set<std::string> registeredTests() {
    std::set<std::string> names;
    const ::testing::UnitTest& all = *::testing::UnitTest::GetInstance();
    for (int i = 0; i < all.total_test_suite_count(); ++i) {
        const ::testing::TestSuite& suite = *all.GetTestSuite(i);
        for (int k = 0; k < suite.total_test_count(); ++k) {
            names.insert(std::string(suite.name()) + "." + suite.GetTestInfo(k)->name());
        }
    }
    return names;
}

TEST(NegativeCases, NameFindingsAndTestsThatExist) {
    std::ifstream file(std::filesystem::path(SEIHON_SOURCE_DIR) / "docs/negative-cases.md");
    const std::set<std::string> tests = registeredTests();
    const std::regex row(R"(\| .+ \| (`([A-Za-z]+)`|–|a fault, at acquisition) \| `([^`]+)` \|)");
    std::size_t rows = 0;
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with("| ") || line.starts_with("| case") || line.starts_with("| ---")) {
            continue;
        }
        std::smatch parts;
        ASSERT_TRUE(std::regex_match(line, parts, row)) << line;
        ++rows;
        EXPECT_TRUE(tests.contains(parts[3].str())) << line;
        if (parts[2].matched) {
            EXPECT_TRUE(record::enumFromName<record::FindingId>(parts[2].str())) << line;
        }
    }
    EXPECT_GT(rows, 80u);
}

} // namespace
} // namespace seihon::signing
