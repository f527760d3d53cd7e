#pragma once

#include "project_samples.h"
#include "record/legal_hold.h"
#include "record/patient_word.h"
#include "regulation/judge_disposal.h"

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace seihon::regulation {

// Random acts of everybody on three sealed records, their paper, and lists of it; judged by the
// rules and written as entries, as DisposalDesk and the verbs of sealed records do it. What has no
// entry of its own in the log (a backup, the end of a sample or of a new version) is a marker:
// HomeInitialised with {"marker", …}.
class DisposalWalk {
  public:
    // `blindTo`: a finding that the rules are made to overlook; a planted bug.
    DisposalWalk(std::uint64_t seed, std::optional<record::FindingId> blindTo);

    void step();
    const std::vector<record::Entry>& entries() const { return m_entries; }
    const Regulation& regulation() const { return m_regulation; }

  private:
    struct Paper {
        record::ScanJob job;
        PaperFacts facts; // sample, verifications, project, amendments
    };

    std::int64_t below(std::int64_t count) {
        return static_cast<std::int64_t>(m_random() % static_cast<std::uint64_t>(count));
    }
    bool chance(int percent) { return below(100) < percent; }
    record::Actor anybody();
    record::Verdict seen(record::Verdict verdict) const;
    record::Entry& append(record::EntryKind kind, const record::Actor& who, const std::string& job,
                          record::Json facts);
    void mark(const std::string& what, const std::string& job);
    std::string freshId(const char* of);

    void prepare(); // what makes paper fit to go
    void spoil();   // what does the opposite
    void lists();
    void fit(Paper& paper, std::int64_t which);
    void place(Paper& paper);
    void project(Paper& paper);
    void holds();
    void propose();
    void advance(record::DisposalList& list);
    void carryOut(record::DisposalList& list, const record::Actor& who);
    void takeOut(record::DisposalList& list);
    record::Verdict judgeRecords(const record::DisposalList& list, bool after) const;
    PaperFacts factsOf(const Paper& paper, const std::string& exceptList) const;
    Paper& any() { return m_papers[static_cast<std::size_t>(below(std::ssize(m_papers)))]; }

    Regulation m_regulation = projectRegulation();
    std::mt19937_64 m_random;
    std::optional<record::FindingId> m_blindTo;
    record::Instant m_now = at("2026-10-20T09:00:00+09:00");
    std::vector<Paper> m_papers;
    std::vector<record::LegalHold> m_holds;
    std::vector<record::DisposalList> m_lists;
    std::optional<record::Instant> m_backup;
    std::vector<record::Entry> m_entries;
    int m_ids = 0;
};

// What must never be, said a second time and in another way, from the entries alone.
std::vector<std::string> forbiddenIn(const DisposalWalk& walk);

} // namespace seihon::regulation
