// Any bytes: a page or ImageUnreadable. Bytes that are read must be those that the same pixels are
// written as, up to the encoding of the strips.
#include "imaging/tiff.h"
#include "record/fault.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace seihon;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const record::PageImage image = imaging::decodeTiff({data, size});
        // The compression tag, where writePrefix puts it: 4 is line art by T.6.
        const auto lineArt = size > 54 && data[8 + 2 + 3 * 12 + 8] == 4
                                 ? imaging::LineArtCoding::FaxGroup4
                                 : imaging::LineArtCoding::Deflate;
        const record::PageImage again = imaging::decodeTiff(imaging::encodeTiff(image, lineArt));
        if (again.bytes != image.bytes || again.width != image.width ||
            again.height != image.height || again.dpiX != image.dpiX || again.dpiY != image.dpiY) {
            std::abort();
        }
    } catch (const record::Fault& fault) {
        if (fault.kind != record::FaultKind::ImageUnreadable) {
            std::abort();
        }
    }
    return 0;
}
