#include "capture/worker/scan_batch.h"

#include "record/page_image.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <thread>
#include <utility>

namespace seihon::capture {

using record::Fault;
using record::FaultKind;
using record::Json;
using record::PaperSource;
using record::Side;
using Format = SaneParameters::Format;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::size_t kReadBytes = 256u << 10;
// Rows are sent at least this often, so that a slow motor is told from a dead one.
constexpr std::chrono::milliseconds kSendEvery{200};
constexpr int kEmptyReadsBeforeRest = 500;
// Drivers round the area to steps of their own.
constexpr std::int64_t kAreaToleranceMicrometres = 2'000;

std::int64_t pixelsOf(std::int64_t micrometres, std::int64_t dpi) {
    return (micrometres * dpi + 12'700) / 25'400;
}

int planeOf(Format format) {
    switch (format) {
    case Format::Red:
        return 0;
    case Format::Green:
        return 1;
    case Format::Blue:
        return 2;
    case Format::Grey:
    case Format::Rgb:
    case Format::Unknown:
        break;
    }
    return -1;
}

} // namespace

ScanBatch::ScanBatch(SaneDevice& device, const record::ScanProfile& delivered, Channels channels,
                     std::chrono::milliseconds stall)
    : m_device(device), m_profile(delivered), m_channels(channels), m_stall(stall),
      m_sides(delivered.source == PaperSource::FeederDuplex ? 2 : 1) {
}

void ScanBatch::run() {
    for (std::int64_t feed = 1;; ++feed) {
        if (!m_channels.inbox.awaitSheet()) {
            break; // stopped: what came is whole, nothing else left the tray
        }
        if (!scanSide(feed, Side::Front)) {
            if (feed == 1) {
                throw Fault(FaultKind::FeederEmpty, "no paper in the feeder");
            }
            break;
        }
        if (m_sides == 2 && !scanSide(feed, Side::Back)) {
            throw Fault(FaultKind::PageIncomplete, "the back side did not come");
        }
        if (m_profile.source == PaperSource::Flatbed ||
            m_profile.source == PaperSource::Transparency) {
            break; // the glass never runs out
        }
    }
    m_channels.outbox.send(FrameType::End, Json(Json::Object()));
}

bool ScanBatch::scanSide(std::int64_t feed, Side side) {
    stopWhenCancelled();
    m_channels.outbox.send(FrameType::Feeding,
                           Json::object({{"feed", feed}, {"side", record::enumName(side)}}));
    const SaneResult started = m_device.start();
    stopWhenCancelled();
    if (started.outcome == SaneOutcome::NoDocs) {
        return false;
    }
    if (started.outcome != SaneOutcome::Good) {
        stop(started);
    }
    stopOnDoubleFeed();
    const std::optional<SaneParameters> parameters = m_device.parameters();
    if (!parameters) {
        throw Fault(FaultKind::DeviceFailed, "the device does not say what it will deliver");
    }
    PageWord word = announce(*parameters);
    word.feed = feed;
    word.side = side;
    word.sheetRect = sheetRect(word);
    if (planeOf(parameters->format) >= 0) {
        readPlanes(std::move(word), *parameters);
    } else {
        readSide(std::move(word));
    }
    return true;
}

// Parameters count only after sane_start; the row stride is the device's word, never computed.
PageWord ScanBatch::announce(const SaneParameters& parameters) const {
    const bool colour = m_profile.mode == record::ColourMode::Colour;
    const bool planes = planeOf(parameters.format) >= 0;
    const auto differ = [](const char* option, const std::string& asked,
                           const std::string& delivered) {
        throw Fault(FaultKind::DeviceSettingsDiffer,
                    std::string("the device delivers another ") + option + ": " + delivered +
                        " instead of " + asked,
                    {{"option", option}, {"asked", asked}, {"delivered", delivered}});
    };
    if (colour != (parameters.format == Format::Rgb || planes) ||
        (!colour && parameters.format != Format::Grey)) {
        differ("mode", std::string(record::enumName(m_profile.mode)), colour ? "grey" : "colour");
    }
    if (parameters.depth != m_profile.bitsPerSample) {
        differ("depth", std::to_string(m_profile.bitsPerSample), std::to_string(parameters.depth));
    }
    PageWord word;
    word.sides = m_sides;
    word.width = parameters.pixelsPerLine;
    word.lines = parameters.lines > 0 ? parameters.lines : -1;
    word.bytesPerLine = parameters.bytesPerLine;
    word.channels = colour ? 3 : 1;
    word.bitsPerSample = m_profile.bitsPerSample;
    word.dpiX = m_profile.dpi;
    word.dpiY = m_profile.dpi;
    const std::int64_t samples = planes ? 1 : word.channels;
    if (word.width <= 0 || word.width > record::kMaxPagePixelsPerSide ||
        word.lines > record::kMaxPagePixelsPerSide ||
        word.bytesPerLine < (word.width * samples * word.bitsPerSample + 7) / 8 ||
        word.bytesPerLine > record::kMaxPageBytes ||
        word.bytesPerLine * std::max<std::int64_t>(word.lines, 1) > record::kMaxPageBytes) {
        throw Fault(FaultKind::DeviceFailed,
                    "the device announces a page that cannot be: " + std::to_string(word.width) +
                        " x " + std::to_string(word.lines) + " pixels, " +
                        std::to_string(word.bytesPerLine) + " bytes a line");
    }
    // A driver that crops whatever it was told shows here.
    const std::int64_t width = pixelsOf(m_profile.areaWidthMicrometres, m_profile.dpi);
    const std::int64_t lines = pixelsOf(m_profile.areaHeightMicrometres, m_profile.dpi);
    const std::int64_t tolerance = pixelsOf(kAreaToleranceMicrometres, m_profile.dpi);
    if (std::abs(word.width - width) > tolerance) {
        differ("width", std::to_string(width), std::to_string(word.width));
    }
    if (word.lines > 0 && std::abs(word.lines - lines) > tolerance) {
        differ("height", std::to_string(lines), std::to_string(word.lines));
    }
    return word;
}

// A device that does not know the length still may not go on for ever.
std::int64_t ScanBatch::mostRows(const PageWord& word) const {
    return word.lines > 0 ? word.lines
                          : pixelsOf(m_profile.areaHeightMicrometres + kAreaToleranceMicrometres,
                                     m_profile.dpi);
}

void ScanBatch::readSide(PageWord word) {
    m_channels.outbox.send(FrameType::PageStart, toJson(word));
    const std::int64_t bytes =
        readFrame(std::min(mostRows(word) * word.bytesPerLine, record::kMaxPageBytes),
                  [this](std::span<const std::uint8_t> part) { m_channels.outbox.sendRows(part); });
    const std::int64_t lines = linesIn(bytes, word);
    stopOnDoubleFeed();
    endPage(lines, word.bytesPerLine);
}

// Red, green and blue as three frames in any order; put together here, sample by sample.
void ScanBatch::readPlanes(PageWord word, SaneParameters parameters) {
    std::array<std::vector<std::uint8_t>, 3> planes;
    const std::int64_t most = mostRows(word) * word.bytesPerLine;
    for (int frame = 0; frame < 3; ++frame) {
        const int plane = planeOf(parameters.format);
        if (plane < 0 || !planes[static_cast<std::size_t>(plane)].empty() ||
            parameters.bytesPerLine != word.bytesPerLine ||
            parameters.pixelsPerLine != word.width) {
            throw Fault(FaultKind::DeviceFailed, "the colour frames do not belong together");
        }
        std::vector<std::uint8_t>& into = planes[static_cast<std::size_t>(plane)];
        readFrame(std::min(most, record::kMaxPageBytes / 3),
                  [&into](std::span<const std::uint8_t> part) {
                      into.insert(into.end(), part.begin(), part.end());
                  });
        if (frame < 2) {
            const SaneResult started = m_device.start();
            stopWhenCancelled();
            const std::optional<SaneParameters> next = m_device.parameters();
            if (started.outcome != SaneOutcome::Good || !next) {
                stop(started);
            }
            parameters = *next;
        }
    }
    const std::int64_t lines = linesIn(static_cast<std::int64_t>(planes[0].size()), word);
    if (planes[1].size() != planes[0].size() || planes[2].size() != planes[0].size()) {
        cutOff("the colour frames have different lengths");
    }
    const std::int64_t planeStride = word.bytesPerLine;
    const auto sampleBytes = static_cast<std::size_t>(word.bitsPerSample) / 8;
    word.bytesPerLine = word.width * 3 * word.bitsPerSample / 8;
    m_channels.outbox.send(FrameType::PageStart, toJson(word));
    std::vector<std::uint8_t> row(static_cast<std::size_t>(word.bytesPerLine));
    for (std::int64_t y = 0; y < lines; ++y) {
        for (std::size_t plane = 0; plane < 3; ++plane) {
            const std::uint8_t* from = planes[plane].data() + y * planeStride;
            for (std::size_t x = 0; x < static_cast<std::size_t>(word.width); ++x) {
                std::memcpy(row.data() + (x * 3 + plane) * sampleBytes, from + x * sampleBytes,
                            sampleBytes);
            }
        }
        m_channels.outbox.sendRows(row);
    }
    stopOnDoubleFeed();
    endPage(lines, word.bytesPerLine);
}

std::int64_t ScanBatch::readFrame(std::int64_t most,
                                  const std::function<void(std::span<const std::uint8_t>)>& take) {
    std::vector<std::uint8_t> buffer(kReadBytes);
    std::size_t filled = 0;
    std::int64_t total = 0;
    int emptyReads = 0;
    Clock::time_point lastByte = Clock::now();
    Clock::time_point lastTaken = lastByte;
    while (true) {
        std::size_t count = 0;
        const SaneResult result = m_device.readRows(std::span(buffer).subspan(filled), count);
        // A cancelled page may end like a good one.
        if (result.outcome == SaneOutcome::EndOfPage) {
            break;
        }
        stopWhenCancelled();
        if (result.outcome != SaneOutcome::Good) {
            stop(result);
        }
        const Clock::time_point now = Clock::now();
        filled += count;
        total += static_cast<std::int64_t>(count);
        if (total > most) {
            cutOff("more rows came than were announced");
        }
        if (filled == buffer.size() || (filled > 0 && now - lastTaken > kSendEvery)) {
            take(std::span(buffer).first(filled));
            filled = 0;
            lastTaken = now;
        }
        // GOOD without a byte is legal; a dead net server answers so for ever.
        emptyReads = count == 0 ? emptyReads + 1 : 0;
        lastByte = count == 0 ? lastByte : now;
        if (now - lastByte > m_stall) {
            throw Fault(FaultKind::DeviceHung, "the device answers without delivering anything");
        }
        if (emptyReads > kEmptyReadsBeforeRest) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }
    if (filled > 0) {
        take(std::span(buffer).first(filled));
    }
    return total;
}

// A page that does not fill its announced rows is void, however friendly the status was.
std::int64_t ScanBatch::linesIn(std::int64_t bytes, const PageWord& word) const {
    const bool whole = bytes > 0 && bytes % word.bytesPerLine == 0;
    if (!whole || (word.lines > 0 && bytes != word.lines * word.bytesPerLine)) {
        stopWhenCancelled();
        cutOff(std::to_string(bytes) + " bytes came, " + std::to_string(word.lines) + " lines of " +
               std::to_string(word.bytesPerLine) + " were announced");
    }
    return bytes / word.bytesPerLine;
}

void ScanBatch::endPage(std::int64_t lines, std::int64_t bytesPerLine) {
    m_channels.outbox.send(FrameType::PageEnd,
                           Json::object({{"lines", lines}, {"bytes", lines * bytesPerLine}}));
}

bool ScanBatch::sensor(const char* name) const {
    const OptionInfo* info = m_device.find(name);
    if (info != nullptr && info->settable) {
        return false; // a setting of the same name, not a sensor (kvs20xx)
    }
    const std::optional<OptionValue> value = m_device.read(name);
    return value && std::holds_alternative<bool>(*value) && std::get<bool>(*value);
}

void ScanBatch::stopOnDoubleFeed() const {
    if (sensor("double-feed")) {
        throw Fault(FaultKind::DoubleFeed, "the device reports two sheets at once");
    }
}

std::optional<record::RectPx> ScanBatch::sheetRect(const PageWord& word) const {
    std::array<std::int64_t, 4> numbers{};
    std::size_t place = 0;
    for (const char* name : {"sheet-x", "sheet-y", "sheet-width", "sheet-height"}) {
        const std::optional<OptionValue> value = m_device.read(name);
        if (!value || !std::holds_alternative<std::int32_t>(*value)) {
            return std::nullopt;
        }
        numbers[place++] = std::get<std::int32_t>(*value);
    }
    const auto [x, y, w, h] = numbers;
    if (w == 0 && h == 0) {
        return std::nullopt; // it knows of no sheet
    }
    if (x < 0 || y < 0 || w <= 0 || h <= 0 || x + w > word.width ||
        (word.lines > 0 && y + h > word.lines)) {
        throw Fault(FaultKind::DeviceFailed, "the device sees a sheet outside its page");
    }
    return record::RectPx{x, y, w, h};
}

void ScanBatch::stop(const SaneResult& result) const {
    FaultKind kind = FaultKind::DeviceFailed;
    switch (result.outcome) {
    case SaneOutcome::Jammed:
        kind = sensor("double-feed") ? FaultKind::DoubleFeed : FaultKind::PaperJam;
        break;
    case SaneOutcome::CoverOpen:
        kind = FaultKind::CoverOpen;
        break;
    case SaneOutcome::Cancelled:
        kind = FaultKind::ScanCancelled;
        break;
    case SaneOutcome::Busy:
        kind = FaultKind::DeviceBusy;
        break;
    case SaneOutcome::Denied:
        kind = FaultKind::DeviceDenied;
        break;
    case SaneOutcome::Good:
    case SaneOutcome::EndOfPage:
    case SaneOutcome::NoDocs:
    case SaneOutcome::Invalid:
    case SaneOutcome::Failed:
        break;
    }
    throw Fault(kind, "the device says: " + result.text, {}, kind == FaultKind::DeviceBusy);
}

void ScanBatch::cutOff(const std::string& what) const {
    throw Fault(FaultKind::PageIncomplete, what);
}

// Asked first, before any status is looked at: after a cancel a backend may answer anything. Its
// sensor still tells the truth: two sheets are out, and both have to be put back.
void ScanBatch::stopWhenCancelled() const {
    if (m_channels.inbox.cancelled()) {
        stopOnDoubleFeed();
        throw Fault(FaultKind::ScanCancelled, "cancelled by the station");
    }
}

} // namespace seihon::capture
