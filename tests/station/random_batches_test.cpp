// Seeded jobs of paper with whatever can happen to it, through the real station, the real worker
// and libsane: either the record holds the tray's sheets in order, pixel for pixel, or the job is
// blocked with a reason that is true. Never a record with a hole [A2].
//
// SEIHON_BATCHES=10000 runs so many; SEIHON_BATCH_SEED=n runs that one alone.

#include "imaging/tiff.h"
#include "ledger/durable_file.h"
#include "record/fault.h"
#include "station/station.h"
#include "support/demo_pki_fixture.h"
#include "tests/station/sheet_pool.h"
#include "tests/support/demo_home.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace seihon::station {

namespace {

namespace fs = std::filesystem;
using record::FaultKind;
using record::FindingId;

std::string nameOfSheet(int sheet) {
    const std::string digits = std::to_string(sheet);
    return std::string(4 - digits.size(), '0') + digits;
}

// The desk, the paper on it, and a person who mostly does what the messages say.
class Desk {
  public:
    Desk(Station& station, const fs::path& home, unsigned seed)
        : m_station(station), m_home(home), m_random(seed) {
        clear();
        m_sheets = roll(1, 20) > 15 ? roll(6, 20) : roll(1, 6);
        m_duplex = chance(25);
        layPaper();
        openJob();
    }

    // Also with an empty tray when the station went down: the next scan says what goes back.
    void scanAll() {
        for (int round = 0;
             round < 4 * m_sheets + 12 && (!piled("tray").empty() || m_station.job(m_job).scanning);
             ++round) {
            if (chance(4)) {
                scanAndKill();
            } else if (!scanOnce()) {
                return;
            }
        }
    }
    // Compares, submits; sets aside what came twice, looks for what is missing. The last verdict.
    record::Verdict settle() {
        record::Verdict verdict;
        for (int step = 0; step < 3 * m_sheets + 5; ++step) {
            if (!m_station.job(m_job).pages.empty()) {
                m_station.compare(session(), m_job, {true, {}, "flag"});
            }
            verdict = m_station.submit(session(), m_job).verdict;
            if (verdict.permitted() || !(setOneAside(verdict) || insertOne())) {
                break;
            }
        }
        return verdict;
    }
    // What lies in the job, as numbers of the pool, in order; -1: nothing that was ever laid down.
    std::vector<int> kept() const {
        std::vector<int> ids;
        const record::ScanJob job = m_station.job(m_job);
        for (const record::Page& page : job.pages) {
            const record::PageImage image = imaging::decodeTiff(
                ledger::readWhole(m_station.pageFile(job, page), page.fileBytes));
            const auto found = page.capture.sheetRect
                                   ? pool().byPixels.find(digestOf(image, *page.capture.sheetRect))
                                   : pool().byPixels.end();
            ids.push_back(found == pool().byPixels.end() ? -1 : found->second);
        }
        return ids;
    }
    std::vector<int> laid() const { return m_laid; }
    // Two sheets went as one unseen and the person put one too many back: every sheet is there
    // once, but only the comparison with the paper could tell their order.
    std::vector<int> inOrderIfNobodyCanSee(std::vector<int> ids) const {
        if (m_unseen && m_erred) {
            std::sort(ids.begin(), ids.end());
        }
        return ids;
    }
    const std::string& job() const { return m_job; }
    const std::string& story() const { return m_story; }

    SealOutcome seal() { return m_station.seal(session(), m_job); }

  private:
    int roll(int low, int high) { return std::uniform_int_distribution<int>(low, high)(m_random); }
    bool chance(int percent) { return roll(1, 100) <= percent; }
    Session session() { return m_station.login("clerk", Pin("123456")); }
    fs::path part(const char* name) const { return m_home / "feeder" / name; }
    void note(const std::string& what) { m_story += what + "; "; }

    void clear() const {
        for (const char* name : {"tray", "out"}) {
            fs::create_directories(part(name));
            for (const auto& file : fs::directory_iterator(part(name))) {
                fs::remove(file.path());
            }
        }
    }

