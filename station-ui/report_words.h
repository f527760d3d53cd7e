#pragma once

#include "record/sentences.h"

#include <QString>

namespace seihon::station_ui {

// The words of the page of reports.
enum class ReportWord {
    Reports,
    Kind,
    KindWork,
    KindQuestions,
    KindDirector,
    Period,
    ByMonth,
    ByDays,
    Month,
    From,
    Until,
    Make,
    Making,
    Asked,
    Part,
    ChartIsTable,
    Folder,
    Choose,
    ChooseTitle,
    Format,
    FormatPdf,
    FormatHtml,
    FormatCsv,
    Save,
    Saved,
};

QString word(ReportWord which, record::Language language);

} // namespace seihon::station_ui
