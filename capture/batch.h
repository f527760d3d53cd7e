#pragma once

#include "capture/scan_source.h"
#include "capture/wire.h"

#include <deque>
#include <optional>
#include <utility>

namespace seihon::capture {

// What the station asked of the worker: nothing else may come.
struct BatchOrder {
    record::ScanProfile profile; // source Folder: image files
    std::string device;
    // Image files in the order asked for.
    struct File {
        std::string name;
        std::int64_t feed = 0;
        record::Side side = record::Side::Front;
        int sides = 1;
    };
    std::vector<File> files;
    std::vector<record::DeviceProfile> deviceProfiles{};
};

// Reads one batch out of the worker's frames as if the worker were an enemy: order, sizes, counts
// and totals must fit the order given and each other. Pages come out when every side of their sheet
// is whole.
class Batch {
  public:
    explicit Batch(BatchOrder order);

    // Faults: what the worker reported, or WorkerDied when its words cannot be true.
    void takeView(const FrameView& frame, record::Instant now);
    void take(const Frame& frame, record::Instant now) { takeView(frame.view(), now); }
    // Called when a page begins, with no rows, and after every piece of rows.
    void follow(RowsSeen seen) { m_seen = std::move(seen); }
    std::optional<CapturedPage> nextReady();

    bool opened() const { return m_state != State::Greeting && m_state != State::Opening; }
    std::int64_t feedInWork() const { return m_feed; }
    bool ended() const { return m_state == State::Ended; }
    // We asked the worker to stop: the end may come before the paper ran out.
    void expectEarlyEnd() { m_stopping = true; }
    // Sheets that the worker began to feed: they may have left the tray.
    std::int64_t feedsBegun() const;
    // The sheet that is void when the batch breaks off here.
    std::map<std::string, std::string> context() const;

  private:
    enum class State { Greeting, Opening, BetweenPages, Feeding, AwaitingRows, Ended };

    bool fromFiles() const { return m_order.profile.source == record::PaperSource::Folder; }
    void takeHello(const record::Json& word);
    void takeOpened(const record::Json& word);
    void takeFeeding(const record::Json& word, record::Instant now);
    void takePageStart(const record::Json& word);
    void compareWithOrder(const PageWord& word) const;
    void takeRows(record::Bytes rows);
    void takePageEnd(const record::Json& word, record::Instant now);
    void takeEnd();
    void fillFacts(record::CaptureFacts& facts) const;
    [[noreturn]] void takeFault(const record::Json& word) const;
    void expect(State state, const char* what) const;
    [[noreturn]] void untrue(const std::string& what) const;

    BatchOrder m_order;
    RowsSeen m_seen;
    State m_state = State::Greeting;
    bool m_stopping = false;
    OpenedWord m_opened;
    std::string m_wireFormat = "raw"; // of the device, as its profile says
    bool m_fillsUp = false;           // the same
    bool m_reportsAfterSheet = false; // the same
    std::int64_t m_feed = 1;          // the sheet in work
    record::Side m_side = record::Side::Front;
    int m_sides = 0; // of the sheet in work, known from its first page on
    std::size_t m_pagesSeen = 0;
    PageWord m_word;
    record::Instant m_startedAt{};
    record::PageImage m_image;
    std::deque<CapturedPage> m_held; // sides of the sheet in work that are whole
    std::deque<CapturedPage> m_ready;
};

} // namespace seihon::capture