    void write(const std::string& name, const std::string& bytes) const {
        std::ofstream out(part("tray") / name, std::ios::binary);
        out << bytes;
    }

    std::string eventFor() {
        const std::string share = " 0." + std::to_string(roll(1, 9));
        switch (roll(1, 13)) {
        case 1:
        case 2:
            return "jam" + share + (m_duplex && chance(50) ? " back" : "");
        case 3:
            return "short" + share;
        case 4:
            return "ioerr" + share;
        case 5:
            return "crash" + share;
        case 6:
            return "start-status JAMMED";
        case 7:
            return "cover-open";
        case 8:
            return "noise-zero";
        case 9:
            return "unknown-length";
        case 10:
            return "delay " + std::to_string(roll(1, 60));
        case 11:
            m_unseen = true;
            return "multifeed-silent";
        default:
            return "doublefeed";
        }
    }

    void layPaper() {
        std::vector<int> ids(pool().pngs.size());
        for (std::size_t i = 0; i < ids.size(); ++i) {
            ids[i] = static_cast<int>(i);
        }
        std::shuffle(ids.begin(), ids.end(), m_random);
        for (int sheet = 1; sheet <= m_sheets; ++sheet) {
            for (int side = 0; side < (m_duplex ? 2 : 1); ++side) {
                const int id = ids.at(m_laid.size());
                m_laid.push_back(id);
                write(nameOfSheet(sheet) +
                          (!m_duplex   ? ""
                           : side == 0 ? ".front"
                                       : ".back") +
                          ".png",
                      pool().pngs[static_cast<std::size_t>(id)]);
            }
            if (chance(22)) {
                const std::string event = eventFor();
                note(std::to_string(sheet) + " " + event);
                write(nameOfSheet(sheet) + ".event", event + "\n");
            }
        }
    }

    void openJob() {
        RegisterRequest request;
        request.original.documentClass = "referral-letter";
        request.original.patient = {"P-1", "試作 健一"};
        request.original.receivedAt = request.original.createdAt = record::readClock();
        request.original.sheets = m_sheets;
        request.original.duplex = m_duplex;
        m_job = m_station.registerOriginal(session(), request).job.id;
        m_station.open(session(), m_job);
        m_station.prepare(session(), m_job, {m_sheets, true, "flag"});
    }

    ScanRequest request() const {
        ScanRequest request;
        request.areaWidthMicrometres = 50'000;
        request.areaHeightMicrometres = 72'000;
        return request;
    }

    // False when the desk gives up.
    bool scanOnce() {
        std::stop_source stop, cancel;
        std::jthread person;
        if (chance(12)) {
            person = std::jthread([&, wait = roll(1, 250), cancels = chance(50)] {
                std::this_thread::sleep_for(std::chrono::milliseconds(wait));
                (cancels ? cancel : stop).request_stop();
            });
            note("stop or cancel");
        }
        try {
            const Outcome outcome = m_station.scan(session(), m_job, request(), {},
                                                   {stop.get_token(), cancel.get_token()});
            EXPECT_TRUE(outcome.verdict.permitted()) << m_story;
            return true;
        } catch (const record::Fault& fault) {
            return afterTrouble(fault);
        }
    }

    // The station and its worker go down in the middle of it.
    void scanAndKill() {
        note("kill -9");
        std::array<int, 2> pin{};
        ASSERT_EQ(::pipe(pin.data()), 0);
        ASSERT_EQ(::write(pin[1], "123456\n", 7), 7);
        const std::string program = std::string(SEIHON_BIN_DIR) + "/seihon";
        const pid_t child = ::fork();
        if (child == 0) {
            ::dup2(::open("/dev/null", O_RDWR), 1);
            ::dup2(1, 2);
            ::dup2(pin[0], 3);
            ::execl(program.c_str(), "seihon", "--home", m_home.c_str(), "--as", "clerk",
                    "--pin-fd", "3", "--json", "job", "scan", m_job.c_str(), "--area", "50x72",
                    nullptr);
            ::_exit(127);
        }
        ::close(pin[0]);
        ::close(pin[1]);
        std::this_thread::sleep_for(std::chrono::milliseconds(roll(80, 600)));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
    }

