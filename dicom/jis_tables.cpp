#include "dicom/jis_tables.h"

#include "record/fault.h"

#include <iconv.h>

#include <array>
#include <cstring>
#include <unordered_map>

namespace seihon::dicom {

namespace {

constexpr unsigned kRow = 94;

struct Table {
    std::array<char32_t, kRow * kRow> unicode{}; // 0: nothing there
    std::unordered_map<char32_t, unsigned> codes;
};

class EucJapan {
  public:
    EucJapan() : m_cd(::iconv_open("UTF-32LE", "EUC-JP")) {
        if (m_cd == reinterpret_cast<::iconv_t>(-1)) {
            throw record::Fault(record::FaultKind::Internal, "the C library has no EUC-JP");
        }
    }
    ~EucJapan() { ::iconv_close(m_cd); }
    EucJapan(const EucJapan&) = delete;
    EucJapan& operator=(const EucJapan&) = delete;

    // 0 when it is no character, or more than one.
    char32_t convert(std::array<char, 3> bytes, std::size_t from) {
        char* in = bytes.data() + from;
        std::size_t inLeft = bytes.size() - from;
        std::array<char, 8> out{};
        char* to = out.data();
        std::size_t outLeft = out.size();
        ::iconv(m_cd, nullptr, nullptr, nullptr, nullptr);
        // A count above 0 tells of characters that were replaced by others.
        if (::iconv(m_cd, &in, &inLeft, &to, &outLeft) != 0 || outLeft != out.size() - 4) {
            return 0;
        }
        std::uint32_t value = 0;
        std::memcpy(&value, out.data(), sizeof value);
        return value;
    }

  private:
    ::iconv_t m_cd;
};

Table readTable(JisSet set) {
    EucJapan euc;
    Table table;
    for (unsigned row = 0; row < kRow; ++row) {
        for (unsigned cell = 0; cell < kRow; ++cell) {
            // SS3 (0x8F) before the two bytes chooses JIS X 0212.
            const std::array<char, 3> bytes{static_cast<char>(0x8f), static_cast<char>(0xa1 + row),
                                            static_cast<char>(0xa1 + cell)};
            const char32_t character = euc.convert(bytes, set == JisSet::X0212 ? 0 : 1);
            if (character < 0x80) { // what has an ASCII code is written as ASCII
                continue;
            }
            table.unicode[row * kRow + cell] = character;
            table.codes.emplace(character, (0x21 + row) << 8 | (0x21 + cell));
        }
    }
    return table;
}

const Table& tableOf(JisSet set) {
    static const Table x0208 = readTable(JisSet::X0208);
    static const Table x0212 = readTable(JisSet::X0212);
    return set == JisSet::X0208 ? x0208 : x0212;
}

} // namespace

std::optional<char32_t> unicodeOf(JisSet set, unsigned code) {
    const unsigned row = (code >> 8) - 0x21, cell = (code & 0xff) - 0x21;
    if (row >= kRow || cell >= kRow) {
        return std::nullopt;
    }
    const char32_t character = tableOf(set).unicode[row * kRow + cell];
    return character == 0 ? std::nullopt : std::optional(character);
}

std::optional<unsigned> jisCodeOf(JisSet set, char32_t character) {
    const auto& codes = tableOf(set).codes;
    const auto found = codes.find(character);
    return found == codes.end() ? std::nullopt : std::optional(found->second);
}

} // namespace seihon::dicom
