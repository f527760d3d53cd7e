#pragma once

#include "record/instant.h"
#include "regulation/regulation.h"

#include <chrono>
#include <cstdint>

namespace seihon::regulation {

// The day on the hospital's own calendar. Japan has no daylight saving time, so a fixed offset is
// all there is.
std::chrono::local_days hospitalDay(const Calendar&, record::Instant at);

bool isBusinessDay(const Calendar&, std::chrono::local_days day);

// How many closed days of this year are listed. None: only the weekdays count as closed, and
// deadlines of that year come earlier than the hospital meant.
std::size_t closedDaysListed(const Calendar&, std::chrono::year year);

// Midnight (hospital's time) that ends the `days`-th business day after the day of the event. The
// event's own day never counts, open or closed; days >= 1. At least one weekday must be open.
record::Instant endOfBusinessDays(const Calendar&, record::Instant event, std::int64_t days);

} // namespace seihon::regulation
