#include "record/json.h"

#include "record/fault.h"

#include <nlohmann/json.hpp>

namespace seihon::record {

namespace {

constexpr std::int64_t kLargestInteger =
    (1ll << 53) - 1; // RFC 8785 §3.2.2.3: numbers are IEEE 754 doubles

[[noreturn]] void refuseJson(const std::string& reason) {
    throw Fault(FaultKind::Malformed, "JSON: " + reason, {{"reason", reason}});
}

const char* kindOf(const Json& value) {
    return value.isNull()     ? "null"
           : value.isBool()   ? "a boolean"
           : value.isInt()    ? "an integer"
           : value.isString() ? "a text"
           : value.isArray()  ? "an array"
                              : "an object";
}

[[noreturn]] void refuseKind(const Json& value, const char* wanted) {
    refuseJson(std::string("found ") + kindOf(value) + " where " + wanted + " belongs");
}

// Bytes of the well-formed UTF-8 sequence (RFC 3629 §4: no overlong form, no surrogate) at the
// start of `text`; 0 when there is none.
std::size_t sequenceLength(std::string_view text) {
    const auto byte = [&](std::size_t i) -> unsigned {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
    };
    const auto follows = [&](std::size_t i) {
        return (byte(i) & 0xc0) == 0x80;
    };
    const unsigned lead = byte(0);
    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xc2 && lead <= 0xdf) {
        return follows(1) ? 2 : 0;
    }
    if (lead >= 0xe0 && lead <= 0xef) {
        const bool second = lead == 0xe0 ? byte(1) >= 0xa0 : lead == 0xed ? byte(1) <= 0x9f : true;
        return second && follows(1) && follows(2) ? 3 : 0;
    }
    if (lead >= 0xf0 && lead <= 0xf4) {
        const bool second = lead == 0xf0 ? byte(1) >= 0x90 : lead == 0xf4 ? byte(1) <= 0x8f : true;
        return second && follows(1) && follows(2) && follows(3) ? 4 : 0;
    }
    return 0;
}

// What parseJson would refuse must not be written either: an entry that nobody can read back is no
// evidence.
void requireUtf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = sequenceLength(text.substr(at));
        if (length == 0) {
            refuseJson("a text that is not UTF-8");
        }
        at += length;
    }
}

void requireAscii(std::string_view key) {
    for (const char c : key) {
        if (static_cast<unsigned char>(c) >= 0x80) {
            refuseJson("a key that is not ASCII");
        }
    }
}

void requireRange(std::int64_t value) {
    if (value > kLargestInteger || value < -kLargestInteger) {
        refuseJson("integer out of range");
    }
}

// RFC 8785 §3.2.2.2: only what must be escaped is, in its shortest form.
void writeString(std::string& out, std::string_view text) {
    requireUtf8(text);
    static constexpr char kHex[] = "0123456789abcdef";
    out += '"';
    for (const char c : text) {
        switch (c) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\b':
            out += "\\b";
            break;
        case '\f':
            out += "\\f";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        case '\t':
            out += "\\t";
            break;
        default:
            if (static_cast<unsigned char>(c) < 0x20) {
                out += "\\u00";
                out += kHex[(c >> 4) & 15];
                out += kHex[c & 15];
            } else {
                out += c;
            }
        }
    }
    out += '"';
}

struct Layout {
    int indent; // spaces a level; 0 = canonical
};

void newline(std::string& out, const Layout& layout, int level) {
    if (layout.indent > 0) {
        out += '\n';
        out.append(static_cast<std::size_t>(layout.indent * level), ' ');
    }
}

void write(std::string& out, const Json& value, const Layout& layout, int level) {
    if (value.isNull()) {
        out += "null";
    } else if (value.isBool()) {
        out += value.asBool() ? "true" : "false";
    } else if (value.isInt()) {
        requireRange(value.asInt());
        out += std::to_string(value.asInt());
    } else if (value.isString()) {
        writeString(out, value.asString());
    } else if (value.isArray()) {
        out += '[';
        bool first = true;
        for (const Json& item : value.asArray()) {
            out += first ? "" : ",";
            first = false;
            newline(out, layout, level + 1);
            write(out, item, layout, level + 1);
        }
        if (!first) {
            newline(out, layout, level);
        }
        out += ']';
    } else {
        out += '{';
        bool first = true;
        // Keys are ASCII, so byte order is the UTF-16 order that RFC 8785 §3.2.3 wants.
        for (const auto& [key, member] : value.asObject()) {
            requireAscii(key);
            out += first ? "" : ",";
            first = false;
            newline(out, layout, level + 1);
            writeString(out, key);
            out += layout.indent > 0 ? ": " : ":";
            write(out, member, layout, level + 1);
        }
        if (!first) {
            newline(out, layout, level);
        }
        out += '}';
    }
}

// Builds a Json while nlohmann reads; refuses what evidence may not hold.
class Builder : public nlohmann::json_sax<nlohmann::json> {
  public:
    explicit Builder(std::size_t depthLimit) : m_depthLimit(depthLimit) {}

