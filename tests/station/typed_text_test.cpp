#include "station/typed_text.h"

#include "record/fault.h"
#include "record/original.h"

#include <gtest/gtest.h>

namespace seihon::station {

namespace {

// What is wrong with it; empty: nothing.
template <typename Require>
std::string wrong(Require require) {
    try {
        require();
        return {};
    } catch (const record::Fault& fault) {
        EXPECT_EQ(fault.kind, record::FaultKind::Usage);
        return fault.what();
    }
}

std::string wrongLine(const std::string& text) {
    return wrong([&] { requireWords(text, "the box"); });
}

std::string wrongReason(const std::string& text) {
    return wrong([&] { requireReason(text); });
}

record::Original original() {
    record::Original one;
    one.patient = {"P-1", "見本 太郎"};
    one.sheets = 1;
    return one;
}

std::string wrongOriginal(const record::Original& one) {
    return wrong([&] { requireTyped(one); });
}

} // namespace

TEST(TypedText, IsOneLineThatSaysSomething) {
    EXPECT_EQ(wrongLine("箱 12-A"), "");
    EXPECT_EQ(wrongLine(""), "the box is needed");
    EXPECT_EQ(wrongLine(" \u3000 "), "the box is needed") << "a wide space is a space";
    EXPECT_EQ(wrongLine("a\nb"), "the box is more than one line");
    EXPECT_EQ(wrong([] { requireLine("", "the shelf"); }), "");
}

TEST(TypedText, HoldsNothingThatATerminalObeys) {
    for (const char* text : {"a\x1b[2J", "a\rb", "a\tb", "a\u202Eb", "a\u009Bb", "\xff"}) {
        EXPECT_EQ(wrongLine(text), "the box holds control characters, or is not UTF-8") << text;
    }
}

TEST(TypedText, HasAnEnd) {
    EXPECT_EQ(wrongLine(std::string(kLongestLine, 'a')), "");
    EXPECT_EQ(wrongLine(std::string(kLongestLine + 1, 'a')), "the box is longer than 300 bytes");
    EXPECT_EQ(wrongReason(std::string(kLongestReason + 1, 'a')),
              "the reason is longer than 3000 bytes");
}

TEST(TypedText, AReasonMayHaveLines) {
    EXPECT_EQ(wrongReason("停電\n復旧 10:30"), "");
    EXPECT_EQ(wrongReason(" \n "), "a reason is needed");
    EXPECT_NE(wrongReason("a\x07"), "");
}

TEST(TypedText, ARegistrationNamesWhoseItIs) {
    EXPECT_EQ(wrongOriginal(original()), "");
    record::Original one = original();
    one.patient.id = " ";
    EXPECT_EQ(wrongOriginal(one), "the patient id is needed");
    one = original();
    one.provisional = true;
    one.patient = {"", ""};
    EXPECT_EQ(wrongOriginal(one), "the name as on the paper is needed");
    one.patient.name = "氏名不明 救急 3";
    EXPECT_EQ(wrongOriginal(one), "");
    one = original();
    one.patient.name = std::string(20'000, 'a');
    EXPECT_NE(wrongOriginal(one), "");
    one = original();
    one.sheets = 2'147'483'647;
    EXPECT_EQ(wrongOriginal(one), "the number of sheets is more than 10000");
}

} // namespace seihon::station
