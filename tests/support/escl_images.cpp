#include "support/escl_images.h"

#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include <jpeglib.h>
#include <png.h>

namespace seihon::support {

namespace {

constexpr int kJpegQuality = 85;

} // namespace

std::string pngOf(const PageBytes& page, int) {
    ::png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(page.width);
    image.height = static_cast<png_uint_32>(page.height);
    image.format = page.channels == 3 ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
    image.flags = PNG_IMAGE_FLAG_FAST;
    ::png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
    std::string file(size, '\0');
    if (::png_image_write_to_memory(&image, file.data(), &size, 0, page.bytes.data(), 0, nullptr) ==
        0) {
        throw std::runtime_error(image.message);
    }
    file.resize(size);
    return file;
}

std::string jpegOf(const PageBytes& page, int dpi) {
    ::jpeg_compress_struct jpeg{};
    ::jpeg_error_mgr errors{};
    jpeg.err = ::jpeg_std_error(&errors);
    ::jpeg_create_compress(&jpeg);
    unsigned char* bytes = nullptr;
    unsigned long size = 0;
    ::jpeg_mem_dest(&jpeg, &bytes, &size);
    jpeg.image_width = static_cast<JDIMENSION>(page.width);
    jpeg.image_height = static_cast<JDIMENSION>(page.height);
    jpeg.input_components = page.channels;
    jpeg.in_color_space = page.channels == 3 ? JCS_RGB : JCS_GRAYSCALE;
    ::jpeg_set_defaults(&jpeg);
    ::jpeg_set_quality(&jpeg, kJpegQuality, TRUE);
    jpeg.density_unit = 1;
    jpeg.X_density = jpeg.Y_density = static_cast<UINT16>(dpi);
    ::jpeg_start_compress(&jpeg, TRUE);
    while (jpeg.next_scanline < jpeg.image_height) {
        auto* row =
            const_cast<JSAMPROW>(page.bytes.data() + static_cast<std::size_t>(jpeg.next_scanline) *
                                                         static_cast<std::size_t>(page.width) *
                                                         static_cast<std::size_t>(page.channels));
        ::jpeg_write_scanlines(&jpeg, &row, 1);
    }
    ::jpeg_finish_compress(&jpeg);
    ::jpeg_destroy_compress(&jpeg);
    std::string file(reinterpret_cast<const char*>(bytes), size);
    std::free(bytes);
    return file;
}

} // namespace seihon::support
