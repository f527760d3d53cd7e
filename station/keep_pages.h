#pragma once

#include "record/feed_plan.h"
#include "station/find_alike.h"
#include "station/page_pipeline.h"
#include "station/verb.h"

#include <map>
#include <string>

namespace seihon::station {

// What a run feeds, and from where.
struct RunPaper {
    record::FeedPlan plan;
    record::PaperSource source = record::PaperSource::FeederSimplex;
    std::optional<record::FilmCalibration> calibration{}; // of films, as the run found it
};

// The pages of one scan run, on their way from the worker into the job: bytes first, entry last. A
// page exists when its file is durable, read back and decoded to the same pixels.
class ScanRun {
  public:
    ScanRun(Station::Verb& verb, ledger::Ledger& ledger, const Home& home,
            const record::Qualification* qualification, RunPaper paper);

    const record::FeedPlan& plan() const { return m_paper.plan; }
    bool fromFolder() const { return m_paper.source == record::PaperSource::Folder; }
    // Sheets of this run of which every side is kept.
    std::int64_t sheetsKept() const;
    // Keeps one page and writes its entry; what it returns is valid until the next call.
    const record::Page& keep(PreparedPage prepared);
    std::int64_t pages() const { return m_pages; }
    std::int64_t pagesInJob() const { return static_cast<std::int64_t>(m_verb.job.pages.size()); }

  private:
    record::Verdict judge(const record::Page& page, const std::string& twin) const;
    std::string findTwin(const record::Page& page) const;
    const record::ScanJob& otherJob(const std::string& job);
    std::filesystem::path fileOf(const std::string& job, const std::string& captureId);
    bool standsWithOtherPatient(const record::Page& page, const std::string& job);
    void place(record::Page& page, const record::CaptureFacts& facts) const;

    Station::Verb& m_verb;
    ledger::Ledger& m_ledger;
    const Home& m_home;
    const record::Qualification* m_qualification;
    RunPaper m_paper;
    AlikeFinder m_alike;
    std::map<std::string, record::ScanJob> m_others; // by id, as they were when first asked about
    std::int64_t m_pages = 0;
    record::Page m_page;
};

} // namespace seihon::station