    static std::string baseOf(const fs::path& file) {
        const std::string name = file.filename().string();
        return name.substr(0, name.find('.'));
    }

    std::vector<std::string> piled(const char* name) const {
        std::set<std::string> bases;
        for (const auto& file : fs::directory_iterator(part(name))) {
            if (file.path().extension() == ".png") {
                bases.insert(baseOf(file.path()));
            }
        }
        return {bases.begin(), bases.end()};
    }

    void moveToTray(const std::string& base) const {
        for (const auto& file : fs::directory_iterator(part("out"))) {
            if (baseOf(file.path()) == base) {
                fs::rename(file.path(), part("tray") / file.path().filename());
            }
        }
    }

    bool afterTrouble(const record::Fault& fault) {
        if (fault.kind == FaultKind::DeviceBusy || fault.kind == FaultKind::JobBusy) {
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
            return true; // a worker of a killed station parks its scanner
        }
        if (fault.kind == FaultKind::FeederEmpty) {
            return false;
        }
        if (!fault.context.contains("putBack")) { // the scanner did not even open; nothing was fed
            note(std::string(record::nameOf(fault.kind)) + " before feeding");
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
            return true;
        }
        note(std::string(record::nameOf(fault.kind)) + " " + fault.context.at("sheet") + "/" +
             fault.context.at("putBack"));
        const auto safe = static_cast<std::size_t>(std::stoll(fault.context.at("sheet")) - 1);
        std::vector<std::string> out = piled("out");
        const std::vector<std::string> back(
            out.begin() + static_cast<std::ptrdiff_t>(std::min(safe, out.size())), out.end());
        checkMessage(back);
        const bool forgets = !back.empty() && chance(8);
        const bool oneTooMany = !forgets && safe > 0 && safe <= out.size() && chance(8);
        m_erred = m_erred || forgets || oneTooMany;
        for (const std::string& base : back) {
            if (!(forgets && base == back.front())) {
                moveToTray(base);
            }
        }
        if (oneTooMany) {
            moveToTray(out[safe - 1]);
        }
        note(forgets ? "forgets one" : oneTooMany ? "one too many" : "puts back");
        return true;
    }

    // The message names every sheet that left the tray and is not safe, as long as nothing happened
    // that nobody could see.
    void checkMessage(const std::vector<std::string>& back) const {
        const std::vector<std::int64_t> named = m_station.job(m_job).interruptions.back().putBack;
        if (m_erred || m_unseen) {
            return;
        }
        for (const std::string& base : back) {
            EXPECT_NE(std::find(named.begin(), named.end(), std::stoll(base)), named.end())
                << "sheet " << base << " left the tray and is not named; " << m_story;
        }
    }

    bool setOneAside(const record::Verdict& verdict) {
        for (const record::Finding& finding : verdict.findings) {
            if (finding.id == FindingId::DuplicatePage &&
                finding.severity == record::Severity::Refuse) {
                const auto page = std::stoll(finding.subject.substr(finding.subject.rfind(' ')));
                note("sets page " + std::to_string(page) + " aside");
                return m_station.setSheetAside(session(), m_job, page, "fed twice")
                    .verdict.permitted();
            }
        }
        return false;
    }

    // Compares the pile with the images, finds a sheet that is not there, and scans it to its
    // place.
    bool insertOne() {
        if (!piled("tray").empty() || chance(30)) {
            return false;
        }
        const std::vector<int> there = kept();
        const std::size_t sides = m_duplex ? 2 : 1;
        std::int64_t before = 0;
        for (int sheet = 1; sheet <= m_sheets; ++sheet) {
            const int front = m_laid[static_cast<std::size_t>(sheet - 1) * sides];
            if (std::find(there.begin(), there.end(), front) != there.end()) {
                ++before;
                continue;
            }
            moveToTray(nameOfSheet(sheet));
            if (piled("tray").empty()) {
                return false;
            }
            note("inserts " + std::to_string(sheet));
            ScanRequest one = request();
            one.wish.after = before;
            try {
                m_station.scan(session(), m_job, one, {}, {});
                return true;
            } catch (const record::Fault& fault) {
                note(fault.what());
                return false;
            }
        }
        return false;
    }

