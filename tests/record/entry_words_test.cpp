#include "record/entry_words.h"

#include <gtest/gtest.h>

#include <set>

namespace seihon::record {

// A log in which two kinds read alike would tell less than it knows.
TEST(EntryWords, EveryKindHasItsOwnWordsInBothLanguages) {
    for (const Language language : {Language::Japanese, Language::English}) {
        std::set<std::string_view> words;
        for (const auto& [kind, name] : EnumNames<EntryKind>::table) {
            const std::string_view word = wordFor(kind, language);
            EXPECT_FALSE(word.empty()) << name;
            EXPECT_TRUE(words.insert(word).second) << name << ": " << word;
            const bool ascii =
                word.find_first_not_of("abcdefghijklmnopqrstuvwxyz"
                                       "ABCDEFGHIJKLMNOPQRSTUVWXYZ '-") == std::string_view::npos;
            EXPECT_EQ(ascii, language == Language::English) << name << ": " << word;
        }
    }
    EXPECT_EQ(wordFor(EntryKind::SentBack, Language::Japanese), "差し戻し");
    EXPECT_EQ(wordFor(EntryKind::BoxRecounted, Language::English), "Box counted again");
}

} // namespace seihon::record
