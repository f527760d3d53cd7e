#include "capture/paperfeed/unit.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <thread>

// Delivering the rows of a side, and what goes wrong while they go over the wire.
namespace seihon::capture::paperfeed {

namespace {

constexpr std::size_t kMegabyte = 1u << 20;

} // namespace

Shape Unit::shape() const {
    Shape shape;
    shape.mode = static_cast<Mode>(settings.mode);
    shape.bits = settings.bits();
    if (m_presented &&
        !m_cancelled) { // also after its last row: saned reads ahead of the questions of its client
        shape.pixelsPerLine = m_side.width;
        shape.bytesPerLine = m_side.bytesPerLine;
        shape.lines = planned(EventKind::UnknownLength) ? -1 : m_side.height;
        if (const Event* more = findPlanned(EventKind::AnnounceLines)) {
            shape.lines += more->number;
        }
        if (const Event* wider = findPlanned(EventKind::AnnounceWidth)) {
            shape.pixelsPerLine += wider->number;
        }
        return shape;
    }
    const Window seen = window();
    shape.pixelsPerLine = seen.width;
    shape.bytesPerLine = (seen.width * (seen.mode == Mode::Colour ? 3 : 1) * shape.bits + 7) / 8;
    shape.lines = seen.height;
    return shape;
}

std::int64_t Unit::sheetX() const {
    return m_side.sheetX + (planned(EventKind::SheetLie) ? m_side.width : 0);
}

// The planned trouble of this side that comes first.
const Event* Unit::nextTrouble() const {
    const Event* first = nullptr;
    for (const Event& event : m_events) {
        if (happensMidPage(event.kind) && event.back == m_onBack &&
            (first == nullptr || event.share < first->share)) {
            first = &event;
        }
    }
    return first;
}

Status Unit::atTrouble(const Event& event) {
    const auto over = [this, &event] {
        m_events.erase(std::find_if(m_events.begin(), m_events.end(),
                                    [&event](const Event& e) { return &e == &event; }));
    };
    switch (event.kind) {
    case EventKind::Jam:
        return fail(Status::Jammed);
    case EventKind::IoError:
        return fail(Status::IoError);
    case EventKind::Offline:
        m_tray.setState("offline");
        return fail(Status::IoError);
    case EventKind::Short:
        m_scanning = false;
        return Status::EndOfPage;
    case EventKind::Crash:
        std::abort();
    case EventKind::Hang:
        std::this_thread::sleep_for(event.time);
        over();
        return Status::Good;
    case EventKind::Memory:
        // Touched, or the machine would not really give it; beyond the limit: std::bad_alloc.
        m_memory.assign(static_cast<std::size_t>(event.number) * kMegabyte, 1);
        over();
        return Status::Good;
    case EventKind::Silence:
    case EventKind::Lie:
    case EventKind::DoubleFeed:
    case EventKind::DoubleFeedAfter:
    case EventKind::MultifeedSilent:
    case EventKind::Delay:
    case EventKind::StartStatus:
    case EventKind::CoverOpen:
    case EventKind::NoiseZero:
    case EventKind::UnknownLength:
    case EventKind::HangStart:
    case EventKind::Dup:
    case EventKind::Replay:
    case EventKind::Endless:
    case EventKind::AnnounceLines:
    case EventKind::AnnounceWidth:
    case EventKind::SheetLie:
        break;
    }
    return Status::Good;
}

// How much of `wanted` the motor has brought past the lens by now, at the speed that was set.
std::size_t Unit::due(std::size_t wanted) const {
    if (settings.pagesPerMinute <= 0) {
        return wanted;
    }
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - m_startedAt;
    const double share = passed.count() * settings.pagesPerMinute / 60.0;
    const auto rows =
        static_cast<std::size_t>(std::min(share, 1.0) * static_cast<double>(m_side.height));
    const std::size_t come = rows * static_cast<std::size_t>(m_side.bytesPerLine);
    return share >= 1.0 ? wanted : std::min(wanted, come - std::min(come, m_delivered));
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
    if (m_delivered >= end && planned(EventKind::Endless)) {
        m_delivered = end - static_cast<std::size_t>(m_side.bytesPerLine);
    }
    if (m_delivered >= end) {
        m_scanning = false;
        return Status::EndOfPage;
    }
    length = std::min(out.size(), end - m_delivered);
    while (due(length) == 0 && length > 0) {
        if (!waitFor(std::chrono::milliseconds(5))) {
            length = 0;
            return fail(Status::Cancelled);
        }
    }
    length = due(length);
    std::memcpy(out.data(), m_side.pixels.data() + m_delivered, length);
    m_delivered += length;
    return Status::Good;
}

} // namespace seihon::capture::paperfeed
