#pragma once

#include "record/finding_id.h"
#include "record/sentences.h"

#include <string_view>

namespace seihon::record {

// The sentence of a finding with its placeholders.
std::string_view findingTemplate(FindingId id, Language language);

} // namespace seihon::record
