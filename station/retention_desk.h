#pragma once

#include "record/deletion.h"
#include "record/retention.h"
#include "regulation/retention.h"
#include "station/record_copies.h"
#include "station/station.h"
#include "station/viewer.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace seihon::station {

struct RetentionRequest {
    record::RetentionEventKind event{};
    std::string recordId;    // or
    record::Patient patient; // everything of this patient
    std::chrono::year_month_day day{};
    std::string source;
};

struct RetentionOutcome {
    record::Verdict verdict;
    std::string id; // of the event; empty when refused
};

struct RetentionRow {
    std::string recordId, documentClass;
    record::Instant sealedAt{};
    std::optional<std::chrono::year_month_day> end; // unknown: it never ends
    bool ended = false;
};

struct DeletionOutcome {
    record::Verdict verdict;
    std::vector<regulation::RecordCopy> copies; // where the record lies, and what can be removed
};

enum class DeletionStep { Propose, Approve, CarryOut, Close };

struct DeletionStanding {
    std::optional<DeletionStep> next; // none: it is closed
    record::Verdict verdict;
};

// What waits for a deletion, or is in one [F14].
struct DeletionRow {
    std::string recordId, documentClass;
    std::optional<std::chrono::year_month_day> end; // of its retention
    std::optional<record::Deletion> deletion;
    DeletionStanding standing; // for who looks
};

// Until when records stay, from events that people tell, and what stands in the way of deleting one
// [F14].
class RetentionDesk {
  public:
    explicit RetentionDesk(Station& station) : m_station(station) {}

    // Faults: NotFound, Usage.
    RetentionOutcome tell(const Session& session, const RetentionRequest& request);
    RetentionOutcome takeBack(const Session& session, const std::string& id,
                              const std::string& reason);
    // Of every record, or of those whose time is over; the search is logged [F5].
    std::vector<RetentionRow> list(const Viewer& viewer, bool endedOnly, std::int64_t limit);
    // --- deletion, step by step, judged at each [F14] ---
    DeletionOutcome proposeDeletion(const Session& session, const std::string& recordId,
                                    const std::string& reason);
    // By another person than who proposed it.
    DeletionOutcome approveDeletion(const Session& session, const std::string& recordId);
    // The record's bytes, what is left of its job, and what opens its private facts in the log go.
    // It is deleted when the other copies are gone as well: until then it is open.
    DeletionOutcome carryOutDeletion(const Session& session, const std::string& recordId);
    // The replicas and the repositories of backups are asked: while a copy is left, it is refused.
    // For what does not answer, and for what nobody keeps a list of, somebody says how it is known
    // that the copies are gone.
    DeletionOutcome closeDeletion(const Session& session, const std::string& recordId,
                                  const std::string& statement);
    std::map<std::string, record::Deletion> deletions();
    // Whether the step that is next would be refused to this person now, and why; writes nothing.
    DeletionStanding lookAtDeletion(const Session& session, const std::string& recordId);
    // What a crash left half done; for `work`.
    void settleDeletions();

    // What is due and what is under way, with what this person could do about it now; at most so
    // many. The search is logged [F5].
    std::vector<DeletionRow> dueDeletions(const Session& session, std::size_t most);

  private:
    struct DeletionAct;
    std::vector<record::RetentionEvent> events();
    regulation::DeletionFacts deletionFacts(const record::ScanJob& job,
                                            const std::string& recordId);
    DeletionAct beginDeletion(const Session& session, const std::string& recordId);
    void removeEverything(const record::Entry& carriedOut);
    GoingRecord goingBy(const record::Entry& carriedOut);
    CopiesFound lookForCopies(const std::string& recordId);
    Station& m_station;
};

} // namespace seihon::station
