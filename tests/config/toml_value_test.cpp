#include "config/toml_value.h"

#include "expect_refused.h"

#include <gtest/gtest.h>

namespace seihon::config {

namespace {

const TomlValue& member(const TomlValue& table, std::string_view key) {
    return std::get<TomlValue::Table>(table.value).find(key)->second;
}

void expectTomlRefused(std::string_view text, std::int64_t line, std::string_view reason) {
    expectRefused([&] { (void)parseToml(text, "x.toml"); }, line, reason);
}

TEST(ParseToml, KeepsValuesAndTheirLines) {
    const TomlValue root = parseToml("a = 1\n\n[t]\nb = [true,\n 1.5]\nc = '日本'\n"
                                     "d = 2028-02-29\ne = 2026-11-22T09:00:00.250+09:00\n"
                                     "[[list]]\n[[list]]\n",
                                     "x.toml");
    EXPECT_EQ(std::get<std::int64_t>(member(root, "a").value), 1);
    const TomlValue& t = member(root, "t");
    EXPECT_EQ(t.line, 3);
    const auto& b = std::get<TomlValue::Array>(member(t, "b").value);
    EXPECT_EQ(std::get<bool>(b.at(0).value), true);
    EXPECT_EQ(std::get<double>(b.at(1).value), 1.5);
    EXPECT_EQ(b.at(1).line, 5);
    EXPECT_EQ(std::get<std::string>(member(t, "c").value), "日本");
    EXPECT_EQ(std::get<std::chrono::year_month_day>(member(t, "d").value),
              std::chrono::year(2028) / 2 / 29);
    EXPECT_EQ(record::formatInstant(std::get<record::Instant>(member(t, "e").value)),
              "2026-11-22T00:00:00.250Z");
    EXPECT_EQ(std::get<TomlValue::Array>(member(root, "list").value).at(1).line, 10);
}

TEST(ParseToml, RefusesWhatIsNoToml) {
    expectTomlRefused("a = 1\nb =\n", 2, "");
    expectTomlRefused("a = 1\na = 2\n", 2, "redefine");
    expectTomlRefused("a = 1\nb = \"\xff\xfe\"\n", 2, "");
    expectTomlRefused("a = 1\nb = \"\xe6\x97\"", 2, "");
    expectTomlRefused(std::string_view("a = 1\nb = \"\0\"\n", 14), 2, "NUL");
    expectTomlRefused("d = 2026-02-30\n", 1, "");
}

// The library asserts on this one.
TEST(ParseToml, RefusesAHeaderThatBeginsWithNoKey) {
    expectTomlRefused("a = 1\n[=]\n", 1, "not TOML");
    expectTomlRefused("[\x01x]\n", 1, "");
}

TEST(ParseToml, RefusesFullWidthCharactersOutsideTexts) {
    expectTomlRefused("a = [1、 2]\n", 1, "full-width");
    expectTomlRefused("a = 1\nb　= 2\n", 2, "full-width");
    expectTomlRefused("a = 'x' \u00b5\n", 1, "full-width");
    EXPECT_NO_THROW((void)parseToml("a = '、' # 、\nb = \"\\\"、\" # \"\n", "x.toml"));
    EXPECT_NO_THROW((void)parseToml("\xef\xbb\xbf"
                                    "a = 1",
                                    "x.toml"));
}

TEST(ParseToml, RefusesTextsGluedToSomethingElse) {
    for (const auto* line :
         {"a = 2'、'", "a = ='、'", "a='x'", "a = 5['、']", "a = [5{'、'}]", "a = 1.'、'"}) {
        expectTomlRefused("\n" + std::string(line) + "\n", 2, "before it");
    }
    EXPECT_NO_THROW((void)parseToml("a = ['x','y',['、']]\n'b' = {'c' = '、'}", "x.toml"));
}

TEST(ParseToml, RefusesTextsOverSeveralLines) {
    expectTomlRefused("a = 1\nb = \"\"\"x\ny\"\"\"\n", 2, "its line");
    expectTomlRefused("a = 1\nb = '''x'''\n", 2, "its line");
    expectTomlRefused("a = \"x\\\"\n", 1, "its line");
    EXPECT_NO_THROW((void)parseToml("a = \"\"\nb = ''", "x.toml"));
}

TEST(ParseToml, RefusesTimesWithoutMeaning) {
    expectTomlRefused("a = 1\nb = 10:00:00\n", 2, "time of day");
    expectTomlRefused("a = 1\nb = 2026-11-22T10:00:00\n", 2, "offset");
    expectTomlRefused("a = 1\nb = 2026-11-22T10:00:00.0001Z\n", 2, "millisecond");
}

TEST(ParseToml, HasLimits) {
    const std::string most = std::string((1u << 20) - 1, '\n') + " ";
    EXPECT_NO_THROW((void)parseToml(most, "x.toml"));
    expectTomlRefused(most + " ", 1, "1 MiB");
    const std::string line = "# " + std::string(4094, 'x');
    EXPECT_NO_THROW((void)parseToml("\n" + line, "x.toml"));
    expectTomlRefused("\n" + line + "x", 2, "4096");
    std::string dotted = "a";
    for (int i = 0; i < 64; ++i) {
        dotted += ".a";
    }
    EXPECT_NO_THROW((void)parseToml(dotted + " = 1", "x.toml"));
    expectTomlRefused("\n" + dotted + ".a = 1", 2, "dots");
    expectTomlRefused("a = " + std::string(1000, '[') + std::string(1000, ']'), 1, "nest");
}

// Every line nests 63 tables and a list more: as deep as the limits let it get.
TEST(ParseToml, SurvivesTheDeepestNestingThatItsLimitsAllow) {
    std::string key = "a";
    for (int i = 0; i < 63; ++i) {
        key += ".a";
    }
    const auto nested = [&](int depth) {
        std::string text;
        for (int i = 0; i < depth; ++i) {
            text += (i == 0 ? "" : "{ ") + key + " = [\n";
        }
        text += "1";
        for (int i = depth; i-- > 0;) {
            text += i == 0 ? "]" : "]}\n";
        }
        return text;
    };
    EXPECT_NO_THROW((void)parseToml(nested(7), "x.toml"));
    EXPECT_ANY_THROW((void)parseToml(nested(40), "x.toml"));
}

} // namespace

} // namespace seihon::config
