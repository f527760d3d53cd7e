#include "dicom/character_sets.h"
#include "dicom/person_name.h"
#include "dicom/text.h"
#include "dicom/uid.h"
#include "record/fault.h"

#include <gtest/gtest.h>

#include <algorithm>

// Japanese text as PS3.5 writes it.
namespace seihon::dicom {

namespace {

const CharacterSets kUtf8 = characterSetsFrom("ISO_IR 192");
const CharacterSets kKanji = characterSetsFrom("\\ISO 2022 IR 87");
const CharacterSets kMoreKanji = characterSetsFrom("\\ISO 2022 IR 87\\ISO 2022 IR 159");
const CharacterSets kKatakana = characterSetsFrom("ISO_IR 13");
const CharacterSets kKatakanaKanji = characterSetsFrom("ISO 2022 IR 13\\ISO 2022 IR 87");

std::string written(std::string_view text, const CharacterSets& sets,
                    TextKind kind = TextKind::PersonName) {
    const Encoded encoded = encodeText(text, sets, kind, OutsideRule::Refuse);
    return encoded.refused ? "refused" : encoded.bytes;
}

void expectRoundTrip(const std::string& text, const CharacterSets& sets,
                     TextKind kind = TextKind::PersonName) {
    const Encoded encoded = encodeText(text, sets, kind, OutsideRule::Refuse);
    ASSERT_FALSE(encoded.refused) << text << " in " << attributeOf(sets);
    const Decoded decoded = decodeText(encoded.bytes, sets, kind);
    EXPECT_EQ(decoded.text, text) << attributeOf(sets);
    EXPECT_TRUE(decoded.notes.empty()) << text;
    if (sets.first != CharacterSets::First::Utf8) { // no byte of UTF-8 slips through
        EXPECT_EQ(encoded.bytes.find("\xe3"), std::string::npos);
    }
}

} // namespace

// PS3.5 H.3.1 and H.3.2 print these bytes.
TEST(DicomText, the_examples_of_the_standard) {
    EXPECT_EQ(
        written("Yamada^Tarou=山田^太郎=やまだ^たろう", kKanji),
        "Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B");
    EXPECT_EQ(written("ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう", kKatakanaKanji),
              "\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J="
              "\x1b$B$d$^$@\x1b(J^\x1b$B$?$m$&\x1b(J");
    EXPECT_EQ(decodeText("Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^"
                         "\x1b$B$?$m$&\x1b(B ",
                         kKanji, TextKind::PersonName)
                  .text,
              "Yamada^Tarou=山田^太郎=やまだ^たろう");
}

TEST(DicomText, hard_names_come_back_as_they_were) {
    // Second bytes of two-byte characters that look like delimiters: ソ is 0x253D, ゞ 0x2135,
    // 構 0x393D (=), 歃 and 怱 hold 0x5C and 0x5E.
    const std::vector<std::string> inKanji{
        "=山田^太郎=ヤマダ^タロウ",
        "=ソ^構=ソー",
        "=表^十=",
        "=髟^竹",
        "=渡邊^一郎",
        "=斎藤^齋",
        "=オオノ^ヨーコ=おおの^ようこ",
        "=々木^〆",
        "Smith^John",
        "=株式会社　山田",
        "=山田 太郎",
        "=Ω^Я",
        "=А＾Ｂ＝Ｃ",
        "",
        "=",
        "Yamada^Tarou^^Dr.^Jr.",
    };
    for (const std::string& name : inKanji) {
        for (const CharacterSets& sets : {kUtf8, kKanji, kMoreKanji, kKatakanaKanji}) {
            expectRoundTrip(name, sets);
        }
    }
    for (const std::string name : {"=丂^丄", "=鷗^外", "=俠^客", "=森^鷗外=もり^おうがい"}) {
        expectRoundTrip(name, kUtf8);
        expectRoundTrip(name, kMoreKanji); // JIS X 0212
        EXPECT_EQ(written(name, kKanji), "refused") << name;
    }
    for (const std::string name : {"ﾔﾏﾀﾞ^ﾀﾛｳ", "ｶﾞｷﾞｸﾞ^ｰ", "ABC ﾔﾏﾀﾞ", "‾^ﾀ"}) {
        expectRoundTrip(name, kUtf8);
        expectRoundTrip(name, kKatakana);
        expectRoundTrip(name, kKatakanaKanji);
    }
    for (const std::string name :
         {"=髙橋^一", "=𠮷野^家", "=山﨑^花", "=葛󠄀城", "=①", "=山田^☃"}) {
        expectRoundTrip(name, kUtf8);
        for (const CharacterSets& sets : {kKanji, kMoreKanji, kKatakana, kKatakanaKanji}) {
            EXPECT_EQ(written(name, sets), "refused") << name << attributeOf(sets);
        }
    }
}

// Every character of both sets, and its way back.
TEST(DicomText, every_character_of_the_tables_comes_back) {
    for (const std::string_view escape : {"\x1b$B", "\x1b$(D"}) {
        std::size_t there = 0;
        for (char row = 0x21; row < 0x7f; ++row) {
            for (char cell = 0x21; cell < 0x7f; ++cell) {
                const std::string bytes = std::string(escape) + row + cell + "\x1b(B";
                const Decoded decoded = decodeText(bytes, kMoreKanji, TextKind::ShortText);
                if (!decoded.notes.empty()) {
                    EXPECT_EQ(decoded.notes, std::vector{TextNote::Undecodable});
                    continue;
                }
                ++there;
                const std::string again = written(decoded.text, kMoreKanji, TextKind::ShortText);
                EXPECT_EQ(decodeText(again, kMoreKanji, TextKind::ShortText).text, decoded.text);
                if (escape == "\x1b$B") {
                    EXPECT_EQ(again, bytes);
                }
            }
        }
        EXPECT_EQ(there, escape == "\x1b$B" ? 6879u : 6067u); // as the standards count them
    }
}

TEST(DicomText, what_is_outside_is_refused_or_told_never_replaced_in_silence) {
    const Encoded refused =
        encodeText("=髙橋^𠮷", kKanji, TextKind::PersonName, OutsideRule::Refuse);
    EXPECT_TRUE(refused.refused);
    EXPECT_EQ(refused.bytes, "");
    EXPECT_EQ(refused.outside, (std::vector<Outside>{{"髙", 1, ""}, {"𠮷", 4, ""}}));
    const Encoded noted = encodeText("=髙橋^𠮷", kKanji, TextKind::PersonName, OutsideRule::Note);
    EXPECT_FALSE(noted.refused);
    EXPECT_EQ(decodeText(noted.bytes, kKanji, TextKind::PersonName).text, "=〓橋^〓");
    EXPECT_EQ(noted.outside, (std::vector<Outside>{{"髙", 1, "〓"}, {"𠮷", 4, "〓"}}));

    // The alphabetic group keeps to the first set.
    EXPECT_TRUE(encodeText("山田^太郎", kKanji, TextKind::PersonName, OutsideRule::Refuse).refused);
    EXPECT_EQ(encodeText("山田^太郎", kKanji, TextKind::PersonName, OutsideRule::Note).bytes,
              "??^??");
    // A backslash and control characters are no part of a name, in no set.
    for (const CharacterSets& sets : {kUtf8, kKanji, kKatakana, CharacterSets{}}) {
        for (const char* name : {"a\\b", "a\nb", "a\x1b(B", "a\x7f", "a\tb"}) {
            EXPECT_EQ(written(name, sets), "refused");
            EXPECT_EQ(written(name, sets, TextKind::LongString), "refused");
        }
    }
    // But of texts with lines they are.
    expectRoundTrip("a\\b\r\n山田\t\\\f", kKanji, TextKind::LongText);
    expectRoundTrip("a\\b\r\n山田", kUtf8, TextKind::ShortText);
}

TEST(DicomText, five_c_is_yen_where_it_cannot_be_a_delimiter) {
    EXPECT_EQ(decodeText("\\1000", kKatakana, TextKind::LongText).text, "¥1000");
    EXPECT_EQ(decodeText("\\1000", kKatakana, TextKind::LongString).text, "\\1000");
    EXPECT_EQ(decodeText("\\1000", kKanji, TextKind::LongText).text, "\\1000");
    EXPECT_EQ(written("¥1000", kKatakana, TextKind::LongText), "\\1000");
    EXPECT_EQ(written("¥1000", kKatakana, TextKind::LongString), "refused"); // it would part values
    EXPECT_EQ(written("\\", kKatakana, TextKind::LongText), "refused");
    EXPECT_EQ(written("\\", kKatakanaKanji, TextKind::LongText), "\x1b(B\\\x1b(J");
}

TEST(DicomText, too_long_is_refused_and_never_cut) {
    const auto many = [](std::size_t count) {
        std::string text;
        for (std::size_t i = 0; i < count; ++i) {
            text += "山";
        }
        return text;
    };
    EXPECT_NE(written("=" + many(64), kKanji), "refused");
    for (const OutsideRule rule : {OutsideRule::Refuse, OutsideRule::Note}) {
        for (const std::string& name :
             {"=" + many(65), "=" + many(65) + "=a", std::string("a=b=c=d"),
              std::string("a^b^c^d^e^f"), std::string("=a^b^c^d^e^f=x")}) {
            const Encoded encoded = encodeText(name, kKanji, TextKind::PersonName, rule);
            EXPECT_TRUE(encoded.refused && encoded.tooLong && encoded.bytes.empty()) << name;
        }
        EXPECT_TRUE(encodeText(many(17), kUtf8, TextKind::ShortString, rule).tooLong);
        EXPECT_FALSE(encodeText(many(16), kUtf8, TextKind::ShortString, rule).tooLong);
    }
    EXPECT_THROW(
        static_cast<void>(encodeText("\xff", kUtf8, TextKind::LongString, OutsideRule::Note)),
        record::Fault);
}

TEST(DicomText, names_from_a_patient_index_are_not_guessed_at) {
    EXPECT_EQ(textOf(plainName("山田 太郎", "ヤマダ タロウ")), "=山田 太郎=ヤマダ タロウ");
    EXPECT_EQ(textOf(plainName("Smith^John", "")), "Smith^John");
    EXPECT_EQ(textOf(plainName("", "")), "");
    EXPECT_EQ(textOf(plainName("A=亜=ア", "")), "A=亜=ア");
    EXPECT_EQ(personNameFrom("a=b=c"), (PersonName{"a", "b", "c"}));
    EXPECT_EQ(textOf(personNameFrom("=b")), "=b");
    // Four groups are not made into three.
    EXPECT_TRUE(encodeText(textOf(personNameFrom("a=b=c=d")), kUtf8, TextKind::PersonName,
                           OutsideRule::Note)
                    .refused);
}

TEST(DicomText, uids_are_made_of_ids) {
    // PS3.5 B.2 prints this one.
    EXPECT_EQ(uidOfUuid("f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
              "2.25.329800735698586629295641978511506172918");
    EXPECT_EQ(uidOfUuid("00000000-0000-0000-0000-000000000001"), "2.25.1");
    for (const char* bad :
         {"", "f81d4fae7dec11d0a76500a0c91e6bf6", "F81D4FAE-7dec-11d0-a765-00a0c91e6bf6",
          "f81d4fae-7dec-11d0-a765-00a0c91e6bf6-", "f81d4fae-7dec-11d0-a765-00a0c91e6bf"}) {
        EXPECT_THROW(static_cast<void>(uidOfUuid(bad)), record::Fault) << bad;
    }
    EXPECT_TRUE(isUid("1.2.840.10008.1.1"));
    for (const char* bad : {"", "1", "1.", ".1", "1..2", "1.02", "1.a", "1.2 "}) {
        EXPECT_FALSE(isUid(bad)) << bad;
    }
    EXPECT_FALSE(isUid("1." + std::string(63, '2')));
}

} // namespace seihon::dicom
