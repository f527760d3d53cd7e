#include "batch_home.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <set>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

// A project of old paper from its plan to its end, with what goes wrong on the way: 12 folders,
// and every sheet of them accounted for. Each part has tests of its own; this one is
// about how they hang together [C1–C6, W].
namespace seihon::cli_test {

namespace {

constexpr int kJammed = 6; // sheet of its folder
constexpr int kFolders = 12;
constexpr int kSheets = 25;

std::string patientOf(int folder) {
    return "K-" + std::to_string(folder);
}

std::vector<std::string> patients() {
    std::vector<std::string> all;
    for (int folder = 1; folder <= kFolders; ++folder) {
        all.push_back(patientOf(folder));
    }
    return all;
}

std::string indexOf12() {
    std::string text;
    for (int folder = 1; folder <= kFolders; ++folder) {
        text += "[[folder]]\nnumber = " + std::to_string(folder) + "\npatient = \"" +
                patientOf(folder) +
                "\"\n[[folder.tab]]\nclass = \"old-chart\"\nsheets = " + std::to_string(kSheets) +
                "\n";
    }
    return text;
}

} // namespace

class ProjectScript : public testing::Test {
  protected:
    void SetUp() override {
#ifdef SEIHON_SANITIZED
        GTEST_SKIP() << "each part is sanitized in its own tests; all of it takes too long here";
#endif
    }
    // Separator and sheets of a folder; `event` on the n-th sheet.
    static std::vector<std::string> folder(int number, int sheets = kSheets, int at = 0,
                                           const std::string& event = {}) {
        std::vector<std::string> stack{std::to_string(number) + "-1"};
        for (int sheet = 1; sheet <= sheets; ++sheet) {
            stack.push_back("s" + std::to_string(number * 100 + sheet) +
                            (sheet == at ? "!" + event : std::string()));
        }
        return stack;
    }
    static std::vector<std::string> stackOf(const std::vector<std::vector<std::string>>& parts) {
        std::vector<std::string> stack;
        for (const auto& part : parts) {
            stack.insert(stack.end(), part.begin(), part.end());
        }
        return stack;
    }
    void settle(int exception, const std::vector<std::string>& how) const {
        std::vector<std::string> args{std::to_string(exception)};
        args.insert(args.end(), how.begin(), how.end());
        const Result done = m_home.act("records", "box settle", args);
        EXPECT_EQ(done.code, 0) << exception << done.out;
    }
    // The index sheet was wrong about what lies there; who accepts is told.
    void recount(std::size_t folder, int sheets) const {
        const Result done =
            m_home.as("clerk", {"job", "recount", m_home.jobOf(folder, 1), "--sheets",
                                std::to_string(sheets), "--reason", "counted again"});
        EXPECT_EQ(done.code, 0) << folder << done.out;
    }
    void feedJamAndCrash() const;
    void feedAroundTheFolderThatIsOut() const;
    void feedWithForeignSheetAndObjection() const;
    void inspectAndSeal();
    void audit();
    void closeAll() const;

