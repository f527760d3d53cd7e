#pragma once

#include "report/document.h"
#include "report/record_report.h"

namespace seihon::report {

Document documentOf(const RecordReport& report);

} // namespace seihon::report
