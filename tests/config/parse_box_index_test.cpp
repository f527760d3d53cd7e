#include "config/box_index.h"

#include "expect_refused.h"
#include "record/fault.h"

#include <gtest/gtest.h>

namespace seihon::config {
namespace {

constexpr std::string_view kIndexText = R"([[folder]]
number = 37
patient = "P-1"
patient_name = "見本 太郎"
[[folder.tab]]
class = "old-chart"
sheets = 12
[[folder.tab]]
class = "old-film"
sheets = 3
duplex = true

[[folder]]
number = 2
patient = "P-2"
[[folder.tab]]
class = "old-chart"
sheets = 10000
)";

TEST(ParseBoxIndex, ReadsEveryItem) {
    const auto folders = parseBoxIndex(kIndexText, "i.toml");
    ASSERT_EQ(folders.size(), 2u);
    EXPECT_EQ(folders[0].number, 37);
    EXPECT_EQ(folders[0].patient.name, "見本 太郎");
    ASSERT_EQ(folders[0].tabs.size(), 2u);
    EXPECT_EQ(folders[0].tabs[1].number, 2);
    EXPECT_EQ(folders[0].tabs[1].documentClass, "old-film");
    EXPECT_TRUE(folders[0].tabs[1].duplex);
    EXPECT_FALSE(folders[1].tabs[0].duplex);
    EXPECT_EQ(folders[1].tabs[0].sheets, 10000);
    EXPECT_EQ(folders[1].patient.id, "P-2");
    EXPECT_TRUE(parseBoxIndex("", "i.toml").empty());
}

TEST(ParseBoxIndex, IsStrict) {
    for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
             {"number = 37", "number = 2"}, // twice
             {"number = 37", "number = 0"},
             {"number = 37", "number = 1001"},
             {"patient = \"P-1\"", "patient = \"\""},
             {"patient = \"P-1\"", "patient = \"" + std::string(301, 'x') + "\""},
             {"sheets = 12", "sheets = 0"},
             {"sheets = 12", "sheets = 10001"},
             {"sheets = 12", "sheets = \"12\""},
             {"sheets = 12\n", ""},
             {"class = \"old-film\"", "class = \"old film\""},
             {"duplex = true", "duplex = 1"},
             {"duplex = true", "remark = \"x\""},
             {"patient_name", "name"}}) {
        try {
            (void)parseBoxIndex(replaced(kIndexText, from, to), "i.toml");
            ADD_FAILURE() << "taken: " << to;
        } catch (const record::Fault& fault) {
            EXPECT_EQ(fault.kind, record::FaultKind::ConfigInvalid);
            EXPECT_TRUE(fault.context.contains("line")) << fault.what();
        }
    }
    std::string tabs = "[[folder]]\nnumber = 1\npatient = \"P\"\n";
    EXPECT_THROW((void)parseBoxIndex(tabs, "i.toml"), record::Fault); // none
    for (int i = 0; i < 51; ++i) {
        tabs += "[[folder.tab]]\nclass = \"c\"\nsheets = 1\n";
    }
    EXPECT_THROW((void)parseBoxIndex(tabs, "i.toml"), record::Fault);
}

constexpr std::string_view kIndexCsv = "folder,patient,patient_name,class,sheets,duplex\r\n"
                                       "37,P-1,見本 太郎,old-chart,12,\r\n"
                                       "37,P-1,見本 太郎,old-film,3,true\r\n"
                                       "2,\"P-2\",,old-chart,10000,FALSE";

// The same facts, however they are written: each member of each folder.
void expectSame(const std::vector<record::BoxFolder>& folders) {
    const auto wanted = parseBoxIndex(kIndexText, "i.toml");
    ASSERT_EQ(folders.size(), wanted.size());
    for (std::size_t i = 0; i < folders.size(); ++i) {
        EXPECT_EQ(folders[i].number, wanted[i].number);
        EXPECT_EQ(folders[i].patient.id, wanted[i].patient.id);
        EXPECT_EQ(folders[i].patient.name, wanted[i].patient.name);
        EXPECT_EQ(record::canonical(record::tabsJson(folders[i].tabs)),
                  record::canonical(record::tabsJson(wanted[i].tabs)));
    }
}

