#include "written_pages.h"

#include "report/paper.h"

#include <zint.h>

#include <cstring>
#include <memory>
#include <stdexcept>

namespace seihon::support {

namespace {

constexpr const char* kSentence =
    "平素より大変お世話になっております。高血圧症と糖尿病にて通院中の患者様をご紹介いたします。";

struct ZintEnd {
    void operator()(::zint_symbol* symbol) const { ::ZBarcode_Delete(symbol); }
};

} // namespace

record::PageImage writtenPage(const WrittenPage& page) {
    report::Canvas canvas = report::Canvas::image(page.size, static_cast<double>(page.dpi));
    for (int line = 0; line < page.lines; ++line) {
        report::TextStyle style;
        style.width = page.size.width - 40;
        style.lines = 1;
        canvas.text({20, page.size.height * 0.25 + 8.0 * line},
                    kSentence + std::string(3 * static_cast<std::size_t>(line % 3), ' '), style);
    }
    if (page.draw) {
        page.draw(canvas);
    }
    report::Paper paper;
    paper.noise = page.noise;
    paper.seed = 5;
    return report::scanOf(canvas, paper, page.dpi);
}

record::PageImage turnedClockwise(const record::PageImage& image, int quarterTurns) {
    record::PageImage turned = image.clone();
    for (int turn = 0; turn < quarterTurns; ++turn) {
        record::PageImage next;
        next.width = turned.height;
        next.height = turned.width;
        next.channels = turned.channels;
        next.dpiX = turned.dpiY;
        next.dpiY = turned.dpiX;
        next.stride = next.width * next.channels;
        next.bytes.resize(static_cast<std::size_t>(next.stride * next.height));
        for (std::int64_t y = 0; y < next.height; ++y) {
            for (std::int64_t x = 0; x < next.width; ++x) {
                std::memcpy(next.row(y) + x * next.channels,
                            turned.row(turned.height - 1 - x) + y * next.channels,
                            static_cast<std::size_t>(next.channels));
            }
        }
        turned = std::move(next);
    }
    return turned;
}

record::PageImage symbolPicture(Symbol kind, const std::string& content) {
    const std::unique_ptr<::zint_symbol, ZintEnd> symbol(::ZBarcode_Create());
    symbol->symbology = kind == Symbol::Qr        ? BARCODE_QRCODE
                        : kind == Symbol::Code128 ? BARCODE_CODE128
                                                  : BARCODE_CODABAR;
    symbol->input_mode = kind == Symbol::Qr ? DATA_MODE : UNICODE_MODE;
    symbol->scale = 3;
    symbol->show_hrt = 0;
    symbol->height = 20;
    symbol->whitespace_width = 4;
    const int made = ::ZBarcode_Encode_and_Buffer(
        symbol.get(), reinterpret_cast<const unsigned char*>(content.data()),
        static_cast<int>(content.size()), 0);
    if (made >= ZINT_ERROR) {
        throw std::runtime_error(symbol->errtxt);
    }
    record::PageImage picture;
    picture.width = symbol->bitmap_width;
    picture.height = symbol->bitmap_height;
    picture.stride = picture.width * 3;
    picture.dpiX = picture.dpiY = 300;
    picture.bytes.assign(symbol->bitmap, symbol->bitmap + picture.stride * picture.height);
    return picture;
}

} // namespace seihon::support
