#include "record/sentences.h"

#include "record/fault_texts.h"
#include "record/finding_texts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>

namespace seihon::record {
namespace {

constexpr Language kLanguages[] = {Language::Japanese, Language::English};

std::set<std::string> placeholdersOf(const std::string& text) {
    std::set<std::string> names;
    const std::regex pattern("\\{([^}]*)\\}");
    for (std::sregex_iterator it(text.begin(), text.end(), pattern), end; it != end; ++it) {
        names.insert((*it)[1]);
    }
    return names;
}

bool hasJapanese(const std::string& text) {
    // lead bytes of kana and kanji, U+3000 to U+9FFF
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0xe3 && byte <= 0xe9;
    });
}

void expectSentence(const std::string& text, Language language,
                    const std::set<std::string>& knownPlaceholders) {
    SCOPED_TRACE(text);
    ASSERT_FALSE(text.empty());
    EXPECT_EQ(hasJapanese(text), language == Language::Japanese);
    EXPECT_EQ(std::count(text.begin(), text.end(), '{'), std::count(text.begin(), text.end(), '}'));
    for (const std::string& name : placeholdersOf(text)) {
        EXPECT_TRUE(knownPlaceholders.contains(name)) << "unknown placeholder " << name;
    }
    EXPECT_NE(text.front(), ' ');
    EXPECT_NE(text.back(), ' ');
}

TEST(Sentences, EveryFindingHasOneInBothLanguages) {
    for (const auto& [id, name] : EnumNames<FindingId>::table) {
        SCOPED_TRACE(name);
        std::set<std::string> placeholders[2];
        for (const Language language : kLanguages) {
            const std::string text(findingTemplate(id, language));
            expectSentence(text, language, {"measured", "required", "subject"});
            placeholders[language == Language::English] = placeholdersOf(text);
        }
        EXPECT_EQ(placeholders[0], placeholders[1]) << "the languages say different things";
    }
}

// A row for another finding would speak for it.
TEST(Sentences, StandAtTheirFinding) {
    const std::pair<FindingId, const char*> samples[] = {
        {FindingId::PageTruncated, "cut short"},
        {FindingId::PageNumberGap, "page number"},
        {FindingId::ColourBelowRequired, "colour"},
        {FindingId::NotAuthorized, "role"},
        {FindingId::NoPages, "no pages"},
        {FindingId::WindowClosed, "window is closed"},
        {FindingId::ClassUnknown, "document class"},
        {FindingId::SignerRoleMissing, "healthcare role"},
        {FindingId::FileMissing, "missing"},
        {FindingId::TimestampMissing, "no timestamp"},
        {FindingId::RevocationUnknown, "Revocation"},
        {FindingId::RecordMissing, "archive lacks"},
        {FindingId::LeftoverFile, "leftover"},
        {FindingId::DiskSpaceLow, "disk"},
        {FindingId::PendingSeals, "pending"}};
    for (const auto& [id, part] : samples) {
        EXPECT_NE(findingTemplate(id, Language::English).find(part), std::string_view::npos)
            << enumName(id) << ": " << findingTemplate(id, Language::English);
    }
    std::set<std::string_view> all;
    for (const auto& [id, name] : EnumNames<FindingId>::table) {
        EXPECT_TRUE(all.insert(findingTemplate(id, Language::English)).second) << name;
    }
}

TEST(Sentences, EveryFaultHasThreeInBothLanguages) {
    std::size_t index = 0;
    for (const FaultRow& row : kFaultRows) {
        SCOPED_TRACE(nameOf(row.kind));
        EXPECT_EQ(static_cast<std::size_t>(row.kind), index++) << "out of order";
        for (const Language language : kLanguages) {
            const FaultTemplate& text = language == Language::Japanese ? row.japanese : row.english;
            for (const char* sentence : {text.what, text.safe, text.todo}) {
                expectSentence(
                    sentence, language,
                    {"detail", "device", "sheet", "putBack", "doubtful", "file", "tries", "page"});
            }
        }
    }
    EXPECT_EQ(nameOf(static_cast<FaultKind>(kFaultRows.size())), "?") << "a kind without sentences";
}

TEST(Sentences, NoFaultTextShowsAPlaceholder) {
    for (const FaultRow& row : kFaultRows) {
        for (const Language language : kLanguages) {
            const FaultText bare = textOf(Fault(row.kind, "because"), language);
            for (const std::string& text : {bare.what, bare.safe, bare.todo}) {
                expectSentence(text, language, {});
            }
        }
    }
}

