#include "capture/paperfeed/unit.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

// Pulling sheets; rows are in unit_rows.cpp.
namespace seihon::capture::paperfeed {

namespace {

constexpr int kTriesAgainstHands = 20;
constexpr int kInkBelow = 128;

std::int64_t pixelsOf(std::int32_t fixedMillimetres, std::int32_t dpi) {
    return std::llround(static_cast<double>(fixedMillimetres) / 65536.0 * dpi / 25.4);
}

void say(const std::string& device, const std::string& what) {
    std::fprintf(stderr, "[paperfeed] %s: %s\n", device.c_str(), what.c_str());
}

} // namespace

int Settings::bits() const {
    const bool film = static_cast<Source>(source) == Source::Film;
    switch (static_cast<Mode>(mode)) {
    case Mode::LineArt:
        return 1;
    case Mode::Grey:
        return film && depth == 16 ? 16 : 8;
    case Mode::Colour:
        break;
    }
    return 8;
}

Unit::Unit(ConfiguredDevice device)
    : m_name(std::move(device.name)), m_tray(std::move(device.folder)),
      m_identity(m_tray.identity(m_name)), m_quirks(m_tray.quirks()) {
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
    if (m_tray.state("permission")) {
        return Status::AccessDenied;
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
    window.mode = static_cast<Mode>(settings.mode);
    window.bits = settings.bits();
    window.film = static_cast<Source>(settings.source) == Source::Film;
    return window;
}

Status Unit::fail(Status status) {
    m_scanning = m_presented = false;
    m_back.reset();
    m_again.clear();
    m_needsCancel = status != Status::NoDocs;
    return status;
}

const Event* Unit::findPlanned(EventKind kind) const {
    const auto found = std::find_if(m_events.begin(), m_events.end(),
                                    [kind](const Event& event) { return event.kind == kind; });
    return found == m_events.end() ? nullptr : &*found;
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

void Unit::present(Side side) {
    m_onBack = side.back;
    Window seen = window();
    if (settings.crop != 0 || settings.hardwareCrop != 0) {
        // As drivers do it that cut the page down to the sheet by themselves.
        const LaidSide whole = layDown(side.image, seen, side.name);
        seen.width = whole.sheetWidth;
        seen.height = whole.sheetHeight;
    }
    m_side = layDown(std::move(side.image), seen, side.name + (side.back ? ".back" : ".front"));
    m_delivered = 0;
    m_zeroTurn = false;
    m_scanning = true;
    m_presented = true;
    m_startedAt = std::chrono::steady_clock::now();
}

Status Unit::start() {
    m_presented = m_presented && m_scanning;
    if (m_cancelled.exchange(false)) {
        m_scanning = m_presented = false;
        m_needsCancel = false;
        m_back.reset();
        m_again.clear();
    }
    if (m_scanning || m_needsCancel) {
        return Status::Invalid;
    }
    m_doubleFeed = false;
    if (m_tray.state("offline")) {
        return fail(Status::IoError);
    }
    if (m_tray.state("permission")) {
        return fail(Status::AccessDenied);
    }
    if (m_tray.state("cover-open")) {
        return fail(Status::CoverOpen);
    }
    const Window seen = window();
    if (seen.width <= 0 || seen.height <= 0) {
        return fail(Status::Invalid);
    }
    try {
        return startSide();
    } catch (const std::runtime_error& trouble) {
        say(m_name, trouble.what());
        return fail(Status::IoError);
    }
}

Status Unit::startSide() {
    while (true) {
        Side side;
        if (const Status status = nextSide(side); status != Status::Good) {
            return status;
        }
        if (!discards(side.image)) {
            present(std::move(side));
            return Status::Good;
        }
    }
}

Status Unit::nextSide(Side& side) {
    if (m_back) {
        if (const Status status = startPlannedBack(); status != Status::Good) {
            return fail(status);
        }
        side = *std::exchange(m_back, std::nullopt);
        return Status::Good;
    }
    if (!m_again.empty()) {
        side = std::move(m_again.front());
        m_again.erase(m_again.begin());
        return Status::Good;
    }
    return static_cast<Source>(settings.source) == Source::Glass ? fromGlass(side) : feed(side);
}

// Events that are over before a row of the back comes.
Status Unit::startPlannedBack() {
    for (const Event& event : m_events) {
        if (event.back && event.kind == EventKind::StartStatus) {
            return event.status;
        }
        if (event.back && event.kind == EventKind::HangStart) {
            std::this_thread::sleep_for(event.time);
        }
    }
    return Status::Good;
}

// A page with hardly anything on it is thrown away by drivers that were told to.
bool Unit::discards(const ForeignImage& image) const {
    if (settings.skip == 0 || image.bitsPerSample != 8) {
        return false;
    }
    const auto dark = std::count_if(image.bytes.begin(), image.bytes.end(),
                                    [](std::uint8_t value) { return value < kInkBelow; });
    return static_cast<double>(dark) * 100.0 * 65536.0 <
           static_cast<double>(settings.skip) * static_cast<double>(image.bytes.size());
}

Status Unit::fromGlass(Side& side) {
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
    side = {std::move(*image), first->base, false};
    return Status::Good;
}

Status Unit::feed(Side& side) {
    if (std::exchange(m_reportLater, false)) {
        m_doubleFeed = true;
        return fail(Status::Jammed);
    }
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
        const Status status = pull(sheet, sheets, side);
        if (status != Status::DeviceBusy) {
            return status;
        }
        // a hand took it: look again
    }
    say(m_name, "the tray changes faster than it can be fed from");
    return fail(Status::IoError);
}

// The sheet is decoded before it moves: what cannot be fed stays in the tray. DeviceBusy: it was
// taken away meanwhile.
Status Unit::pull(const Sheet& sheet, const std::vector<Sheet>& sheets, Side& side) {
    const std::optional<Sheet> before = m_tray.lastOut();
    Sheet shown = sheet;
    const char* part = "tray";
    if (planned(EventKind::Replay)) {
        if (!before) {
            throw std::runtime_error("no sheet came before the one to be replayed");
        }
        shown = *before;
        part = "out";
    }
    std::optional<ForeignImage> front;
    std::optional<ForeignImage> back;
    if (!shown.front.empty()) {
        front = decodeSide(part, shown.front);
    }
    if (!shown.back.empty() && (duplex() || !front)) {
        back = decodeSide(part, shown.back);
    }
    if (!front && back && shown.front.empty()) {
        front = blankSideLike(*back);
    }
    if (!front || (!shown.back.empty() && duplex() && !back) || !m_tray.moveOut(sheet)) {
        return Status::DeviceBusy;
    }
    m_reportLater = planned(EventKind::DoubleFeedAfter) && doubleFeedDetected();
    const bool two = planned(EventKind::MultifeedSilent) || planned(EventKind::DoubleFeed) ||
                     planned(EventKind::DoubleFeedAfter);
    if (two && sheets.size() > 1) {
        m_tray.moveOut(sheets[1]);
    }
    if (!m_events.empty()) {
        m_tray.consumeEvents(sheet);
    }
    if (settings.endorser != 0) {
        ++settings.endorserNumber; // with the paper, not with the images
    }
    side = {std::move(*front), shown.base, false};
    if (duplex()) {
        m_back = Side{back ? std::move(*back) : blankSideLike(side.image), shown.base, true};
    }
    if (planned(EventKind::Dup)) {
        m_again.push_back(side);
        if (m_back) {
            m_again.push_back(*m_back);
        }
    }
    return Status::Good;
}

// The device stops by itself, or because it was told to and has a sensor to know by.
bool Unit::doubleFeedDetected() const {
    const auto action = static_cast<DoubleFeedAction>(settings.doubleFeedAction);
    return action == DoubleFeedAction::Default ||
           (action == DoubleFeedAction::Stop &&
            (settings.thicknessSensor != 0 || settings.lengthSensor != 0));
}

// Events that are over before a row comes.
Status Unit::feedPlanned(const Sheet& sheet, const std::vector<Sheet>& sheets) {
    for (const Event& event : m_events) {
        if (event.back) {
            continue;
        }
        if (event.kind == EventKind::StartStatus && event.status != Status::Good) {
            m_tray.consumeEvents(sheet);
            return event.status;
        }
        if (event.kind == EventKind::CoverOpen) {
            m_tray.consumeEvents(sheet);
            return Status::CoverOpen;
        }
        if (event.kind == EventKind::HangStart) {
            m_tray.consumeEvents(sheet);
            std::this_thread::sleep_for(event.time);
        }
        if (event.kind == EventKind::Delay && !waitFor(event.time)) {
            return Status::Cancelled;
        }
        if (event.kind == EventKind::DoubleFeed && doubleFeedDetected()) {
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

void Unit::cancel() {
    m_cancelled = true;
}

} // namespace seihon::capture::paperfeed
