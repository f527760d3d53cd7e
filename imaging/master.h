#pragma once

#include "imaging/tiff.h"
#include "record/digest.h"
#include "record/page_image.h"

#include <cstdint>
#include <vector>

namespace seihon::imaging {

// A page as it is kept: the file of tiff.h, its digest, and the digest of the pixels.
struct Master {
    std::vector<std::uint8_t> file;
    record::Digest fileDigest;
    record::Digest pixels;
};

// Makes the master while the page is read: every 128 rows are hashed, encoded, decoded again by
// another library than the one that verifies records, and compared with the pixels, while they are
// still in the cache. An encoder that changes one pixel must not become evidence. One object for
// one page; not for two threads at once.
class MasterEncoder {
  public:
    // The shape of `page`; `height` as announced, or less than 1 where only the end tells it.
    MasterEncoder(const record::PageImage& page, std::int64_t height, LineArtCoding lineArt);

    // So many rows from the top are there now. Faults: StorageDiffers.
    void advance(const record::PageImage& page, std::int64_t rows);
    // The page is whole; page.height is its height. Faults: StorageDiffers.
    Master finish(const record::PageImage& page);

  private:
    void encodeStrip(const record::PageImage& page, std::int64_t rows);

    record::PixelHash m_pixels;
    LineArtCoding m_lineArt;
    std::int64_t m_rowBytes;
    std::int64_t m_announced;
    std::int64_t m_done = 0; // rows
    std::vector<std::uint32_t> m_stripBytes;
    std::vector<std::uint8_t> m_file; // with room for the prefix once the height is known
    std::vector<std::uint8_t> m_strip;
    std::vector<std::uint8_t> m_decoded;
};

} // namespace seihon::imaging
