#pragma once

#include "record/sentences.h"
#include "regulation/regulation.h"

#include <string>

namespace seihon::station {

// What people call a class of documents; its id when the regulation has no such class (any more).
std::string classNameOf(const regulation::Regulation& rules, const std::string& documentClass,
                        record::Language language);

} // namespace seihon::station
