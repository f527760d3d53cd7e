#include "record/clean_text.h"

#include <gtest/gtest.h>

namespace seihon::record {
namespace {

TEST(CleanText, OrdinaryTextStaysAsItIs) {
    const std::string text = "試作　健一 <b>&\"' 𠮷 髙\nZ";
    EXPECT_EQ(cleanText(text), text);
}

TEST(CleanText, BytesThatAreNoUtf8BecomeVisible) {
    const std::string mark = "\xEF\xBF\xBD";
    EXPECT_EQ(cleanText("a\xFF"
                        "b"),
              "a" + mark + "b");
    EXPECT_EQ(cleanText("\xC0\xAF"), mark + mark) << "overlong";
    EXPECT_EQ(cleanText("\xE0\x80\x80"), mark + mark + mark) << "overlong";
    EXPECT_EQ(cleanText("\xED\xA0\x80"), mark + mark + mark) << "surrogate";
    EXPECT_EQ(cleanText("\xF4\x90\x80\x80"), mark + mark + mark + mark) << "above U+10FFFF";
    EXPECT_EQ(cleanText("\xE8\xA9"), mark + mark) << "cut short";
}

TEST(CleanText, ControlsAndDirectionMarksBecomeVisible) {
    EXPECT_EQ(cleanText(std::string("a\x1b[31m\0b", 8)), "a\xEF\xBF\xBD[31m\xEF\xBF\xBD"
                                                         "b");
    EXPECT_EQ(cleanText("a\r\tb"), "a\xEF\xBF\xBD\xEF\xBF\xBD"
                                   "b");
    EXPECT_EQ(cleanText("a\u202Eb"), "a[U+202E]b");
    EXPECT_EQ(cleanText("\u2066"), "[U+2066]");
    EXPECT_EQ(cleanText("\u0085"), "\xEF\xBF\xBD");
}

TEST(CleanText, HtmlMeaningIsTakenAway) {
    EXPECT_EQ(escapeHtml("<b>&\"'"), "&lt;b&gt;&amp;&quot;&#39;");
    EXPECT_EQ(escapeHtml("&amp;"), "&amp;amp;");
    EXPECT_EQ(escapeHtml("\xFF<"), "\xEF\xBF\xBD&lt;");
}

} // namespace
} // namespace seihon::record
