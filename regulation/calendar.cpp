#include "regulation/calendar.h"

#include <algorithm>
#include <cassert>

namespace seihon::regulation {

namespace chrono = std::chrono;

chrono::local_days hospitalDay(const Calendar& calendar, record::Instant at) {
    const auto shifted = chrono::floor<chrono::days>(at + calendar.utcOffset);
    return chrono::local_days(shifted.time_since_epoch());
}

bool isBusinessDay(const Calendar& calendar, chrono::local_days day) {
    return !calendar.closedWeekdays.contains(chrono::weekday(day)) &&
           !calendar.closedDays.contains(chrono::year_month_day(day));
}

std::size_t closedDaysListed(const Calendar& calendar, chrono::year year) {
    return static_cast<std::size_t>(
        std::count_if(calendar.closedDays.begin(), calendar.closedDays.end(),
                      [&](const chrono::year_month_day& day) { return day.year() == year; }));
}

record::Instant endOfBusinessDays(const Calendar& calendar, record::Instant event,
                                  std::int64_t days) {
    // One open weekday and a finite list of closed days bound the search below.
    assert(days >= 1 && calendar.closedWeekdays.size() < 7);
    chrono::local_days day = hospitalDay(calendar, event);
    for (std::int64_t counted = 0; counted < days;) {
        day += chrono::days(1);
        counted += isBusinessDay(calendar, day) ? 1 : 0;
    }
    const chrono::sys_days midnight((day + chrono::days(1)).time_since_epoch());
    return record::Instant(midnight) - calendar.utcOffset;
}

} // namespace seihon::regulation
