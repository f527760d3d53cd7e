#include "tests/quality/transport.h"

#include <opencv2/imgproc.hpp>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <stdexcept>

#include <jpeglib.h>

namespace seihon::quality {

namespace {

using record::PageImage;

struct FreeBytes {
    void operator()(unsigned char* bytes) const { std::free(bytes); }
};

// Our own pixels go in and our own file comes back: trouble is a bug.
[[noreturn]] void jpegFailed(j_common_ptr) {
    throw std::logic_error("libjpeg refused a page of the generator");
}

} // namespace

void repeatRowsFrom(PageImage& image, std::int64_t row) {
    for (std::int64_t y = row; y < image.height; ++y) {
        std::memcpy(image.row(y), image.row(row - 1), static_cast<std::size_t>(image.rowBytes()));
    }
}

void whitenRowsFrom(PageImage& image, std::int64_t row) {
    for (std::int64_t y = row; y < image.height; ++y) {
        std::memset(image.row(y), 255, static_cast<std::size_t>(image.rowBytes()));
    }
}

void cutRowsFrom(PageImage& image, std::int64_t row) {
    image.height = row;
    image.bytes.resize(static_cast<std::size_t>(image.stride * row));
}

void whitenColumnsFrom(PageImage& image, std::int64_t column) {
    for (std::int64_t y = 0; y < image.height; ++y) {
        std::memset(image.row(y) + 3 * column, 255,
                    static_cast<std::size_t>(3 * (image.width - column)));
    }
}

std::vector<std::uint8_t> encodeJpeg(const PageImage& image, const JpegSettings& settings) {
    jpeg_error_mgr errors{};
    ::jpeg_std_error(&errors);
    errors.error_exit = jpegFailed;
    unsigned char* bytes = nullptr;
    unsigned long size = 0;
    jpeg_compress_struct jpeg{};
    jpeg.err = &errors;
    ::jpeg_create_compress(&jpeg);
    ::jpeg_mem_dest(&jpeg, &bytes, &size);
    jpeg.image_width = static_cast<JDIMENSION>(image.width - settings.shiftX);
    jpeg.image_height = static_cast<JDIMENSION>(image.height - settings.shiftY);
    jpeg.input_components = 3;
    jpeg.in_color_space = JCS_RGB;
    ::jpeg_set_defaults(&jpeg);
    ::jpeg_set_quality(&jpeg, settings.quality, TRUE);
    const int sampling = settings.halvedColour ? 2 : 1;
    jpeg.comp_info[0].h_samp_factor = jpeg.comp_info[0].v_samp_factor = sampling;
    ::jpeg_start_compress(&jpeg, TRUE);
    while (jpeg.next_scanline < jpeg.image_height) {
        const std::uint8_t* row = image.row(settings.shiftY + std::int64_t{jpeg.next_scanline});
        // libjpeg takes rows that it could write to, and does not.
        JSAMPROW samples = const_cast<JSAMPROW>(row) + 3 * settings.shiftX;
        ::jpeg_write_scanlines(&jpeg, &samples, 1);
    }
    ::jpeg_finish_compress(&jpeg);
    ::jpeg_destroy_compress(&jpeg);
    const std::unique_ptr<unsigned char, FreeBytes> owner(bytes);
    return {bytes, bytes + size};
}

void throughJpeg(PageImage& image, const JpegSettings& settings) {
    const std::vector<std::uint8_t> file = encodeJpeg(image, settings);
    jpeg_error_mgr errors{};
    ::jpeg_std_error(&errors);
    errors.error_exit = jpegFailed;
    jpeg_decompress_struct jpeg{};
    jpeg.err = &errors;
    ::jpeg_create_decompress(&jpeg);
    ::jpeg_mem_src(&jpeg, file.data(), file.size());
    ::jpeg_read_header(&jpeg, TRUE);
    jpeg.out_color_space = JCS_RGB;
    ::jpeg_start_decompress(&jpeg);
    while (jpeg.output_scanline < jpeg.output_height) {
        JSAMPROW samples =
            image.row(settings.shiftY + std::int64_t{jpeg.output_scanline}) + 3 * settings.shiftX;
        ::jpeg_read_scanlines(&jpeg, &samples, 1);
    }
    ::jpeg_finish_decompress(&jpeg);
    ::jpeg_destroy_decompress(&jpeg);
}

std::string nameOf(Interpolator interpolator) {
    switch (interpolator) {
    case Interpolator::Nearest:
        return "nearest";
    case Interpolator::Linear:
        return "linear";
    case Interpolator::Cubic:
        return "cubic";
    case Interpolator::Lanczos:
        return "lanczos";
    }
    return {};
}

PageImage enlarged(const PageImage& image, std::int64_t dpi, Interpolator by) {
    PageImage result;
    result.width = image.width * dpi / image.dpiX;
    result.height = image.height * dpi / image.dpiY;
    result.stride = result.rowBytes();
    result.dpiX = result.dpiY = dpi;
    result.bytes.resize(static_cast<std::size_t>(result.stride * result.height));
    PageImage copy = image.clone(); // cv::Mat takes no const bytes
    const cv::Mat from(static_cast<int>(copy.height), static_cast<int>(copy.width), CV_8UC3,
                       copy.bytes.data(), static_cast<std::size_t>(copy.stride));
    cv::Mat to(static_cast<int>(result.height), static_cast<int>(result.width), CV_8UC3,
               result.bytes.data(), static_cast<std::size_t>(result.stride));
    const int method = by == Interpolator::Nearest  ? cv::INTER_NEAREST
                       : by == Interpolator::Linear ? cv::INTER_LINEAR
                       : by == Interpolator::Cubic  ? cv::INTER_CUBIC
                                                    : cv::INTER_LANCZOS4;
    cv::resize(from, to, to.size(), 0, 0, method);
    return result;
}

} // namespace seihon::quality
