#pragma once

#include "record/fault.h"
#include "record/scan_job.h"
#include "record/verdict.h"

#include <string>

namespace seihon::record {

enum class Language { Japanese, English };

// One sentence for a finding, with its numbers filled in.
std::string sentenceOf(const Finding& finding, Language language);

// What happened, what is safe, what to do.
struct FaultText {
    std::string what, safe, todo;
};
FaultText textOf(const Fault& fault, Language language);

std::string_view wordFor(JobState state, Language language);
std::string_view wordFor(Role role, Language language);

} // namespace seihon::record
