#include "capture/paperfeed/unit.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace seihon::capture::paperfeed {

namespace {

constexpr int kTriesAgainstHands = 20;

std::int64_t pixelsOf(std::int32_t fixedMillimetres, std::int32_t dpi) {
    return std::llround(static_cast<double>(fixedMillimetres) / 65536.0 * dpi / 25.4);
}

void say(const std::string& device, const std::string& what) {
    std::fprintf(stderr, "[paperfeed] %s: %s\n", device.c_str(), what.c_str());
}

} // namespace

Unit::Unit(ConfiguredDevice device)
    : m_name(std::move(device.name)), m_tray(std::move(device.folder)) {
}

Unit::~Unit() {
    if (m_lock >= 0) {
        ::close(m_lock);
    }
}

Status Unit::occupy() {
    if (m_tray.state("offline")) {
        return Status::Invalid;
    }
    m_lock = ::open(m_tray.folder().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (m_lock < 0) {
        return errno == EACCES ? Status::AccessDenied : Status::Invalid;
    }
    return ::flock(m_lock, LOCK_EX | LOCK_NB) == 0 ? Status::Good : Status::DeviceBusy;
}

Window Unit::window() const {
    Window window;
    window.width = pixelsOf(settings.right - settings.left, settings.dpi);
    window.height = pixelsOf(settings.bottom - settings.top, settings.dpi);
    window.dpi = settings.dpi;
    window.colour = settings.colour;
    return window;
}

Shape Unit::shape() const {
    Shape shape;
    shape.colour = settings.colour;
    if (m_scanning) {
        shape.pixelsPerLine = m_side.width;
        shape.bytesPerLine = m_side.bytesPerLine;
        shape.lines = planned(EventKind::UnknownLength) ? -1 : m_side.height;
        return shape;
    }
    const Window seen = window();
    shape.pixelsPerLine = seen.width;
    shape.bytesPerLine = seen.width * (seen.colour ? 3 : 1);
    shape.lines = seen.height;
    return shape;
}

Status Unit::fail(Status status) {
    m_scanning = false;
    m_back.reset();
    m_needsCancel = status != Status::NoDocs;
    return status;
}

bool Unit::planned(EventKind kind) const {
    return std::any_of(m_events.begin(), m_events.end(),
                       [kind](const Event& event) { return event.kind == kind; });
}

// A lifting motor can be stopped; a hang cannot.
bool Unit::waitFor(std::chrono::milliseconds time) const {
    const auto until = std::chrono::steady_clock::now() + time;
    while (std::chrono::steady_clock::now() < until) {
        if (m_cancelled) {
            return false;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

std::optional<ForeignImage> Unit::decodeSide(const char* part, const std::string& name) const {
    const std::optional<std::string> file = m_tray.readSide(part, name);
    if (!file) {
        return std::nullopt;
    }
    return decodeImage({reinterpret_cast<const std::uint8_t*>(file->data()), file->size()});
}

void Unit::present(ForeignImage image, const std::string& name, bool back) {
    m_onBack = back;
    m_side = layDown(std::move(image), window(), name + (back ? ".back" : ".front"));
    m_delivered = 0;
    m_zeroTurn = false;
    m_scanning = true;
}

Status Unit::start() {
    if (m_cancelled.exchange(false)) {
        m_scanning = false;
        m_needsCancel = false;
        m_back.reset();
    }
    if (m_scanning || m_needsCancel) {
        return Status::Invalid;
    }
    m_doubleFeed = false;
    if (m_tray.state("offline")) {
        return fail(Status::IoError);
    }
    if (m_tray.state("cover-open")) {
        return fail(Status::CoverOpen);
    }
    const Window seen = window();
    if (seen.width <= 0 || seen.height <= 0) {
        return fail(Status::Invalid);
    }
    try {
        if (m_back) {
            present(*std::exchange(m_back, std::nullopt), m_sheetName, true);
            return Status::Good;
        }
        return settings.source == Source::Glass ? fromGlass() : feed();
    } catch (const std::runtime_error& trouble) {
        say(m_name, trouble.what());
        return fail(Status::IoError);
    }
}

Status Unit::fromGlass() {
    m_events.clear();
    const std::vector<Sheet> sheets = m_tray.onGlass();
    const auto first = std::find_if(sheets.begin(), sheets.end(),
                                    [](const Sheet& sheet) { return !sheet.front.empty(); });
    if (first == sheets.end()) {
        return fail(Status::NoDocs);
    }
    std::optional<ForeignImage> image = decodeSide("flat", first->front);
    if (!image) {
        return fail(Status::NoDocs);
    }
    present(std::move(*image), first->base, false);
    return Status::Good;
}

// The sheet is decoded before it moves: what cannot be fed stays in the tray.
Status Unit::feed() {
    for (int attempt = 0; attempt < kTriesAgainstHands; ++attempt) {
        const std::vector<Sheet> sheets = m_tray.sheets();
        if (sheets.empty()) {
            return fail(Status::NoDocs);
        }
        const Sheet& sheet = sheets.front();
        m_events = parseEvents(m_tray.readEvents(sheet));
        if (const Status status = feedPlanned(sheet, sheets); status != Status::Good) {
            return fail(status);
        }
        std::optional<ForeignImage> front;
        std::optional<ForeignImage> back;
        if (!sheet.front.empty()) {
            front = decodeSide("tray", sheet.front);
        }
        if (!sheet.back.empty() && (settings.source == Source::FeederDuplex || !front)) {
            back = decodeSide("tray", sheet.back);
        }
        if (!front && back && sheet.front.empty()) {
            front = blankSideLike(*back);
        }
        if (!front || (!sheet.back.empty() && settings.source == Source::FeederDuplex && !back) ||
            !m_tray.moveOut(sheet)) {
            continue; // a hand took it: look again
        }
        if (planned(EventKind::MultifeedSilent) && sheets.size() > 1) {
            m_tray.moveOut(sheets[1]);
        }
        if (!m_events.empty()) {
            m_tray.consumeEvents(sheet);
        }
        m_sheetName = sheet.base;
        if (settings.source == Source::FeederDuplex) {
            m_back = back ? std::move(back) : blankSideLike(*front);
        }
        present(std::move(*front), sheet.base, false);
        return Status::Good;
    }
    say(m_name, "the tray changes faster than it can be fed from");
    return fail(Status::IoError);
}

// Events that are over before a row comes.
Status Unit::feedPlanned(const Sheet& sheet, const std::vector<Sheet>& sheets) {
    for (const Event& event : m_events) {
        if (event.kind == EventKind::StartStatus && event.status != Status::Good) {
            m_tray.consumeEvents(sheet);
            return event.status;
        }
        if (event.kind == EventKind::CoverOpen) {
            m_tray.consumeEvents(sheet);
            return Status::CoverOpen;
        }
        if (event.kind == EventKind::Delay && !waitFor(event.time)) {
            return Status::Cancelled;
        }
        if (event.kind == EventKind::DoubleFeed) {
            m_tray.moveOut(sheet);
            if (sheets.size() > 1) {
                m_tray.moveOut(sheets[1]);
            }
            m_tray.consumeEvents(sheet);
            m_doubleFeed = true;
            return Status::Jammed;
        }
    }
    return Status::Good;
}

// The planned trouble of this side that comes first.
const Event* Unit::nextTrouble() const {
    const Event* first = nullptr;
    for (const Event& event : m_events) {
        const bool midPage = event.kind == EventKind::Jam || event.kind == EventKind::Short ||
                             event.kind == EventKind::IoError || event.kind == EventKind::Hang ||
                             event.kind == EventKind::Silence || event.kind == EventKind::Lie ||
                             event.kind == EventKind::Crash;
        if (midPage && event.back == m_onBack && (first == nullptr || event.share < first->share)) {
            first = &event;
        }
    }
    return first;
}

Status Unit::atTrouble(const Event& event) {
    switch (event.kind) {
    case EventKind::Jam:
        return fail(Status::Jammed);
    case EventKind::IoError:
        return fail(Status::IoError);
    case EventKind::Short:
        m_scanning = false;
        return Status::EndOfPage;
    case EventKind::Crash:
        std::abort();
    case EventKind::Hang: {
        std::this_thread::sleep_for(event.time);
        const auto over = std::find_if(m_events.begin(), m_events.end(),
                                       [&event](const Event& e) { return &e == &event; });
        m_events.erase(over);
        return Status::Good;
    }
    case EventKind::Silence:
    case EventKind::Lie:
    case EventKind::DoubleFeed:
    case EventKind::MultifeedSilent:
    case EventKind::Delay:
    case EventKind::StartStatus:
    case EventKind::CoverOpen:
    case EventKind::NoiseZero:
    case EventKind::UnknownLength:
        break;
    }
    return Status::Good;
}

Status Unit::read(std::span<std::uint8_t> out, std::size_t& length) {
    length = 0;
    if (m_cancelled) {
        return fail(Status::Cancelled);
    }
    if (!m_scanning) {
        return Status::Invalid;
    }
    if (m_tray.state("offline")) {
        return fail(Status::IoError);
    }
    if (m_tray.state("cover-open")) {
        return fail(Status::CoverOpen);
    }
    m_zeroTurn = !m_zeroTurn;
    if (m_zeroTurn && planned(EventKind::NoiseZero)) {
        return Status::Good;
    }
    std::size_t end = m_side.pixels.size();
    const Event* trouble = nextTrouble();
    if (trouble != nullptr) {
        const auto rows =
            static_cast<std::int64_t>(trouble->share * static_cast<double>(m_side.height));
        end = static_cast<std::size_t>(rows * m_side.bytesPerLine);
    }
    if (trouble != nullptr && m_delivered >= end) {
        length = trouble->kind == EventKind::Lie ? static_cast<std::size_t>(-1) : 0;
        return atTrouble(*trouble);
    }
    if (m_delivered >= end) {
        m_scanning = false;
        return Status::EndOfPage;
    }
    length = std::min(out.size(), end - m_delivered);
    std::memcpy(out.data(), m_side.pixels.data() + m_delivered, length);
    m_delivered += length;
    return Status::Good;
}

void Unit::cancel() {
    m_cancelled = true;
}

} // namespace seihon::capture::paperfeed
