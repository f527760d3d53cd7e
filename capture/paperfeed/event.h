#pragma once

#include <chrono>
#include <cstdint>
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
    DoubleFeedAfter, // `doublefeed-after`: two sheets pulled, the upper one is delivered whole,
                     // then sensor set and JAMMED from the next sane_start
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
    HangStart, // `hang-start MS`: deaf for MS milliseconds inside sane_start, the sheet in the tray
    Dup,       // `dup`: the sheet is delivered twice
    Replay,    // `replay`: the sheet goes through, the pixels are those of the sheet before it
    Offline,   // `offline F`: after F the device is gone, and stays so (state file: offline 1)
    Memory,    // `memory MB F`: after F the backend takes that much memory
    Endless,   // `endless`: the last row again and again
    AnnounceLines, // `announce-lines N`: N lines more than there are (less when negative) announced
    AnnounceWidth, // `announce-width N`: the same of the pixels in a line
    SheetLie,      // `sheet-lie`: the sheet is reported to lie outside of the page
};

// What is planned for a sheet. A trailing word `back` moves what happens in the middle of a page,
// start-status and hang-start to the back.
struct Event {
    EventKind kind{};
    double share = 0;
    std::int64_t number = 0; // megabytes, lines or pixels
    std::chrono::milliseconds time{0};
    Status status = Status::Good;
    bool back = false;
};

// Does it happen while the rows of a page go over the wire?
bool happensMidPage(EventKind kind);

// One event a line, `#` starts a comment. Throws std::runtime_error: a misspelt event is not
// ignored, or a test would pass for the wrong reason.
std::vector<Event> parseEvents(std::string_view text);

} // namespace seihon::capture::paperfeed
