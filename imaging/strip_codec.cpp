#include "imaging/strip_codec.h"

#include "imaging/huffman_code.h"
#include "record/fault.h"

#include <libdeflate.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstring>
#include <memory>

namespace seihon::imaging {
namespace {

using record::Bytes;
using record::Fault;
using record::FaultKind;

static_assert(std::endian::native == std::endian::little,
              "the bit writer stores words as they lie");

struct CompressorDeleter {
    void operator()(::libdeflate_compressor* handle) const { ::libdeflate_free_compressor(handle); }
};
struct DecompressorDeleter {
    void operator()(::libdeflate_decompressor* handle) const {
        ::libdeflate_free_decompressor(handle);
    }
};

// RFC 1951 §3.2.5: literals 0–255, 256 ends a block, 257–285 are match lengths 3–258.
constexpr std::size_t kSymbols = 286;
constexpr std::size_t kEndOfBlock = 256;
constexpr std::size_t kShortestMatch = 3;
constexpr std::size_t kLongestMatch = 258;
// Four codes of this length and the seven bits left over fit into a 64-bit word.
constexpr int kLongestCode = 14;
constexpr int kLongestLengthCode = 7;
constexpr std::size_t kBlockBytes = 256 * 1024;
// RFC 1950: deflate, 32 KB window, fastest algorithm, no dictionary.
constexpr std::array<std::uint8_t, 2> kZlibHeader{0x78, 0x01};

struct LengthSymbol {
    std::uint16_t symbol;
    std::uint8_t extraBits;
    std::uint8_t extra;
};

// The table of RFC 1951 §3.2.5, one entry for each match length.
constexpr std::array<LengthSymbol, kLongestMatch + 1> makeLengthSymbols() {
    std::array<LengthSymbol, kLongestMatch + 1> table{};
    std::size_t length = kShortestMatch;
    for (std::size_t code = 0; code < 28; ++code) {
        const std::size_t extraBits = code < 8 ? 0 : code / 4 - 1;
        for (std::size_t extra = 0; extra < (std::size_t{1} << extraBits); ++extra) {
            if (length < kLongestMatch) {
                table[length++] = {static_cast<std::uint16_t>(257 + code),
                                   static_cast<std::uint8_t>(extraBits),
                                   static_cast<std::uint8_t>(extra)};
            }
        }
    }
    table[kLongestMatch] = {285, 0, 0};
    return table;
}
constexpr auto kLengthSymbols = makeLengthSymbols();

// A literal zero and the length of the run of zeros that repeats it; or plain bytes.
struct Piece {
    std::uint32_t literals; // bytes sent one by one
    std::uint32_t zeros; // then so many zeros, as matches of distance 1; the byte before is a zero
};

// Cuts the block into plain stretches and runs of zeros. Looks at eight bytes at a time: shorter
// runs are not worth a branch at every byte.
void cutIntoPieces(Bytes block, std::vector<Piece>& pieces) {
    pieces.clear();
    std::size_t start = 0;
    std::size_t at = 0;
    while (at + 8 <= block.size()) {
        std::uint64_t word = 0;
        std::memcpy(&word, block.data() + at, 8);
        if (word != 0) {
            at += 8;
            continue;
        }
        std::size_t end = at + 8;
        while (end < block.size() && block[end] == 0) {
            ++end;
        }
        pieces.push_back(
            {static_cast<std::uint32_t>(at + 1 - start), static_cast<std::uint32_t>(end - at - 1)});
        start = at = end;
    }
    pieces.push_back({static_cast<std::uint32_t>(block.size() - start), 0});
}

std::array<std::uint32_t, kSymbols> countSymbols(Bytes block, const std::vector<Piece>& pieces) {
    // Four tables: equal neighbours would otherwise wait for one another's increment.
    std::array<std::array<std::uint32_t, 256>, 4> literals{};
    std::array<std::uint32_t, kSymbols> counts{};
    const std::uint8_t* at = block.data();
    for (const Piece& piece : pieces) {
        const std::uint8_t* const end = at + piece.literals;
        for (; end - at >= 4; at += 4) {
            ++literals[0][at[0]];
            ++literals[1][at[1]];
            ++literals[2][at[2]];
            ++literals[3][at[3]];
        }
        for (; at < end; ++at) {
            ++literals[0][*at];
        }
        // As writeSymbols sends them: matches as long as may be, what is left under three as
        // literals.
        std::size_t zeros = piece.zeros;
        for (; zeros >= kShortestMatch; zeros -= std::min(zeros, kLongestMatch)) {
            ++counts[kLengthSymbols[std::min(zeros, kLongestMatch)].symbol];
        }
        counts[0] += static_cast<std::uint32_t>(zeros);
        at += piece.zeros;
    }
    for (std::size_t value = 0; value < 256; ++value) {
        counts[value] +=
            literals[0][value] + literals[1][value] + literals[2][value] + literals[3][value];
    }
    counts[kEndOfBlock] = 1;
    return counts;
}

// Bits from the least significant end; the buffer must have eight bytes to spare.
class BitWriter {
  public:
    explicit BitWriter(std::uint8_t* out) : m_out(out) {}

