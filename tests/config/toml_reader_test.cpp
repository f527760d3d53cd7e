#include "config/toml_reader.h"

#include "expect_refused.h"
#include "record/capture_facts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace seihon::config {

namespace {

using testing::ElementsAre;

struct Document {
    explicit Document(std::string_view text) : value(parseToml(text, "x.toml")) {}
    TableReader reader() const { return {"x.toml", value, ""}; }
    TomlValue value;
};

void expectReader(std::string_view text, const std::function<void(TableReader&)>& read,
                  std::string_view reason) {
    const Document document(text);
    TableReader reader = document.reader();
    expectRefused([&] { read(reader); }, 1, reason);
}

TEST(TableReader, ScalesNumbersExactly) {
    const Document document("a = 1.5\nb = 2\nc = 0.001\nd = 1.12\ne = -0.5");
    TableReader reader = document.reader();
    const Range any{-1'000'000, 1'000'000};
    EXPECT_EQ(reader.scaled("a", 1000, any), 1500);
    EXPECT_EQ(reader.scaled("b", 1000, any), 2000);
    EXPECT_EQ(reader.scaled("c", 1000, any), 1);
    EXPECT_EQ(reader.scaled("d", 1000, any), 1120);
    EXPECT_EQ(reader.scaled("e", 10, any), -5);
    EXPECT_NO_THROW(reader.finish());
}

TEST(TableReader, RefusesNumbersThatItWouldHaveToRound) {
    const auto read = [](TableReader& r) {
        (void)r.scaled("a", 1000, {0, 10'000});
    };
    expectReader("a = 1.0005", read, "finer");
    expectReader("a = nan", read, "between");
    expectReader("a = inf", read, "between");
    expectReader("a = 10.001", read, "between");
    expectReader("a = -0.001", read, "between");
    expectReader("a = \"1.5\"", read, "must be a number");
    expectReader("a = 9223372036854775807", read, "between");
}

TEST(TableReader, RefusesOtherTypes) {
    expectReader(
        "a = 1.0", [](auto& r) { (void)r.integer("a", {}); }, "whole number");
    expectReader(
        "a = 1", [](auto& r) { (void)r.flag("a"); }, "true or false");
    expectReader(
        "a = 1", [](auto& r) { (void)r.text("a"); }, "must be a text");
    expectReader(
        "a = 'x'", [](auto& r) { (void)r.texts("a", TextKind::Words, 0); }, "a list");
    expectReader(
        "a = [1]", [](auto& r) { (void)r.texts("a", TextKind::Words, 0); }, "of texts");
    expectReader(
        "a = ['1']", [](auto& r) { (void)r.integers("a", {}); }, "whole numbers");
    expectReader(
        "a = ['1']", [](auto& r) { (void)r.days("a"); }, "days");
    expectReader(
        "a = 2026-11-22", [](auto& r) { (void)r.instant("a"); }, "point in time");
    expectReader(
        "a = 1", [](auto& r) { (void)r.table("a"); }, "must be a table");
    expectReader(
        "a = [1]", [](auto& r) { (void)r.tables("a"); }, "must be a table");
}

TEST(TableReader, RefusesMissingUnknownEmptyAndDouble) {
    expectReader(
        "a = 1", [](auto& r) { (void)r.integer("b", {}); }, "b is missing");
    expectReader(
        "a = 1", [](auto& r) { r.finish(); }, "a is not a known item");
    expectReader(
        "a = []", [](auto& r) { (void)r.texts("a", TextKind::Words, 1); }, "empty");
    expectReader(
        "a = []", [](auto& r) { (void)r.integers("a", {}); }, "empty");
    expectReader(
        "a = ['x', 'x']", [](auto& r) { (void)r.texts("a", TextKind::Words, 0); }, "twice");
    expectReader(
        "a = [1, 1]", [](auto& r) { (void)r.integers("a", {}); }, "twice");
    expectReader(
        "a = [2026-01-01, 2026-01-01]", [](auto& r) { (void)r.days("a"); }, "twice");
}

TEST(TableReader, NamesTheWordsThatItKnows) {
    expectReader(
        "a = 'pink'", [](auto& r) { (void)r.template choice<record::Side>("a"); }, "front, back");
    const Document document("a = ['back', 'front']");
    TableReader reader = document.reader();
    EXPECT_THAT(reader.choices<record::Side>("a", 1),
                ElementsAre(record::Side::Back, record::Side::Front));
}

TEST(TableReader, TextsHaveKinds) {
    const auto kind = [](TextKind which) {
        return [which](TableReader& r) {
            (void)r.text("a", which);
        };
    };
    expectReader("a = ''", kind(TextKind::Words), "empty");
    expectReader("a = '  '", kind(TextKind::Words), "empty");
    expectReader("a = \"x\\ny\"", kind(TextKind::Words), "control");
    expectReader("a = '" + std::string(2001, 'x') + "'", kind(TextKind::MayBeEmpty), "2000");
    for (const auto* name : {"''", "'.'", "'..'", "'../x'", "'/x'", "'.hidden'", "'a b'"}) {
        expectReader("a = " + std::string(name), kind(TextKind::FileName), "file name");
    }
    for (const auto* oid : {"'1'", "'3.1'", "'1.'", "'.1'", "'1..2'", "'1.02'", "'1.2a'", "''"}) {
        expectReader("a = " + std::string(oid), kind(TextKind::Oid), "object identifier");
    }
    const Document document("a = '1.2.392.100495.1.5.1.1.0.1'\nb = 'root-ca.pem'\nc = ''");
    TableReader reader = document.reader();
    EXPECT_EQ(reader.text("a", TextKind::Oid), "1.2.392.100495.1.5.1.1.0.1");
    EXPECT_EQ(reader.text("b", TextKind::FileName), "root-ca.pem");
    EXPECT_EQ(reader.text("c", TextKind::MayBeEmpty), "");
}

TEST(UtcOffset, IsReadStrictly) {
    EXPECT_EQ(utcOffsetFromText("+09:00"), std::chrono::minutes(540));
    EXPECT_EQ(utcOffsetFromText("-03:30"), std::chrono::minutes(-210));
    EXPECT_EQ(utcOffsetFromText("+14:00"), std::chrono::minutes(840));
    for (const auto* text : {"9", "+9:00", "+0900", "+09:60", "+14:01", "-12:01", "Z", " 09:00"}) {
        EXPECT_EQ(utcOffsetFromText(text), std::nullopt) << text;
    }
}

} // namespace

} // namespace seihon::config
