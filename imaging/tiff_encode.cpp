#include "imaging/master.h"
#include "imaging/tiff.h"

namespace seihon::imaging {

std::vector<std::uint8_t> encodeTiff(const record::PageImage& image, LineArtCoding lineArt) {
    return MasterEncoder(image, image.height, lineArt).finish(image).file;
}

} // namespace seihon::imaging
