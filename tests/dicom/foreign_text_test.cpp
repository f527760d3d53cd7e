#include "dicom/character_sets.h"
#include "dicom/text.h"
#include "record/fault.h"
#include "support/run_tool.h"

#include <gtest/gtest.h>

// Text from outside: of worklists and of other programs.
namespace seihon::dicom {

namespace {

Decoded name(std::string_view bytes, const char* sets) {
    return decodeText(bytes, characterSetsFrom(sets), TextKind::PersonName);
}

} // namespace

TEST(DicomForeignText, the_attribute_is_read_strictly) {
    for (const char* good :
         {"", "ISO_IR 6", "ISO_IR 192", "ISO_IR 13", "\\ISO 2022 IR 87",
          "ISO 2022 IR 6\\ISO 2022 IR 87 ", "ISO 2022 IR 13\\ISO 2022 IR 87",
          "\\ISO 2022 IR 87\\ISO 2022 IR 159", "\\ISO 2022 IR 13\\ISO 2022 IR 87"}) {
        const CharacterSets sets = characterSetsFrom(good);
        EXPECT_EQ(characterSetsFrom(attributeOf(sets)), sets) << good;
    }
    for (const char* bad :
         {"ISO_IR 100", "GB18030", "ISO 2022 IR 149", "ISO_IR 192\\ISO 2022 IR 87", "utf-8",
          "ISO_IR 13\\GBK", "iso_ir 192"}) {
        EXPECT_THROW(static_cast<void>(characterSetsFrom(bad)), record::Fault) << bad;
    }
}

TEST(DicomForeignText, what_is_broken_is_told) {
    using Notes = std::vector<TextNote>;
    // Left open at the end; bytes above ASCII; an escape where none may be; half a character.
    EXPECT_EQ(name("=\x1b$B;3ED", "\\ISO 2022 IR 87").notes, Notes{TextNote::EscapeOpened});
    EXPECT_EQ(name("=\x1b$B;3ED", "\\ISO 2022 IR 87").text, "=山田");
    EXPECT_EQ(name("\xe5\xb1\xb1", "").text, "\uFFFD\uFFFD\uFFFD");
    EXPECT_EQ(name("\x1b$B;3\x1b(B", "").notes, Notes{TextNote::Undecodable});
    EXPECT_EQ(name("=\x1b$B;3E\x1b(B^a", "\\ISO 2022 IR 87").text, "=山\uFFFD^a");
    EXPECT_EQ(name("=\x1b$B;3E", "\\ISO 2022 IR 87").notes,
              (Notes{TextNote::Undecodable, TextNote::EscapeOpened}));
    EXPECT_EQ(name("\xc0\x80", "ISO_IR 192").text, "\uFFFD\uFFFD"); // an overlong null
    EXPECT_EQ(name("\xed\xa0\x80", "ISO_IR 192").notes, Notes{TextNote::Undecodable});
    // Systems that name IR 87 and use JIS X 0201 or 0212 beside it are read, and told of.
    EXPECT_EQ(name("=\x1b$B;3ED\x1b(J", "\\ISO 2022 IR 87").text, "=山田");
    EXPECT_EQ(name("=\x1b$B;3ED\x1b(J", "\\ISO 2022 IR 87").notes, Notes{TextNote::EscapeOdd});
    EXPECT_EQ(name("=\x1b$(D0!\x1b(B", "\\ISO 2022 IR 87").notes, Notes{TextNote::EscapeOdd});
    // A delimiter puts the first set back, so a second group without an escape is ASCII.
    EXPECT_EQ(name("=\x1b$B;3ED\x1b(B=ab", "\\ISO 2022 IR 87").text, "=山田=ab");
    // A line control inside two-byte text puts it back as well.
    const Decoded lines =
        decodeText("\x1b$B;3\nab", characterSetsFrom("\\ISO 2022 IR 87"), TextKind::LongText);
    EXPECT_EQ(lines.text, "山\nab");
    EXPECT_EQ(lines.notes, Notes{TextNote::EscapeOpened});
    // Padding goes, a name of spaces is none.
    EXPECT_EQ(name("Yamada  ", "").text, "Yamada");
    EXPECT_EQ(name(std::string("Yamada") + '\0', "").text, "Yamada");
    EXPECT_EQ(name("   ", "").text, "");
    EXPECT_EQ(name("a\nb", "").notes, Notes{TextNote::Undecodable});
    EXPECT_THROW(static_cast<void>(name(std::string((1u << 20) + 1, 'a'), "")), record::Fault);
}

} // namespace seihon::dicom
