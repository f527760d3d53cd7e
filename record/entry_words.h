#pragma once

#include "record/entry.h"
#include "record/sentences.h"

#include <string_view>

namespace seihon::record {

// What happened, in a few words: for people who read a log.
std::string_view wordFor(EntryKind kind, Language language);

} // namespace seihon::record
