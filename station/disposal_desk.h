#pragma once

#include "record/disposal.h"
#include "station/paper_facts.h"
#include "station/station.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace seihon::station {

struct DisposalProposal {
    std::vector<std::string> records;
    std::vector<std::string> boxes; // every sealed record whose paper lies in one of them
    std::string reason;
};

struct DisposalWords { // of who did it
    std::string method;
    std::string day; // "2026-11-22"; empty: today in the hospital's time
    std::string contractor;
};

struct ProofRequest {
    std::string number;                        // of the contractor's certificate, or the house's
    std::optional<std::filesystem::path> file; // kept by its digest in the entry only
};

// A refused verdict changed nothing but the log.
struct DisposalOutcome {
    record::DisposalList list; // id empty: it never came to be
    record::Verdict verdict;
};

// Paper that goes [C6]. Every act but taking out judges every record of the list again, under the
// locks of their jobs, of projects and of holds; a record that may not go any more refuses the act
// until it is taken out. Faults of all: NotFound, JobBusy.
class DisposalDesk {
  public:
    // `backups`: in place of what the log says of them; a station without any refuses every
    // disposal.
    explicit DisposalDesk(Station& station, LastGoodBackup backups = {});

    // Faults: Usage when nothing, or too much, is named.
    DisposalOutcome propose(const Session& session, const DisposalProposal& proposal);
    // The system manager compares the list with the log and the boxes; `difference` empty: all is
    // as it says.
    DisposalOutcome check(const Session& session, const std::string& list,
                          const std::string& difference);
    DisposalOutcome approve(const Session& session, const std::string& list);
    // A second person stands before the boxes that go now.
    DisposalOutcome witness(const Session& session, const std::string& list);
    DisposalOutcome carryOut(const Session& session, const std::string& list,
                             const DisposalWords& words);
    DisposalOutcome prove(const Session& session, const std::string& list,
                          const ProofRequest& proof);
    DisposalOutcome takeOut(const Session& session, const std::string& list,
                            const std::vector<std::string>& records, const std::string& reason);

    record::DisposalList show(const std::string& list);
    std::vector<record::DisposalList> list() { return disposalLists(*m_station.m_ledger); }
    // The list by which this paper went; empty while it is there.
    std::string disposedBy(const std::string& recordId);

  private:
    struct Act; // one act on one list: locks, fold, who acts, entry
    std::vector<record::DisposalItem> itemsOf(const DisposalProposal& proposal);
    Station& m_station;
    LastGoodBackup m_backups;
};

} // namespace seihon::station