    void put(std::uint64_t bits, unsigned count) {
        m_word |= bits << m_count;
        m_count += count;
    }
    void put(HuffmanCode code) { put(code.bits, code.length); }
    // After it at most seven bits wait; 57 more may be put before the next.
    void flush() {
        std::memcpy(m_out, &m_word, 8);
        const unsigned whole = m_count / 8;
        m_out += whole;
        m_word = whole == 8 ? 0 : m_word >> (8 * whole);
        m_count %= 8;
    }
    std::uint8_t* finish() {
        flush();
        if (m_count > 0) {
            *m_out++ = static_cast<std::uint8_t>(m_word);
        }
        return m_out;
    }

  private:
    std::uint8_t* m_out;
    std::uint64_t m_word = 0;
    unsigned m_count = 0;
};

// The code lengths, themselves Huffman coded (RFC 1951 §3.2.7). The run codes 16–18 are left out:
// some hundred bytes a block are not worth them. One distance code is sent, for distance 1.
void writeCodeLengths(BitWriter& writer, const std::vector<HuffmanCode>& codes) {
    constexpr std::array<std::uint8_t, 19> kOrder{16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                                  11, 4,  12, 3, 13, 2, 14, 1, 15};
    std::array<std::uint32_t, 16> counts{};
    for (const HuffmanCode& code : codes) {
        ++counts[code.length];
    }
    ++counts[1];
    const std::vector<HuffmanCode> lengthCodes = buildHuffmanCode(counts, kLongestLengthCode);
    writer.put(kSymbols - 257, 5);
    writer.put(0, 5);
    writer.put(kOrder.size() - 4, 4);
    for (const std::uint8_t symbol : kOrder) {
        writer.put(symbol < lengthCodes.size() ? lengthCodes[symbol].length : 0, 3);
        writer.flush();
    }
    for (const HuffmanCode& code : codes) {
        writer.put(lengthCodes[code.length]);
        writer.flush();
    }
    writer.put(lengthCodes[1]);
    writer.flush();
}

void writeSymbols(BitWriter& into, Bytes block, const std::vector<Piece>& pieces,
                  const std::vector<HuffmanCode>& symbols) {
    // Locals whose address nobody takes: the bytes written could otherwise be these very objects,
    // and the compiler would read them anew for each symbol.
    BitWriter writer = into;
    const HuffmanCode* const codes = symbols.data();
    const std::uint8_t* at = block.data();
    for (const Piece& piece : pieces) {
        const std::uint8_t* const end = at + piece.literals;
        for (; end - at >= 4; at += 4) {
            writer.put(codes[at[0]]);
            writer.put(codes[at[1]]);
            writer.put(codes[at[2]]);
            writer.put(codes[at[3]]);
            writer.flush();
        }
        for (; at < end; ++at) {
            writer.put(codes[*at]);
            writer.flush();
        }
        std::size_t zeros = piece.zeros;
        for (; zeros >= kShortestMatch; zeros -= std::min(zeros, kLongestMatch)) {
            const LengthSymbol symbol = kLengthSymbols[std::min(zeros, kLongestMatch)];
            writer.put(codes[symbol.symbol]);
            writer.put(symbol.extra, symbol.extraBits);
            writer.put(0, 1); // distance 1
            writer.flush();
        }
        for (; zeros > 0; --zeros) {
            writer.put(codes[0]);
            writer.flush();
        }
        at += piece.zeros;
    }
    writer.put(codes[kEndOfBlock]);
    writer.flush();
    into = writer;
}

void appendBigEndian(std::uint32_t value, std::vector<std::uint8_t>& out) {
    for (int shift = 24; shift >= 0; shift -= 8) {
        out.push_back(static_cast<std::uint8_t>(value >> shift));
    }
}

// Counts in lanes of one byte, so that the compiler takes 16 bytes at a time.
std::size_t countZeros(Bytes data) {
    constexpr std::size_t kLanes = 16;
    constexpr std::size_t kRound = kLanes * 255; // no lane overflows within
    std::size_t zeros = 0;
    while (data.size() >= kLanes) {
        const std::size_t size = std::min(kRound, data.size() / kLanes * kLanes);
        std::array<std::uint8_t, kLanes> lanes{};
        for (std::size_t at = 0; at < size; at += kLanes) {
            for (std::size_t lane = 0; lane < kLanes; ++lane) {
                lanes[lane] = static_cast<std::uint8_t>(lanes[lane] + (data[at + lane] == 0));
            }
        }
        for (const std::uint8_t count : lanes) {
            zeros += count;
        }
        data = data.subspan(size);
    }
    return zeros + static_cast<std::size_t>(std::count(data.begin(), data.end(), 0));
}

// Share of zero bytes from which string matching pays.
bool mostlyZero(Bytes data) {
    return countZeros(data) * 10 > data.size() * 7;
}

} // namespace

void appendHuffmanOnly(Bytes data, std::vector<std::uint8_t>& out) {
    const std::size_t blocks =
        std::max<std::size_t>(1, (data.size() + kBlockBytes - 1) / kBlockBytes);
    // No symbol is longer than 14 bits, no code length longer than 7. Not in `out`, which would
    // first fill with zeros what is then overwritten.
    const auto packed =
        std::make_unique_for_overwrite<std::uint8_t[]>(data.size() * 2 + blocks * 512 + 8);
    BitWriter writer(packed.get());
    std::vector<Piece> pieces;
    for (std::size_t number = 0; number < blocks; ++number) {
        const Bytes block = data.subspan(number * kBlockBytes)
                                .first(std::min(kBlockBytes, data.size() - number * kBlockBytes));
        cutIntoPieces(block, pieces);
        const auto codes = buildHuffmanCode(countSymbols(block, pieces), kLongestCode);
        writer.put(number + 1 == blocks ? 1 : 0, 1);
        writer.put(2, 2); // dynamic codes
        writeCodeLengths(writer, codes);
        writeSymbols(writer, block, pieces, codes);
    }
    out.insert(out.end(), kZlibHeader.begin(), kZlibHeader.end());
    out.insert(out.end(), packed.get(), writer.finish());
    appendBigEndian(::libdeflate_adler32(1, data.data(), data.size()), out);
}

void appendDeflated(Bytes data, std::vector<std::uint8_t>& out) {
    const std::unique_ptr<::libdeflate_compressor, CompressorDeleter> compressor(
        ::libdeflate_alloc_compressor(1));
    if (!compressor) {
        throw Fault(FaultKind::Internal, "no memory for the compressor");
    }
    const std::size_t start = out.size();
    out.resize(start + ::libdeflate_zlib_compress_bound(compressor.get(), data.size()));
    const std::size_t size = ::libdeflate_zlib_compress(compressor.get(), data.data(), data.size(),
                                                        out.data() + start, out.size() - start);
    assert(size != 0);
    out.resize(start + size);
}

void appendCompressed(Bytes data, std::vector<std::uint8_t>& out) {
    if (mostlyZero(data)) {
        appendDeflated(data, out);
    } else {
        appendHuffmanOnly(data, out);
    }
}

bool inflateStrip(Bytes stream, std::span<std::uint8_t> out) {
    const std::unique_ptr<::libdeflate_decompressor, DecompressorDeleter> decompressor(
        ::libdeflate_alloc_decompressor());
    if (!decompressor) {
        throw Fault(FaultKind::Internal, "no memory for the decompressor");
    }
    std::size_t used = 0;
    // A null pointer for the output length asks for exactly out.size() bytes.
    return ::libdeflate_zlib_decompress_ex(decompressor.get(), stream.data(), stream.size(),
                                           out.data(), out.size(), &used,
                                           nullptr) == LIBDEFLATE_SUCCESS &&
           used == stream.size();
}

} // namespace seihon::imaging
