#include "deliver_fixture.h"

#include "imaging/tiff.h"
#include "record/digest.h"
#include "support/run_tool.h"

#include <gmock/gmock.h>

#include <chrono>
#include <thread>

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

// Sealed records on their way to an archive that is not ours; whatever is killed, lost or refused,
// nothing is shown as delivered that is not.
namespace seihon::cli_test {

namespace fs = std::filesystem;
using dicom_net::Orthanc;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class Delivered : public DeliveryTest<StationHome> {};

TEST_F(Delivered, a_record_is_sent_and_confirmed_with_every_pixel) {
    const fs::path record = m_home.sealedRecord(2);
    const Orthanc orthanc(m_desk);
    ASSERT_TRUE(orthanc.running());
    targetOf(orthanc, "commitment");
    ASSERT_THAT(list(), SizeIs(1));
    EXPECT_EQ(list()[0].at("state").asString(), "waiting");
    const Result worked = work();
    EXPECT_EQ(worked.code, 0) << worked.out << worked.err;
    EXPECT_THAT(list(), IsEmpty()) << worked.out;
    const auto all = list(true);
    ASSERT_THAT(all, SizeIs(1));
    EXPECT_EQ(all[0].at("state").asString(), "confirmed");
    EXPECT_EQ(all[0].at("confirmedBy").asString(), "commitment");
    EXPECT_FALSE(fs::exists(m_home.path() / "deliveries" / "pacs" / record.filename()));

    // From the archive and back: the pixels are those of the sealed pages.
    const auto ids = record::parseJson(orthanc.get("/instances")).asArray();
    ASSERT_EQ(ids.size(), preparedUids().size());
    const fs::path back = m_desk.folder() / "back";
    fs::create_directories(back);
    const auto dumped =
        support::runTool("cd " + back.string() + " && curl -s -o b.dcm http://127.0.0.1:" +
                         std::to_string(orthanc.httpPort()) + "/instances/" + ids[0].asString() +
                         "/file && dcmdump +W . b.dcm > dump.txt");
    ASSERT_EQ(dumped.exitCode, 0) << dumped.output;
    std::string sealed;
    for (const char* name : {"0001.tif", "0002.tif"}) {
        const std::string file = readFile(record / "pages" / name);
        const record::PageImage page = imaging::decodeTiff(record::bytesOf(file));
        for (std::int64_t y = 0; y < page.height; ++y) {
            const auto* row = reinterpret_cast<const char*>(page.bytes.data()) + y * page.stride;
            sealed.append(row, static_cast<std::size_t>(page.width * page.channels));
        }
    }
    EXPECT_EQ(record::sha256(readFile(back / "b.dcm.0.raw")), record::sha256(sealed))
        << readFile(back / "dump.txt").substr(0, 4000);
}

TEST_F(Delivered, a_target_that_is_away_or_refuses_holds_up_nothing) {
    const int port = support::freePort("127.0.0.1");
    target(port, "ORTHANC", "none");
    const fs::path record = m_home.sealedRecord(1); // sealed all the same
    const Result away = work();
    EXPECT_TRUE(away.has("DeliveryTargetAway")) << away.out;
    EXPECT_EQ(list()[0].at("state").asString(), "waiting");
    EXPECT_THAT(preparedUids(), SizeIs(1));
    const Result doctor = m_home.seihon({"doctor"});
    EXPECT_THAT(doctor.out, HasSubstr("\"deliveries\""));
    {
        const support::ChildProcess refuses({"/usr/bin/storescp", "--refuse", std::to_string(port)},
                                            {}, m_desk.folder() / "log");
        ASSERT_TRUE(support::awaitListener("127.0.0.1", port));
        EXPECT_TRUE(work().has("DeliveryTargetRefuses"));
    }
    const support::ChildProcess takes({"/usr/bin/storescp", "--ignore", std::to_string(port)}, {},
                                      m_desk.folder() / "log");
    ASSERT_TRUE(support::awaitListener("127.0.0.1", port));
    EXPECT_THAT(work().findingIds(), IsEmpty());
    ASSERT_THAT(list(), SizeIs(1));
    EXPECT_EQ(list()[0].at("state").asString(), "sent") << "it never says that it keeps it";
    EXPECT_THAT(preparedUids(), SizeIs(1)) << "one name, however often it was tried";
    EXPECT_EQ(entriesOf("DeliverySent").size(), 1u);
}

TEST_F(Delivered, what_was_taken_and_lost_is_found_and_sent_again) {
    const fs::path record = m_home.sealedRecord(1);
    const std::string id = record.filename().string();
    const Orthanc orthanc(m_desk);
    ASSERT_TRUE(orthanc.running());
    targetOf(orthanc, "none");
    EXPECT_EQ(work().code, 0);
    EXPECT_EQ(list()[0].at("state").asString(), "sent");
    orthanc.loseEverything();
    targetOf(orthanc, "commitment");
    const Result lost = work();
    EXPECT_TRUE(lost.has("DeliveryFailed")) << lost.out;
    ASSERT_THAT(list(), SizeIs(1));
    EXPECT_EQ(list()[0].at("state").asString(), "failed");
    EXPECT_EQ(list()[0].at("stage").asString(), "commitment");
    EXPECT_EQ(list()[0].at("statuses").asArray()[0].at("status").asInt(), 0x0112);
    EXPECT_THAT(m_home.seihon({"doctor"}).out, HasSubstr("DeliveryFailed"));
    EXPECT_EQ(list()[0].at("state").asString(), "failed") << "nothing is sent again by itself";
    EXPECT_EQ(m_home.as("admin", {"deliver", "retry", "no-such-record"}).code, 3);
    ASSERT_EQ(m_home.as("admin", {"deliver", "retry", id}).code, 0);
    EXPECT_EQ(work().code, 0);
    EXPECT_THAT(list(), IsEmpty());
    EXPECT_THAT(preparedUids(), SizeIs(1)) << "under the same name";
}

TEST_F(Delivered, whatever_is_killed_nothing_is_lost_and_nothing_gets_a_second_name) {
    const fs::path record = m_home.sealedRecord(1);
    const Orthanc orthanc(m_desk);
    ASSERT_TRUE(orthanc.running());
    targetOf(orthanc, "commitment");
    for (int milliseconds = 20; milliseconds < 1500; milliseconds = milliseconds * 5 / 4) {
        std::vector<std::string> words{std::string(SEIHON_BIN_DIR) + "/seihon", "--home",
                                       m_home.path().string(), "deliver", "work"};
        std::vector<char*> argv;
        for (std::string& word : words) {
            argv.push_back(word.data());
        }
        argv.push_back(nullptr);
        const ::pid_t pid = ::fork();
        if (pid == 0) {
            ::dup2(::open("/dev/null", O_WRONLY), STDOUT_FILENO);
            ::execv(argv[0], argv.data());
            ::_exit(127);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
        ::kill(pid, SIGKILL);
        ::waitpid(pid, nullptr, 0);
    }
    (void)work();
    EXPECT_THAT(list(), IsEmpty());
    EXPECT_EQ(list(true).at(0).at("state").asString(), "confirmed");
    ASSERT_THAT(preparedUids(), SizeIs(1));
    EXPECT_EQ(record::parseJson(orthanc.get("/instances")).asArray().size(), 1u);
    EXPECT_EQ(m_home.seihon({"archive", "verify"}).code, 0);
}

TEST_F(Delivered, an_archive_without_commitment_is_asked_for_each_object) {
    const fs::path record = m_home.sealedRecord(1);
    const Orthanc orthanc(m_desk);
    ASSERT_TRUE(orthanc.running());
    targetOf(orthanc, "query");
    EXPECT_EQ(work().code, 0);
    EXPECT_THAT(list(), IsEmpty());
    EXPECT_EQ(list(true).at(0).at("confirmedBy").asString(), "query");
}

TEST_F(Delivered, the_worklist_is_asked_compared_and_may_be_down) {
    const std::string job = m_home.openJob(1);
    const fs::path items = m_desk.folder() / "wlm" / "STATIONWL";
    fs::create_directories(items);
    writeFile(items / "lockfile", "");
    // ISO 2022 IR 87: 山田^太郎, with its kana.
    const std::string kanji = "\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B";
    const std::string kana = "\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B";
    writeFile(
        m_desk.folder() / "w.dump",
        "(0008,0005) CS [\\ISO 2022 IR 87]\n(0008,0050) SH [A1]\n(0010,0010) PN [Yamada^Taro=" +
            kanji + "=" + kana +
            "]\n(0010,0020) LO [4711]\n(0010,0030) DA [19300405]\n(0010,0040) CS [M]\n"
            "(0020,000d) UI [2.25.501]\n(0032,1060) LO [scan]\n(0040,0100) SQ\n(fffe,e000) na\n"
            "(0008,0060) CS [OT]\n(0040,0001) AE [STATION]\n(0040,0002) DA [20260101]\n"
            "(0040,0003) TM [1000]\n(0040,0006) PN [Ito^Ken]\n(0040,0007) LO [scan]\n"
            "(0040,0009) SH [S1]\n(fffe,e00d) na\n(fffe,e0dd) na\n(0040,1001) SH [R1]\n");
    ASSERT_EQ(support::runTool("dump2dcm " + (m_desk.folder() / "w.dump").string() + " " +
                               (items / "w.wl").string())
                  .exitCode,
              0);
    const int port = support::freePort("127.0.0.1");
    writeFile(m_home.path() / "deliveries.toml",
              "[worklist]\nhost = \"127.0.0.1\"\nport = " + std::to_string(port) +
                  "\ncalled_ae = \"STATIONWL\"\ncalling_ae = \"STATION\"\ntimeout_seconds = 3\n"
                  "tls = false\n");
    const std::vector<std::string> ask{"worklist", "find", "--accession", "A1", "--job", job};
    const Result down = m_home.as("clerk", ask);
    EXPECT_EQ(down.code, 0) << "nobody is held up: " << down.err;
    EXPECT_FALSE(down.json().at("away").asString().empty());

    const support::ChildProcess server({"/usr/bin/wlmscpfs", "-csk", "-dfp",
                                        (m_desk.folder() / "wlm").string(), std::to_string(port)},
                                       {}, m_desk.folder() / "wlm.log");
    ASSERT_TRUE(support::awaitListener("127.0.0.1", port));
    const Result found = m_home.as("clerk", ask);
    ASSERT_THAT(found.json().at("rows").asArray(), SizeIs(1)) << found.out << found.err;
    const record::Json& row = found.json().at("rows").asArray()[0];
    EXPECT_EQ(row.at("ideographic").asString(), "山田^太郎");
    EXPECT_EQ(row.at("phonetic").asString(), "やまだ^たろう");
    EXPECT_EQ(row.at("birthDate").asString(), "1930-04-05");
    EXPECT_THAT(row.at("differs").asArray(), testing::Not(IsEmpty())) << "another patient";
    const auto named = [&](const std::string& part) {
        const Result narrowed =
            m_home.as("clerk", {"worklist", "find", "--patient", "4711", "--patient-name", part});
        return narrowed.json().at("rows").asArray().size();
    };
    EXPECT_EQ(named("山田太"), 1u);
    EXPECT_EQ(named("鈴木"), 0u);
    EXPECT_EQ(m_home.as("clerk", {"worklist", "find"}).code, 2) << "nothing to ask for";
    EXPECT_EQ(m_home.as("clerk", {"worklist", "find", "--patient", "*"}).code, 2);
    EXPECT_EQ(m_home.seihon({"worklist", "find", "--patient", "4711"}).code, 2) << "by nobody";
}

TEST_F(Delivered, settings_that_say_nothing_stop_nothing_else) {
    writeFile(m_home.path() / "deliveries.toml", "[[target]]\nname = \"pacs\"\n");
    EXPECT_EQ(m_home.seihon({"work", "--once"}).code, 0);
    EXPECT_EQ(m_home.seihon({"deliver", "list"}).code, 3);
    fs::remove(m_home.path() / "deliveries.toml");
    EXPECT_THAT(list(), IsEmpty());
}

} // namespace seihon::cli_test
