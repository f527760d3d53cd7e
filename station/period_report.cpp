#include "station/period_report.h"

#include "record/fault.h"
#include "regulation/calendar.h"
#include "report/document.h"
#include "station/document_file.h"
#include "station/people.h"

namespace seihon::station {

// station/period_document.cpp
report::Document workDocument(const Station& station, const ReportRequest& request,
                              const WorkFigures& figures, record::Language language);
std::string workCsv(const WorkFigures& figures);

using record::Fault;
using record::FaultKind;
using record::Json;

namespace {

constexpr std::uint64_t kReadAtOnce = 1000;
constexpr std::chrono::days kLongestPeriod{2 * 366};
constexpr std::size_t kMostOpenShown = 200;
constexpr std::int64_t kMostOpenRead = 20'000;

std::string isoDay(std::chrono::local_days day) {
    return record::formatLocal(record::Instant(day.time_since_epoch()), std::chrono::minutes(0))
        .substr(0, 10);
}

record::Instant beginOf(std::chrono::local_days day, std::chrono::minutes utcOffset) {
    return record::Instant(day.time_since_epoch()) - utcOffset;
}

const char* nameOf(ReportKind kind) {
    return kind == ReportKind::Work        ? "work"
           : kind == ReportKind::Questions ? "questions"
                                           : "director";
}

} // namespace

ReportRequest monthOf(std::chrono::year_month month, ReportKind kind) {
    return {kind, std::chrono::local_days(month / 1),
            std::chrono::local_days(month / std::chrono::last)};
}

MadeReport PeriodReport::make(const Session& session, const ReportRequest& request) {
    if (request.last < request.first || request.last - request.first > kLongestPeriod) {
        throw Fault(FaultKind::Usage, "a report is about a period of at most two years");
    }
    MadeReport made;
    People people(m_station);
    const Viewer viewer(session);
    made.verdict = people.judgeLook(viewer, regulation::Authority::ViewLog, {});
    if (!made.verdict.permitted()) {
        return made;
    }
    people.sawLog(viewer, Json::object({{"report", nameOf(request.kind)},
                                        {"first", isoDay(request.first)},
                                        {"last", isoDay(request.last)}}));
    WorkFigures& figures = made.figures;
    const std::chrono::minutes offset = m_station.regulation().calendar.utcOffset;
    figures.from = beginOf(request.first, offset);
    figures.until = beginOf(request.last + std::chrono::days(1), offset);
    figures.madeAt = record::readClock();
    figures.logSize = m_station.logSize();
    std::set<std::string> jobs;
    readEntries(figures, jobs);
    readJobs(figures, jobs);
    readOpen(figures);
    finish(figures);
    return made;
}

// A clock that was set back mixes the times of neighbours: a day behind the end is read as well.
void PeriodReport::readEntries(WorkFigures& figures, std::set<std::string>& jobs) {
    ledger::Ledger& ledger = *m_station.m_ledger;
    const std::uint64_t end =
        std::min(figures.logSize, ledger.beginOf(figures.until + std::chrono::days(2)));
    for (std::uint64_t at = ledger.beginOf(figures.from); at < end;) {
        const auto entries = ledger.entries(at, std::min(kReadAtOnce, end - at));
        if (entries.empty()) {
            break;
        }
        for (const record::Entry& entry : entries) {
            if (entry.at < figures.from || entry.at >= figures.until) {
                continue;
            }
            addEntry(figures, entry);
            if (entry.what.kind == record::EntryKind::OriginalRegistered) {
                jobs.insert(entry.what.job);
            }
        }
        at = entries.back().sequence + 1;
    }
}

void PeriodReport::readJobs(WorkFigures& figures, const std::set<std::string>& jobs) {
    for (const std::string& id : jobs) {
        const record::ScanJob job = record::fold(m_station.m_ledger->entriesOfJob(id));
        const regulation::Regulation& rules = m_station.regulationOf(job.regulation);
        addJob(figures, job,
               isoDay(regulation::hospitalDay(m_station.regulation().calendar, job.registered.at)),
               regulation::judgeCountdown(rules, job, figures.madeAt));
    }
}

void PeriodReport::readOpen(WorkFigures& figures) {
    for (const std::string& id : m_station.m_ledger->openJobs(kMostOpenRead)) {
        const record::ScanJob job = record::fold(m_station.m_ledger->entriesOfJob(id));
        if (job.id.empty()) {
            continue; // an envelope
        }
        ++figures.unsealedInAll;
        if (figures.unsealed.size() < kMostOpenShown) {
            const regulation::Regulation& rules = m_station.regulationOf(job.regulation);
            figures.unsealed.push_back(
                {job.id, job.original.documentClass, job.registered.at, job.state,
                 regulation::judgeCountdown(rules, job, figures.madeAt).standing});
        }
    }
}

std::string PeriodReport::text(const ReportRequest& request, const WorkFigures& figures,
                               record::Language language) const {
    return report::briefTextOf(workDocument(m_station, request, figures, language));
}

void PeriodReport::write(const std::filesystem::path& file, const ReportRequest& request,
                         const WorkFigures& figures, record::Language language) const {
    writeReport(file, workDocument(m_station, request, figures, language), workCsv(figures));
}

} // namespace seihon::station
