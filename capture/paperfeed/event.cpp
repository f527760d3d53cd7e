#include "capture/paperfeed/event.h"

#include <array>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>

namespace seihon::capture::paperfeed {

namespace {

constexpr std::array<std::pair<std::string_view, Status>, 12> kStatusNames{
    {{"GOOD", Status::Good},
     {"UNSUPPORTED", Status::Unsupported},
     {"CANCELLED", Status::Cancelled},
     {"DEVICE_BUSY", Status::DeviceBusy},
     {"INVAL", Status::Invalid},
     {"EOF", Status::EndOfPage},
     {"JAMMED", Status::Jammed},
     {"NO_DOCS", Status::NoDocs},
     {"COVER_OPEN", Status::CoverOpen},
     {"IO_ERROR", Status::IoError},
     {"NO_MEM", Status::NoMemory},
     {"ACCESS_DENIED", Status::AccessDenied}}};

struct EventSyntax {
    std::string_view word;
    EventKind kind;
    bool time;
    bool share;
    bool status;
};

constexpr std::array<EventSyntax, 14> kEventSyntaxes{
    {{"jam", EventKind::Jam, false, true, false},
     {"doublefeed", EventKind::DoubleFeed, false, false, false},
     {"multifeed-silent", EventKind::MultifeedSilent, false, false, false},
     {"short", EventKind::Short, false, true, false},
     {"ioerr", EventKind::IoError, false, true, false},
     {"hang", EventKind::Hang, true, true, false},
     {"silence", EventKind::Silence, false, true, false},
     {"lie", EventKind::Lie, false, true, false},
     {"crash", EventKind::Crash, false, true, false},
     {"delay", EventKind::Delay, true, false, false},
     {"start-status", EventKind::StartStatus, false, false, true},
     {"cover-open", EventKind::CoverOpen, false, false, false},
     {"noise-zero", EventKind::NoiseZero, false, false, false},
     {"unknown-length", EventKind::UnknownLength, false, false, false}}};

std::optional<Status> statusNamed(std::string_view name) {
    for (const auto& [known, status] : kStatusNames) {
        if (known == name) {
            return status;
        }
    }
    return std::nullopt;
}

[[noreturn]] void refuse(const std::string& line) {
    throw std::runtime_error("unknown event: " + line);
}

Event parseEvent(const std::string& line) {
    std::istringstream words(line);
    words.imbue(std::locale::classic());
    std::string word;
    words >> word;
    for (const EventSyntax& syntax : kEventSyntaxes) {
        if (syntax.word != word) {
            continue;
        }
        Event event;
        event.kind = syntax.kind;
        if (syntax.time) {
            long milliseconds = -1;
            if (!(words >> milliseconds) || milliseconds < 0 || milliseconds > 3'600'000) {
                refuse(line);
            }
            event.time = std::chrono::milliseconds(milliseconds);
        }
        if (syntax.share && (!(words >> event.share) || event.share < 0 || event.share > 1)) {
            refuse(line);
        }
        if (syntax.status) {
            words >> word;
            const std::optional<Status> status = statusNamed(word);
            if (!status) {
                refuse(line);
            }
            event.status = *status;
        }
        if (words >> word) {
            if (word != "back" || !syntax.share) {
                refuse(line);
            }
            event.back = true;
        }
        if (words >> word) {
            refuse(line);
        }
        return event;
    }
    refuse(line);
}

} // namespace

std::vector<Event> parseEvents(std::string_view text) {
    std::vector<Event> events;
    std::istringstream lines{std::string(text)};
    std::string line;
    while (std::getline(lines, line)) {
        line = line.substr(0, line.find('#'));
        if (line.find_first_not_of(" \t\r") != std::string::npos) {
            events.push_back(parseEvent(line));
        }
    }
    return events;
}

} // namespace seihon::capture::paperfeed
