#include "capture/worker/inbox.h"

#include "capture/worker/outbox.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <thread>
#include <utility>

#include <unistd.h>

namespace seihon::capture {

namespace {

// Time for a backend to park its scanner when the station is gone.
constexpr unsigned kLastSeconds = 5;

} // namespace

std::optional<Frame> Inbox::read() {
    std::array<std::uint8_t, 16384> buffer{};
    while (true) {
        if (std::optional<Frame> frame = m_parser.next()) {
            return frame;
        }
        const ssize_t got = ::read(m_fd, buffer.data(), buffer.size());
        if (got > 0) {
            m_parser.feed({buffer.data(), static_cast<std::size_t>(got)});
        } else if (got == 0 || errno != EINTR) {
            return std::nullopt;
        }
    }
}

record::Json Inbox::awaitCommand() {
    const std::optional<Frame> frame = read();
    if (!frame) {
        throw StationGone{};
    }
    if (frame->type != FrameType::Command) {
        throw record::Fault(record::FaultKind::Malformed, "the first word is no command");
    }
    return frame->json();
}

void Inbox::startListening() {
    std::thread([this] { listen(); }).detach();
}

bool Inbox::awaitSheet() {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_granted > 0 || m_cancelled || m_stopped; });
    --m_granted;
    return m_cancelled || !m_stopped; // a grant that was not used is void
}

void Inbox::listen() {
    while (true) {
        std::optional<Frame> frame;
        try {
            frame = read();
        } catch (const record::Fault&) {
            frame = std::nullopt; // whoever writes there is no station
        }
        if (frame && frame->type == FrameType::Grant) {
            const std::lock_guard lock(m_mutex);
            ++m_granted;
            m_changed.notify_all();
            continue;
        }
        if (frame && frame->type == FrameType::Stop) {
            const std::lock_guard lock(m_mutex);
            m_stopped = true;
            m_changed.notify_all();
            continue;
        }
        if (!frame) {
            // SIGALRM ends this process even when the backend never returns.
            std::signal(SIGALRM, SIG_DFL);
            ::alarm(kLastSeconds);
        }
        interrupt();
        if (!frame) {
            return;
        }
    }
}

void Inbox::interrupt() {
    const std::lock_guard lock(m_mutex);
    m_cancelled = true;
    m_changed.notify_all();
    if (m_interrupt) {
        m_interrupt();
    }
}

void Inbox::interruptWith(std::function<void()> interrupt) {
    const std::lock_guard lock(m_mutex);
    m_interrupt = std::move(interrupt);
}

} // namespace seihon::capture
