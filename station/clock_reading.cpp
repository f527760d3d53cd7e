#include "station/clock_reading.h"

#include "record/fault.h"

#include <array>
#include <cctype>
#include <map>
#include <string>
#include <vector>

namespace seihon::station {

using record::ClockCheck;
using record::Fault;
using record::FaultKind;

namespace {

constexpr std::size_t kLongestOutput = 16 << 10;
// A year. Beyond that a clock is not off, it is not set; and sums of a few stay in 64 bits.
constexpr std::int64_t kMostMicroseconds = 366ll * 86'400 * 1'000'000;
constexpr std::string_view kLocalClock = "7F7F0101"; // chrony's id of "local"

[[noreturn]] void strange(const std::string& why) {
    throw Fault(FaultKind::Malformed, "a time service's answer: " + why);
}

void judgeText(std::string_view text) {
    if (text.size() > kLongestOutput) {
        strange("too long");
    }
    for (const char c : text) {
        if ((static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == '\x7f') {
            strange("control characters");
        }
    }
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
        text.remove_prefix(1);
    }
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
        text.remove_suffix(1);
    }
    return text;
}

std::vector<std::string_view> splitAt(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t at = text.find(separator);
        parts.push_back(text.substr(0, at));
        if (at == text.npos) {
            return parts;
        }
        text.remove_prefix(at + 1);
    }
}

// A decimal number times `scale`, what is finer cut off; no exponent, no locale.
std::int64_t scaledNumber(std::string_view text, std::int64_t scale) {
    bool negative = false;
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
        negative = text.front() == '-';
        text.remove_prefix(1);
    }
    const std::size_t point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    const std::string_view rest = point == text.npos ? std::string_view() : text.substr(point + 1);
    if (whole.empty() || (point != text.npos && rest.empty())) {
        strange("no number");
    }
    std::int64_t value = 0;
    const auto take = [](char digit) -> std::int64_t {
        if (std::isdigit(static_cast<unsigned char>(digit)) == 0) {
            strange("no number");
        }
        return digit - '0';
    };
    for (const char digit : whole) {
        value = value * 10 + take(digit);
        if (value > kMostMicroseconds) {
            strange("a number out of range");
        }
    }
    if (value > kMostMicroseconds / scale) {
        strange("a number out of range");
    }
    value *= scale;
    std::int64_t place = scale;
    for (const char digit : rest) {
        const std::int64_t number = take(digit);
        place /= 10;
        value += number * place;
    }
    return negative ? -value : value;
}

std::int64_t wholeNumber(std::string_view text) {
    const std::int64_t value = scaledNumber(text, 1);
    if (text.find('.') != text.npos || value < 0) {
        strange("no whole number");
    }
    return value;
}

// Addresses and names of servers, for people.
std::string serverName(std::string_view text) {
    return std::string(text.substr(0, 128));
}

} // namespace