    Station& m_station;
    fs::path m_home;
    std::mt19937 m_random;
    int m_sheets = 0;
    bool m_duplex = false;
    bool m_unseen = false; // two sheets may go as one, and nobody is told
    bool m_erred = false;  // the person did not do what the message said
    std::vector<int> m_laid;
    std::string m_job;
    std::string m_story;
};

struct Tally {
    int whole = 0, blocked = 0, sealed = 0;
};

bool isTrueReason(FindingId id) {
    return id == FindingId::SheetCountMismatch || id == FindingId::SideCountMismatch ||
           id == FindingId::DuplicatePage || id == FindingId::SheetsToPutBack ||
           id == FindingId::NoPages || id == FindingId::NotCompared;
}

void runBatch(Station& station, const fs::path& home, unsigned seed, Tally& tally) {
    Desk desk(station, home, seed);
    desk.scanAll();
    const record::Verdict verdict = desk.settle();
    const std::vector<int> kept = desk.kept();
    const std::string where = "SEIHON_BATCH_SEED=" + std::to_string(seed) + ": " + desk.story();
    if (!verdict.permitted()) {
        ++tally.blocked;
        EXPECT_NE(kept, desk.laid()) << "blocked although every sheet is there: "
                                     << record::canonical(record::toJson(verdict)) << where;
        for (const record::Finding& finding : verdict.findings) {
            EXPECT_TRUE(finding.severity != record::Severity::Refuse || isTrueReason(finding.id))
                << record::canonical(record::toJson(finding)) << ' ' << where;
        }
        return;
    }
    ++tally.whole;
    EXPECT_EQ(desk.inOrderIfNobodyCanSee(kept), desk.inOrderIfNobodyCanSee(desk.laid())) << where;
    if (seed % 5 == 0) {
        const SealOutcome sealed = desk.seal();
        ASSERT_TRUE(sealed.job.sealed) << where;
        const record::Json json = station.viewRecord(sealed.job.sealed->recordId, "clerk");
        EXPECT_EQ(json.at("pages").asArray().size(), desk.laid().size()) << where;
        ++tally.sealed;
    }
}

int numberFrom(const char* variable, int otherwise) {
    const char* text = std::getenv(variable);
    return text == nullptr ? otherwise : std::atoi(text);
}

} // namespace

TEST(RandomBatches, hold_every_sheet_once_or_are_blocked_for_a_true_reason) {
    const support::TemporaryFolder folder;
    const fs::path home = folder.path() / "home";
    support::layDemoHome(home, SEIHON_BIN_DIR "/seihon");
    Station station(home);
    Tally tally;
    if (const int seed = numberFrom("SEIHON_BATCH_SEED", -1); seed >= 0) {
        runBatch(station, home, static_cast<unsigned>(seed), tally);
        return;
    }
#ifdef SEIHON_SANITIZED
    constexpr int kUsually = 4;
#else
    constexpr int kUsually = 16;
#endif
    const int batches = numberFrom("SEIHON_BATCHES", kUsually);
    for (int seed = 1; seed <= batches && !HasFatalFailure(); ++seed) {
        runBatch(station, home, static_cast<unsigned>(seed), tally);
    }
    RecordProperty("whole", tally.whole);
    std::printf("%d batches: %d whole, %d blocked, %d sealed\n", batches, tally.whole,
                tally.blocked, tally.sealed);
    EXPECT_GT(tally.whole, tally.blocked) << "most paper goes through in the end";
}

} // namespace seihon::station
