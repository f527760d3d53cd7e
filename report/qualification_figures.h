#pragma once

#include "report/document.h"
#include "report/qualification_report.h"

// Private to report: the drawings of a qualification report.
namespace seihon::report {

// Contrast over fineness in both directions, with the limit; beside it one slanted edge and a piece
// of small text, enlarged.
Figure responseFigure(const ReportedTarget& scan, const record::TargetLimits& limits,
                      record::Language language);

// The grey steps as scanned, and what each measured.
Figure stepsFigure(const ReportedTarget& scan, record::Language language);

} // namespace seihon::report
