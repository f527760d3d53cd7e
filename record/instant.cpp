#include "record/instant.h"

#include "record/fault.h"

#include <array>
#include <cstdio>

namespace seihon::record {

namespace {

// What "YYYY-…Z" can say.
constexpr Instant kEarliest = std::chrono::sys_days(std::chrono::year(1) / 1 / 1);
constexpr Instant kLatest = std::chrono::sys_days(std::chrono::year(9999) / 12 / 31) +
                            std::chrono::hours(24) - std::chrono::milliseconds(1);

struct Fields {
    int year, hour, minute, second, milli;
    unsigned month, day;
};

Fields fieldsOf(Instant at) {
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(at - day);
    return {static_cast<int>(date.year()),
            static_cast<int>(time.hours().count()),
            static_cast<int>(time.minutes().count()),
            static_cast<int>(time.seconds().count()),
            static_cast<int>(time.subseconds().count()),
            static_cast<unsigned>(date.month()),
            static_cast<unsigned>(date.day())};
}

[[noreturn]] void refuseTime(std::string_view text) {
    throw Fault(FaultKind::Malformed,
                "not an ISO 8601 time with offset: " + std::string(text.substr(0, 64)),
                {{"text", std::string(text.substr(0, 64))}});
}

// `digits` decimal digits at `at`; moves `at` on.
int number(std::string_view text, std::size_t& at, std::size_t digits) {
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i, ++at) {
        if (at >= text.size() || text[at] < '0' || text[at] > '9') {
            refuseTime(text);
        }
        value = value * 10 + (text[at] - '0');
    }
    return value;
}

void literal(std::string_view text, std::size_t& at, char expected) {
    if (at >= text.size() || text[at] != expected) {
        refuseTime(text);
    }
    ++at;
}

std::chrono::milliseconds fraction(std::string_view text, std::size_t& at) {
    if (at >= text.size() || text[at] != '.') {
        return {};
    }
    ++at;
    int scale = 100;
    int value = 0;
    const std::size_t first = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
        if (scale == 0) {
            refuseTime(text);
        }
        value += (text[at] - '0') * scale;
        scale /= 10;
        ++at;
    }
    if (at == first) {
        refuseTime(text);
    }
    return std::chrono::milliseconds(value);
}

std::chrono::minutes offset(std::string_view text, std::size_t& at) {
    if (at < text.size() && text[at] == 'Z') {
        ++at;
        return {};
    }
    if (at >= text.size() || (text[at] != '+' && text[at] != '-')) {
        refuseTime(text);
    }
    const int sign = text[at++] == '-' ? -1 : 1;
    const int hours = number(text, at, 2);
    literal(text, at, ':');
    const int minutes = number(text, at, 2);
    if (hours > 14 || minutes > 59) {
        refuseTime(text);
    }
    return std::chrono::minutes(sign * (hours * 60 + minutes));
}

} // namespace

Instant readClock() {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

std::string formatInstant(Instant at) {
    const Fields f = fieldsOf(at);
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", f.year, f.month,
                  f.day, f.hour, f.minute, f.second, f.milli);
    return text.data();
}

std::string formatLocal(Instant at, std::chrono::minutes utcOffset) {
    const Fields f = fieldsOf(at + utcOffset);
    const int minutes = static_cast<int>(std::abs(utcOffset.count()));
    std::array<char, 80> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u %02d:%02d:%02d %c%02d:%02d", f.year,
                  f.month, f.day, f.hour, f.minute, f.second, utcOffset.count() < 0 ? '-' : '+',
                  minutes / 60, minutes % 60);
    return text.data();
}

Instant parseInstant(std::string_view text) {
    std::size_t at = 0;
    const std::chrono::year year(number(text, at, 4));
    literal(text, at, '-');
    const std::chrono::month month(static_cast<unsigned>(number(text, at, 2)));
    literal(text, at, '-');
    const std::chrono::day day(static_cast<unsigned>(number(text, at, 2)));
    literal(text, at, 'T');
    const int hour = number(text, at, 2);
    literal(text, at, ':');
    const int minute = number(text, at, 2);
    literal(text, at, ':');
    const int second = number(text, at, 2);
    const std::chrono::milliseconds milli = fraction(text, at);
    const std::chrono::minutes shift = offset(text, at);
    const std::chrono::year_month_day date(year, month, day);
    // A leap second (60) has no place on the POSIX clock; refuse rather than shift it.
    if (at != text.size() || !date.ok() || hour > 23 || minute > 59 || second > 59) {
        refuseTime(text);
    }
    const Instant utc = std::chrono::sys_days(date) + std::chrono::hours(hour) +
                        std::chrono::minutes(minute) + std::chrono::seconds(second) + milli - shift;
    // A four-digit year in its own offset may have five digits, or none, in UTC: such a time could
    // not be read back.
    if (utc < kEarliest || utc > kLatest) {
        refuseTime(text);
    }
    return utc;
}

} // namespace seihon::record
