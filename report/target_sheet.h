#pragma once

#include "record/page_image.h"

#include <cstdint>
#include <filesystem>

// The target sheet of a qualification [A1], drawn from record/target_layout.h. A printed sheet
// measures printer and scanner together: no print makes a scanner look sharper than it is, but the
// printer's own error of lengths stands in the figures. A chart after ISO 12653-3 or ISO 16067-1 is
// the better paper where a hospital has one; this program reads this layout only.
namespace seihon::report {

// A4 PDF to be printed at its true size. Faults: StorageFailed, NotFound (fonts).
void writeTargetPdf(const std::filesystem::path& file);

// The sheet as ideal optics would see it printed: paper tone, noise, 8-bit RGB. For a feeder that
// takes image files as paper. Faults: Usage outside 100–1200 dpi.
record::PageImage targetImage(std::int64_t dpi, std::uint64_t seed = 1);

} // namespace seihon::report
