// The source tree against ARCHITECTURE.md. Each rule is first shown a bad example in memory: a rule
// that cannot fail guards nothing.
#include "page.h"
#include "record/detail_words.h"
#include "rules.h"
#include "source_tree.h"

#include <gtest/gtest.h>

#include <regex>

namespace seihon::architecture {
namespace {

const SourceTree& projectTree() {
    static const SourceTree tree = readTree(SEIHON_SOURCE_DIR);
    return tree;
}

Page projectPage() {
    const SourceFile* page = find(projectTree(), "ARCHITECTURE.md");
    if (page == nullptr) {
        throw std::runtime_error("ARCHITECTURE.md is missing");
    }
    return readPage(*page);
}

std::string listOf(const Violations& violations) {
    std::string out;
    for (const Violation& violation : violations) {
        out += "\n  " + violation.place + ": " + violation.what;
    }
    return out;
}

void expectNone(const Violations& violations) {
    EXPECT_TRUE(violations.empty()) << listOf(violations);
}

// Exactly one violation, at that place.
void expectOne(const Violations& violations, const std::string& place) {
    ASSERT_EQ(violations.size(), 1u) << listOf(violations);
    EXPECT_EQ(violations[0].place, place) << violations[0].what;
}

Page samplePage() {
    return readPage(makeFile("ARCHITECTURE.md",
                             "# A page\n"
                             "## Folders and edges\n"
                             "\n"
                             "| folder | what | may include | third party |\n"
                             "| --- | --- | --- | --- |\n"
                             "| `record` | words | – | `nlohmann/` |\n"
                             "| `ledger` | log | `record` | `sqlite3.h` |\n"
                             "| `capture` | paper | `record` | – |\n"
                             "| `capture/feeder` | plug-in | – | `sane/` |\n"
                             "| `tests` | tests | `*` | – |\n"
                             "\n"
                             "## Closed doors\n"
                             "| files | never include | why |\n"
                             "| --- | --- | --- |\n"
                             "| `ledger/` `!ledger/net` | `curl/` | no network |\n"));
}

SourceTree sampleTree() {
    return {
        makeFile("record/json.h", "#pragma once\n#include <map>\n"),
        makeFile("record/json.cpp", "#include \"record/json.h\"\n\n#include <nlohmann/json.hpp>\n"),
        makeFile("ledger/ledger.h", "#pragma once\n\n#include \"record/json.h\"\n"),
        makeFile("ledger/handle.h", "#pragma once\n// Private to ledger.\n#include <sqlite3.h>\n"),
        makeFile(
            "ledger/ledger.cpp",
            "#include \"ledger/ledger.h\"\n#include \"ledger/handle.h\"\n#include <fcntl.h>\n"),
        makeFile("capture/feeder/unit.cpp", "#include <sane/sane.h>\n"),
        makeFile("capture/feeder/unit.h", "#pragma once\n"),
        makeFile("tests/ledger/ledger_test.cpp",
                 "#include \"ledger/ledger.h\"\n#include \"ledger/handle.h\"\n#include "
                 "<gtest/gtest.h>\n")};
}

SourceTree with(SourceFile file) {
    SourceTree tree = sampleTree();
    tree.push_back(std::move(file));
    return tree;
}

TEST(Architecture, TheSampleBreaksOnlyWhatItIsMeantTo) {
    expectNone(judgeEdges(samplePage(), sampleTree()));
    expectNone(judgeDoors(samplePage(), sampleTree()));
    expectNone(judgeHeaders(samplePage(), sampleTree()));
    expectNone(judgeLength(sampleTree()));
    expectNone(judgeWords(sampleTree()));
    expectOne(judgeOwnHeaderFirst(sampleTree()), "capture/feeder/unit.cpp:1");
}

TEST(Architecture, SeesAWrongEdge) {
    const Page page = samplePage();
    expectOne(judgeEdges(page, with(makeFile("record/x.cpp", "\n#include \"ledger/ledger.h\"\n"))),
              "record/x.cpp:2");
    expectOne(judgeEdges(page, with(makeFile("capture/x.cpp", "#  include \"ledger/ledger.h\"\n"))),
              "capture/x.cpp:1");
    expectOne(
        judgeEdges(page, with(makeFile("capture/feeder/x.cpp", "#include \"record/json.h\"\n"))),
        "capture/feeder/x.cpp:1");
    expectOne(
        judgeEdges(page, with(makeFile("capture/x.cpp", "#include \"capture/feeder/unit.h\"\n"))),
        "capture/x.cpp:1");
    expectOne(judgeEdges(page, with(makeFile("ledger/x.cpp", "#include \"handle.h\"\n"))),
              "ledger/x.cpp:1");
    expectOne(judgeEdges(page, with(makeFile("news/x.cpp", "#include \"record/json.h\"\n"))),
              "news/x.cpp:1");
    expectOne(judgeEdges(page, with(makeFile("ledger/x.cpp", "#include <nlohmann/json.hpp>\n"))),
              "ledger/x.cpp:1");
    expectOne(judgeEdges(page, with(makeFile("ledger/x.cpp", "#include <QString>\n"))),
              "ledger/x.cpp:1");
    expectNone(judgeEdges(page, with(makeFile("ledger/x.cpp", "#include \"record/json.h\"\n"))));
}

TEST(Architecture, SeesAClosedDoor) {
    const std::string text = "#include <curl/curl.h>\n";
    expectOne(judgeDoors(samplePage(), with(makeFile("ledger/x.cpp", text))), "ledger/x.cpp:1");
    expectNone(judgeDoors(samplePage(), with(makeFile("ledger/net_x.cpp", text))));
    expectNone(judgeDoors(samplePage(), with(makeFile("record/x.cpp", text))));
}

TEST(Architecture, SeesAForeignHeaderInAPublicOne) {
    const Page page = samplePage();
    expectOne(
        judgeHeaders(page, with(makeFile("ledger/x.h", "#pragma once\n#include <sqlite3.h>\n"))),
        "ledger/x.h:2");
    expectOne(
        judgeHeaders(page, with(makeFile("ledger/x.h", "#pragma once\n#include <sys/stat.h>\n"))),
        "ledger/x.h:2");
    expectOne(judgeHeaders(page, with(makeFile("capture/x.cpp", "#include \"ledger/handle.h\"\n"))),
              "capture/x.cpp:1");
}

TEST(Architecture, SeesTheOwnHeaderNotFirst) {
    SourceTree tree = sampleTree();
    tree[5] = makeFile("capture/feeder/unit.cpp", "#include \"capture/feeder/unit.h\"\n");
    expectNone(judgeOwnHeaderFirst(tree));
    tree.push_back(makeFile("record/bare.h", "#include <map>\n"));
    expectOne(judgeOwnHeaderFirst(tree), "record/bare.h:1");
}

TEST(Architecture, SeesALongFile) {
    std::string text;
    for (int i = 0; i < 450; ++i) {
        text += "//\n";
    }
    expectNone(judgeLength({makeFile("record/x.cpp", text)}));
    expectOne(judgeLength({makeFile("record/x.cpp", text + "//\n")}), "record/x.cpp:451");
}

TEST(Architecture, SeesWordsThatDoNotBelongHere) {
    expectOne(judgeWords({makeFile("record/x.cpp", std::string("\n// TO") + "DO: later\n")}),
              "record/x.cpp:2");
    expectOne(judgeWords({makeFile("scripts/x.sh", std::string("cat ../sha") + "red/notes\n")}),
              "scripts/x.sh:1");
    expectOne(judgeWords({makeFile("record/x.h", std::string("class Page") + "Manager {};\n")}),
              "record/x.h:1");
    expectOne(judgeWords({makeFile("record/x.h", std::string("// see lost-page") + ".md\n")}),
              "record/x.h:1");
    expectNone(judgeWords(
        {makeFile("record/x.cpp", "mkstemp(\"fileXXXXXX\"); shared_ptr<int> p; // x/y\n")}));
    expectNone(judgeWords({makeFile("ARCHITECTURE.md", "see ARCHITECTURE.md and *.md\n")}));
}

TEST(Architecture, SeesAPathThatIsNotThere) {
    SourceTree tree = sampleTree();
    tree.push_back(makeFile(std::string("docs/map") + ".md",
                            "`record/json.h`, `ledger/` and `build/dev`, `nlohmann/`\n"));
    expectNone(judgePaths(tree));
    tree.push_back(makeFile(std::string("docs/other") + ".md", "\n| x | `record/jason.h` |\n"));
    expectOne(judgePaths(tree), std::string("docs/other") + ".md:2");
}

TEST(Architecture, RefusesAPageItCannotRead) {
    EXPECT_THROW((void)readPage(makeFile("ARCHITECTURE.md", "# nothing\n")), std::runtime_error);
}

TEST(Architecture, TheTreeIsThere) {
    EXPECT_GT(projectTree().size(), 100u);
    EXPECT_NE(find(projectTree(), "record/json.cpp"), nullptr);
    EXPECT_EQ(find(projectTree(), "build/CMakeCache.txt"), nullptr);
    EXPECT_GT(projectPage().units.size(), 10u);
}

TEST(Architecture, EdgesAreThoseOfThePage) {
    expectNone(judgeEdges(projectPage(), projectTree()));
}

TEST(Architecture, ClosedDoorsStayClosed) {
    expectNone(judgeDoors(projectPage(), projectTree()));
}

TEST(Architecture, PublicHeadersUseTheStandardLibraryAlone) {
    expectNone(judgeHeaders(projectPage(), projectTree()));
}

TEST(Architecture, EveryFileHasItsOwnHeaderFirst) {
    expectNone(judgeOwnHeaderFirst(projectTree()));
}

TEST(Architecture, FilesAreShort) {
    expectNone(judgeLength(projectTree()));
}

TEST(Architecture, PathsOnPagesAreThere) {
    expectNone(judgePaths(projectTree()));
}

// Every requirement is either covered or said not to be.
TEST(Architecture, TheRegulationMapLeavesNoIdOut) {
    const SourceFile* map = find(projectTree(), "docs/regulation-map.md");
    ASSERT_NE(map, nullptr);
    std::string text;
    for (const std::string& line : map->lines) {
        text += line + "\n";
    }
    const std::pair<std::string, int> chapters[] = {{"A", 16}, {"B", 6},  {"C", 7}, {"D", 3},
                                                    {"E", 1},  {"F", 17}, {"H", 3}};
    std::vector<std::string> ids{"A9a", "A13a", "C2a", "W"};
    for (const auto& [letter, last] : chapters) {
        for (int i = 1; i <= last; ++i) {
            ids.push_back(letter + std::to_string(i));
        }
    }
    for (const std::string& id : ids) {
        const bool there = text.find("| " + id + " |") != std::string::npos ||
                           text.find("- " + id) != std::string::npos ||
                           text.find(", " + id + ":") != std::string::npos ||
                           text.find(", " + id + ",") != std::string::npos;
        EXPECT_TRUE(there) << id;
    }
    EXPECT_EQ(text.find("| A99 |"), std::string::npos);
}

// A fault that the person made says so in the person's language.
TEST(Architecture, WhatAPersonTypedWrongIsSaidInJapanese) {
    static const std::regex kDetail(R"re(FaultKind::(?:Usage|NotFound),\s*"((?:[^"\\]|\\.)+)")re");
    Violations violations;
    std::size_t seen = 0;
    for (const SourceFile& file : projectTree()) {
        if (!file.path.starts_with("station/") || !file.path.ends_with(".cpp")) {
            continue;
        }
        std::string text;
        for (const std::string& line : file.lines) {
            text += line + "\n";
        }
        for (std::sregex_iterator at(text.begin(), text.end(), kDetail), end; at != end; ++at) {
            const std::string detail =
                std::regex_replace((*at)[1].str(), std::regex(R"re(\\")re"), "\"");
            ++seen;
            if (!record::hasDetailWords(detail)) {
                violations.push_back({file.path, "no words in record/detail_words.cpp: " + detail});
            }
        }
    }
    expectNone(violations);
    EXPECT_GT(seen, 60u);
    EXPECT_FALSE(record::hasDetailWords("the moon is full"));
}

TEST(Architecture, WordsAreThoseOfTheProject) {
    expectNone(judgeWords(projectTree()));
}

} // namespace
} // namespace seihon::architecture
