#include "documents/pdf_text.h"

#include "documents/pdf_number.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

namespace seihon::documents {

namespace {

// The glyphless font's glyph is half as wide as it is high.
constexpr double kAdvance = 0.5;

void addUnit(std::string& hex, std::uint32_t unit) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    for (int shift = 12; shift >= 0; shift -= 4) {
        hex += digits[(unit >> shift) & 15U];
    }
}

constexpr std::uint32_t kFirstPlane = 0x10000;
constexpr std::uint32_t kFirstHalf = 0xD800, kHalves = 0x800;
constexpr std::uint32_t kReplacement = 0xFFFD;
constexpr std::size_t kMostInOneBlock = 100; // Adobe Technical Note 5014

} // namespace

std::uint32_t TextCodes::codeOf(std::uint32_t point) {
    if (point < kFirstPlane) {
        return point >= kFirstHalf && point < kFirstHalf + kHalves ? kReplacement : point;
    }
    const auto known = m_beyond.find(point);
    if (known != m_beyond.end()) {
        return known->second;
    }
    if (m_beyond.size() == kHalves) {
        return kReplacement;
    }
    const auto code = kFirstHalf + static_cast<std::uint32_t>(m_beyond.size());
    m_beyond.emplace(point, code);
    return code;
}

// The text is UTF-8 that the record library has checked.
std::string TextCodes::encode(std::string_view text) {
    std::string hex;
    for (std::size_t at = 0; at < text.size();) {
        const auto lead = static_cast<unsigned char>(text[at]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        std::uint32_t point = length == 1 ? lead : lead & (0xFFU >> (length + 1));
        for (std::size_t i = 1; i < length && at + i < text.size(); ++i) {
            point = point << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
        }
        at += length;
        addUnit(hex, codeOf(point));
    }
    return hex;
}

std::string pdfNumber(double value) {
    std::array<char, 64> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value,
                                   std::chars_format::fixed, 3);
    std::string text(digits.data(), end.ptr);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') {
        text.pop_back();
    }
    return text == "-0" ? "0" : text;
}

std::string hiddenText(TextCodes& codes, std::string_view text, const TextPlace& place) {
    const std::string hex = codes.encode(text);
    if (hex.empty() || place.width <= 0 || place.height <= 0) {
        return {};
    }
    const double size = std::clamp(place.height, 1.0, 1000.0);
    const double natural = static_cast<double>(hex.size() / 4) * kAdvance * size;
    const double stretch = 100.0 * place.width / natural;
    return "BT 3 Tr /F " + pdfNumber(size) + " Tf " + pdfNumber(stretch) + " Tz 1 0 0 1 " +
           pdfNumber(place.x) + ' ' + pdfNumber(place.baseline) + " Tm <" + hex + "> Tj ET\n";
}

std::string TextCodes::toUnicodeMap() const {
    std::string map = "/CIDInit /ProcSet findresource begin\n"
                      "12 dict begin\n"
                      "begincmap\n"
                      "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
                      "/CMapName /Adobe-Identity-UCS def\n"
                      "/CMapType 2 def\n"
                      "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
                      "2 beginbfrange\n<0000> <D7FF> <0000>\n<E000> <FFFF> <E000>\nendbfrange\n";
    std::size_t left = m_beyond.size(), inBlock = 0;
    for (const auto& [point, code] : m_beyond) {
        if (inBlock == 0) {
            inBlock = std::min(left, kMostInOneBlock);
            map += std::to_string(inBlock) + " beginbfchar\n";
        }
        std::string hex;
        addUnit(hex, code);
        hex += "> <";
        addUnit(hex, kFirstHalf + ((point - kFirstPlane) >> 10));
        addUnit(hex, 0xDC00U + ((point - kFirstPlane) & 0x3FFU));
        map += '<' + hex + ">\n";
        --left;
        map += --inBlock == 0 ? "endbfchar\n" : "";
    }
    return map + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
}

} // namespace seihon::documents
