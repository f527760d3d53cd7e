#pragma once

#include <chrono>
#include <string_view>
#include <vector>

namespace seihon::capture::paperfeed {

// The feeder's answers; the same set as SANE's status codes.
enum class Status {
    Good,
    Unsupported,
    Cancelled,
    DeviceBusy,
    Invalid,
    EndOfPage,
    Jammed,
    NoDocs,
    CoverOpen,
    IoError,
    NoMemory,
    AccessDenied,
};

enum class EventKind {
    Jam,             // `jam F`: JAMMED after the share F of the rows; the sheet lies in out/
    DoubleFeed,      // `doublefeed`: two sheets pulled, sensor set, JAMMED from sane_start
    MultifeedSilent, // `multifeed-silent`: two sheets go as one and nothing is reported
    Short,           // `short F`: end of page after F, without error
    IoError,         // `ioerr F`
    Hang,    // `hang MS F`: silence for MS milliseconds after F, deaf to cancel as a real hang is
    Silence, // `silence F`: after F GOOD without a byte for ever, as from a dead net server
    Lie,   // `lie F`: after F GOOD with a length of -1, as stock backends have been seen to answer
    Crash, // `crash F`: the backend takes its process down after F
    Delay, // `delay MS`: the sheet takes that long to come
    StartStatus,   // `start-status NAME`: that status from sane_start, the sheet stays in the tray
    CoverOpen,     // `cover-open`: once, the sheet stays in the tray
    NoiseZero,     // `noise-zero`: every other read is GOOD with no bytes
    UnknownLength, // `unknown-length`: lines = -1 in the parameters
};

// What is planned for a sheet. A trailing word `back` moves jam, short, ioerr, hang, silence, lie
// and crash to the back.
struct Event {
    EventKind kind{};
    double share = 0;
    std::chrono::milliseconds time{0};
    Status status = Status::Good;
    bool back = false;
};

// One event a line, `#` starts a comment. Throws std::runtime_error: a misspelt event is not
// ignored, or a test would pass for the wrong reason.
std::vector<Event> parseEvents(std::string_view text);

} // namespace seihon::capture::paperfeed
