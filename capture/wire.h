#pragma once

#include "capture/scan_source.h"
#include "record/capture_facts.h"
#include "record/digest.h"
#include "record/fault.h"
#include "record/json.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace seihon::capture {

// The language between station and worker: frames of eight header bytes ('S', 'H', version, type,
// length as 32 bits little endian) and a payload, which is a JSON object or, for Rows, pixel bytes.
inline constexpr std::uint8_t kWireVersion = 1;
inline constexpr std::size_t kFrameHeaderBytes = 8;
inline constexpr std::size_t kMaxRowsBytes = 1u << 20;
inline constexpr std::size_t kMaxWordBytes = 256u << 10;
inline constexpr std::size_t kMaxCommandBytes = 8u << 20;
// Commands come on standard input; frames go out here, since backends print to standard output.
inline constexpr int kFrameDescriptor = 3;

enum class FrameType : std::uint8_t {
    Hello = 1, // {"version"}
    Devices,   // {"devices": [DeviceSeen …]}
    Opened,    // {"device", "source", "mode", "bitsPerSample", "dpiX", …, "options": […]}
    Feeding,   // {"feed", "side"}: from here on a sheet may have left the tray
    PageStart, // PageWord
    Rows,
    PageEnd, // {"lines", "bytes"}
    End,     // {}: the paper ran out in good order
    Fault,   // {"kind", "what", "context"}
    // Station to worker.
    Command = 100, // {"verb": "list" | "scan" | "decode", …}
    Grant,         // {}: one more sheet may be fed
    Cancel,        // {}: at once; the sheet in work is void
    Stop,          // {}: no more sheets; the one in work comes out whole, then End
};

// A frame where it lies in the parser's buffer: valid until the parser is fed or asked again.
struct FrameView {
    FrameType type{};
    record::Bytes payload;

    // Faults: Malformed.
    record::Json json() const;
};

// A frame of its own.
struct Frame {
    FrameType type{};
    std::vector<std::uint8_t> payload;

    FrameView view() const { return {type, payload}; }
    // Faults: Malformed.
    record::Json json() const { return view().json(); }
};

std::array<std::uint8_t, kFrameHeaderBytes> frameHeader(FrameType type, std::size_t length);
std::string frameText(FrameType type, const record::Json& word);

// Cuts a byte stream into frames. Faults: Malformed for a frame that cannot be; nothing is
// allocated on the word of a header.
class FrameParser {
  public:
    void feed(record::Bytes bytes);
    // Room for reading into; then say how much came. Pixels are not copied once more on their way.
    std::span<std::uint8_t> room(std::size_t bytes);
    void filled(std::size_t bytes) { m_end += bytes; }
    std::optional<FrameView> nextView();
    std::optional<Frame> next();
    bool empty() const { return m_end == m_at; }

  private:
    std::vector<std::uint8_t> m_buffer;
    std::size_t m_at = 0;  // what lies before was handed out
    std::size_t m_end = 0; // what lies behind is room
};

// What the worker announces about a page side.
struct PageWord {
    std::int64_t feed = 0;
    record::Side side = record::Side::Front;
    int sides = 1; // of this sheet
    std::int64_t width = 0;
    std::int64_t lines = 0; // -1: not known before the end
    std::int64_t bytesPerLine = 0;
    int channels = 3;
    int bitsPerSample = 8;
    std::int64_t dpiX = 0, dpiY = 0;
    std::optional<record::RectPx> sheetRect;
    std::string wireFormat = "raw";
    std::string sourceName;
};

record::Json toJson(const PageWord& word);
// Faults: Malformed, also for numbers that no page can have.
PageWord pageWordFromJson(const record::Json& json);

// What the device said its settings are, after they were set.
struct OpenedWord {
    record::DeviceIdentity device;
    record::ScanProfile delivered;
    std::vector<record::DeviceOption> options;
};

record::Json toJson(const OpenedWord& word);
OpenedWord openedWordFromJson(const record::Json& json);

record::Json toJson(const DeviceSeen& seen);
DeviceSeen deviceSeenFromJson(const record::Json& json);

record::Json toJson(const record::Fault& fault);
// Faults: Malformed, also for a kind that is not the worker's to report.
record::Fault faultFromJson(const record::Json& json);

// An enumerator by its JSON name. Faults: Malformed.
template <typename E>
E enumFromJson(const record::Json& json) {
    const std::optional<E> value = record::enumFromName<E>(json.asString());
    if (!value) {
        throw record::Fault(record::FaultKind::Malformed, "unknown name: " + json.asString());
    }
    return *value;
}

} // namespace seihon::capture
