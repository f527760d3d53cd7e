#pragma once

#include "record/fault.h"
#include "record/scan_job.h"
#include "record/verdict.h"

#include <string>
#include <string_view>

namespace seihon::record {

enum class Language { Japanese, English };

// One sentence for a finding, with its numbers filled in.
std::string sentenceOf(const Finding& finding, Language language);

// What the id of a finding, the kind of a fault or the kind of an entry means, whatever its numbers
// were: the first sentence, "…" where numbers stand. For counting them. An unknown name stays.
std::string generalWords(std::string_view name, Language language);

// What happened, what is safe, what to do.
struct FaultText {
    std::string what, safe, todo;
};
FaultText textOf(const Fault& fault, Language language);

std::string_view wordFor(JobState state, Language language);
std::string_view wordFor(Role role, Language language);

} // namespace seihon::record