std::int64_t timeSpanMicroseconds(std::string_view text) {
    struct Unit {
        std::string_view name;
        std::int64_t microseconds;
    };
    constexpr std::array kSpanUnits = std::to_array<Unit>({{"us", 1},
                                                           {"ms", 1000},
                                                           {"s", 1'000'000},
                                                           {"min", 60'000'000},
                                                           {"h", 3'600'000'000},
                                                           {"d", 86'400'000'000},
                                                           {"w", 604'800'000'000}});
    text = trimmed(text);
    bool negative = false;
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
        negative = text.front() == '-';
        text.remove_prefix(1);
    }
    if (text == "0" || text == "n/a") {
        if (text == "0") {
            return 0;
        }
        strange("no time span");
    }
    std::int64_t total = 0;
    int parts = 0;
    for (const std::string_view part : splitAt(text, ' ')) {
        const std::size_t unitAt = part.find_first_not_of("0123456789.");
        const std::string_view unit = unitAt == part.npos ? "" : part.substr(unitAt);
        std::int64_t scale = 0;
        for (const Unit& one : kSpanUnits) {
            scale = one.name == unit ? one.microseconds : scale;
        }
        if (scale == 0 || ++parts > 8) {
            strange("no time span");
        }
        total += scaledNumber(part.substr(0, unitAt), scale);
        if (total > kMostMicroseconds) {
            strange("a time span out of range");
        }
    }
    return negative ? -total : total;
}

ClockCheck clockFromChrony(std::string_view output) {
    judgeText(output);
    if (!output.empty() && output.back() == '\n') {
        output.remove_suffix(1);
    }
    const std::vector<std::string_view> fields = splitAt(output, ',');
    if (output.find('\n') != output.npos || fields.size() != 14) {
        strange("not one line of 14 fields");
    }
    ClockCheck check;
    check.source = "chrony";
    check.server = serverName(fields[1].empty() ? fields[0] : fields[1]);
    check.stratum = wholeNumber(fields[2]);
    const std::string_view leap = fields[13];
    const bool known = leap == "Normal" || leap == "Insert second" || leap == "Delete second";
    if (!known && leap != "Not synchronised") {
        strange("an unknown leap status");
    }
    check.synchronised = known && fields[0] != kLocalClock && fields[0] != "00000000";
    if (!check.synchronised) {
        check.detail = fields[0] == kLocalClock ? "chrony follows its own clock"
                                                : "chrony is not synchronised";
    }
    // Positive is slow: the clock is behind.
    check.offsetMicroseconds = -scaledNumber(fields[4], 1'000'000);
    const std::int64_t rootDelay = scaledNumber(fields[10], 1'000'000);
    const std::int64_t rootDispersion = scaledNumber(fields[11], 1'000'000);
    if (rootDelay < 0 || rootDispersion < 0) {
        strange("a negative distance");
    }
    // RFC 5905 §11.2: the true time is no farther than the root distance.
    check.uncertaintyMicroseconds = rootDelay / 2 + rootDispersion;
    return check;
}

ClockCheck clockFromTimesyncd(std::string_view output) {
    judgeText(output);
    std::map<std::string, std::string_view, std::less<>> values;
    for (const std::string_view line : splitAt(output, '\n')) {
        const std::size_t colon = line.find(':');
        if (colon == line.npos) {
            if (!trimmed(line).empty()) {
                strange("a line without a name");
            }
            continue;
        }
        const std::string key(trimmed(line.substr(0, colon)));
        if (!values.emplace(key, trimmed(line.substr(colon + 1))).second) {
            strange("a name that stands twice");
        }
    }
    const auto value = [&](std::string_view key) {
        const auto found = values.find(key);
        return found == values.end() ? std::string_view() : found->second;
    };
    // "23.4ms (max: 5s)": what stands in brackets is not the value.
    const auto span = [&](std::string_view key) -> std::int64_t {
        const std::string_view text = value(key);
        return text.empty() ? 0 : timeSpanMicroseconds(text.substr(0, text.find('(')));
    };
    ClockCheck check;
    check.source = "timesyncd";
    check.server = serverName(value("Server"));
    if (value("Packet count").empty() || wholeNumber(value("Packet count")) == 0 ||
        value("Offset").empty()) {
        check.detail = "timesyncd has heard from no server";
        return check;
    }
    check.stratum = value("Stratum").empty() ? 0 : wholeNumber(value("Stratum"));
    const std::string_view leap = value("Leap");
    check.synchronised = leap == "normal" || leap.ends_with("second") || leap.ends_with("seconds");
    if (!check.synchronised) {
        check.detail = "timesyncd is not synchronised";
    }
    // The server minus the clock.
    check.offsetMicroseconds = -span("Offset");
    check.uncertaintyMicroseconds = span("Root distance") + span("Delay") / 2 + span("Jitter");
    if (check.uncertaintyMicroseconds < 0) {
        strange("a negative distance");
    }
    return check;
}

} // namespace seihon::station
