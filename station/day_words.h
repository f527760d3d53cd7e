#pragma once

#include "record/instant.h"
#include "record/sentences.h"

#include <string>

namespace seihon::station {

// "2026年11月20日（金）9時05分", "Friday, 20 November 2026, 09:05".
std::string momentInWords(record::Instant at, std::chrono::minutes utcOffset,
                          record::Language language);
// A deadline that ends a day is told as that day: "11月24日（火）の終わりまで", "until the end of
// Tuesday, 24 November 2026"; any other by its minute.
std::string deadlineInWords(record::Instant at, std::chrono::minutes utcOffset,
                            record::Language language);

} // namespace seihon::station
