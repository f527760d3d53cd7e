#pragma once

#include "station/health.h"
#include "station/period_report.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace seihon::station {

// A report over the log as plain values for a screen: what its PDF says, and its charts.

struct ReportCell {
    std::string text;
    std::optional<Health> standing; // none: nothing is to be said of it
};

struct ReportBar {
    std::string label;
    std::vector<std::int64_t> counts; // as many as there are parts
};

// A table; with bars it also is a chart, and the table holds the same numbers.
struct ReportSection {
    std::string heading;
    std::vector<std::string> columns;
    std::vector<std::vector<ReportCell>> rows;
    std::vector<std::string> remarks;
    std::vector<std::string> parts;
    std::vector<ReportBar> bars;
    bool stacked = false; // the parts of a bar add up to it
    bool across = false;  // long labels: the bars lie
};

struct ReportView {
    std::string title, subtitle, banner;
    std::optional<Health> standing; // of the banner
    std::vector<ReportSection> sections;
};

ReportView reportView(const Station& station, const ReportRequest& request,
                      const WorkFigures& figures, record::Language language);

} // namespace seihon::station
