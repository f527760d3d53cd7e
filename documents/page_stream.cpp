#include "documents/page_stream.h"

#include "imaging/predictor.h"
#include "imaging/strip_codec.h"

#include "documents/qpdf.h"

#include <qpdf/Pl_Buffer.hh>
#include <qpdf/Pl_DCT.hh>

#include <utility>

namespace seihon::documents {

namespace {

class StatedQuality : public Pl_DCT::CompressConfig {
  public:
    explicit StatedQuality(int quality) : m_quality(quality) {}
    void apply(jpeg_compress_struct* jpeg) override {
        ::jpeg_set_quality(jpeg, m_quality, TRUE);
        for (int i = 0; i < jpeg->num_components; ++i) { // red seals on paper stay sharp
            jpeg->comp_info[i].h_samp_factor = 1;
            jpeg->comp_info[i].v_samp_factor = 1;
        }
    }

  private:
    int m_quality;
};

} // namespace

std::vector<std::uint8_t> flateStream(const record::PageImage& image) {
    const auto rowBytes = static_cast<std::size_t>(image.rowBytes());
    std::vector<std::uint8_t> rows(rowBytes * static_cast<std::size_t>(image.height));
    for (std::int64_t y = 0; y < image.height; ++y) {
        std::span<std::uint8_t> out(rows.data() + static_cast<std::size_t>(y) * rowBytes, rowBytes);
        imaging::differenceRow({image.row(y), rowBytes}, {image.channels, image.bitsPerSample},
                               out);
        for (std::size_t i = 0; image.bitsPerSample == 16 && i + 1 < rowBytes; i += 2) {
            std::swap(out[i], out[i + 1]);
        }
    }
    std::vector<std::uint8_t> stream;
    imaging::appendCompressed(rows, stream);
    return stream;
}

std::vector<std::uint8_t> jpegStream(const record::PageImage& image, int quality) {
    StatedQuality config(quality);
    Pl_Buffer made("made");
    Pl_DCT jpeg("jpeg", &made, static_cast<JDIMENSION>(image.width),
                static_cast<JDIMENSION>(image.height), image.channels,
                image.channels == 3 ? JCS_RGB : JCS_GRAYSCALE, &config);
    const std::size_t step = image.bitsPerSample == 16 ? 2 : 1;
    std::vector<std::uint8_t> row(static_cast<std::size_t>(image.width * image.channels));
    for (std::int64_t y = 0; y < image.height; ++y) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            row[i] = image.row(y)[i * step + step - 1]; // host order is little-endian
        }
        jpeg.write(row.data(), row.size());
    }
    jpeg.finish();
    const std::shared_ptr<Buffer> buffer = made.getBufferSharedPointer();
    return {buffer->getBuffer(), buffer->getBuffer() + buffer->getSize()};
}

} // namespace seihon::documents
