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

// Film: one transparent original of the tray at each start, as a light box under the lens takes it.
enum class Source { Feeder, FeederDuplex, Glass, Film };
enum class DoubleFeedAction { Default, Continue, Stop };

// The values of the options, as SANE has them: lengths in 1/65536 mm, choices by their place in the
// list of words.
struct Settings {
    std::int32_t source = 0; // Source
    std::int32_t mode = 0;   // Mode
    std::int32_t depth = 8;  // asked for; see bits()
    std::int32_t dpi = 300;
    std::int32_t left = 0, top = 0, right = 218 << 16, bottom = 305 << 16;
    std::int32_t pageWidth = 305 << 16, pageHeight = 432 << 16; // the area cannot be larger
    std::int32_t doubleFeedAction = 0;                          // DoubleFeedAction
    std::int32_t thicknessSensor = 0, lengthSensor = 0, lengthDifference = 0;
    // What drivers do to pixels when nobody stops them. Skip and crop really happen here.
    std::int32_t skip = 0; // percent of dark pixels, in 1/65536: pages below are thrown away
    std::int32_t crop = 0, hardwareCrop = 0, deskew = 0, despeck = 0, compression = 0;
    std::int32_t endorser = 0, endorserNumber = 0;
    std::string endorserText;
    std::int32_t pagesPerMinute = 0; // 0: as fast as it goes

    // What is delivered: line art has one bit, films in grey have what was asked for, the rest 8.
    int bits() const;
};

struct Shape {
    std::int64_t bytesPerLine = 0, pixelsPerLine = 0, lines = 0;
    Mode mode = Mode::Colour;
    int bits = 8;
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
    // Where the sheet lies in the page.
    std::int64_t sheetX() const;
    const LaidSide& side() const { return m_side; }
    const Identity& identity() const { return m_identity; }
    const std::vector<OptionQuirk>& quirks() const { return m_quirks; }

    Settings settings;

  private:
    // One side on its way to the lens.
    struct Side {
        ForeignImage image;
        std::string name;
        bool back = false;
    };

    Status startSide();
    Status nextSide(Side& side);
    Status feed(Side& side);
    Status feedPlanned(const Sheet& sheet, const std::vector<Sheet>& sheets);
    Status pull(const Sheet& sheet, const std::vector<Sheet>& sheets, Side& side);
    Status startPlannedBack();
    Status fromGlass(Side& side);
    Status fail(Status status);
    bool waitFor(std::chrono::milliseconds time) const;
    std::optional<ForeignImage> decodeSide(const char* part, const std::string& name) const;
    bool discards(const ForeignImage& image) const;
    void present(Side side);
    bool doubleFeedDetected() const;
    Status atTrouble(const Event& event);
    const Event* nextTrouble() const;
    std::size_t due(std::size_t wanted) const;
    const Event* findPlanned(EventKind kind) const;
    bool planned(EventKind kind) const { return findPlanned(kind) != nullptr; }
    Window window() const;
    bool duplex() const { return static_cast<Source>(settings.source) == Source::FeederDuplex; }

    std::string m_name;
    Tray m_tray;
    Identity m_identity;
    std::vector<OptionQuirk> m_quirks;
    int m_lock = -1;
    std::atomic<bool> m_cancelled{false};
    bool m_scanning = false;
    bool m_presented =
        false; // the last sane_start brought a page, whose shape counts until the next
    bool m_needsCancel = false; // after an error SANE wants sane_cancel before the next sane_start
    bool m_doubleFeed = false;
    bool m_reportLater = false; // of a double feed, with the next sheet
    bool m_zeroTurn = false;
    std::vector<Event> m_events;
    std::optional<Side> m_back; // the other side of the sheet in the transport
    std::vector<Side> m_again;  // the same sheet once more (`dup`)
    std::vector<std::uint8_t> m_memory;
    bool m_onBack = false;
    LaidSide m_side;
    std::size_t m_delivered = 0;
    std::chrono::steady_clock::time_point m_startedAt{};
};

} // namespace seihon::capture::paperfeed
