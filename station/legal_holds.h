#pragma once

#include "record/legal_hold.h"
#include "station/station.h"

#include <string>
#include <vector>

namespace seihon::station {

struct HoldRequest {
    record::HoldOn on = record::HoldOn::Record;
    std::string subject;     // record or project
    record::Patient patient; // private
    std::string reason;      // private
};

struct HoldOutcome {
    record::Verdict verdict;
    std::string id; // empty when refused
};

// The register as one person may see it.
struct HoldList {
    bool restricted = true; // the number in force only: whose it is, and why, tells of lawsuits
    std::int64_t inForce = 0;
    std::vector<record::LegalHold> holds; // oldest first; empty when restricted
};

// Legal holds: nothing they fall on is disposed of or deleted [C6, F14].
class LegalHolds {
  public:
    explicit LegalHolds(Station& station) : m_station(station) {}

    // Faults: NotFound when there is no such record or project, Usage without a reason.
    HoldOutcome place(const Session& session, const HoldRequest& request);
    HoldOutcome lift(const Session& session, const std::string& id, const std::string& reason);
    // With names for whom the regulation lets keep the register, and then it is logged [F5].
    HoldList list(const Session* session);

    std::vector<record::LegalHold> all();

  private:
    Station& m_station;
};

// Whoever changes what a disposal is judged by, or writes an entry that was judged by it, holds
// this. A short wait.
ledger::FileLock lockDisposals(const Home& home);

} // namespace seihon::station
