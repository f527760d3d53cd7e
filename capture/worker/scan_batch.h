#pragma once

#include "capture/worker/inbox.h"
#include "capture/worker/outbox.h"
#include "capture/worker/sane_device.h"

#include <chrono>
#include <functional>

namespace seihon::capture {

// Feeds and reads until the paper runs out, and sends every side as it comes.
class ScanBatch {
  public:
    struct Channels {
        Inbox& inbox;
        Outbox& outbox;
    };
    ScanBatch(SaneDevice& device, const record::ScanProfile& delivered, Channels channels,
              std::chrono::milliseconds stall);

    // Faults: what stopped the batch. The caller cancels.
    void run();

  private:
    // False when there is no more paper.
    bool scanSide(std::int64_t feed, record::Side side);
    PageWord announce(const SaneParameters& parameters) const;
    std::int64_t mostRows(const PageWord& word) const;
    void readSide(PageWord word);
    void readPlanes(PageWord word, SaneParameters first);
    // Hands over what sane_read gives until the end of the frame; the count of its bytes.
    std::int64_t readFrame(std::int64_t most,
                           const std::function<void(std::span<const std::uint8_t>)>& take);
    std::int64_t linesIn(std::int64_t bytes, const PageWord& word) const;
    void endPage(std::int64_t lines, std::int64_t bytesPerLine);
    bool sensor(const char* name) const;
    void stopOnDoubleFeed() const;
    std::optional<record::RectPx> sheetRect(const PageWord& word) const;
    [[noreturn]] void stop(const SaneResult& result) const;
    [[noreturn]] void cutOff(const std::string& what) const;
    void stopWhenCancelled() const;

    SaneDevice& m_device;
    record::ScanProfile m_profile;
    Channels m_channels;
    std::chrono::milliseconds m_stall;
    int m_sides;
};

} // namespace seihon::capture
