#pragma once

#include "record/downtime.h"
#include "regulation/judge_downtime.h"
#include "station/station.h"

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace seihon::station {

struct DowntimeOutcome {
    record::Downtime downtime; // id empty: it never came to be
    record::Verdict verdict;
};

struct StackOutcome {
    record::DowntimeStack stack;
    record::Verdict verdict;
};

struct StackRequest {
    std::string place; // where the stack will lie
    std::int64_t count = 0;
    std::filesystem::path file; // .pdf
};

// The station is down [F17]: paper is registered on numbered sheets that were printed before, and
// afterwards every number is accounted for. Faults of all: NotFound, Usage.
class DowntimeDesk {
  public:
    explicit DowntimeDesk(Station& station) : m_station(station) {}

    // The next numbers, whatever stacks there are.
    StackOutcome print(const Session& session, const StackRequest& request);
    // `next`: the first sheet that still lies there unused; one behind the last when none does.
    StackOutcome count(const Session& session, const std::string& stack, std::int64_t next);
    StackOutcome makeVoid(const Session& session, std::int64_t number, const std::string& reason);

    DowntimeOutcome begin(const Session& session, record::Instant since, const std::string& reason);
    DowntimeOutcome end(const Session& session, const std::string& id, record::Instant until);
    DowntimeOutcome close(const Session& session, const std::string& id);

    record::Downtime show(const std::string& id);
    std::vector<record::Downtime> list();        // oldest first
    std::vector<record::DowntimeStack> stacks(); // by number
    // Of these stacks' numbers, those with which jobs were registered.
    std::set<std::int64_t> registered(const std::vector<record::DowntimeStack>& stacks);

  private:
    struct Act; // one act: lock, who acts, entry
    Station& m_station;
};

// A number that belongs to these sheets must have been printed: a mistyped one would hide another.
// Faults: Usage.
void requireDowntimeSheet(ledger::Ledger& ledger, std::int64_t label);

} // namespace seihon::station
