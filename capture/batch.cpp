#include "capture/batch.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace seihon::capture {

using record::Fault;
using record::FaultKind;
using record::Json;
using record::PaperSource;
using record::Side;

namespace {

constexpr std::int64_t kAreaToleranceMicrometres = 1000;
constexpr std::int64_t kMostOverhangMicrometres = 2500;
constexpr std::int64_t kMicrometresPerInch = 25'400;

// The bits after the last pixel of a row are no pixels; devices leave anything there, and the
// digest of the page counts them.
void clearTailBits(record::PageImage& image, std::int64_t fromRow, std::int64_t toRow) {
    const int used = static_cast<int>(image.width % 8);
    if (image.bitsPerSample != 1 || used == 0) {
        return;
    }
    for (std::int64_t y = fromRow; y < toRow; ++y) {
        std::uint8_t& last = image.row(y)[image.rowBytes() - 1];
        last = static_cast<std::uint8_t>(last & 0xff00 >> used);
    }
}

// A driver's filling is whole rows of pure white at the end. Fewer than this may be the paper's
// own.
constexpr std::int64_t kTellingRows = 8;

std::int64_t filledUpBytes(const record::PageImage& image) {
    std::int64_t rows = 0;
    while (rows < image.height) {
        const std::uint8_t* row = image.row(image.height - rows - 1);
        if (!std::all_of(row, row + image.rowBytes(), [](std::uint8_t v) { return v == 0xff; })) {
            break;
        }
        ++rows;
    }
    return rows < kTellingRows ? 0 : rows * image.stride;
}

int channelsOf(record::ColourMode mode) {
    return mode == record::ColourMode::Colour ? 3 : 1;
}

} // namespace

Batch::Batch(BatchOrder order) : m_order(std::move(order)) {
}

std::map<std::string, std::string> Batch::context() const {
    std::map<std::string, std::string> context{{"sheet", std::to_string(m_feed)},
                                               {"side", std::string(record::enumName(m_side))},
                                               {"device", m_order.device}};
    if (fromFiles() && m_pagesSeen < m_order.files.size()) {
        context["file"] = m_order.files[m_pagesSeen].name;
    }
    return context;
}

std::int64_t Batch::feedsBegun() const {
    const bool begun =
        m_state == State::Feeding || m_state == State::AwaitingRows || !m_held.empty();
    return begun ? m_feed : m_feed - 1;
}

void Batch::untrue(const std::string& what) const {
    throw Fault(FaultKind::WorkerDied, "the scan worker cannot be believed: " + what, context());
}

void Batch::expect(State state, const char* what) const {
    if (m_state != state) {
        untrue(std::string(what) + " out of order");
    }
}

void Batch::takeView(const FrameView& frame, record::Instant now) {
    if (m_state == State::Ended) {
        untrue("it went on after the end");
    }
    try {
        switch (frame.type) {
        case FrameType::Hello:
            return takeHello(frame.json());
        case FrameType::Opened:
            return takeOpened(frame.json());
        case FrameType::Feeding:
            return takeFeeding(frame.json(), now);
        case FrameType::PageStart:
            return takePageStart(frame.json());
        case FrameType::Rows:
            return takeRows(frame.payload);
        case FrameType::PageEnd:
            return takePageEnd(frame.json(), now);
        case FrameType::End:
            return takeEnd();
        case FrameType::Fault:
            takeFault(frame.json());
        case FrameType::Devices:
        case FrameType::Command:
        case FrameType::Grant:
        case FrameType::Cancel:
        case FrameType::Stop:
            untrue("a frame that has no place in a batch");
        }
    } catch (const Fault& fault) {
        if (fault.kind == FaultKind::Malformed && !fault.context.contains("device")) {
            untrue(fault.what());
        }
        throw;
    }
}

std::optional<CapturedPage> Batch::nextReady() {
    if (m_ready.empty()) {
        return std::nullopt;
    }
    CapturedPage page = std::move(m_ready.front());
    m_ready.pop_front();
    return page;
}

void Batch::takeHello(const Json& word) {
    expect(State::Greeting, "hello");
    if (word.at("version").asInt() != kWireVersion) {
        untrue("it speaks another version");
    }
    m_state = fromFiles() ? State::BetweenPages : State::Opening;
}

