#pragma once

#include "tests/quality/campaign.h"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace seihon::quality {

struct Picture {
    std::string file; // below the report's folder
    std::string title;
    std::vector<std::string> captions; // of the pages in it, row by row
};

// Contact sheets: one page of each defect, the misses of each, the false alarms. The place of the
// defect is framed. Makes the pages anew; writes JPEG files into the folder.
std::vector<Picture> writePictures(PageMaker& maker, std::span<const Outcome> outcomes,
                                   const std::filesystem::path& folder);

} // namespace seihon::quality
