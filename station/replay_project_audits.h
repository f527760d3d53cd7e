#pragma once

#include "ledger/ledger.h"
#include "record/project_audit.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

// Private to the replay: audits of projects, and what they draw from, of a ledger that is read in
// order [C4].
namespace seihon::station {

class ReplayedProjectAudits {
  public:
    explicit ReplayedProjectAudits(ledger::Ledger& ledger) : m_ledger(ledger) {}

    // Goes on past the entry. Faults: LedgerBroken.
    void apply(const record::Entry& entry);

    // Before the entry in hand.
    const record::ProjectAudit* find(const std::string& id) const; // null: none
    std::vector<record::ProjectAudit> auditsOf(const std::string& project) const;
    std::int64_t sealedIn(const std::string& project, std::uint64_t from,
                          std::uint64_t until) const;
    // By its place in a population; empty: outside.
    std::string recordAt(const std::string& project, std::uint64_t from, std::int64_t place) const;
    bool isOfPopulation(const record::ProjectAudit& audit, const std::string& recordId) const;
    bool coversAll(const std::string& project) const;
    // Has a closed audit covered this record of the project?
    bool covers(const std::string& project, const std::string& recordId) const;
    // Is it what the station signed?
    bool isCheckpoint(std::uint64_t size, const record::Digest& root) const;

  private:
    struct Sealed {
        std::uint64_t sequence = 0;
        std::string recordId;
    };
    std::vector<Sealed>::const_iterator firstFrom(const std::vector<Sealed>& list,
                                                  std::uint64_t from) const;

    ledger::Ledger& m_ledger;
    std::map<std::string, record::ProjectAudit> m_audits;
    std::map<std::string, std::vector<Sealed>> m_sealed; // by project, in order
    mutable std::optional<std::map<std::uint64_t, record::Digest>> m_checkpoints;
};

} // namespace seihon::station
