#pragma once

#include "config/toml_reader.h"
#include "regulation/regulation.h"

#include <span>

// Not part of the folder's interface.
namespace seihon::config {

// One quality limit as TOML writes it and as the regulation keeps it.
struct LimitKey {
    std::string_view key;
    std::optional<regulation::QualityFloors::Limit> regulation::QualityFloors::*member;
    std::int64_t scale;
    Range range; // scaled
};

std::span<const LimitKey> limitKeys();

// { limit = 1.5, severity = "warn" }, or "not-judged".
std::optional<regulation::QualityFloors::Limit> readLimit(TableReader& reader, std::string_view key,
                                                          std::int64_t scale, Range range);

// The [qualification] table [A1].
regulation::QualificationRules readQualificationRules(TableReader reader);

// A [quality.NAME] table: every item must be there, so that no rule is off without being seen to
// be.
regulation::QualityFloors readQuality(TableReader& reader);

// A [class.ID.quality] table: what differs from its base.
void readQualityChanges(TableReader& reader, regulation::QualityFloors& floors);

} // namespace seihon::config
