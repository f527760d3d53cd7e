#pragma once

#include "ledger/ledger.h"
#include "record/device_profile.h"
#include "record/scan_job.h"
#include "regulation/judge_activation.h"

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// Private to station/audit_replay.cpp.
namespace seihon::station {

// The jobs of a ledger that is read in order, each as it stood before the entry in hand. Keeps a
// number of pages, whatever the length of the log: a job that was put away is folded anew.
class ReplayedJobs {
  public:
    explicit ReplayedJobs(ledger::Ledger& ledger) : m_ledger(ledger) {}

    struct Kept {
        record::ScanJob job;
        std::optional<record::Qualification> runQualification; // as the scan run found it
        // Of a checkpoint that proved the pages before they were sealed, where there was one [B1].
        std::optional<record::Instant> scanProvenAt;
        std::uint64_t used = 0;
    };

    // The job before this entry. Faults: LedgerBroken.
    Kept& before(const record::Entry& entry);
    // Goes on past the entry.
    void apply(const record::Entry& entry);

  private:
    static void goOn(Kept& kept, const record::Entry& entry);
    void makeRoom(const std::string& except);

    ledger::Ledger& m_ledger;
    std::map<std::string, Kept> m_jobs;
    std::uint64_t m_clock = 0;
};

// Pixels of the last days: which other job captured the same.
class ReplayedPixels {
  public:
    void add(const record::Entry& entry, const record::Digest& pixels);
    std::string twinOf(const record::Digest& pixels, const std::string& exceptJob,
                       record::Instant since) const;

  private:
    struct Seen {
        record::Instant at{};
        std::uint64_t sequence = 0;
        std::string job;
    };
    std::map<record::Digest, std::vector<Seen>> m_seen; // in ledger order
    std::deque<std::pair<record::Instant, record::Digest>> m_order;
};

// Qualifications as the log has them [A1].
class ReplayedQualifications {
  public:
    void apply(const record::Entry& entry);
    const record::Qualification* find(const std::string& device) const;

  private:
    std::vector<record::Qualification> m_list;
};

} // namespace seihon::station