TEST(ParseBoxIndexCsv, SaysTheSameAsTheToml) {
    expectSame(parseBoxIndexCsv(kIndexCsv, "i.csv"));
    expectSame(parseBoxIndexCsv("\xef\xbb\xbf" + std::string(kIndexCsv) + "\r\n", "i.csv"));
    std::string unix(kIndexCsv);
    std::erase(unix, '\r');
    expectSame(parseBoxIndexCsv(unix, "i.csv"));
    const auto quoted = parseBoxIndexCsv(replaced(unix, "\"P-2\",", "\"P,\"\"2\"\"\","), "i.csv");
    EXPECT_EQ(quoted[1].patient.id, "P,\"2\"");
}

TEST(ParseBoxIndexCsv, NamesLineAndColumnOfWhatIsWrong) {
    struct Slip {
        const char *from, *to, *line, *column;
    };
    for (const Slip& slip : std::initializer_list<Slip>{
             {"duplex\r", "both\r", "1", "6"},
             {"folder,patient,", "patient,folder,", "1", "1"},
             {"37,P-1,見本 太郎,old-chart", "0,P-1,見本 太郎,old-chart", "2", "1"},
             {"37,P-1,見本 太郎,old-chart", "1001,P-1,見本 太郎,old-chart", "2", "1"},
             {"37,P-1,見本 太郎,old-chart", "+37,P-1,見本 太郎,old-chart", "2", "1"},
             {"37,P-1,見本 太郎,old-film", "37,P-9,見本 太郎,old-film", "3", "2"},
             {"37,P-1,見本 太郎,old-film", "37,P-1,見本 花子,old-film", "3", "3"},
             {"2,\"P-2\"", "2,", "4", "2"},
             {"2,\"P-2\"", "2,\"P-2", "4", "2"},
             {"2,\"P-2\"", "2,\"P-2\"x", "4", "2"},
             {"2,\"P-2\"", "2,\"P\r\n2\"", "4", "2"},
             {"old-film,", "\x93\xfa,", "3", "4"}, // Shift_JIS
             {"old-film,", "a\x01,", "3", "4"},
             {",12,", ",012,", "2", "5"},
             {",12,", ",10001,", "2", "5"},
             {",12,", ",,", "2", "5"},
             {",12,\r", ",12\r", "2", "6"},
             {",12,\r", ",12,,\r", "2", "6"},
             {"3,true", "3,yes", "3", "6"},
             {"12,\r\n", "12,\r", "2", "6"},
             {"2,\"P-2\",,old-chart,10000,FALSE", "\r\n", "4", "2"}}) {
        try {
            (void)parseBoxIndexCsv(replaced(kIndexCsv, slip.from, slip.to), "i.csv");
            ADD_FAILURE() << "taken: " << slip.to;
        } catch (const record::Fault& fault) {
            EXPECT_EQ(fault.kind, record::FaultKind::ConfigInvalid);
            EXPECT_EQ(fault.context.at("line"), slip.line) << fault.what();
            EXPECT_EQ(fault.context.at("column"), slip.column) << fault.what();
            EXPECT_NE(std::string(fault.what())
                          .find(std::string("i.csv:") + slip.line + ": column " + slip.column),
                      std::string::npos)
                << fault.what();
        }
    }
}

TEST(ParseBoxIndexCsv, HasLimits) {
    const std::string header = "folder,patient,patient_name,class,sheets,duplex\n";
    const auto refused = [](const std::string& text) {
        EXPECT_THROW((void)parseBoxIndexCsv(text, "i.csv"), record::Fault);
    };
    EXPECT_TRUE(parseBoxIndexCsv(header, "i.csv").empty());
    refused("");
    refused(std::string((1 << 20) + 1, 'x'));
    refused(header + "1,P,,c,1,\n2,P,,c,1,\n1,P,,c,1,\n"); // not one below the other
    refused(header + "1," + std::string(301, 'x') + ",,c,1,\n");
    refused(header + "1,P,," + std::string(65, 'x') + ",1,\n");
    std::string tabs = header;
    for (int i = 0; i < 50; ++i) {
        tabs += "1,P,,c,1,\n";
    }
    EXPECT_EQ(parseBoxIndexCsv(tabs, "i.csv")[0].tabs.size(), 50u);
    refused(tabs + "1,P,,c,1,\n");
}

} // namespace
} // namespace seihon::config
