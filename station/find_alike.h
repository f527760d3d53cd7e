#pragma once

#include "imaging/duplicate.h"
#include "ledger/ledger.h"
#include "record/scan_job.h"
#include "regulation/regulation.h"
#include "station/home.h"

#include <deque>
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace seihon::station {

// Looks whether a page shows what another one shows already [A2]: in this job (a sheet fed twice,
// or put back needlessly after trouble), or among the last pages of the job before (a device that
// hands over the previous patient's image). Signatures pick candidates; the images decide.
class AlikeFinder {
  public:
    // Where the image of a page of another job is kept by now.
    using FileOf =
        std::function<std::filesystem::path(const std::string& job, const std::string& captureId)>;

    AlikeFinder(const Home& home, const record::ScanJob& job,
                const regulation::DuplicateRules& rules, FileOf fileOf);

    // The last pages that another job of this station got from the device since `since`.
    void addOtherJob(ledger::Ledger& ledger, const std::string& device, record::Instant since);
    // Fills in the signature of a page, what it is alike to, and in `otherPatients` the jobs that
    // those pages had there. Its `supersedes` is known already:
    // a rescan may look like what it replaces.
    void look(record::Page& page, imaging::ContentMap content);
    // Of the page looked at last: captures that show the same, by what was seen now or before.
    const std::set<std::string>& same() const { return m_same; }

  private:
    struct Candidate {
        std::int64_t likeness = 0;
        std::string job; // empty: this one
        const record::Page* page = nullptr;
    };
    std::vector<Candidate> candidatesFor(const record::Page& page) const;
    imaging::ContentMap* contentOf(const Candidate& candidate, int& decoded);

    const Home& m_home;
    const record::ScanJob& m_job;
    const regulation::DuplicateRules& m_rules;
    FileOf m_fileOf;
    std::vector<std::pair<std::string, record::Page>> m_others;           // job and page
    std::deque<std::pair<std::string, imaging::ContentMap>> m_remembered; // by capture id
    std::set<std::string> m_same;
};

} // namespace seihon::station