// In the middle of a box, a sheet is nothing without its place, and separators go back as well [W].
TEST(Sentences, AFaultInABoxNamesThePlaceAndWhatGoesBack) {
    std::map<std::string, std::string> at{{"sheet", "3"}, {"putBack", "3–"}, {"box", "B-12"},
                                          {"kept", "2"},  {"folder", "4"},   {"tab", "2"}};
    const auto todo = [&](Language language) {
        return textOf(Fault(FaultKind::ScanRunLost, "x", at), language).todo;
    };
    for (const char* words : {"Box B-12, folder 4, tab 2", "after its sheet 2 goes back"}) {
        EXPECT_NE(todo(Language::English).find(words), std::string::npos);
    }
    for (const char* words : {"箱 B-12、綴り 4、見出し 2", "2 枚目より後にトレイから出たもの"}) {
        EXPECT_NE(todo(Language::Japanese).find(words), std::string::npos);
    }
    at["kept"] = "0"; // its separator is kept, and stays out
    EXPECT_NE(todo(Language::English).find("after this tab's separator"), std::string::npos);
    EXPECT_NE(todo(Language::Japanese).find("この見出しの仕切り紙より後"), std::string::npos);
    at["folder"] = at["tab"] = "0";
    EXPECT_NE(todo(Language::English).find("from the last separator on"), std::string::npos);
    EXPECT_NE(todo(Language::Japanese).find("最後に読めた仕切り紙から後ろ"), std::string::npos);
}

// Counted in a report: every name that the log can give, without anybody's numbers.
TEST(Sentences, GeneralWordsFindEveryName) {
    for (const Language language : {Language::Japanese, Language::English}) {
        const auto check = [&](std::string_view name) {
            const std::string words = generalWords(name, language);
            EXPECT_NE(words, name);
            EXPECT_FALSE(words.empty()) << name;
            EXPECT_EQ(words.find_first_of("{}"), words.npos) << words;
        };
        for (const auto& [finding, name] : EnumNames<FindingId>::table) {
            check(name);
        }
        check("PaperJam");
        check("LoginFailed");
        EXPECT_EQ(generalWords("nobody's name", language), "nobody's name");
    }
}

TEST(Sentences, FaultTextNamesSheetDeviceAndTries) {
    const FaultText jam =
        textOf(Fault(FaultKind::PaperJam, "jam", {{"sheet", "7"}, {"putBack", "7, 8"}}),
               Language::English);
    EXPECT_EQ(jam.what, "Paper jam at sheet 7.");
    EXPECT_NE(jam.todo.find("(sheet 7, 8)"), std::string::npos);
    EXPECT_NE(textOf(Fault(FaultKind::DeviceAbsent, "x", {{"device", "paperfeed:paper0"}}),
                     Language::Japanese)
                  .what.find("paperfeed:paper0"),
              std::string::npos);
    EXPECT_NE(textOf(Fault(FaultKind::Usage, "no such verb"), Language::English)
                  .what.find("no such verb"),
              std::string::npos);
    const Fault wrong(FaultKind::PinWrong, "CKR_PIN_INCORRECT", {{"tries", "2"}});
    EXPECT_TRUE(textOf(wrong, Language::English).todo.ends_with("Tries left: 2."));
    EXPECT_TRUE(textOf(wrong, Language::Japanese).todo.ends_with("残り 2 回です。"));
    const Fault low(FaultKind::PinWrong, "CKR_PIN_INCORRECT", {{"countLow", "true"}});
    EXPECT_TRUE(textOf(low, Language::English).todo.ends_with("Few tries are left."));
    EXPECT_TRUE(textOf(low, Language::Japanese).todo.ends_with("残りの回数はわずかです。"));
    EXPECT_TRUE(
        textOf(Fault(FaultKind::PinWrong, "x"), Language::English).todo.ends_with("by itself."));
}

std::string english(FindingId id, Json measured, Json required, const std::string& unit) {
    Finding finding;
    finding.id = id;
    finding.measured = std::move(measured);
    finding.required = std::move(required);
    finding.unit = unit;
    return sentenceOf(finding, Language::English);
}

TEST(Sentences, ShowNumbersInPeoplesUnits) {
    EXPECT_EQ(english(FindingId::Skewed, 1234, 700, "milliDegrees"),
              "The page is skewed (1.23°, at most 0.70°).");
    EXPECT_EQ(english(FindingId::ResolutionBelowRequired, 200, 300, "dpi"),
              "The resolution is too low (200 dpi, required 300 dpi).");
    EXPECT_EQ(english(FindingId::SheetClipped, 125, 0, "permille"),
              "The sheet reaches beyond the scan area (12.5 %, at most 0.0 %).");
    EXPECT_EQ(english(FindingId::PageTruncated, 250'400, 297'000, "micrometres"),
              "The page is cut short (250.40 mm, required 297.00 mm).");
    EXPECT_EQ(english(FindingId::ContentAtEdge, 2500, 1000, "milliMm2"),
              "There is writing at the very edge (2.50 mm², at most 1.00 mm²).");
    EXPECT_EQ(english(FindingId::JpegHistory, 1100, 1050, "ratioPermille"),
              "The pixels have been through lossy JPEG (1.10, at most 1.05).");
    EXPECT_EQ(english(FindingId::SheetCountMismatch, 3, 4, ""),
              "The sheet counts differ (3 fed, 4 declared; sheets kept: –).");
    EXPECT_EQ(english(FindingId::Shadow, 12, 8, "tones"),
              "There is a shadow (12 tones, at most 8 tones).");
    EXPECT_EQ(english(FindingId::ColourBelowRequired, "grey", "colour", ""),
              "The colour mode is not what the regulation asks (grey, required colour).");
    EXPECT_EQ(english(FindingId::WindowClosed, nullptr, nullptr, ""),
              "The scan window is closed (–, deadline –).");
}

