// Foreign image files: decoded to exactly the announced size, or refused.
#include "capture/decode/foreign_image.h"

#include <cstdlib>
#include <new>

using namespace seihon::capture;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    DecodeLimits limits;
    limits.pixelsPerSide = 4000;
    limits.bytes = 4 << 20;
    try {
        ForeignImage image = decodeImage({data, size}, limits);
        if (static_cast<std::int64_t>(image.bytes.size()) != image.rowBytes() * image.height) {
            std::abort();
        }
        dropOpaqueAlpha(image);
    } catch (const UnreadableImage&) {
    } catch (const std::bad_alloc&) {
    }
    return 0;
}
