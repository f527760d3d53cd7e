#include "ledger/line_files.h"

#include "ledger/entry_line.h"

#include "expect_fault.h"
#include "ledger_samples.h"

#include <gmock/gmock.h>

namespace seihon::ledger::test {
namespace {

using testing::ElementsAre;

std::vector<std::string> split(const std::string& text, std::size_t piece,
                               std::size_t limit = 100) {
    LineSplitter splitter(limit);
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < text.size(); i += piece) {
        splitter.add(std::string_view(text).substr(i, piece));
        while (auto line = splitter.next()) {
            lines.push_back(*line);
        }
    }
    lines.push_back("rest:" + std::string(splitter.rest()));
    return lines;
}

TEST(LineSplitter, givesTheSameLinesHoweverTheBytesArrive) {
    for (std::size_t piece = 1; piece < 20; ++piece) {
        EXPECT_THAT(split("one\n\nthree\nfo", piece), ElementsAre("one", "", "three", "rest:fo"));
        EXPECT_THAT(split("one\n", piece), ElementsAre("one", "rest:"));
        EXPECT_THAT(split("", piece), ElementsAre("rest:"));
    }
}

TEST(LineSplitter, keepsItsLimit) {
    const std::string longest(100, 'x');
    EXPECT_THAT(split(longest + "\n", 7), ElementsAre(longest, "rest:"));
    EXPECT_FAULT(split(longest + "x\n", 7), Malformed);
    EXPECT_FAULT(split(longest + "x", 200), Malformed);
}

TEST(LineFiles, namesAreReadBackStrictly) {
    const TempFolder folder;
    const LineFiles lines(folder.path(), "", 0640), privates(folder.path(), "private-", 0600);
    EXPECT_EQ(lines.fileOf(12).filename(), "000012.jsonl");
    EXPECT_EQ(lines.fileOf(1'234'567).filename(), "1234567.jsonl");
    EXPECT_EQ(lines.segmentNamed("000012.jsonl"), 12u);
    EXPECT_EQ(lines.segmentNamed("1234567.jsonl"), 1'234'567u);
    EXPECT_EQ(privates.segmentNamed("private-000001.jsonl"), 1u);
    for (const char* name :
         {"0000012.jsonl", "00012.jsonl", "000012.json", "00001x.jsonl", ".jsonl",
          "private-000001.jsonl", "99999999999999999999999.jsonl", ""}) {
        EXPECT_FALSE(lines.segmentNamed(name)) << name;
    }
}

TEST(LineFiles, tailsOfEveryShape) {
    const TempFolder folder;
    LineFiles lines(folder.path(), "", 0640);
    EXPECT_FALSE(lines.readTail(0).exists);
    const std::string big(200'000, 'b');
    const std::tuple<std::string, std::optional<std::string>, std::string> cases[] = {
        {"", std::nullopt, ""},
        {"torn", std::nullopt, "torn"},
        {"one\n", "one", ""},
        {"\n", "", ""},
        {"one\ntwo\nth", "two", "th"},
        {"one\n" + big + "\nrest", big, "rest"},
        {big + "\n" + big, big, big},
        {"x\n" + std::string(kLineLimit, 'y') + "\n", std::string(kLineLimit, 'y'), ""},
    };
    for (const auto& [text, last, torn] : cases) {
        writeText(lines.fileOf(0), text);
        const FileTail tail = lines.readTail(0);
        EXPECT_TRUE(tail.exists);
        EXPECT_EQ(tail.lastLine, last);
        EXPECT_EQ(tail.torn, torn);
    }
    writeText(lines.fileOf(0), std::string(4 * kLineLimit, 'z'));
    EXPECT_FAULT(lines.readTail(0), LedgerBroken);
}

TEST(LineFiles, appendNeverFollowsASymlink) {
    const TempFolder folder;
    writeText(folder / "target", "kept");
    fs::create_symlink(folder / "target", folder / "000000.jsonl");
    LineFiles lines(folder.path(), "", 0640);
    EXPECT_FAULT(lines.append(0, "x\n"), StorageFailed);
    EXPECT_EQ(readText(folder / "target"), "kept");
}

TEST(EntryLine, onlyWhatTheLedgerWritesIsRead) {
    const TempFolder folder;
    const auto ledger = openAt(folder);
    fillSmall(*ledger);
    const std::string text = readText(folder / "entries/000000.jsonl");
    const std::string line = text.substr(0, text.find('\n'));
    EXPECT_EQ(entryFromLine(line).sequence, 0u);
    EXPECT_EQ(sequenceIn(line), 0u);
    for (const std::string& bad :
         {line + " ", " " + line, line + "\n", line.substr(1), std::string(), std::string("{}"),
          std::string("[1]"), "{\"x\":1," + line.substr(1), line + line}) {
        EXPECT_FAULT(entryFromLine(bad), Malformed) << bad;
    }
    EXPECT_FALSE(sequenceIn("{\"sequence\":-1}"));
    EXPECT_FALSE(sequenceIn("{\"sequence\":\"1\"}"));
    EXPECT_EQ(sequenceIn("{\"sequence\":1}"), 1u);
    const record::Digest salt = record::sha256("salt");
    const record::Json made = record::Json::object(
        {{"facts", record::Json::object({{"a", 1}})}, {"salt", salt.hex()}, {"sequence", 5}});
    EXPECT_EQ(privateLineOf(5, salt, "{\"a\":1}"), record::canonical(made));
}

} // namespace
} // namespace seihon::ledger::test
