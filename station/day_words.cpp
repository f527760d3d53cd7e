#include "station/day_words.h"

#include <array>

namespace seihon::station {

namespace chrono = std::chrono;

namespace {

constexpr std::array<std::string_view, 7> kDaysJa{"日", "月", "火", "水", "木", "金", "土"};
constexpr std::array<std::string_view, 7> kDaysEn{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                  "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> kMonthsEn{
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

struct LocalTime {
    chrono::sys_days day;
    chrono::minutes ofDay{};
};

LocalTime localOf(record::Instant at, chrono::minutes utcOffset) {
    const auto shifted = at + utcOffset;
    const auto day = chrono::floor<chrono::days>(shifted);
    return {day, chrono::floor<chrono::minutes>(shifted - day)};
}

std::string twoDigits(std::int64_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string dayInWords(chrono::sys_days day, record::Language language) {
    const chrono::year_month_day date(day);
    const std::string year = std::to_string(static_cast<int>(date.year()));
    const auto month = static_cast<unsigned>(date.month());
    const std::string dayOfMonth = std::to_string(static_cast<unsigned>(date.day()));
    const std::size_t weekday = chrono::weekday(day).c_encoding();
    if (language == record::Language::Japanese) {
        return year + "年" + std::to_string(month) + "月" + dayOfMonth + "日（" +
               std::string(kDaysJa[weekday]) + "）";
    }
    return std::string(kDaysEn[weekday]) + ", " + dayOfMonth + " " +
           std::string(kMonthsEn[month - 1]) + " " + year;
}

} // namespace

std::string momentInWords(record::Instant at, chrono::minutes utcOffset,
                          record::Language language) {
    const LocalTime local = localOf(at, utcOffset);
    const std::int64_t hour = local.ofDay.count() / 60, minute = local.ofDay.count() % 60;
    const std::string day = dayInWords(local.day, language);
    return language == record::Language::Japanese
               ? day + std::to_string(hour) + "時" + twoDigits(minute) + "分"
               : day + ", " + twoDigits(hour) + ":" + twoDigits(minute);
}

std::string deadlineInWords(record::Instant at, chrono::minutes utcOffset,
                            record::Language language) {
    const bool japanese = language == record::Language::Japanese;
    const LocalTime local = localOf(at, utcOffset);
    if (local.ofDay == chrono::minutes(0)) {
        const std::string day = dayInWords(local.day - chrono::days(1), language);
        return japanese ? day + "の終わりまで" : "until the end of " + day;
    }
    const std::string moment = momentInWords(at, utcOffset, language);
    return japanese ? moment + "まで" : "until " + moment;
}

} // namespace seihon::station
