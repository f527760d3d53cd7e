#include "capture/wire.h"

#include "record/page_image.h"

#include <algorithm>

namespace seihon::capture {

using record::Fault;
using record::FaultKind;
using record::Json;

namespace {

constexpr std::array kWorkerFaults{FaultKind::Internal,       FaultKind::NotFound,
                                   FaultKind::Malformed,      FaultKind::DeviceAbsent,
                                   FaultKind::DeviceBusy,     FaultKind::DeviceDenied,
                                   FaultKind::DeviceFailed,   FaultKind::DeviceHung,
                                   FaultKind::FeederEmpty,    FaultKind::DeviceSettingsDiffer,
                                   FaultKind::PaperJam,       FaultKind::CoverOpen,
                                   FaultKind::DoubleFeed,     FaultKind::ScanCancelled,
                                   FaultKind::PageIncomplete, FaultKind::ImageUnreadable};

constexpr std::size_t kMaxTextBytes = 1024;
constexpr std::size_t kMaxListItems = 128;
constexpr std::size_t kMaxOptionNames = 2000;

[[noreturn]] void malformed(const std::string& what) {
    throw Fault(FaultKind::Malformed, what);
}

std::size_t maxPayload(FrameType type) {
    switch (type) {
    case FrameType::Rows:
        return kMaxRowsBytes;
    case FrameType::Command:
        return kMaxCommandBytes;
    case FrameType::Hello:
    case FrameType::Devices:
    case FrameType::Opened:
    case FrameType::Feeding:
    case FrameType::PageStart:
    case FrameType::PageEnd:
    case FrameType::End:
    case FrameType::Fault:
    case FrameType::Grant:
    case FrameType::Cancel:
    case FrameType::Stop:
        return kMaxWordBytes;
    }
    malformed("frame of unknown type");
}

std::string textOf(const Json& json) {
    const std::string& text = json.asString();
    if (text.size() > kMaxTextBytes) {
        malformed("a text of " + std::to_string(text.size()) + " bytes");
    }
    return text;
}

std::int64_t within(const Json& json, std::int64_t low, std::int64_t high, const char* name) {
    const std::int64_t value = json.asInt();
    if (value < low || value > high) {
        malformed(std::string(name) + " " + std::to_string(value));
    }
    return value;
}

// A line may be longer than its pixels; not by more than this, or a page would be mostly padding.
constexpr std::int64_t kMaxPaddingBytes = 64 << 10;

void measurePageWord(const PageWord& word) {
    if (word.channels != 1 && word.channels != 3) {
        malformed("channels " + std::to_string(word.channels));
    }
    if (word.bitsPerSample != 8 && word.bitsPerSample != 16 &&
        !(word.bitsPerSample == 1 && word.channels == 1)) {
        malformed("bits per sample " + std::to_string(word.bitsPerSample));
    }
    const std::int64_t needed = (word.width * word.channels * word.bitsPerSample + 7) / 8;
    if (word.bytesPerLine < needed || word.bytesPerLine > needed + kMaxPaddingBytes) {
        malformed("bytes per line " + std::to_string(word.bytesPerLine) + ", pixels need " +
                  std::to_string(needed));
    }
    if (word.lines == 0 || word.lines * word.bytesPerLine > record::kMaxPageBytes) {
        malformed("lines " + std::to_string(word.lines));
    }
}

} // namespace

Json FrameView::json() const {
    const std::string_view text(reinterpret_cast<const char*>(payload.data()), payload.size());
    Json value = record::parseJson(text, {maxPayload(type), 8});
    value.asObject(); // a word is an object
    return value;
}

std::array<std::uint8_t, kFrameHeaderBytes> frameHeader(FrameType type, std::size_t length) {
    const auto byte = [length](int shift) {
        return static_cast<std::uint8_t>(length >> shift & 0xff);
    };
    return {'S',     'H',     kWireVersion, static_cast<std::uint8_t>(type),
            byte(0), byte(8), byte(16),     byte(24)};
}

std::string frameText(FrameType type, const Json& word) {
    const std::string text = record::canonical(word);
    const auto header = frameHeader(type, text.size());
    return std::string(header.begin(), header.end()) + text;
}

void FrameParser::feed(record::Bytes bytes) {
    std::copy(bytes.begin(), bytes.end(), room(bytes.size()).begin());
    filled(bytes.size());
}

std::span<std::uint8_t> FrameParser::room(std::size_t bytes) {
    if (m_buffer.size() - m_end < bytes) {
        // Only the beginning of a frame is left, so this moves little.
        std::copy(m_buffer.begin() + static_cast<std::ptrdiff_t>(m_at),
                  m_buffer.begin() + static_cast<std::ptrdiff_t>(m_end), m_buffer.begin());
        m_end -= m_at;
        m_at = 0;
    }
    if (m_buffer.size() - m_end < bytes) {
        m_buffer.resize(m_end + bytes);
    }
    return std::span(m_buffer).subspan(m_end, bytes);
}

std::optional<FrameView> FrameParser::nextView() {
    if (m_at == m_end) {
        m_at = m_end = 0; // nothing to move later
    }
    if (m_end - m_at < kFrameHeaderBytes) {
        return std::nullopt;
    }
    const std::uint8_t* header = m_buffer.data() + m_at;
    if (header[0] != 'S' || header[1] != 'H' || header[2] != kWireVersion) {
        malformed("not a frame of version " + std::to_string(kWireVersion));
    }
    const auto type = static_cast<FrameType>(header[3]);
    const std::size_t length = header[4] | std::size_t{header[5]} << 8 |
                               std::size_t{header[6]} << 16 | std::size_t{header[7]} << 24;
    if (length == 0 || length > maxPayload(type)) {
        malformed("frame of " + std::to_string(length) + " bytes");
    }
    if (m_end - m_at - kFrameHeaderBytes < length) {
        return std::nullopt;
    }
    const FrameView frame{type, record::Bytes(header + kFrameHeaderBytes, length)};
    m_at += kFrameHeaderBytes + length;
    return frame;
}

std::optional<Frame> FrameParser::next() {
    const std::optional<FrameView> view = nextView();
    if (!view) {
        return std::nullopt;
    }
    return Frame{view->type, {view->payload.begin(), view->payload.end()}};
}

Json toJson(const PageWord& word) {
    Json json = Json::object({{"feed", word.feed},
                              {"side", record::enumName(word.side)},
                              {"sides", word.sides},
                              {"width", word.width},
                              {"lines", word.lines},
                              {"bytesPerLine", word.bytesPerLine},
                              {"channels", word.channels},
                              {"bitsPerSample", word.bitsPerSample},
                              {"dpiX", word.dpiX},
                              {"dpiY", word.dpiY},
                              {"wireFormat", word.wireFormat},
                              {"sourceName", word.sourceName}});
    if (word.sheetRect) {
        json.set("sheetRect", record::toJson(*word.sheetRect));
    }
    return json;
}

PageWord pageWordFromJson(const Json& json) {
    constexpr std::int64_t side = record::kMaxPagePixelsPerSide;
    PageWord word;
    word.feed = within(json.at("feed"), 1, 1'000'000, "feed");
    word.side = enumFromJson<record::Side>(json.at("side"));
    word.sides = static_cast<int>(within(json.at("sides"), 1, 2, "sides"));
    word.width = within(json.at("width"), 1, side, "width");
    word.lines = within(json.at("lines"), -1, side, "lines");
    word.bytesPerLine = within(json.at("bytesPerLine"), 1, record::kMaxPageBytes, "bytesPerLine");
    word.channels = static_cast<int>(within(json.at("channels"), 1, 3, "channels"));
    word.bitsPerSample = static_cast<int>(within(json.at("bitsPerSample"), 1, 16, "bits"));
    word.dpiX = within(json.at("dpiX"), 1, 100'000, "dpiX");
    word.dpiY = within(json.at("dpiY"), 1, 100'000, "dpiY");
    word.wireFormat = textOf(json.at("wireFormat"));
    word.sourceName = textOf(json.at("sourceName"));
    if (const Json* rect = json.find("sheetRect")) {
        word.sheetRect = record::rectPxFromJson(*rect);
    }
    measurePageWord(word);
    return word;
}

Json toJson(const OpenedWord& word) {
    Json options = Json::array();
    for (const record::DeviceOption& option : word.options) {
        options.push(Json::object(
            {{"name", option.name}, {"asked", option.asked}, {"delivered", option.delivered}}));
    }
    return Json::object({{"device", record::toJson(word.device)},
                         {"delivered", record::toJson(word.delivered)},
                         {"options", options}});
}

OpenedWord openedWordFromJson(const Json& json) {
    OpenedWord word;
    word.device = record::deviceIdentityFromJson(json.at("device"));
    word.delivered = record::scanProfileFromJson(json.at("delivered"));
    const Json::Array& options = json.at("options").asArray();
    if (options.size() > kMaxListItems) {
        malformed(std::to_string(options.size()) + " options");
    }
    for (const Json& option : options) {
        word.options.push_back({textOf(option.at("name")), textOf(option.at("asked")),
                                textOf(option.at("delivered"))});
    }
    return word;
}

Json toJson(const DeviceSeen& seen) {
    Json options = Json::array();
    for (const std::string& name : seen.options) {
        options.push(name.substr(0, kMaxTextBytes));
    }
    return Json::object({{"identity", record::toJson(seen.identity)},
                         {"opened", seen.opened},
                         {"options", options}});
}

DeviceSeen deviceSeenFromJson(const Json& json) {
    DeviceSeen seen;
    seen.identity = record::deviceIdentityFromJson(json.at("identity"));
    seen.opened = json.at("opened").asBool();
    const Json::Array& options = json.at("options").asArray();
    if (options.size() > kMaxOptionNames) {
        malformed(std::to_string(options.size()) + " options");
    }
    for (const Json& option : options) {
        seen.options.push_back(textOf(option));
    }
    return seen;
}

Json toJson(const Fault& fault) {
    Json context = Json(Json::Object());
    for (const auto& [key, value] : fault.context) {
        context.set(key, value.substr(0, kMaxTextBytes));
    }
    return Json::object({{"kind", record::nameOf(fault.kind)},
                         {"what", std::string(fault.what()).substr(0, kMaxTextBytes)},
                         {"context", context},
                         {"retryable", fault.retryable}});
}

Fault faultFromJson(const Json& json) {
    const std::string name = textOf(json.at("kind"));
    const auto kind = std::find_if(kWorkerFaults.begin(), kWorkerFaults.end(),
                                   [&](FaultKind k) { return record::nameOf(k) == name; });
    if (kind == kWorkerFaults.end()) {
        malformed("fault of kind " + name);
    }
    const Json::Object& members = json.at("context").asObject();
    if (members.size() > kMaxListItems) {
        malformed("fault with " + std::to_string(members.size()) + " context members");
    }
    std::map<std::string, std::string> context;
    for (const auto& [key, value] : members) {
        context.emplace(key, textOf(value));
    }
    return Fault(*kind, textOf(json.at("what")), std::move(context), json.at("retryable").asBool());
}

} // namespace seihon::capture
