#pragma once

#include "record/instant.h"
#include "record/sentences.h"
#include "record/verdict.h"

#include <optional>
#include <string>

namespace seihon::station_cli {

// Verdicts and times as seihon-verify prints them.
std::string timeText(const std::optional<record::Instant>& at);
// A line each, the worst first.
std::string findingLines(const record::Verdict& verdict, record::Language language);

} // namespace seihon::station_cli
