#include "station/report_view.h"
#include "station/class_words.h"

#include "report/document.h"

#include <algorithm>
#include <array>

namespace seihon::station {

// station/period_document.cpp
report::Document workDocument(const Station& station, const ReportRequest& request,
                              const WorkFigures& figures, record::Language language);

using record::Language;

namespace {

constexpr std::size_t kMostDays = 31; // of one chart; more are shown by month
constexpr std::size_t kMostTroubles = 8;
constexpr std::size_t kMonthLetters = 7; // of 2026-11-23

std::optional<Health> standingOf(report::Tone tone) {
    switch (tone) {
    case report::Tone::Good:
        return Health::Well;
    case report::Tone::Caution:
        return Health::Careful;
    case report::Tone::Bad:
        return Health::Bad;
    case report::Tone::Plain:
        break;
    }
    return std::nullopt;
}

ReportSection sectionOf(const report::Section& from) {
    ReportSection section;
    section.heading = from.heading;
    section.columns = from.columns;
    section.remarks = from.paragraphs;
    for (const auto& [name, cell] : from.facts) {
        section.rows.push_back({{name, std::nullopt}, {cell.text, standingOf(cell.tone)}});
    }
    for (const std::vector<report::Cell>& row : from.rows) {
        std::vector<ReportCell>& cells = section.rows.emplace_back();
        for (const report::Cell& cell : row) {
            cells.push_back({cell.text, standingOf(cell.tone)});
        }
    }
    return section;
}

class ReportCharts {
  public:
    ReportCharts(const WorkFigures& figures, Language language)
        : m_figures(figures), m_language(language) {}

    ReportSection byDay() const;
    ReportSection delays() const;
    ReportSection exceptions(const regulation::Regulation& rules) const;
    ReportSection troubles() const;
    std::string say(const char* japanese, const char* english) const {
        return m_language == Language::Japanese ? japanese : english;
    }

  private:
    // A table of the same numbers.
    void addTable(ReportSection& section, const std::string& of) const;

    const WorkFigures& m_figures;
    Language m_language;
};

void ReportCharts::addTable(ReportSection& section, const std::string& of) const {
    section.columns = {of};
    section.columns.insert(section.columns.end(), section.parts.begin(), section.parts.end());
    for (const ReportBar& bar : section.bars) {
        std::vector<ReportCell>& row = section.rows.emplace_back();
        row.push_back({bar.label, std::nullopt});
        for (const std::int64_t count : bar.counts) {
            row.push_back({std::to_string(count), std::nullopt});
        }
    }
    if (section.bars.empty()) {
        section.remarks.push_back(say("ありません。", "None."));
    }
}

ReportSection ReportCharts::byDay() const {
    ReportSection section;
    const bool months = m_figures.days.size() > kMostDays;
    section.heading =
        months ? say("月ごとの文書", "Papers by month") : say("日ごとの文書", "Papers by day");
    section.parts = {say("封緘", "sealed"), say("未封緘", "not sealed"), say("期限超過", "late")};
    section.stacked = true;
    for (const auto& [day, count] : m_figures.days) {
        const std::string label = months ? day.substr(0, kMonthLetters) : day;
        if (section.bars.empty() || section.bars.back().label != label) {
            section.bars.push_back({label, {0, 0, 0}});
        }
        const std::int64_t late = std::min(count.late, count.jobs);
        const std::int64_t sealed = std::min(count.sealed, count.jobs - late);
        std::vector<std::int64_t>& counts = section.bars.back().counts;
        counts[0] += sealed;
        counts[1] += count.jobs - late - sealed;
        counts[2] += late;
    }
    addTable(section, months ? say("月", "Month") : say("日", "Day"));
    return section;
}

ReportSection ReportCharts::delays() const {
    constexpr std::array<std::int64_t, 4> kUntil{10, 60, 4 * 60, 24 * 60};
    ReportSection section;
    section.heading = say("封緘までの時間", "Time until sealed");
    section.parts = {say("文書", "papers")};
    section.bars = {{say("10 分まで", "10 min"), {0}},
                    {say("1 時間まで", "1 hour"), {0}},
                    {say("4 時間まで", "4 hours"), {0}},
                    {say("24 時間まで", "24 hours"), {0}},
                    {say("それより長い", "longer"), {0}}};
    for (const std::int64_t minutes : m_figures.total.delays.minutes) {
        const auto place = std::lower_bound(kUntil.begin(), kUntil.end(), minutes);
        ++section.bars[static_cast<std::size_t>(place - kUntil.begin())].counts[0];
    }
    if (m_figures.total.delays.minutes.empty()) {
        section.bars.clear();
    }
    addTable(section, say("最後の頁から", "After the last page"));
    return section;
}

ReportSection ReportCharts::exceptions(const regulation::Regulation& rules) const {
    ReportSection section;
    section.heading = say("種別ごとの例外", "Exceptions by class");
    section.parts = {say("期限超過", "late"), say("理由あり", "excused"),
                     say("人の判断", "overridden"), say("取り除き", "rejected"),
                     say("読み直し", "scanned again")};
    for (const auto& [id, count] : m_figures.classes) {
        section.bars.push_back(
            {classNameOf(rules, id, m_language),
             {count.late, count.excused, count.overrides, count.rejected, count.rescans}});
    }
    addTable(section, say("種別", "Class"));
    return section;
}

ReportSection ReportCharts::troubles() const {
    ReportSection section;
    section.heading = say("多い困りごと", "Commonest troubles");
    section.parts = {say("回数", "times")};
    section.across = true;
    for (const WorkTrouble& one : m_figures.troubles) { // sorted by how often
        if (section.bars.size() < kMostTroubles) {
            const std::string what = record::generalWords(one.what, m_language);
            section.bars.push_back(
                {one.where.empty() ? what : what + " (" + one.where + ")", {one.count}});
        }
    }
    addTable(section, say("何が", "What"));
    return section;
}

} // namespace

ReportView reportView(const Station& station, const ReportRequest& request,
                      const WorkFigures& figures, Language language) {
    const report::Document document = workDocument(station, request, figures, language);
    const ReportCharts charts(figures, language);
    ReportView view{document.title,
                    document.subtitle,
                    document.banner.text,
                    standingOf(document.banner.tone),
                    {}};
    for (const report::Section& from : document.sections) {
        if (!from.figures.empty()) { // drawn for paper; here it can be walked through
            view.sections.push_back(charts.byDay());
            view.sections.push_back(charts.delays());
            view.sections.push_back(charts.exceptions(station.regulation()));
            continue;
        }
        ReportSection section = sectionOf(from);
        if (section.columns.empty() && !section.rows.empty()) {
            section.columns = {charts.say("項目", "What"), charts.say("数", "Count")};
        }
        if (section.rows.empty() && section.remarks.empty()) {
            section.remarks.push_back(charts.say("ありません。", "None."));
        }
        view.sections.push_back(std::move(section));
    }
    view.sections.push_back(charts.troubles());
    return view;
}

} // namespace seihon::station
