#pragma once

#include "record/sentences.h"

#include <string>
#include <string_view>

namespace seihon::record {

// What a fault says of itself is English, as it stands in the log; a person reads it in the
// language of the sentence. What the table does not have stays as it is.
std::string detailIn(std::string_view detail, Language language);

// For tests: does a row begin with these words?
bool hasDetailWords(std::string_view beginning);

} // namespace seihon::record
