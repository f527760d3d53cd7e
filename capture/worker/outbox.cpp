#include "capture/worker/outbox.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include <sys/uio.h>

namespace seihon::capture {

void Outbox::send(FrameType type, const record::Json& word) {
    const std::string text = record::canonical(word);
    write(frameHeader(type, text.size()), record::bytesOf(text));
}

void Outbox::sendRows(std::span<const std::uint8_t> rows) {
    while (!rows.empty()) {
        const std::size_t count = std::min(rows.size(), kMaxRowsBytes);
        write(frameHeader(FrameType::Rows, count), rows.first(count));
        rows = rows.subspan(count);
    }
}

void Outbox::write(std::span<const std::uint8_t> header, std::span<const std::uint8_t> payload) {
    while (!header.empty() || !payload.empty()) {
        const auto part = [](std::span<const std::uint8_t> bytes) {
            return ::iovec{const_cast<std::uint8_t*>(bytes.data()), bytes.size()};
        };
        const std::array<::iovec, 2> parts{part(header), part(payload)};
        const ssize_t written = ::writev(m_fd, parts.data(), parts.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            throw StationGone{};
        }
        auto count = static_cast<std::size_t>(written);
        const std::size_t ofHeader = std::min(count, header.size());
        header = header.subspan(ofHeader);
        payload = payload.subspan(count - ofHeader);
    }
}

} // namespace seihon::capture
