#include "report/barcode.h"

#include "record/fault.h"

#include <algorithm>
#include <memory>

#include <zint.h>

namespace seihon::report {

namespace {

constexpr std::size_t kLongestText = 100;
constexpr int kLevelQ = 3;

struct SymbolEnd {
    void operator()(zint_symbol* symbol) const { ::ZBarcode_Delete(symbol); }
};
using Symbol = std::unique_ptr<zint_symbol, SymbolEnd>;

Symbol encoded(int symbology, const std::string& text) {
    const bool plain = !text.empty() && text.size() <= kLongestText &&
                       std::all_of(text.begin(), text.end(),
                                   [](unsigned char c) { return c >= 0x20 && c < 0x7f; });
    Symbol symbol(plain ? ::ZBarcode_Create() : nullptr);
    if (symbol) {
        symbol->symbology = symbology;
        symbol->option_1 = symbology == BARCODE_QRCODE ? kLevelQ : -1;
        const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
        if (::ZBarcode_Encode(symbol.get(), bytes, static_cast<int>(text.size())) <
            ZINT_ERROR_TOO_LONG) {
            return symbol;
        }
    }
    throw record::Fault(record::FaultKind::Usage, "no bar code can hold this text");
}

bool isDark(const zint_symbol& symbol, int row, int column) {
    return (symbol.encoded_data[row][column / 8] >> (column % 8) & 1) != 0;
}

constexpr double kOverlapMm = 0.06; // far below a module

// Runs of dark modules as one box each: no hair lines between neighbours.
void drawRow(Canvas& canvas, const zint_symbol& symbol, int row, const Box& box) {
    const double module = box.w / symbol.width;
    for (int column = 0; column < symbol.width; ++column) {
        int end = column;
        while (end < symbol.width && isDark(symbol, row, end)) {
            ++end;
        }
        if (end > column) {
            canvas.fill({box.x + column * module, box.y, (end - column) * module, box.h}, {});
            column = end;
        }
    }
}

} // namespace

void drawQrCode(Canvas& canvas, const Box& box, const std::string& text) {
    const Symbol symbol = encoded(BARCODE_QRCODE, text);
    const double height = box.h / symbol->rows;
    for (int row = 0; row < symbol->rows; ++row) {
        // Rows that only touch leave hairlines where a printer or a screen smooths edges, and
        // readers then find no code at all.
        drawRow(canvas, *symbol, row, {box.x, box.y + row * height, box.w, height + kOverlapMm});
    }
}

void drawCode128(Canvas& canvas, const Box& box, const std::string& text) {
    const Symbol symbol = encoded(BARCODE_CODE128, text);
    drawRow(canvas, *symbol, 0, box);
}

} // namespace seihon::report
