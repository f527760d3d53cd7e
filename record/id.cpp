#include "record/id.h"

#include "record/digest.h"
#include "record/fault.h"

namespace seihon::record {

namespace {

constexpr std::size_t kLength = 36;

bool isDashPlace(std::size_t i) {
    return i == 8 || i == 13 || i == 18 || i == 23;
}

} // namespace

std::string makeId(Instant now) {
    std::array<std::uint8_t, 32> bytes = randomBytes32();
    const auto millis = static_cast<std::uint64_t>(now.time_since_epoch().count());
    for (std::size_t i = 0; i < 6; ++i) {
        bytes[i] = static_cast<std::uint8_t>(millis >> (40 - 8 * i));
    }
    bytes[6] = static_cast<std::uint8_t>(0x70 | (bytes[6] & 0x0f)); // version 7
    bytes[8] = static_cast<std::uint8_t>(0x80 | (bytes[8] & 0x3f)); // variant 10
    const std::string hex = toHex(Bytes(bytes).first(16));
    return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" +
           hex.substr(16, 4) + "-" + hex.substr(20);
}

bool isId(std::string_view text) {
    if (text.size() != kLength || text[14] != '7') {
        return false;
    }
    for (std::size_t i = 0; i < kLength; ++i) {
        const char c = text[i];
        const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        if (isDashPlace(i) ? c != '-' : !hex) {
            return false;
        }
    }
    return std::string_view("89ab").find(text[19]) != std::string_view::npos;
}

Instant instantOfId(std::string_view id) {
    if (!isId(id)) {
        throw Fault(FaultKind::Malformed, "not an id (UUIDv7): " + std::string(id.substr(0, 64)));
    }
    const std::string hex = std::string(id.substr(0, 8)) + std::string(id.substr(9, 4));
    const Instant at(std::chrono::milliseconds(std::stoll(hex, nullptr, 16)));
    // 48 bits reach the year 10889, whose date no archive folder can be named after.
    if (at >= std::chrono::sys_days(std::chrono::year(10000) / 1 / 1)) {
        throw Fault(FaultKind::Malformed, "an id beyond the year 9999: " + std::string(id));
    }
    return at;
}

std::string archivePathOfId(std::string_view id) {
    std::string date = formatInstant(instantOfId(id)).substr(0, 10);
    date[4] = date[7] = '/';
    return date + "/" + std::string(id);
}

} // namespace seihon::record
