#include "signing/der.h"

#include "record/fault.h"
#include "signing/openssl_handles.h"

#include <algorithm>
#include <array>

namespace seihon::signing::der {

namespace {

constexpr std::size_t kMaxDepth = 48;

[[noreturn]] void malformedDer(const char* what) {
    throw record::Fault(record::FaultKind::Malformed, std::string("DER: ") + what);
}

bool isConstructed(std::uint8_t tag) {
    return (tag & 0x20u) != 0;
}
bool isUniversal(std::uint8_t tag) {
    return (tag & 0xc0u) == 0;
}

bool isMinimalInteger(record::Bytes content) {
    if (content.empty()) {
        return false;
    }
    if (content.size() == 1) {
        return true;
    }
    const bool topBit = (content[1] & 0x80u) != 0;
    return !(content[0] == 0x00 && !topBit) && !(content[0] == 0xff && topBit);
}

bool isGoodPrimitive(const Tlv& element) {
    switch (element.tag) {
    case kBoolean:
        return element.content.size() == 1 &&
               (element.content[0] == 0x00 || element.content[0] == 0xff);
    case kInteger:
        return isMinimalInteger(element.content);
    case kNull:
        return element.content.empty();
    case kBitString: {
        if (element.content.empty() || element.content[0] > 7) {
            return false;
        }
        const unsigned unused = element.content[0];
        return unused == 0 ||
               (element.content.size() > 1 && (element.content.back() & ((1u << unused) - 1)) == 0);
    }
    case kOid:
        return !element.content.empty() && (element.content.back() & 0x80u) == 0;
    default:
        return true;
    }
}

bool isGoodElement(const Tlv& element, std::size_t depth) {
    if (depth > kMaxDepth) {
        return false;
    }
    if (!isConstructed(element.tag)) {
        return element.tag != 0 && isGoodPrimitive(element);
    }
    // Of the universal types only SEQUENCE and SET may be constructed in DER (X.690 §10.2).
    if (isUniversal(element.tag) && element.tag != kSequence && element.tag != kSet) {
        return false;
    }
    for (Reader inside(element.content); !inside.empty();) {
        if (!isGoodElement(inside.next(), depth + 1)) {
            return false;
        }
    }
    return true;
}

} // namespace

Tlv Reader::next() {
    if (m_rest.size() < 2) {
        malformedDer("ends early");
    }
    const std::uint8_t tag = m_rest[0];
    if ((tag & 0x1fu) == 0x1f) {
        malformedDer("high tag number");
    }
    std::size_t header = 2;
    std::size_t length = m_rest[1];
    if (length >= 0x80) {
        const std::size_t digits = length & 0x7fu;
        if (digits == 0 || digits > 4 || m_rest.size() < 2 + digits) {
            malformedDer("length");
        }
        header += digits;
        length = 0;
        for (std::size_t i = 0; i < digits; ++i) {
            length = length << 8 | m_rest[2 + i];
        }
        if (length < 0x80 || m_rest[2] == 0) {
            malformedDer("length is not minimal");
        }
    }
    if (length > m_rest.size() - header) {
        malformedDer("ends early");
    }
    const Tlv element{tag, m_rest.subspan(header, length), m_rest.first(header + length)};
    m_rest = m_rest.subspan(header + length);
    return element;
}

Tlv Reader::next(std::uint8_t tag) {
    if (!nextIs(tag)) {
        malformedDer("another element was expected");
    }
    return next();
}

void Reader::end() const {
    if (!m_rest.empty()) {
        malformedDer("more follows");
    }
}

Tlv only(record::Bytes bytes, std::uint8_t tag) {
    Reader reader(bytes);
    const Tlv element = reader.next(tag);
    reader.end();
    return element;
}

bool isDer(record::Bytes bytes) {
    try {
        Reader reader(bytes);
        const Tlv element = reader.next();
        reader.end();
        return isGoodElement(element, 0);
    } catch (const record::Fault&) {
        return false;
    }
}

std::string oidText(record::Bytes content) {
    const auto whole = wrap(kOid, content);
    const unsigned char* at = whole.data();
    const openssl::ObjectPtr object(
        ::d2i_ASN1_OBJECT(nullptr, &at, static_cast<long>(whole.size())));
    std::string text = object ? openssl::oidText(object.get()) : std::string();
    if (text.empty()) {
        openssl::dropErrors();
        malformedDer("object identifier");
    }
    return text;
}

std::vector<std::uint8_t> oid(std::string_view dotted) {
    const openssl::ObjectPtr object(::OBJ_txt2obj(std::string(dotted).c_str(), 1));
    openssl::need(object.get(), "object identifier");
    return openssl::toDer(object.get(), ::i2d_ASN1_OBJECT);
}

std::vector<std::uint8_t> wrap(std::uint8_t tag, record::Bytes content) {
    const std::size_t length = content.size();
    std::vector<std::uint8_t> whole;
    whole.reserve(length + 10);
    whole.push_back(tag);
    if (length < 0x80) {
        whole.push_back(static_cast<std::uint8_t>(length));
    } else {
        std::array<std::uint8_t, 8> digits{};
        std::size_t count = 0;
        for (std::size_t rest = length; rest > 0; rest >>= 8) {
            digits[count++] = static_cast<std::uint8_t>(rest & 0xffu);
        }
        whole.push_back(static_cast<std::uint8_t>(0x80u | count));
        while (count > 0) {
            whole.push_back(digits[--count]);
        }
    }
    whole.insert(whole.end(), content.begin(), content.end());
    return whole;
}

std::vector<std::uint8_t> wrap(std::uint8_t tag, std::initializer_list<record::Bytes> parts) {
    std::vector<std::uint8_t> content;
    for (const record::Bytes part : parts) {
        content.insert(content.end(), part.begin(), part.end());
    }
    return wrap(tag, record::Bytes(content));
}

std::vector<std::uint8_t> setOf(std::uint8_t tag, std::vector<Der> elements) {
    std::sort(elements.begin(), elements.end());
    elements.erase(std::unique(elements.begin(), elements.end()), elements.end());
    std::vector<std::uint8_t> content;
    for (const Der& element : elements) {
        content.insert(content.end(), element.begin(), element.end());
    }
    return wrap(tag, record::Bytes(content));
}

} // namespace seihon::signing::der
