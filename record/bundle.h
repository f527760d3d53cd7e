#pragma once

#include "record/actor.h"
#include "record/digest.h"
#include "record/enum_names.h"
#include "record/instant.h"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

// What an auditor carries away in one folder (docs/decisions/0075-the-take-away-bundle.md).
namespace seihon::record {

// What of the records is left out. Each level leaves out what the one before it does.
enum class Redaction {
    None,
    Images,  // the pages
    Patient, // the pages, record.json, and whatever opens private facts of the log
};

template <>
struct EnumNames<Redaction> {
    static constexpr std::array table =
        std::to_array<std::pair<Redaction, std::string_view>>({{Redaction::None, "none"},
                                                               {Redaction::Images, "images"},
                                                               {Redaction::Patient, "patient"}});
};

// Whether a bundle of that level leaves out this file of a record: "pages/0001.tif".
bool isLeftOut(Redaction redaction, std::string_view pathInRecord);

// Places in the bundle, beside records/ID/, proofs/ID.json, regulations/DIGEST.toml and trust/.
inline constexpr std::string_view kBundleNotePath = "bundle.json";
inline constexpr std::string_view kBundleSumsPath = "SHA256SUMS";
inline constexpr std::string_view kBundleSealPath = "SHA256SUMS.note"; // by the station's key

struct BundleRecord {
    std::string id, documentClass;
    friend bool operator==(const BundleRecord&, const BundleRecord&) = default;
};

struct BundleNote {
    std::string id, station;
    Instant madeAt{};
    Actor takenBy;
    std::string recipient, reason;
    Redaction redaction = Redaction::None;
    std::vector<BundleRecord> records;
    std::vector<Digest> regulations; // by which they were judged, and the one in force
    friend bool operator==(const BundleNote&, const BundleNote&) = default;
};

inline constexpr std::size_t kBundleNoteBytes = std::size_t{8} << 20;
inline constexpr std::size_t kMostBundleRecords = 10'000;

// Canonical JSON.
std::string bundleNoteText(const BundleNote& note);
// Strict: exactly what bundleNoteText writes, within limits. Faults: Malformed.
BundleNote parseBundleNote(std::string_view text);

// The digest of each file, by its path with forward slashes: what `sha256sum -c` reads.
using FileSums = std::map<std::string, Digest>;
inline constexpr std::size_t kFileSumsBytes = std::size_t{256} << 20;

std::string fileSumsText(const FileSums& sums);
// Strict: exactly what fileSumsText writes; no path that leaves the folder. Faults: Malformed.
FileSums parseFileSums(std::string_view text);

// What the station signs of a bundle: its id, and the digest of SHA256SUMS.
std::string bundleSealText(const std::string& bundleId, const Digest& sums);

} // namespace seihon::record