TEST(Sentences, UnitsFollowTheLanguage) {
    Finding finding;
    finding.id = FindingId::Blurred;
    finding.measured = 2500;
    finding.required = 2000;
    finding.unit = "milliPixels";
    EXPECT_EQ(sentenceOf(finding, Language::Japanese),
              "像がぼけています（2.50 画素、上限 2.00 画素）。");
    EXPECT_EQ(sentenceOf(finding, Language::English),
              "The image is blurred (2.50 px, at most 2.00 px).");
}

TEST(Sentences, DetailsAreSaidInTheLanguageOfTheSentence) {
    const auto said = [](const std::string& detail, Language language = Language::Japanese) {
        return textOf(Fault(FaultKind::Usage, detail), language).what;
    };
    EXPECT_EQ(said("label 12 is on the paper of job 01a2"),
              "指定が正しくありません（ラベル 12 は作業 01a2 の用紙に付いています）。");
    EXPECT_EQ(said("sheet 3 cannot go behind sheet 9 of 4"),
              "指定が正しくありません（3 枚目は、全 4 枚のうち 9 枚目の後ろへは移せません）。");
    EXPECT_EQ(said("the patient's name is needed"),
              "指定が正しくありません（患者氏名が必要です）。");
    EXPECT_EQ(said("no job \"x is needed"), "指定が正しくありません（no job \"xが必要です）。");
    EXPECT_EQ(said("/a/%1 is there already"), "指定が正しくありません（/a/%1 はすでにあります）。");
    for (const char* own : {"something else", " is needed", "no job \"\"", "%"}) {
        EXPECT_EQ(said(own), "指定が正しくありません（" + std::string(own) + "）。");
    }
    EXPECT_EQ(said("a page is turned by 0, 90, 180 or 270 degrees", Language::English),
              "What was typed cannot be used: a page is turned by 0, 90, 180 or 270 degrees.");
}

// A file name from outside cannot bring placeholders of its own.
TEST(Sentences, PlacesAreSaidInTheLanguageOfTheSentence) {
    const auto said = [](const char* subject, Language language) {
        Finding finding;
        finding.id = FindingId::FolderNotRefiled;
        finding.subject = subject;
        return sentenceOf(finding, language);
    };
    const auto has = [&](const char* subject, const char* words) {
        return said(subject, Language::Japanese).find(words) != std::string::npos;
    };
    EXPECT_TRUE(has("folder 12, tab 3", "綴り 12、見出し 3"));
    EXPECT_TRUE(has("page 2", "2 頁"));
    EXPECT_TRUE(has("page 1 = page 12", "1 頁 = 12 頁"));
    EXPECT_TRUE(has("folder 7", "綴り 7"));
    EXPECT_TRUE(has("sheet 2", "2 枚目"));
    EXPECT_TRUE(has("job 01a2-ff, sheet 2", "作業 01a2-ff、2 枚目"));
    EXPECT_NE(said("folder 12, tab 3", Language::English).find("folder 12, tab 3"),
              std::string::npos);
    for (const char* own :
         {"folder x", "sheet ", "folder 1, my tab", "tab 1 of 2", "job of mine", ", "}) {
        EXPECT_TRUE(has(own, own)) << own; // somebody's own words stay as they are
    }
}

TEST(Sentences, FillOnlyOnce) {
    Finding finding;
    finding.id = FindingId::FileAltered;
    finding.subject = "{measured}";
    EXPECT_EQ(sentenceOf(finding, Language::English), "A file has been altered: {measured}");
    EXPECT_NE(textOf(Fault(FaultKind::Usage, "{sheet}{"), Language::English).what.find("{sheet}{"),
              std::string::npos);
}

TEST(Sentences, EveryStateAndRoleHasAWord) {
    for (const Language language : kLanguages) {
        std::set<std::string_view> words;
        for (const auto& [state, name] : EnumNames<JobState>::table) {
            EXPECT_NE(wordFor(state, language), "?");
            EXPECT_TRUE(words.insert(wordFor(state, language)).second) << name;
        }
        for (const auto& [role, name] : EnumNames<Role>::table) {
            EXPECT_NE(wordFor(role, language), "?");
            EXPECT_TRUE(words.insert(wordFor(role, language)).second) << name;
        }
    }
}

} // namespace
} // namespace seihon::record
