#pragma once

#include "record/box.h"
#include "regulation/judge_batch.h"
#include "station/station.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace seihon::station {

inline constexpr std::int64_t kMostOpenBoxes = 10'000;

struct BoxRequest {
    std::string number; // as it is written on it
    std::string project;
    std::int64_t folders = 0;
    std::string seal; // number of the seal that it came with; empty: none
};

// A refused verdict changed nothing but the log.
struct BoxOutcome {
    record::Box box; // id empty: it never came to be
    record::Verdict verdict;
};

struct BoxView {
    record::Box box;
    record::TabCounts counts;
    record::Verdict standing; // what stands in the way of its close
};

// Some of the boxes, and from where to read on.
struct BoxListPart {
    std::vector<record::Box> boxes;
    std::uint64_t next = 0;
    bool more = false;
};

// A job of one tab that is neither sealed nor given up.
struct TabJob {
    std::string job;
    record::TabPlace at;
    std::int64_t part = 1;
    record::JobState state = record::JobState::Registered;
    std::int64_t sheets = 0, pages = 0; // declared; kept
    bool compared = false;
    record::Verdict open; // what keeps it from being submitted, or why its seal was refused
};

struct BatchSubmission {
    std::vector<std::string> submitted;                           // jobs
    std::vector<std::pair<std::string, record::Verdict>> refused; // job, why
};

struct RetrievalRequest {
    std::int64_t folder = 0;
    std::string to, place; // who has it, and where
    std::optional<record::Instant> due;
    std::string reason;
};

struct ExceptionRequest {
    record::BoxTrouble trouble = record::BoxTrouble::Stray;
    record::TabPlace at; // 0: nobody knows
    std::int64_t sheets = 1;
    std::string remark;
};

struct SupplementRequest {
    record::TabPlace at;
    std::int64_t sheets = 1;
    std::string reason;
};

// Boxes of old paper [W]: folders as their index sheets say, what is not as they say, folders that
// somebody needs now, and the end, when every sheet is accounted for and back in its place. Faults
// of all: NotFound, Usage (a word is missing), JobBusy.
class BatchDesk {
  public:
    explicit BatchDesk(Station& station) : m_station(station) {}

    // Faults: Usage when an open box has that number already.
    BoxOutcome open(const Session& session, const BoxRequest& request);
    // Of the index sheets; their patients are private facts. All or none: not more than were
    // counted, and only of classes that the project's plan has.
    BoxOutcome addFolders(const Session& session, const std::string& box,
                          const std::vector<record::BoxFolder>& folders);
    BoxOutcome openException(const Session& session, const std::string& box,
                             const ExceptionRequest& request);
    BoxOutcome settle(const Session& session, const std::string& box,
                      const regulation::ExceptionSettlement& settlement, const std::string& reason);
    // A settlement that was wrong: the exception is open again, while nothing was sealed on it.
    BoxOutcome takeBack(const Session& session, const std::string& box, std::int64_t exception,
                        const std::string& reason);
    // A folder that was typed by mistake, while nothing of it is scanned.
    BoxOutcome voidFolder(const Session& session, const std::string& box, std::int64_t folder,
                          const std::string& reason);
    // Its folders, counted again.
    BoxOutcome recount(const Session& session, const std::string& box, std::int64_t folders,
                       const std::string& reason);
    BoxOutcome takeOut(const Session& session, const std::string& box,
                       const RetrievalRequest& request);
    BoxOutcome giveBack(const Session& session, const std::string& box, std::int64_t folder);
    // The sheets are back in the folder, in order; so many.
    BoxOutcome refile(const Session& session, const std::string& box, std::int64_t folder,
                      std::int64_t sheets);
    BoxOutcome shut(const Session& session, const std::string& box, const std::string& seal);
    BoxOutcome close(const Session& session, const std::string& box);
    // One sheet for each folder and tab, or for those of one folder, as PDF or PNG files (folder's
    // and tab's number in their names) as a scanner sees them. Nothing about a patient is on them
    // [F16].
    BoxOutcome printSeparators(const Session& session, const std::string& box, std::int64_t folder,
                               const std::filesystem::path& file);

    // A sheet that turned up when its tab was sealed: another job of the tab, open, that names the
    // record. Usage while the tab has a job that is not sealed: the sheet belongs into that one.
    Outcome supplement(const Session& session, const std::string& box,
                       const SupplementRequest& request);

    record::Box show(const std::string& box);
    BoxView view(const std::string& box);
    // Those that are not closed, oldest first.
    std::vector<record::Box> list(std::int64_t limit);
    // The same of one project (empty: of all), from an entry on; looks at so many of the log's.
    BoxListPart listFrom(const std::string& project, std::uint64_t from, std::int64_t atMost);

    std::vector<TabJob> tabJobs(const std::string& box);
    // Every job of the box that was compared and is still open.
    BatchSubmission submitCompared(const Session& session, const std::string& box);

  private:
    struct Act; // one act on one box: lock, fold, who acts, entry
    friend class BatchFeed;
    Station& m_station;
};

} // namespace seihon::station
