#pragma once

#include "record/page_image.h"

#include <cstdint>
#include <filesystem>

// The target sheet of a qualification [A1], drawn from record/target_layout.h. A printed sheet
// measures printer and scanner together: a certified chart of the same layout would be the better
// paper, and no printed one makes a scanner look better than it is.
namespace seihon::report {

// A4 PDF to be printed at its true size. Faults: StorageFailed, NotFound (fonts).
void writeTargetPdf(const std::filesystem::path& file);

// The sheet as ideal optics would see it printed: paper tone, noise, 8-bit RGB. For a feeder that
// takes image files as paper. Faults: Usage outside 100–1200 dpi.
record::PageImage targetImage(std::int64_t dpi, std::uint64_t seed = 1);

} // namespace seihon::report
