#pragma once

#include "imaging/duplicate.h"
#include "record/capture_facts.h"
#include "record/page_image.h"
#include "record/page_measurement.h"

#include <optional>

namespace seihon::imaging {

// Numbers from the pixels, no opinion. Deterministic; thread-safe; alters nothing. When the device
// did not report where the sheet lies, it is looked for against the dark backing.
record::PageMeasurement measurePage(const record::PageImage& image,
                                    const record::CaptureFacts& facts);
// The same, and what stands on the page, for finding it again.
record::PageMeasurement measurePage(const record::PageImage& image,
                                    const record::CaptureFacts& facts, ContentMap& content);

} // namespace seihon::imaging