    BatchHome m_home{patients(), indexOf12()};
    std::vector<std::string> m_records;
};

void ProjectScript::feedJamAndCrash() const {
    const int first = m_home.layStack(stackOf({folder(1), folder(2, kSheets, kJammed, "jam 0.5")}));
    const Result jammed = m_home.feed();
    ASSERT_EQ(jammed.code, 3) << jammed.out;
    EXPECT_EQ(jammed.json().at("fault").at("kind").asString(), "PaperJam");
    m_home.putBackFrom(first + 1 + kSheets + kJammed);
    ASSERT_EQ(m_home.feed().code, 0);

    const int third = m_home.layStack(folder(3, kSheets, 5, "hang 60000 0.5"));
    const pid_t child = ::fork();
    if (child == 0) {
        (void)m_home.feed();
        ::_exit(0);
    }
    for (int i = 0; i < 600 && m_home.sum("scanned", 3) < 4; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    runProgram({"pkill", "-KILL", "-f", m_home.path().string()});
    int status = 0;
    ::waitpid(child, &status, 0);
    const Result lost = m_home.feed();
    ASSERT_EQ(lost.code, 3) << lost.out;
    EXPECT_EQ(lost.json().at("fault").at("kind").asString(), "ScanRunLost");
    m_home.putBackFrom(third + 5);
    for (const auto& file : std::filesystem::directory_iterator(m_home.tray())) {
        if (file.path().extension() == ".event") {
            std::filesystem::remove(file.path());
        }
    }
    const Result on = m_home.feed();
    ASSERT_EQ(on.code, 0) << on.out << on.err;
    EXPECT_EQ(m_home.sum("scanned"), 3 * kSheets);
    EXPECT_TRUE(m_home.troubles().empty());
}

void ProjectScript::feedAroundTheFolderThatIsOut() const {
    const std::vector<std::string> who{"5", "--to", "Dr. Sato", "--place", "5F"};
    ASSERT_EQ(m_home.act("clerk", "folder take-out", who).code, 0);
    m_home.layStack(stackOf({folder(4), folder(5), folder(6, kSheets - 1)}));
    const Result out = m_home.feed();
    EXPECT_EQ(out.code, 1) << out.out;
    EXPECT_TRUE(out.has("FolderIsOut")) << out.out;
    m_home.clearFeeder();
    m_home.layStack(stackOf({folder(6, kSheets - 1), folder(7)})); // a sheet of 6 is not there
    ASSERT_EQ(m_home.feed().code, 0);
    ASSERT_EQ(m_home.act("clerk", "folder return", {"5"}).code, 0);
    m_home.layStack(folder(5));
    ASSERT_EQ(m_home.feed().code, 0);
    EXPECT_EQ(m_home.sum("scanned"), 7 * kSheets - 1);
    EXPECT_THAT(m_home.troubles(), testing::ElementsAre("missing"));
    settle(1, {"--end", "missing", "--reason", "lost in the move of 1998"});
    recount(6, kSheets - 1);
}

// In folder 8 lies a sheet of folder 9's patient; the patient of folder 11 objects while it goes
// on.
void ProjectScript::feedWithForeignSheetAndObjection() const {
    std::vector<std::string> eighth = folder(8);
    eighth.push_back("s999");
    m_home.layStack(stackOf({eighth, folder(9, kSheets - 1), folder(10)}));
    ASSERT_EQ(m_home.feed().code, 0);
    EXPECT_THAT(m_home.troubles(), testing::ElementsAre("missing", "extra", "missing"));
    const std::string job = m_home.jobOf(8, 1);
    ASSERT_EQ(m_home
                  .as("clerk", {"job", "page", job, std::to_string(kSheets + 1), "--set-aside",
                                "K-9's name on it"})
                  .code,
              0);
    settle(2, {"--end", "found", "--reason", "it belongs into folder 9"});
    m_home.layStack({"9-1", "s999"}); // where it belongs, behind its separator
    ASSERT_EQ(m_home.feed().code, 0);
    settle(3, {"--end", "found", "--reason", "it lay in folder 8"});
    settle(4, {"--end", "found", "--reason", "for the sheet that came later"});

    (void)m_home.objects(patientOf(11));
    m_home.layStack(stackOf({folder(11), folder(12)}));
    const Result refused = m_home.feed();
    EXPECT_EQ(refused.code, 1) << refused.out;
    EXPECT_TRUE(refused.has("PatientObjects")) << refused.out;
    m_home.clearFeeder();
    m_home.layStack(folder(12));
    ASSERT_EQ(m_home.feed().code, 0);
    EXPECT_EQ(m_home.sum("scanned", 11), 0);
    const Result noted =
        m_home.act("clerk", "box exception",
                   {"--trouble", "extra", "--folder", "11", "--tab", "1", "--sheets",
                    std::to_string(kSheets), "--remark", "the patient objects"});
    ASSERT_EQ(noted.code, 0) << noted.out;
    ASSERT_EQ(
        m_home.as("clerk", {"job", "abandon", m_home.jobOf(11, 1), "--reason", "objects"}).code, 0);
    settle(5, {"--end", "withheld", "--reason", "objection by letter; stays paper"});
    EXPECT_EQ(m_home.sum("open"), 0);
}

void ProjectScript::inspectAndSeal() {
    for (std::size_t folder = 1; folder <= kFolders; ++folder) {
        if (folder == 11) {
            continue;
        }
        const std::string job = m_home.jobOf(folder, 1);
        if (folder == 1) { // who scanned does not inspect
            EXPECT_TRUE(m_home
                            .as("clerk", {"inspect", "view", job, "1", "--to",
                                          m_home.newPath("own.png").string()})
                            .has("SamePersonScannedAndInspected"));
        }
        m_home.finished(job);
    }
    const Result sealed = m_home.act("manager", "batch seal");
    ASSERT_EQ(sealed.code, 0) << sealed.out << sealed.err;
    for (const auto& folder : m_home.archivedRecords()) {
        m_records.push_back(folder.filename().string());
    }
    EXPECT_EQ(m_records.size(), kFolders - 1u);
}

void ProjectScript::audit() {
    const auto act = [&](std::vector<std::string> args) {
        args.insert(args.begin(), {"project", "audit"});
        return m_home.as("auditor", args);
    };
    const Result started = act({"start", m_home.project(), "--independence", "paid by nobody"});
    ASSERT_EQ(started.code, 0) << started.out;
    const std::string id = started.json().at("audit").asString();
    const std::string seed(64, '7');
    const Result drawn = act({"draw", id, "--seed", seed, "--count", "11"});
    ASSERT_EQ(drawn.code, 0) << drawn.out;
    const auto list = m_home.newPath("shelf.txt");
    writeFile(list, "B-12/3\nB-12/7\nB-12/9\n");
    const Result both = act({"draw", id, "--seed", seed, "--count", "3", "--list", list.string()});
    ASSERT_EQ(both.code, 0) << both.out;
    const auto& items = both.json().at("items").asArray();
    for (std::size_t item = 1; item <= items.size(); ++item) {
        const bool fromPaper = item > items.size() - 3;
        const std::string number = std::to_string(item);
        std::vector<std::string> view{"view", id, number, "--to", m_home.newPath("pages").string()};
        std::vector<std::string> say{"record", id, number, "--same"};
        if (fromPaper) {
            for (auto* const args : {&view, &say}) {
                args->insert(args->end(), {"--record", m_records[0]});
            }
        }
        ASSERT_EQ(act(view).code, 0) << item;
        ASSERT_EQ(act(say).code, 0) << item;
    }
    ASSERT_EQ(act({"close", id, "--conclusion", "in good order"}).code, 0);
}

void ProjectScript::closeAll() const {
    for (int folder = 1; folder <= kFolders; ++folder) {
        const std::string paper =
            std::to_string(m_home.sum("paper", static_cast<std::size_t>(folder)));
        const Result back =
            m_home.act("clerk", "folder refile", {std::to_string(folder), "--sheets", paper});
        ASSERT_EQ(back.code, 0) << back.out;
    }
    ASSERT_EQ(m_home.act("clerk", "box seal", {"--seal", "S-200"}).code, 0);
    const Result closed = m_home.act("clerk", "box close");
    ASSERT_EQ(closed.code, 0) << closed.out;
    // All = sealed + 1 missing + those of a folder that stay paper.
    EXPECT_EQ(m_home.sum("expected"), kFolders * kSheets);
    EXPECT_EQ(m_home.sum("sealed"), kFolders * kSheets - 1 - kSheets);
    EXPECT_EQ(m_home.sum("missing"), 1);
    EXPECT_EQ(m_home.sum("withheld"), kSheets);
    EXPECT_EQ(m_home.sum("open"), 0);
    const auto csv = m_home.newPath("report.csv");
    const Result report =
        m_home.as("records", {"project", "report", m_home.project(), "--out", csv.string()});
    EXPECT_EQ(report.code, 0) << report.out;
    const std::string all = std::to_string(kFolders * kSheets);
    EXPECT_NE(readFile(csv).find("(index sheets + extra + moved in)\",," + all + ",yes"),
              std::string::npos)
        << readFile(csv);
    const Result project =
        m_home.as("records", {"project", "close", m_home.project(), "--reason", "all is done"});
    ASSERT_EQ(project.code, 0) << project.out;
}

TEST_F(ProjectScript, every_sheet_is_accounted_for_from_the_shelf_to_the_audit) {
    ASSERT_NO_FATAL_FAILURE(feedJamAndCrash());
    ASSERT_NO_FATAL_FAILURE(feedAroundTheFolderThatIsOut());
    ASSERT_NO_FATAL_FAILURE(feedWithForeignSheetAndObjection());
    ASSERT_NO_FATAL_FAILURE(inspectAndSeal());
    ASSERT_NO_FATAL_FAILURE(audit());
    ASSERT_NO_FATAL_FAILURE(closeAll());
    // Nothing of the paper goes yet: no backup, and much else [C6].
    const Result gone =
        m_home.as("records", {"disposal", "propose", m_records[0], "--reason", "room"});
    EXPECT_EQ(gone.code, 1);
    EXPECT_TRUE(gone.has("NotBackedUp")) << gone.out;
    EXPECT_TRUE(gone.has("PaperHeld")) << gone.out;
    m_home.expectReplayed();
    const Result archive = m_home.seihon({"archive", "verify"});
    EXPECT_EQ(archive.code, 0) << archive.out;
    std::set<std::string> pages;
    for (const auto& folder : m_home.archivedRecords()) {
        for (const auto& file : std::filesystem::directory_iterator(folder / "pages")) {
            pages.insert(runProgram({"sha256sum", file.path().string()}).out.substr(0, 64));
        }
    }
    EXPECT_EQ(pages.size(), kFolders * kSheets - 1u - kSheets);
}

} // namespace seihon::cli_test
