#pragma once

#include "record/box.h"
#include "record/fault.h"
#include "record/feed_plan.h"
#include "station/batch_desk.h"
#include "station/batch_feed.h"
#include "station/batch_sheet.h"
#include "station/keep_pages.h"
#include "station/verb.h"

#include <memory>
#include <optional>
#include <string>

// Private to feeding a box.
namespace seihon::station {

// Pages between the thread that receives and the entry; each is some 40 MB in memory.
inline constexpr std::int64_t kBatchPagesAhead = 2;

// One person feeds one box at a time. Faults: JobBusy.
ledger::FileLock lockBatch(const Home& home, const std::string& box);

// The fault with the sheet that goes back first: of a job, and of which tab.
record::Fault withPlace(const record::Fault& fault, const record::Box& box, const std::string& job,
                        const record::TabPlace& place, std::int64_t sheet);

// The box's own entries about a batch: each under its lock, folded on.
class BatchLog {
  public:
    BatchLog(Station& station, const Session& session, record::Box box)
        : m_station(station), m_session(session), m_box(std::move(box)) {}

    const record::Box& box() const { return m_box; }
    // Before anything moves: the box, the attestation, and the project [C2]. A refusal is logged.
    record::Verdict mayFeed(bool attested);
    // A batch that never reported its end: the job that it fed gets its end, and people are told
    // which sheet goes back before anything is fed. Faults: ScanRunLost.
    void settleLost();
    // The first entry of the batch; or, when the project has stopped meanwhile, the refusal.
    record::Verdict start(const std::string& device, const record::ScanProfile& profile,
                          bool goesOn);
    record::Instant began() const { return m_began; }
    // By the person, or (an exception) by the station.
    // Gives its time.
    record::Instant append(record::EntryKind kind, record::Json facts,
                           record::Json privateFacts = {});
    // Opened once for a place and a trouble, while it is open.
    void except(record::BoxTrouble trouble, const record::TabPlace& place, std::int64_t sheets,
                const std::string& remark);

  private:
    record::Verdict judgeStart(bool attested);
    void adoptOrphan();
    record::Instant appendLocked(record::EntryKind kind, record::Json facts,
                                 record::Json privateFacts);

    Station& m_station;
    const Session& m_session;
    record::Box m_box;
    record::EntryDraft m_draft;
    record::Instant m_began{};
};

struct BatchPaper {
    std::string device;
    record::ScanProfile profile;
    std::string by;
    std::int64_t inFlight = 1;
    std::int64_t left = 0; // sheets of the box that are not accounted for when it begins
};

// Sheets of a batch, one after the other, into the jobs of their tabs.
class BatchRun {
  public:
    BatchRun(Station& station, const Session& session, BatchLog& log, const BatchPaper& paper,
             const BatchSeen& seen)
        : m_station(station), m_session(session), m_log(log), m_paper(paper), m_seen(seen) {}

    // In the tab where the batch before broke off. Refused: it may not be fed now.
    record::Verdict goOn();
    // Refused: the separator of a tab that may not be fed now.
    record::Verdict take(FedSheet sheet);
    void end(bool stopped);
    // How many sheets left the tray behind the one that was refused, without an image.
    std::int64_t refuse(std::int64_t letGo, const record::Verdict& why);
    [[noreturn]] void breakOff(const record::Fault& fault, std::int64_t letGo);
    void tell(BatchOutcome& outcome) const;

  private:
    // The tab that is fed now: its job's lock, and its pages on their way.
    struct Tab {
        Tab(Station& station, const Session& session, const record::FolderLink& link,
            const std::string& job)
            : at(link), verb(station, job, regulation::Authority::Scan, session) {}
        record::FolderLink at;
        Station::Verb verb;
        std::optional<ScanRun> run;
        std::int64_t feedsBefore = 0; // of the device, before this tab's
    };

    record::Verdict begin(const record::FolderLink& at);
    std::string jobOf(record::FolderLink& at, record::Verdict& verdict);
    record::Verdict startFeeding(Tab& tab);
    void endTab(const char* outcome);
    void judgeLeft(const record::FolderLink& left, std::optional<std::int64_t> nextFolder);
    record::Verdict takeSeparator(FedSheet& sheet, const SheetKind& kind);
    void keepPaper(FedSheet& sheet);
    void keepBeside(FedSheet& sheet, record::BatchSheet what, const record::TabPlace& place,
                    bool goesOn, const record::Json& codes);
    record::Pace pace() const;

    Station& m_station;
    const Session& m_session;
    BatchLog& m_log;
    const BatchPaper& m_paper;
    const BatchSeen& m_seen;
    std::unique_ptr<Tab> m_tab;
    std::int64_t m_fed = 0; // sheets of which every side arrived, whatever they were
    std::int64_t m_sheets = 0, m_pages = 0, m_separators = 0, m_unplaced = 0;
    bool m_unplacedTold = false;
};

} // namespace seihon::station