    bool null() override { return put(Json()); }
    bool boolean(bool value) override { return put(Json(value)); }
    bool number_integer(number_integer_t value) override {
        requireRange(value);
        return put(Json(static_cast<long>(value)));
    }
    bool number_unsigned(number_unsigned_t value) override {
        if (value > static_cast<number_unsigned_t>(kLargestInteger)) {
            refuseJson("integer out of range");
        }
        return put(Json(static_cast<long>(value)));
    }
    bool number_float(number_float_t, const string_t& text) override {
        refuseJson("fractions and exponents do not occur in evidence: " + text.substr(0, 32));
    }
    bool string(string_t& value) override { return put(Json(std::move(value))); }
    bool binary(binary_t&) override { refuseJson("binary"); }
    bool start_object(std::size_t) override { return start(Json::object({})); }
    bool end_object() override { return end(); }
    bool start_array(std::size_t) override { return start(Json::array()); }
    bool end_array() override { return end(); }
    bool key(string_t& value) override {
        requireAscii(value);
        if (m_open.back().asObject().contains(value)) {
            refuseJson("the key \"" + value.substr(0, 64) + "\" stands twice");
        }
        m_keys.back() = std::move(value);
        return true;
    }
    bool parse_error(std::size_t position, const std::string&,
                     const nlohmann::detail::exception&) override {
        refuseJson("syntax error at byte " + std::to_string(position));
    }

    Json take() { return std::move(m_result); }

  private:
    bool start(Json container) {
        if (m_open.size() >= m_depthLimit) {
            refuseJson("nested too deep");
        }
        m_open.push_back(std::move(container));
        m_keys.emplace_back();
        return true;
    }

    bool end() {
        Json closed = std::move(m_open.back());
        m_open.pop_back();
        m_keys.pop_back();
        return put(std::move(closed));
    }

    bool put(Json value) {
        if (m_open.empty()) {
            m_result = std::move(value);
        } else if (m_open.back().isArray()) {
            m_open.back().push(std::move(value));
        } else {
            m_open.back().set(m_keys.back(), std::move(value));
        }
        return true;
    }

    std::size_t m_depthLimit;
    std::vector<Json> m_open;
    std::vector<std::string> m_keys; // pending key of each open object
    Json m_result;
};

} // namespace

Json::Json(unsigned long value) : m_value(static_cast<std::int64_t>(value)) {
    if (value > static_cast<unsigned long>(kLargestInteger)) {
        refuseJson("integer out of range");
    }
}

bool Json::asBool() const {
    if (!isBool()) {
        refuseKind(*this, "a boolean");
    }
    return std::get<bool>(m_value);
}

std::int64_t Json::asInt() const {
    if (!isInt()) {
        refuseKind(*this, "an integer");
    }
    return std::get<std::int64_t>(m_value);
}

const std::string& Json::asString() const& {
    if (!isString()) {
        refuseKind(*this, "a text");
    }
    return std::get<std::string>(m_value);
}

const Json::Array& Json::asArray() const& {
    if (!isArray()) {
        refuseKind(*this, "an array");
    }
    return std::get<Array>(m_value);
}

const Json::Object& Json::asObject() const& {
    if (!isObject()) {
        refuseKind(*this, "an object");
    }
    return std::get<Object>(m_value);
}

const Json& Json::at(std::string_view key) const& {
    const Object& members = asObject();
    const auto found = members.find(key);
    if (found == members.end()) {
        refuseJson("the key \"" + std::string(key) + "\" is missing");
    }
    return found->second;
}

const Json* Json::find(std::string_view key) const& {
    const Object& members = asObject();
    const auto found = members.find(key);
    return found == members.end() || found->second.isNull() ? nullptr : &found->second;
}

Json& Json::set(std::string key, Json value) {
    if (isNull()) {
        m_value = Object{};
    }
    asObject(); // faults when it is something else
    std::get<Object>(m_value).insert_or_assign(std::move(key), std::move(value));
    return *this;
}

Json& Json::push(Json value) {
    if (isNull()) {
        m_value = Array{};
    }
    asArray();
    std::get<Array>(m_value).push_back(std::move(value));
    return *this;
}

std::string canonical(const Json& value) {
    std::string out;
    write(out, value, Layout{0}, 0);
    return out;
}

std::string pretty(const Json& value) {
    std::string out;
    write(out, value, Layout{2}, 0);
    return out;
}

Json parseJson(std::string_view text, const JsonLimits& limits) {
    if (text.size() > limits.bytes) {
        refuseJson("longer than " + std::to_string(limits.bytes) + " bytes");
    }
    // nlohmann takes a zero byte for the end of the text and skips a byte order mark: both would
    // let two texts with different digests pass for the same document.
    if (text.find('\0') != std::string_view::npos || text.starts_with("\xef\xbb\xbf")) {
        refuseJson("a zero byte or a byte order mark");
    }
    Builder builder(limits.depth);
    nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
    return builder.take();
}

} // namespace seihon::record
