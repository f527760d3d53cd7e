#include "imaging/examine/barcodes.h"

#include "record/clean_text.h"

#include <zbar.h>

#include <algorithm>
#include <memory>
#include <tuple>

namespace seihon::imaging::examine {

namespace {

constexpr unsigned long kGrey =
    'Y' | ('8' << 8) | ('0' << 16) | (static_cast<unsigned long>('0') << 24);
// Shorter ones are found in rows of print; real codes of these kinds are longer.
constexpr int kShortestWeak = 6;
constexpr int kShortestCodabar = 4;

struct ScannerEnd {
    void operator()(zbar::zbar_image_scanner_t* scanner) const {
        zbar::zbar_image_scanner_destroy(scanner);
    }
};
struct ImageEnd {
    void operator()(zbar::zbar_image_t* image) const { zbar::zbar_image_destroy(image); }
};

using Scanner = std::unique_ptr<zbar::zbar_image_scanner_t, ScannerEnd>;
using Image = std::unique_ptr<zbar::zbar_image_t, ImageEnd>;

Scanner makeScanner() {
    Scanner scanner(zbar::zbar_image_scanner_create());
    const auto set = [&](zbar::zbar_symbol_type_t kind, zbar::zbar_config_t what, int value) {
        zbar::zbar_image_scanner_set_config(scanner.get(), kind, what, value);
    };
    // Off: kinds that print alone produces, and that no hospital form uses.
    for (const auto kind : {zbar::ZBAR_DATABAR, zbar::ZBAR_DATABAR_EXP, zbar::ZBAR_EAN2,
                            zbar::ZBAR_EAN5, zbar::ZBAR_COMPOSITE}) {
        set(kind, zbar::ZBAR_CFG_ENABLE, 0);
    }
    for (const auto kind : {zbar::ZBAR_I25, zbar::ZBAR_CODE39, zbar::ZBAR_CODE93}) {
        set(kind, zbar::ZBAR_CFG_MIN_LEN, kShortestWeak);
    }
    set(zbar::ZBAR_CODABAR, zbar::ZBAR_CFG_MIN_LEN, kShortestCodabar);
    return scanner;
}

// zbar counts the way up, right, down, left.
int turnsOf(const zbar::zbar_symbol_t* symbol) {
    switch (zbar::zbar_symbol_get_orientation(symbol)) {
    case zbar::ZBAR_ORIENT_RIGHT:
        return 1;
    case zbar::ZBAR_ORIENT_DOWN:
        return 2;
    case zbar::ZBAR_ORIENT_LEFT:
        return 3;
    default:
        return 0;
    }
}

cv::Rect boxOf(const zbar::zbar_symbol_t* symbol) {
    const unsigned points = zbar::zbar_symbol_get_loc_size(symbol);
    if (points == 0) {
        return {};
    }
    int left = zbar::zbar_symbol_get_loc_x(symbol, 0), right = left;
    int top = zbar::zbar_symbol_get_loc_y(symbol, 0), bottom = top;
    for (unsigned i = 1; i < points; ++i) {
        left = std::min(left, zbar::zbar_symbol_get_loc_x(symbol, i));
        right = std::max(right, zbar::zbar_symbol_get_loc_x(symbol, i));
        top = std::min(top, zbar::zbar_symbol_get_loc_y(symbol, i));
        bottom = std::max(bottom, zbar::zbar_symbol_get_loc_y(symbol, i));
    }
    return {left, top, std::max(right - left, 1), std::max(bottom - top, 1)};
}

// At most kMaxBarcodeBytes, ended between two characters.
std::string shortened(std::string text, bool& cut) {
    cut = text.size() > record::kMaxBarcodeBytes;
    if (cut) {
        std::size_t end = record::kMaxBarcodeBytes;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) {
            --end;
        }
        text.resize(end);
    }
    return text;
}

} // namespace

std::vector<record::Barcode> findBarcodes(const LookingPlane& plane) {
    const Scanner scanner = makeScanner();
    const Image image(zbar::zbar_image_create());
    const cv::Mat grey = plane.grey.isContinuous() ? plane.grey : plane.grey.clone();
    zbar::zbar_image_set_format(image.get(), kGrey);
    zbar::zbar_image_set_size(image.get(), static_cast<unsigned>(grey.cols),
                              static_cast<unsigned>(grey.rows));
    zbar::zbar_image_set_data(image.get(), grey.data, grey.total(), nullptr);
    std::vector<record::Barcode> codes;
    if (zbar::zbar_scan_image(scanner.get(), image.get()) < 0) {
        return codes;
    }
    for (const zbar::zbar_symbol_t* symbol = zbar::zbar_image_first_symbol(image.get());
         symbol != nullptr; symbol = zbar::zbar_symbol_next(symbol)) {
        record::Barcode code;
        code.symbology = zbar::zbar_get_symbol_name(zbar::zbar_symbol_get_type(symbol));
        code.text = shortened(record::cleanText({zbar::zbar_symbol_get_data(symbol),
                                                 zbar::zbar_symbol_get_data_length(symbol)}),
                              code.textCut);
        code.quarterTurns = turnsOf(symbol);
        code.where = placeOnPage(plane, 0, boxOf(symbol));
        codes.push_back(std::move(code));
    }
    const auto place = [](const record::Barcode& c) {
        return std::tie(c.where.y, c.where.x, c.symbology, c.text);
    };
    std::sort(codes.begin(), codes.end(), [&](const record::Barcode& a, const record::Barcode& b) {
        return place(a) < place(b);
    });
    codes.resize(std::min(codes.size(), record::kMaxBarcodesOfPage));
    return codes;
}

std::string barcodeEngine() {
    unsigned major = 0, minor = 0, patch = 0;
    zbar::zbar_version(&major, &minor, &patch);
    return "zbar " + std::to_string(major) + "." + std::to_string(minor) + "." +
           std::to_string(patch);
}

} // namespace seihon::imaging::examine
