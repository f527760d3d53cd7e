#include "record/json.h"

#include "expect_fault.h"

#include <limits>

namespace seihon::record {
namespace {

std::string throughCanonical(std::string_view text) {
    return canonical(parseJson(text));
}

void expectRefused(std::string_view text, const std::string& part = {}) {
    SCOPED_TRACE(std::string(text.substr(0, 80)));
    expectFault(
        FaultKind::Malformed, [&] { parseJson(text); }, part);
}

TEST(Json, WritesKeysInOrderWithoutWhiteSpace) {
    EXPECT_EQ(
        throughCanonical(R"( { "b" : [ 1 , true , null ] , "a" : { } , "B":"", "aa" : -7 } )"),
        R"({"B":"","a":{},"aa":-7,"b":[1,true,null]})");
}

// RFC 8785 §3.2.2.2, table of escapes.
TEST(Json, EscapesOnlyWhatMustBe) {
    std::string controls;
    for (char c = 0; c < 0x20; ++c) {
        controls += c;
    }
    EXPECT_EQ(
        canonical(Json(controls)),
        "\"\\u0000\\u0001\\u0002\\u0003\\u0004\\u0005\\u0006\\u0007\\b\\t\\n\\u000b\\f\\r\\u000e"
        "\\u000f\\u0010\\u0011\\u0012\\u0013\\u0014\\u0015\\u0016\\u0017\\u0018\\u0019\\u001a"
        "\\u001b\\u001c\\u001d\\u001e\\u001f\"");
    EXPECT_EQ(canonical(Json("a\"b\\c/d\x7f")), "\"a\\\"b\\\\c/d\x7f\"");
    EXPECT_EQ(throughCanonical(R"("\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/")"),
              "\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"");
    EXPECT_EQ(throughCanonical(R"("\ud83d\ude00 患者")"), "\"😀 患者\"");
}

TEST(Json, RoundTripsEveryKind) {
    const Json value =
        Json::object({{"null", nullptr},
                      {"yes", true},
                      {"no", false},
                      {"least", -9007199254740991ll},
                      {"most", 9007199254740991ll},
                      {"text", std::string("a\0\x1f\"\\ 漢字", 12)},
                      {"list", Json::array({1, "two", Json::array(), Json::object({})})}});
    EXPECT_EQ(parseJson(canonical(value)), value);
    EXPECT_EQ(parseJson(pretty(value)), value);
    EXPECT_EQ(canonical(parseJson(pretty(value))), canonical(value));
}

TEST(Json, PrettyIndentsByTwo) {
    EXPECT_EQ(pretty(Json::object({{"a", Json::array({1})}, {"b", Json::object({})}})),
              "{\n  \"a\": [\n    1\n  ],\n  \"b\": {}\n}");
}

TEST(Json, RefusesDuplicateKeys) {
    expectRefused(R"({"a":1,"a":1})", "stands twice");
    expectRefused(R"({"x":{"a":1,"b":2,"a":3}})", "stands twice");
    expectRefused(R"({"a":1,"\u0061":2})", "stands twice");
    EXPECT_NO_THROW(parseJson(R"({"a":{"a":1},"b":{"a":1}})"));
}

TEST(Json, RefusesFractionsAndExponents) {
    for (const char* text :
         {"1.0", "-0.5", "1e3", "1E3", "[2.50]", "123456789012345678901234567890"}) {
        expectRefused(text);
    }
}

TEST(Json, RefusesIntegersThatDoublesCannotHold) {
    EXPECT_EQ(parseJson("9007199254740991").asInt(), 9007199254740991);
    EXPECT_EQ(parseJson("-9007199254740991").asInt(), -9007199254740991);
    for (const char* text : {"9007199254740992", "-9007199254740992", "9223372036854775807",
                             "-9223372036854775808", "18446744073709551615"}) {
        expectRefused(text);
    }
    expectFault(FaultKind::Malformed,
                [] { static_cast<void>(Json(std::numeric_limits<unsigned long>::max())); });
}

TEST(Json, RefusesNumbersThatJsonDoesNotKnow) {
    for (const char* text : {"01", "+1", "--1", "NaN", "Infinity", "0x10", "1_000", "."}) {
        expectRefused(text);
    }
    EXPECT_EQ(throughCanonical("-0"), "0");
}

TEST(Json, RefusesBadUtf8) {
    for (const char* bytes : {"\x80", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80",
                              "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xe3\x81", "\xff"}) {
        expectRefused("\"" + std::string(bytes) + "\"");
    }
    expectRefused(R"("\ud800")");
    expectRefused(R"("\udc00\ud800")");
    expectRefused(R"("\u12")");
}

TEST(Json, RefusesKeysOutsideAscii) {
    expectRefused("{\"氏名\":1}", "ASCII");
}

TEST(Json, RefusesWhatFollowsTheDocument) {
    for (const std::string& text :
         {std::string("{} {}"), std::string("1 2"), std::string("[],"), std::string("null]"),
          std::string("{}\0{}", 5), std::string("\0", 1), std::string("{}\0", 3)}) {
        expectRefused(text);
    }
    EXPECT_NO_THROW(parseJson(" {} \n"));
}

TEST(Json, RefusesWhatIsNotJson) {
    for (const char* text :
         {"", " ", "{", "[1,]", "{\"a\":1,}", "{a:1}", "'a'", "{\"a\" 1}", "[1 2]", "nul", "True",
          "// x\n1", "/* x */ 1", "\"a\nb\"", "\"\\x41\"", "\xef\xbb\xbf{}"}) {
        expectRefused(text);
    }
}

TEST(Json, RefusesDepthAndLengthBeyondTheLimits) {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    EXPECT_NO_THROW(parseJson(nested(32)));
    expectRefused(nested(33), "too deep");
    expectRefused(std::string(1'000'000, '['), "too deep");
    EXPECT_NO_THROW(parseJson("[1]", {.bytes = 3, .depth = 1}));
    expectFault(
        FaultKind::Malformed, [] { parseJson("[1]", {.bytes = 2, .depth = 1}); }, "longer");
    expectFault(
        FaultKind::Malformed, [] { parseJson("[[1]]", {.bytes = 9, .depth = 1}); }, "deep");
}

// A line that parseJson would refuse must never get into the ledger.
TEST(Json, DoesNotWriteWhatItCouldNotRead) {
    expectFault(
        FaultKind::Malformed, [] { canonical(Json("\xff\xfe")); }, "UTF-8");
    expectFault(
        FaultKind::Malformed, [] { canonical(Json("cut \xe3\x81")); }, "UTF-8");
    expectFault(
        FaultKind::Malformed, [] { canonical(Json(9007199254740992ll)); }, "range");
    expectFault(
        FaultKind::Malformed,
        [] {
            canonical(Json::object({{"氏名", 1}}));
        },
        "ASCII");
    EXPECT_NO_THROW(canonical(Json("߿ࠀ퟿\xef\xbf\xbf\xf0\x90\x80\x80\xf4\x8f\xbf\xbf")));
}

TEST(Json, FaultsOnTheWrongKind) {
    const Json value = parseJson(R"({"text":"1","number":1,"nothing":null})");
    expectFault(FaultKind::Malformed, [&] { value.at("text").asInt(); });
    expectFault(FaultKind::Malformed, [&] { value.at("number").asString(); });
    expectFault(FaultKind::Malformed, [&] { value.at("number").asBool(); });
    expectFault(FaultKind::Malformed, [&] { value.at("number").at("x"); });
    expectFault(FaultKind::Malformed, [&] { value.asArray(); });
    expectFault(
        FaultKind::Malformed, [&] { value.at("absent"); }, "absent");
    EXPECT_EQ(value.find("absent"), nullptr);
    EXPECT_EQ(value.find("nothing"), nullptr);
    EXPECT_NE(value.find("number"), nullptr);
    expectFault(FaultKind::Malformed, [] { Json("text").set("key", 1); });
    expectFault(FaultKind::Malformed, [] { Json(1).push(1); });
}

// A loop over what a temporary held met freed memory; the sanitizers saw it.
TEST(Json, PartsOfATemporaryAreValuesOfTheirOwn) {
    std::string seen;
    for (const Json& one :
         parseJson(R"({"a":["a text too long for the string itself","b"]})").at("a").asArray()) {
        seen += one.asString();
    }
    EXPECT_EQ(seen, "a text too long for the string itselfb");
    static_assert(!std::is_reference_v<decltype(std::declval<Json>().asString())>);
    static_assert(!std::is_reference_v<decltype(std::declval<Json>().asObject())>);
}

} // namespace
} // namespace seihon::record
