#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace seihon::record {

// A JSON value as this project allows it in evidence: no fractions (units are in the key:
// `skewMilliDegrees`), keys in ASCII, no duplicate keys. The canonical text (RFC 8785) of two equal
// values is the same bytes.
class Json {
  public:
    using Array = std::vector<Json>;
    using Object = std::map<std::string, Json, std::less<>>;
    using Member = std::pair<const std::string, Json>;

    Json() = default;
    Json(std::nullptr_t) {}
    Json(bool value) : m_value(value) {}
    Json(int value) : m_value(std::int64_t{value}) {}
    Json(long value) : m_value(static_cast<std::int64_t>(value)) {}
    Json(long long value) : m_value(static_cast<std::int64_t>(value)) {}
    Json(unsigned value) : m_value(static_cast<std::int64_t>(value)) {}
    // Faults: Malformed above 2^53-1, the largest integer every JSON reader keeps exactly.
    Json(unsigned long value);
    Json(const char* value) : m_value(std::string(value)) {}
    Json(std::string value) : m_value(std::move(value)) {}
    Json(std::string_view value) : m_value(std::string(value)) {}
    Json(Array value) : m_value(std::move(value)) {}
    Json(Object value) : m_value(std::move(value)) {}

    static Json object(std::initializer_list<Member> members) { return Json(Object(members)); }
    static Json array(std::initializer_list<Json> items = {}) { return Json(Array(items)); }

    bool isNull() const { return std::holds_alternative<std::monostate>(m_value); }
    bool isBool() const { return std::holds_alternative<bool>(m_value); }
    bool isInt() const { return std::holds_alternative<std::int64_t>(m_value); }
    bool isString() const { return std::holds_alternative<std::string>(m_value); }
    bool isArray() const { return std::holds_alternative<Array>(m_value); }
    bool isObject() const { return std::holds_alternative<Object>(m_value); }

    // Each faults Malformed when the value is of another kind. What is taken out of a temporary
    // is a value of its own: `for (… : parseJson(text).asArray())` is safe.
    bool asBool() const;
    std::int64_t asInt() const;
    const std::string& asString() const&;
    const Array& asArray() const&;
    const Object& asObject() const&;
    std::string asString() && { return std::as_const(*this).asString(); }
    Array asArray() && { return std::as_const(*this).asArray(); }
    Object asObject() && { return std::as_const(*this).asObject(); }

    // Member of an object. `at` faults Malformed when it is missing; `find` gives nullptr for
    // missing and for null.
    const Json& at(std::string_view key) const&;
    Json at(std::string_view key) && { return std::as_const(*this).at(key); }
    const Json* find(std::string_view key) const&;
    const Json* find(std::string_view key) && = delete; // would point into the temporary

    // Sets a member (a null value becomes an object first); adds an item (null becomes an array
    // first).
    Json& set(std::string key, Json value);
    Json& push(Json value);

    friend bool operator==(const Json&, const Json&) = default;

  private:
    std::variant<std::monostate, bool, std::int64_t, std::string, Array, Object> m_value;
};

// RFC 8785 text: sorted keys, no white space, UTF-8.
std::string canonical(const Json& value);

// The same value for people: indented by two spaces.
std::string pretty(const Json& value);

struct JsonLimits {
    std::size_t bytes = 16u << 20;
    std::size_t depth = 32;
};

// Strict: one document, valid UTF-8, integers within ±(2^53-1) only, no duplicate keys. Faults:
// Malformed.
Json parseJson(std::string_view text, const JsonLimits& limits = {});

} // namespace seihon::record
