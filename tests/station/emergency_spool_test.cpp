#include "station/emergency_spool.h"

#include "record/fault.h"
#include "record/id.h"

#include <gmock/gmock.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace seihon::station {

namespace fs = std::filesystem;

class SpoolOfLooks : public testing::Test {
  protected:
    SpoolOfLooks() {
        std::string pattern = (fs::temp_directory_path() / "seihon-spool-XXXXXX").string();
        EXPECT_NE(::mkdtemp(pattern.data()), nullptr);
        m_folder = pattern;
    }
    ~SpoolOfLooks() override { fs::remove_all(m_folder); }

    static SpooledLook look(record::EntryKind kind = record::EntryKind::RecordViewed) {
        SpooledLook one;
        one.entry.station = "desk-1";
        one.entry.sequence = 7;
        one.entry.at = record::parseInstant("2026-11-23T01:02:03.456Z");
        one.entry.what.kind = kind;
        one.entry.what.actor = {"nurse", "看護師", record::Role::Station};
        one.entry.what.privateFacts = record::Json::object({{"patientId", "P-1"}});
        one.id = record::makeId(one.entry.at);
        return one;
    }
    std::string text() const {
        std::ifstream file(m_folder / "looks");
        return {std::istreambuf_iterator<char>(file), {}};
    }

    fs::path m_folder;
};

TEST_F(SpoolOfLooks, givesBackWhatWasPutIn) {
    EmergencySpool spool(m_folder / "looks");
    EXPECT_EQ(spool.waiting(), 0);
    EXPECT_FALSE(spool.hold());
    spool.reserve();
    EXPECT_EQ(spool.waiting(), 0); // room, and no bytes
    const SpooledLook first = look(), second = look(record::EntryKind::JobViewed);
    spool.append(spoolLineOf(first));
    spool.append(spoolLineOf(second));
    auto held = spool.hold();
    ASSERT_TRUE(held);
    EXPECT_FALSE(spool.hold()) << "one at a time";
    const SpoolContent content = readSpool(held->text());
    ASSERT_EQ(content.looks.size(), 2u);
    EXPECT_EQ(content.damaged, 0);
    EXPECT_EQ(spoolLineOf(content.looks[0]), spoolLineOf(first));
    EXPECT_EQ(content.looks[1].entry.what.privateFacts, second.entry.what.privateFacts);
    held->clear(true);
    EXPECT_EQ(spool.waiting(), 0);
    int copies = 0;
    for (const auto& file : fs::directory_iterator(m_folder)) {
        copies += file.path().extension() == ".damaged" ? 1 : 0;
    }
    EXPECT_EQ(copies, 1);
}

TEST_F(SpoolOfLooks, goesOnBehindATornLine) {
    EmergencySpool spool(m_folder / "looks");
    const std::string line = spoolLineOf(look());
    std::ofstream(m_folder / "looks") << line.substr(0, 40);
    spool.append(line);
    const SpoolContent content = readSpool(text());
    EXPECT_EQ(content.looks.size(), 1u);
    EXPECT_EQ(content.damaged, 1);
}

TEST_F(SpoolOfLooks, takesNothingButLooksInTheirOneForm) {
    const std::string good = spoolLineOf(look());
    ASSERT_EQ(readSpool(good).looks.size(), 1u);
    std::string spaced = good, other = good, longer = good, noId = good;
    spaced.replace(spaced.find(":"), 1, ": ");
    other.replace(other.find("RecordViewed"), 12, "RecordSealed");
    longer.insert(longer.size() - 2, ",\"x\":1");
    noId.replace(noId.find("\"id\":\"") + 6, 3, "../");
    for (const std::string& bad :
         {spaced, other, longer, noId, good.substr(0, good.size() - 1), std::string("{}\n"),
          std::string("\n"), std::string(200'000, 'x') + "\n", std::string("\0\n", 2)}) {
        const SpoolContent content = readSpool(bad);
        EXPECT_TRUE(content.looks.empty()) << bad.substr(0, 100);
        EXPECT_EQ(content.damaged, 1) << bad.substr(0, 100);
    }
    for (const record::EntryKind kind :
         {record::EntryKind::RecordSealed, record::EntryKind::Refused,
          record::EntryKind::BreakGlassReviewed, record::EntryKind::PeopleChanged}) {
        EXPECT_TRUE(readSpool(spoolLineOf(look(kind))).looks.empty());
    }
}

TEST_F(SpoolOfLooks, leavesNothingOfALineThatDoesNotFit) {
    EmergencySpool spool(m_folder / "looks");
    const std::string line = spoolLineOf(look());
    spool.append(line);
    ::signal(SIGXFSZ, SIG_IGN);
    ::rlimit before{};
    ::getrlimit(RLIMIT_FSIZE, &before);
    ::rlimit small{line.size() + 100, before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
    EXPECT_THROW(spool.append(line), record::Fault);
    ::setrlimit(RLIMIT_FSIZE, &before);
    EXPECT_EQ(text(), line);
    // Nor through a link, nor into a pipe, nor where there is no folder.
    fs::create_symlink(m_folder / "looks", m_folder / "link");
    EXPECT_THROW(EmergencySpool(m_folder / "link").append(line), record::Fault);
    ::mkfifo((m_folder / "pipe").c_str(), 0600);
    EXPECT_THROW(EmergencySpool(m_folder / "pipe").append(line), record::Fault);
    EXPECT_THROW(EmergencySpool(m_folder / "no" / "looks").append(line), record::Fault);
}

} // namespace seihon::station
