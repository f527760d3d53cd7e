#pragma once

#include "record/digest.h"
#include "signing/certificate.h"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

// X.690 DER by hand, for the few structures that OpenSSL has no call for or reads too generously: a
// seal must have one spelling only, or a changed byte could stay unseen.
namespace seihon::signing::der {

inline constexpr std::uint8_t kBoolean = 0x01, kInteger = 0x02, kBitString = 0x03,
                              kOctetString = 0x04, kNull = 0x05, kOid = 0x06, kUtf8String = 0x0c,
                              kUtcTime = 0x17, kGeneralizedTime = 0x18, kSequence = 0x30,
                              kSet = 0x31;
constexpr std::uint8_t context(int number) {
    return static_cast<std::uint8_t>(0xa0 + number);
}

struct Tlv {
    std::uint8_t tag = 0;
    record::Bytes content;
    record::Bytes whole;
};

// Reads one element after the other. Definite, minimal lengths and low tag numbers only. Faults:
// Malformed.
class Reader {
  public:
    explicit Reader(record::Bytes bytes) : m_rest(bytes) {}
    bool empty() const { return m_rest.empty(); }
    bool nextIs(std::uint8_t tag) const { return !m_rest.empty() && m_rest.front() == tag; }
    Tlv next();
    Tlv next(std::uint8_t tag);
    // Content of the next element, which must be constructed, as a reader of its own.
    Reader enter(std::uint8_t tag) { return Reader(next(tag).content); }
    // Faults unless everything has been read.
    void end() const;

  private:
    record::Bytes m_rest;
};

// The one element that `bytes` is; nothing may follow it.
Tlv only(record::Bytes bytes, std::uint8_t tag);

// Is the whole tree DER: lengths, tags, integers, booleans, no constructed strings? OCTET STRING
// contents are not entered.
bool isDer(record::Bytes bytes);

std::string oidText(record::Bytes content);
std::vector<std::uint8_t> oid(std::string_view dotted); // whole element

std::vector<std::uint8_t> wrap(std::uint8_t tag, record::Bytes content);
std::vector<std::uint8_t> wrap(std::uint8_t tag, std::initializer_list<record::Bytes> parts);
// SET OF (X.690 §11.6): elements in ascending order of their encodings, without doubles.
std::vector<std::uint8_t> setOf(std::uint8_t tag, std::vector<Der> elements);

inline bool same(record::Bytes left, record::Bytes right) {
    return left.size() == right.size() && std::equal(left.begin(), left.end(), right.begin());
}

} // namespace seihon::signing::der
