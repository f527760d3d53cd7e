#pragma once

#include "record/digest.h"
#include "record/enum_names.h"
#include "record/geometry.h"
#include "record/instant.h"
#include "record/json.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace seihon::record {

enum class Side { Front, Back };

template <>
struct EnumNames<Side> {
    static constexpr std::array<std::pair<Side, std::string_view>, 2> table{
        {{Side::Front, "front"}, {Side::Back, "back"}}};
};

enum class ColourMode { Colour, Grey, LineArt };

template <>
struct EnumNames<ColourMode> {
    static constexpr std::array<std::pair<ColourMode, std::string_view>, 3> table{
        {{ColourMode::Colour, "colour"},
         {ColourMode::Grey, "grey"},
         {ColourMode::LineArt, "line-art"}}};
};

// Transparency: light goes through the original, as films are read; one film a run.
enum class PaperSource { FeederSimplex, FeederDuplex, Flatbed, Folder, Transparency };

template <>
struct EnumNames<PaperSource> {
    static constexpr std::array<std::pair<PaperSource, std::string_view>, 5> table{
        {{PaperSource::FeederSimplex, "feeder-simplex"},
         {PaperSource::FeederDuplex, "feeder-duplex"},
         {PaperSource::Flatbed, "flatbed"},
         {PaperSource::Folder, "folder"},
         {PaperSource::Transparency, "transparency"}}};
};

// What to ask of a device. Areas are micrometres from the top left of the scan area.
struct ScanProfile {
    PaperSource source = PaperSource::FeederSimplex;
    ColourMode mode = ColourMode::Colour;
    int bitsPerSample = 8;
    std::int64_t dpi = 300;
    std::int64_t areaWidthMicrometres = 218'000;
    std::int64_t areaHeightMicrometres = 305'000;
    friend bool operator==(const ScanProfile&, const ScanProfile&) = default;
};

// One device option: what was asked and what the device said afterwards (SANE: a set value is a
// wish).
struct DeviceOption {
    std::string name;
    std::string asked; // empty when nothing was asked
    std::string delivered;
    friend bool operator==(const DeviceOption&, const DeviceOption&) = default;
};

struct DeviceIdentity {
    std::string name; // SANE name, e.g. "paperfeed:paper0"; "folder" for imported images
    std::string vendor, model, serial, firmware;
    friend bool operator==(const DeviceIdentity&, const DeviceIdentity&) = default;
};

// What the device said it did for one page side.
struct CaptureFacts {
    DeviceIdentity device;
    ScanProfile asked;
    PaperSource source = PaperSource::FeederSimplex;                  // delivered
    ColourMode mode = ColourMode::Colour;                             // delivered
    int bitsPerSample = 8;                                            // delivered
    std::int64_t dpiX = 0, dpiY = 0;                                  // delivered
    std::int64_t areaWidthMicrometres = 0, areaHeightMicrometres = 0; // delivered
    std::int64_t lines = 0; // announced by the device; -1 when it did not know
    std::int64_t bytesPerLine = 0;
    std::int64_t bytesRead = 0;
    std::int64_t feed = 0; // ordinal of the sheet within one scan run, from 1
    Side side = Side::Front;
    bool doubleFeedReported = false;
    std::optional<RectPx> sheetRect; // where the device says the sheet lies in the image
    std::string wireFormat = "raw";  // or "png", "tiff", "jpeg" for imported files
    std::string sourceName;          // file name, imported images only
    std::vector<DeviceOption> options;
    Instant startedAt{};
    Instant finishedAt{};
    friend bool operator==(const CaptureFacts&, const CaptureFacts&) = default;
};

// What one scan of the target sheet said about one setting of a device: the pages scanned with it
// are compared with these.
struct QualifiedScan {
    std::int64_t dpi = 0;
    PaperSource source = PaperSource::FeederSimplex;
    Side side = Side::Front; // each side has a sensor of its own
    ColourMode mode = ColourMode::Colour;
    // Median edge width in thousandths of a pixel: the device's own sharpness.
    std::int64_t edgeWidthMilliPixels = 0;
    std::int64_t samplingEfficiencyPercent = 0; // the smaller of both directions
    Digest fileDigest;                          // of the TIFF kept in qualifications/<id>/
    friend bool operator==(const QualifiedScan&, const QualifiedScan&) = default;
};

// A device in use, as the qualification [A1] found it good.
struct Qualification {
    std::string id;
    DeviceIdentity device; // name may end in "*"
    std::vector<std::int64_t> opticalDpi;
    std::vector<ColourMode> modes;
    std::vector<PaperSource> sources;
    std::vector<int> bitsPerSample;
    Instant validFrom{};
    Instant validUntil{};
    std::string qualifiedBy;
    std::vector<QualifiedScan> scans; // none only in the demo
    bool demo = false;
    // Voided by a repair or the like: no page is taken any more.
    std::optional<Instant> voidedAt;
    std::string voidReason;
    // False when the log does not say the same: the file was edited by hand.
    bool logged = true;
    friend bool operator==(const Qualification&, const Qualification&) = default;
};

Json toJson(const ScanProfile& profile);
ScanProfile scanProfileFromJson(const Json& json);
Json toJson(const DeviceIdentity& identity);
DeviceIdentity deviceIdentityFromJson(const Json& json);
Json toJson(const CaptureFacts& facts);
CaptureFacts captureFactsFromJson(const Json& json);
Json toJson(const QualifiedScan& scan);
QualifiedScan qualifiedScanFromJson(const Json& json);
Json toJson(const Qualification& qualification);
// Whether the log says the same is not part of it.
Qualification qualificationFromJson(const Json& json);

} // namespace seihon::record
