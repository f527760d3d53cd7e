// Every enumerator has its own name: the enumerations are read from the headers, because C++ cannot
// list them.
#include "record/enum_names.h"

#include "record/entry.h"
#include "record/fault.h"
#include "record/original.h"
#include "record/scan_job.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <regex>
#include <set>

namespace seihon::record {
namespace {

std::vector<std::string> enumeratorsIn(const std::string& header, const std::string& enumeration) {
    std::ifstream file(std::string(SEIHON_SOURCE_DIR) + "/record/" + header);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    text = std::regex_replace(text, std::regex("//[^\n]*"), "");
    std::smatch match;
    if (!std::regex_search(text, match,
                           std::regex("enum class " + enumeration + " \\{([^}]*)\\}"))) {
        return {};
    }
    const std::string body = match[1];
    std::vector<std::string> names;
    const std::regex word("[A-Za-z0-9]+");
    for (std::sregex_iterator it(body.begin(), body.end(), word), end; it != end; ++it) {
        names.push_back(it->str());
    }
    return names;
}

template <typename E>
void expectComplete(const std::string& header, const std::string& enumeration, bool sameSpelling) {
    SCOPED_TRACE(enumeration);
    const std::vector<std::string> enumerators = enumeratorsIn(header, enumeration);
    ASSERT_FALSE(enumerators.empty());
    ASSERT_EQ(EnumNames<E>::table.size(), enumerators.size());
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < enumerators.size(); ++i) {
        const auto& [value, name] = EnumNames<E>::table[i];
        EXPECT_EQ(static_cast<std::size_t>(value), i) << name << " stands out of order";
        EXPECT_TRUE(names.insert(name).second) << name << " stands twice";
        EXPECT_EQ(enumName(value), name);
        EXPECT_EQ(enumFromName<E>(name), value);
        if (sameSpelling) {
            EXPECT_EQ(name, enumerators[i]);
        } else {
            EXPECT_TRUE(std::regex_match(std::string(name), std::regex("[a-zA-Z0-9-]+"))) << name;
        }
    }
    EXPECT_FALSE(enumFromName<E>(""));
    EXPECT_FALSE(enumFromName<E>("?"));
}

TEST(EnumNames, AreComplete) {
    expectComplete<FindingId>("finding_id.h", "FindingId", true);
    expectComplete<EntryKind>("entry.h", "EntryKind", true);
    expectComplete<Quantity>("page_measurement.h", "Quantity", false);
    expectComplete<Role>("actor.h", "Role", false);
    expectComplete<Severity>("verdict.h", "Severity", false);
    expectComplete<Side>("capture_facts.h", "Side", false);
    expectComplete<ColourMode>("capture_facts.h", "ColourMode", false);
    expectComplete<PaperSource>("capture_facts.h", "PaperSource", false);
    expectComplete<ReceptionEvidence>("original.h", "ReceptionEvidence", false);
    expectComplete<PageMark>("scan_job.h", "PageMark", false);
    expectComplete<JobState>("scan_job.h", "JobState", false);
}

TEST(EnumNames, FaultKindsAreComplete) {
    const std::vector<std::string> enumerators = enumeratorsIn("fault.h", "FaultKind");
    ASSERT_FALSE(enumerators.empty());
    for (std::size_t i = 0; i < enumerators.size(); ++i) {
        EXPECT_EQ(nameOf(static_cast<FaultKind>(i)), enumerators[i]);
    }
    EXPECT_EQ(nameOf(static_cast<FaultKind>(enumerators.size())), "?");
}

TEST(EnumNames, UnknownIsNotInvented) {
    EXPECT_EQ(enumName(static_cast<Side>(9)), "?");
    EXPECT_FALSE(enumFromName<Side>("Front"));
    EXPECT_EQ(enumFromName<Side>("front"), Side::Front);
}

} // namespace
} // namespace seihon::record