void Batch::takeOpened(const Json& word) {
    expect(State::Opening, "opened");
    m_opened = openedWordFromJson(word);
    const record::ScanProfile& asked = m_order.profile;
    const record::ScanProfile& got = m_opened.delivered;
    const auto differs = [](std::int64_t a, std::int64_t b) {
        return a < b - kAreaToleranceMicrometres || a > b + kAreaToleranceMicrometres;
    };
    if (got.source != asked.source || got.mode != asked.mode || got.dpi != asked.dpi ||
        got.bitsPerSample != asked.bitsPerSample ||
        differs(got.areaWidthMicrometres, asked.areaWidthMicrometres) ||
        differs(got.areaHeightMicrometres, asked.areaHeightMicrometres)) {
        untrue("it opened with other settings than asked for");
    }
    if (const auto* known = record::findProfile(m_order.deviceProfiles, m_opened.device)) {
        m_wireFormat = record::enumName(known->wireFormat);
        m_fillsUp = known->fillsUp;
        m_reportsAfterSheet = known->reportsAfterSheet;
        // Which rules of the driver were in force: noted here, not on the worker's word.
        const std::string digest = record::sha256(record::canonical(record::toJson(*known))).hex();
        m_opened.options.push_back({"device-profile", "", known->name + " " + digest});
    }
    m_state = State::BetweenPages;
}

void Batch::takeFeeding(const Json& word, record::Instant now) {
    expect(State::BetweenPages, "feeding");
    if (word.at("feed").asInt() != m_feed || enumFromJson<Side>(word.at("side")) != m_side) {
        untrue("it feeds another sheet than the next");
    }
    if (fromFiles() && m_pagesSeen >= m_order.files.size()) {
        untrue("more pages than files");
    }
    m_startedAt = now;
    m_state = State::Feeding;
}

void Batch::compareWithOrder(const PageWord& word) const {
    if (word.feed != m_feed || word.side != m_side || (m_sides != 0 && word.sides != m_sides)) {
        untrue("a page of another sheet than the one fed");
    }
    if (fromFiles()) {
        const BatchOrder::File& file = m_order.files[m_pagesSeen];
        if (word.sourceName != file.name || word.feed != file.feed || word.side != file.side ||
            word.sides != file.sides || word.lines < 0) {
            untrue("a page of another file than the next");
        }
        if (word.wireFormat != "png" && word.wireFormat != "tiff" && word.wireFormat != "jpeg") {
            untrue("an image format of its own");
        }
        return;
    }
    const record::ScanProfile& profile = m_opened.delivered;
    const int sides = profile.source == PaperSource::FeederDuplex ? 2 : 1;
    if (word.sides != sides || word.channels != channelsOf(profile.mode) ||
        word.bitsPerSample != profile.bitsPerSample || word.dpiX != profile.dpi ||
        word.dpiY != profile.dpi || word.wireFormat != "raw" || !word.sourceName.empty()) {
        untrue("a page with other settings than it opened with");
    }
}

void Batch::takePageStart(const Json& json) {
    expect(State::Feeding, "page");
    PageWord word = pageWordFromJson(json);
    compareWithOrder(word);
    m_sides = word.sides;
    m_image = record::PageImage();
    m_image.width = word.width;
    m_image.stride = word.bytesPerLine;
    m_image.channels = word.channels;
    m_image.bitsPerSample = word.bitsPerSample;
    m_image.dpiX = word.dpiX;
    m_image.dpiY = word.dpiY;
    if (word.lines > 0) {
        // Bounded by kMaxPageBytes, and memory that no row touches is not taken from the machine.
        m_image.bytes.reserve(static_cast<std::size_t>(word.lines * word.bytesPerLine));
    }
    m_word = std::move(word);
    m_state = State::AwaitingRows;
    if (m_seen) {
        m_seen({m_feed, m_side, m_image, m_word.lines, 0});
    }
}

void Batch::takeRows(record::Bytes rows) {
    expect(State::AwaitingRows, "rows");
    const auto total = static_cast<std::int64_t>(m_image.bytes.size() + rows.size());
    // Not known before the end: no more than the area that was asked for, and what drivers round.
    const std::int64_t most =
        (m_word.lines > 0 ? m_word.lines
                          : (m_opened.delivered.areaHeightMicrometres + kMostOverhangMicrometres) *
                                m_word.dpiY / kMicrometresPerInch) *
        m_word.bytesPerLine;
    if (total > most) {
        untrue("more rows than announced");
    }
    const std::int64_t before =
        static_cast<std::int64_t>(m_image.bytes.size()) / m_word.bytesPerLine;
    m_image.bytes.insert(m_image.bytes.end(), rows.begin(), rows.end());
    clearTailBits(m_image, before, total / m_word.bytesPerLine);
    if (m_seen) {
        m_seen({m_feed, m_side, m_image, m_word.lines, total / m_word.bytesPerLine});
    }
}

