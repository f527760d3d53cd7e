#pragma once

#include "record/finding_id.h"
#include "record/sentences.h"

#include <QString>

namespace seihon::station_ui {

// What a person at the scanner does about a finding of a page, in one sentence.
QString nextStepFor(record::FindingId id, record::Language language);

} // namespace seihon::station_ui
