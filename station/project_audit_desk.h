#pragma once

#include "record/project_audit.h"
#include "regulation/judge_project_audit.h"
#include "station/station.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace seihon::station {

// What the closed audits of a project have covered of what was sealed under it: what its closing,
// and whoever disposes of its paper, asks for [C4, C6].
struct AuditCoverage {
    std::int64_t sealed = 0;
    std::int64_t covered = 0;
    bool whole() const { return covered == sealed; }
};

struct AuditStart {
    std::string project;
    std::string independence; // the auditor's own words
    // Empty: as the plan has them.
    std::string name, affiliation, qualification, number;
};

// A refused verdict changed nothing but the log.
struct AuditOutcome {
    record::ProjectAudit audit; // id empty: it never came to be
    record::Verdict verdict;
};

// The audit of a project of old paper from outside [C4]: the population is frozen by a checkpoint
// of the log; the auditor draws from it, and from lists that others keep, with seeds of their own
// (docs/sampling.md); each item gets an answer, each fault the house's closing word. Faults of all:
// NotFound.
class ProjectAuditDesk {
  public:
    explicit ProjectAuditDesk(Station& station) : m_station(station) {}

    AuditOutcome start(const Session& session, const AuditStart& request);
    // Of the records.
    AuditOutcome draw(const Session& session, const std::string& audit, const record::Digest& seed,
                      std::int64_t count);
    // Of a list of what there was on paper: a mail log, index sheets. Faults: Malformed.
    AuditOutcome drawList(const Session& session, const std::string& audit,
                          const record::Digest& seed, std::int64_t count,
                          const std::filesystem::path& list);
    // All pages of the item's record as PNGs in a new folder; `recordId`: to be compared with a
    // line of a list. Faults: StorageDiffers, Usage when the folder is there.
    AuditOutcome view(const Session& session, const std::string& audit, std::int64_t item,
                      const std::string& recordId, const std::filesystem::path& folder);
    AuditOutcome answer(const Session& session, const std::string& audit, std::int64_t item,
                        record::AuditAnswer answer, const std::string& recordId,
                        const std::string& words);
    AuditOutcome settle(const Session& session, const std::string& audit, std::int64_t item,
                        const std::string& words);
    AuditOutcome close(const Session& session, const std::string& audit,
                       const std::string& conclusion);

    record::ProjectAudit show(const std::string& audit);
    // Oldest first.
    std::vector<record::ProjectAudit> list(const std::string& project);
    AuditCoverage coverage(const std::string& project);
    // Was this record sealed under a project, and has a closed audit covered it?
    bool covers(const record::ScanJob& sealed);
    // Lines of lists may be about patients: for who audits, or answers an audit.
    bool mayReadLines(const Session& session);

  private:
    struct Act; // one act on one audit: lock, fold, who acts, entry
    AuditOutcome drawn(Act& act, const record::AuditDraw& draw, std::int64_t count,
                       const std::vector<std::string>* lines);
    bool isOfPopulation(const record::ProjectAudit& audit, const std::string& recordId);
    Station& m_station;
};

} // namespace seihon::station
