#pragma once

#include "station/station.h"

#include <cstdint>
#include <filesystem>
#include <vector>

// A page for a person's eyes, of bytes that are what the log says.
namespace seihon::station {

// Faults: NotFound.
const record::Page& requirePage(const record::ScanJob& job, std::int64_t number);
// The master's file, compared with its digest. Faults: StorageDiffers, NotFound.
std::vector<std::uint8_t> pageBytes(const Station& station, const record::ScanJob& job,
                                    const record::Page& page);
// The master's own pixels, in their own depth. Faults: as pageBytes.
record::PageImage pagePixels(const Station& station, const record::ScanJob& job,
                             const record::Page& page);
// Does the file still hold what the log names?
bool isAsCaptured(const std::filesystem::path& file, const record::Page& page);
// Is every page of the job still what was scanned? Asked while the paper is at hand. Faults:
// CaptureAltered.
void requireUnaltered(const Station& station, const record::ScanJob& job);
// As a PNG that fits a large screen. Faults: StorageFull, StorageFailed; Usage when it is there.
void writePagePng(const std::vector<std::uint8_t>& master, const std::filesystem::path& to);
// Faults: Usage when there is something of that name.
void requireNothingAt(const std::filesystem::path& to);

} // namespace seihon::station
