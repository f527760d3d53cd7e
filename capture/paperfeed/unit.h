#pragma once

#include "capture/paperfeed/event.h"
#include "capture/paperfeed/lay_down.h"
#include "capture/paperfeed/tray.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace seihon::capture::paperfeed {

enum class Source { Feeder, FeederDuplex, Glass };

// Lengths in 1/65536 mm, as SANE_Fixed has them.
struct Settings {
    Source source = Source::Feeder;
    bool colour = true;
    std::int32_t dpi = 300;
    std::int32_t left = 0, top = 0, right = 218 << 16, bottom = 305 << 16;
};

struct Shape {
    std::int64_t bytesPerLine = 0, pixelsPerLine = 0, lines = 0;
    bool colour = true;
};

// The machine: pulls sheets, delivers rows. Everything but cancel() is called by one thread.
class Unit {
  public:
    explicit Unit(ConfiguredDevice device);
    ~Unit();
    Unit(const Unit&) = delete;
    Unit& operator=(const Unit&) = delete;

    // A second opener of the same feeder gets DeviceBusy, in this process or another.
    Status occupy();
    Status start();
    Status read(std::span<std::uint8_t> out, std::size_t& length);
    void cancel();

    Shape shape() const;
    bool scanning() const { return m_scanning && !m_cancelled; }
    bool doubleFeedSensor() const { return m_doubleFeed; }
    bool pageLoadedSensor() const { return !m_tray.sheets().empty(); }
    bool coverOpenSensor() const { return m_tray.state("cover-open"); }
    const LaidSide& side() const { return m_side; }
    const std::string& name() const { return m_name; }

    Settings settings;

  private:
    Status feed();
    Status feedPlanned(const Sheet& sheet, const std::vector<Sheet>& sheets);
    Status fromGlass();
    Status fail(Status status);
    bool waitFor(std::chrono::milliseconds time) const;
    std::optional<ForeignImage> decodeSide(const char* part, const std::string& name) const;
    void present(ForeignImage image, const std::string& name, bool back);
    Status atTrouble(const Event& event);
    const Event* nextTrouble() const;
    bool planned(EventKind kind) const;
    Window window() const;

    std::string m_name;
    Tray m_tray;
    int m_lock = -1;
    std::atomic<bool> m_cancelled{false};
    bool m_scanning = false;
    bool m_needsCancel = false; // after an error SANE wants sane_cancel before the next sane_start
    bool m_doubleFeed = false;
    bool m_zeroTurn = false;
    std::vector<Event> m_events;
    std::optional<ForeignImage> m_back; // the other side of the sheet in the transport
    std::string m_sheetName;
    bool m_onBack = false;
    LaidSide m_side;
    std::size_t m_delivered = 0;
};

} // namespace seihon::capture::paperfeed
