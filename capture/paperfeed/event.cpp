#include "capture/paperfeed/event.h"

#include <algorithm>
#include <array>
#include <locale>
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

// `parts`: t milliseconds, n a whole number, f a share, s a status, b may end in `back`.
struct EventSyntax {
    std::string_view word;
    EventKind kind;
    std::string_view parts;
};

constexpr std::array kEventSyntaxes = std::to_array<EventSyntax>({
    {"jam", EventKind::Jam, "fb"},
    {"doublefeed", EventKind::DoubleFeed, ""},
    {"doublefeed-after", EventKind::DoubleFeedAfter, ""},
    {"multifeed-silent", EventKind::MultifeedSilent, ""},
    {"short", EventKind::Short, "fb"},
    {"ioerr", EventKind::IoError, "fb"},
    {"hang", EventKind::Hang, "tfb"},
    {"silence", EventKind::Silence, "fb"},
    {"lie", EventKind::Lie, "fb"},
    {"crash", EventKind::Crash, "fb"},
    {"delay", EventKind::Delay, "t"},
    {"start-status", EventKind::StartStatus, "sb"},
    {"cover-open", EventKind::CoverOpen, ""},
    {"noise-zero", EventKind::NoiseZero, ""},
    {"unknown-length", EventKind::UnknownLength, ""},
    {"hang-start", EventKind::HangStart, "tb"},
    {"dup", EventKind::Dup, ""},
    {"replay", EventKind::Replay, ""},
    {"offline", EventKind::Offline, "fb"},
    {"memory", EventKind::Memory, "nfb"},
    {"endless", EventKind::Endless, ""},
    {"announce-lines", EventKind::AnnounceLines, "n"},
    {"announce-width", EventKind::AnnounceWidth, "n"},
    {"sheet-lie", EventKind::SheetLie, ""},
});

constexpr std::int64_t kMaxNumber = 100'000;

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

std::int64_t readNumber(std::istringstream& words, std::int64_t least, std::int64_t most,
                        const std::string& line) {
    std::int64_t number = 0;
    if (!(words >> number) || number < least || number > most) {
        refuse(line);
    }
    return number;
}

void readPart(char part, std::istringstream& words, Event& event, const std::string& line) {
    std::string word;
    switch (part) {
    case 't':
        event.time = std::chrono::milliseconds(readNumber(words, 0, 3'600'000, line));
        return;
    case 'n':
        event.number = readNumber(words, -kMaxNumber, kMaxNumber, line);
        return;
    case 'f':
        if (!(words >> event.share) || event.share < 0 || event.share > 1) {
            refuse(line);
        }
        return;
    case 's':
        words >> word;
        if (const std::optional<Status> status = statusNamed(word)) {
            event.status = *status;
            return;
        }
        refuse(line);
    case 'b':
        if (words >> word) {
            if (word != "back") {
                refuse(line);
            }
            event.back = true;
        }
        return;
    }
    refuse(line);
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
        for (const char part : syntax.parts) {
            readPart(part, words, event, line);
        }
        if (words >> word) {
            refuse(line);
        }
        return event;
    }
    refuse(line);
}

} // namespace

bool happensMidPage(EventKind kind) {
    const auto syntax =
        std::find_if(kEventSyntaxes.begin(), kEventSyntaxes.end(),
                     [kind](const EventSyntax& candidate) { return candidate.kind == kind; });
    return syntax->parts.find('f') != std::string_view::npos;
}

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