void Batch::takePageEnd(const Json& json, record::Instant now) {
    expect(State::AwaitingRows, "page end");
    const auto have = static_cast<std::int64_t>(m_image.bytes.size());
    const std::int64_t lines = json.at("lines").asInt();
    if (have == 0 || have % m_word.bytesPerLine != 0 || json.at("bytes").asInt() != have ||
        lines != have / m_word.bytesPerLine || (m_word.lines > 0 && m_word.lines != lines)) {
        untrue("a page that is not whole given as whole");
    }
    m_image.height = lines;
    CapturedPage page;
    fillFacts(page.facts);
    const std::optional<record::RectPx>& rect = m_word.sheetRect;
    if (rect && (rect->x < 0 || rect->y < 0 || rect->w <= 0 || rect->h <= 0 ||
                 rect->w > m_image.width || rect->x > m_image.width - rect->w ||
                 rect->h > m_image.height || rect->y > m_image.height - rect->h)) {
        untrue("a sheet outside its page");
    }
    page.facts.bytesRead = m_fillsUp ? have - filledUpBytes(m_image) : have;
    page.facts.startedAt = m_startedAt;
    page.facts.finishedAt = now;
    page.image = std::move(m_image);
    m_image = record::PageImage();
    m_held.push_back(std::move(page));
    ++m_pagesSeen;
    if (static_cast<int>(m_held.size()) == m_sides) {
        for (CapturedPage& whole : m_held) {
            m_ready.push_back(std::move(whole));
        }
        m_held.clear();
        m_sides = 0;
        ++m_feed;
        m_side = Side::Front;
    } else {
        m_side = Side::Back;
    }
    m_state = State::BetweenPages;
}

void Batch::fillFacts(record::CaptureFacts& facts) const {
    facts.device = fromFiles() ? record::DeviceIdentity{"folder", "", "", "", ""} : m_opened.device;
    facts.asked = m_order.profile;
    facts.source = m_order.profile.source;
    facts.mode = m_word.channels == 3        ? record::ColourMode::Colour
                 : m_word.bitsPerSample == 1 ? record::ColourMode::LineArt
                                             : record::ColourMode::Grey;
    facts.bitsPerSample = m_word.bitsPerSample;
    facts.dpiX = m_word.dpiX;
    facts.dpiY = m_word.dpiY;
    facts.areaWidthMicrometres = fromFiles() ? m_image.width * kMicrometresPerInch / m_word.dpiX
                                             : m_opened.delivered.areaWidthMicrometres;
    facts.areaHeightMicrometres = fromFiles() ? m_image.height * kMicrometresPerInch / m_word.dpiY
                                              : m_opened.delivered.areaHeightMicrometres;
    facts.lines = m_word.lines;
    facts.bytesPerLine = m_word.bytesPerLine;
    facts.feed = m_feed;
    facts.side = m_side;
    facts.sheetRect = m_word.sheetRect;
    facts.wireFormat = fromFiles() ? m_word.wireFormat : m_wireFormat;
    facts.sourceName = m_word.sourceName;
    facts.options = m_opened.options;
}

void Batch::takeEnd() {
    // A feeder says after sane_start that there is no more paper; a folder and the glass know it
    // before.
    const bool known = fromFiles() || m_order.profile.source == PaperSource::Flatbed ||
                       m_order.profile.source == PaperSource::Transparency;
    if (m_stopping && m_state == State::BetweenPages && m_held.empty()) {
        m_state = State::Ended;
        return;
    }
    expect(known ? State::BetweenPages : State::Feeding, "end");
    if (m_pagesSeen == 0 || !m_held.empty() ||
        (fromFiles() && m_pagesSeen != m_order.files.size())) {
        untrue("an end with pages missing");
    }
    m_state = State::Ended;
}

void Batch::takeFault(const Json& word) const {
    const Fault reported = faultFromJson(word);
    if (m_state == State::Greeting ||
        (reported.kind == FaultKind::FeederEmpty && m_pagesSeen > 0)) {
        untrue("a fault out of order");
    }
    // Which sheet is void is reckoned here, never taken from the worker.
    std::map<std::string, std::string> merged = reported.context;
    for (const auto& [key, value] : context()) {
        merged[key] = value;
    }
    const bool betweenSheets = m_side == Side::Front && m_held.empty() && m_feed > 1 &&
                               (m_state == State::Feeding || m_state == State::BetweenPages);
    merged.erase(kAboutSheetBefore);
    if (reported.kind == FaultKind::DoubleFeed && betweenSheets && m_reportsAfterSheet) {
        merged[kAboutSheetBefore] = "yes";
    }
    throw Fault(reported.kind, reported.what(), std::move(merged), reported.retryable);
}

} // namespace seihon::capture
