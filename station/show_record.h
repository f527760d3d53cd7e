#pragma once

#include "record/sentences.h"
#include "station/station.h"

#include <filesystem>
#include <string>

namespace seihon::station {

struct ShowRequest {
    std::filesystem::path reportFile;       // HTML, or PDF when it ends in .pdf; empty: none
    std::filesystem::path contactSheetFile; // PNG; empty: none
    record::Language language = record::Language::Japanese;
};

// A sealed record for a person: the terminal's few lines as the result, and what files are wanted.
// The record is verified on the way. Faults: NotFound, StorageFailed, ImageUnreadable.
std::string showRecord(Station& station, const std::string& recordId, const ShowRequest& request);

} // namespace seihon::station
