#pragma once

#include "station/station.h"
#include "station/work_figures.h"

#include <filesystem>
#include <optional>

namespace seihon::station {

// What a report is to answer.
enum class ReportKind {
    Work,      // the period in numbers, by day, class, person and scanner
    Questions, // what an auditor asks first [W]
    Director,  // one page
};

struct ReportRequest {
    ReportKind kind = ReportKind::Work;
    std::chrono::local_days first, last; // both are part of it; the hospital's days
};

struct MadeReport {
    record::Verdict verdict; // refused: nothing was read
    WorkFigures figures;
};

// Reports over the log for people. No patient is named in any of them, and no person's speed is
// measured [F16]; how often somebody's word stood against a check's is told to those who may see
// the log. Making one is an entry [F5].
class PeriodReport {
  public:
    explicit PeriodReport(Station& station) : m_station(station) {}

    // Faults: Usage when the period is longer than two years or ends before it begins.
    MadeReport make(const Session& session, const ReportRequest& request);
    std::string text(const ReportRequest& request, const WorkFigures& figures,
                     record::Language language) const;
    // .pdf, .html, .csv or .txt. Faults: Usage for another ending, or when the file is there;
    // StorageFull, StorageFailed.
    void write(const std::filesystem::path& file, const ReportRequest& request,
               const WorkFigures& figures, record::Language language) const;

  private:
    void readEntries(WorkFigures& figures, std::set<std::string>& jobs);
    void readJobs(WorkFigures& figures, const std::set<std::string>& jobs);
    void readOpen(WorkFigures& figures);

    Station& m_station;
};

// The days of a calendar month.
ReportRequest monthOf(std::chrono::year_month month, ReportKind kind);

} // namespace seihon::station
