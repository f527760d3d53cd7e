#pragma once

// Private to signing's .cpp files: the numbers of PKWARE's APPNOTE 6.3.9, §4.3.

#include "record/digest.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace seihon::signing::zip {

inline constexpr std::uint32_t kLocalHeader = 0x04034b50;   // §4.3.7
inline constexpr std::uint32_t kCentralHeader = 0x02014b50; // §4.3.12
inline constexpr std::uint32_t kEnd64Record = 0x06064b50;   // §4.3.14
inline constexpr std::uint32_t kEnd64Locator = 0x07064b50;  // §4.3.15
inline constexpr std::uint32_t kEndRecord = 0x06054b50;     // §4.3.16
inline constexpr std::size_t kLocalHeaderBytes = 30;
inline constexpr std::size_t kCentralHeaderBytes = 46;
inline constexpr std::size_t kEnd64RecordBytes = 56;
inline constexpr std::size_t kEnd64LocatorBytes = 20;
inline constexpr std::size_t kEndRecordBytes = 22;

inline constexpr std::uint16_t kZip64Field = 0x0001; // §4.5.3
// A field that holds this is to be found in the ZIP64 field instead (§4.4.1.4).
inline constexpr std::uint16_t kIn64Of16 = 0xffff;
inline constexpr std::uint32_t kIn64Of32 = 0xffffffff;

inline constexpr std::uint16_t kStored = 0;
inline constexpr std::uint16_t kDeflated = 8;

// Limits on what is foreign.
inline constexpr std::uint64_t kMaxEntries = 10'000;
inline constexpr std::uint64_t kMaxNameBytes = 200;
inline constexpr std::uint64_t kMaxDirectoryBytes = 4u << 20;
inline constexpr std::uint64_t kMaxTotalBytes = 1ull << 40;
// A bomb: above this many bytes nothing is packed more than that many times.
inline constexpr std::uint64_t kRatioFrom = 1u << 20;
inline constexpr std::uint64_t kMaxRatio = 100;

// Takes little-endian numbers from the front of bytes that are known to be long enough.
class FieldReader {
  public:
    explicit FieldReader(record::Bytes bytes) : m_rest(bytes) {}

    std::uint16_t u16() { return static_cast<std::uint16_t>(number(2)); }
    std::uint32_t u32() { return static_cast<std::uint32_t>(number(4)); }
    std::uint64_t u64() { return number(8); }
    record::Bytes take(std::size_t count) {
        const record::Bytes taken = m_rest.first(count);
        m_rest = m_rest.subspan(count);
        return taken;
    }
    record::Bytes rest() const { return m_rest; }

  private:
    std::uint64_t number(std::size_t bytes) {
        std::uint64_t value = 0;
        const record::Bytes taken = take(bytes);
        for (std::size_t i = bytes; i-- > 0;) {
            value = value << 8u | taken[i];
        }
        return value;
    }

    record::Bytes m_rest;
};

class FieldWriter {
  public:
    FieldWriter& u16(std::uint64_t value) { return number(value, 2); }
    FieldWriter& u32(std::uint64_t value) { return number(value, 4); }
    FieldWriter& u64(std::uint64_t value) { return number(value, 8); }
    FieldWriter& text(std::string_view text) {
        m_bytes += text;
        return *this;
    }
    const std::string& bytes() const { return m_bytes; }

  private:
    FieldWriter& number(std::uint64_t value, int bytes) {
        for (int i = 0; i < bytes; ++i) {
            m_bytes += static_cast<char>(value & 0xffu);
            value >>= 8u;
        }
        return *this;
    }

    std::string m_bytes;
};

} // namespace seihon::signing::zip
