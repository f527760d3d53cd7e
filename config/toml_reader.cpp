#include "config/toml_reader.h"

#include "record/fault.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace seihon::config {

namespace {

constexpr std::size_t kMostTextBytes = 2000;
constexpr std::size_t kMostItems = 2000;

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

bool isIdentifier(std::string_view text, std::size_t most) {
    const auto letter = [](char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    };
    return !text.empty() && text.size() <= most && letter(text.front()) &&
           std::all_of(text.begin(), text.end(),
                       [&](char c) { return letter(c) || c == '.' || c == '_' || c == '-'; });
}

// Arcs without leading zeros; the first is 0, 1 or 2 (ITU-T X.660 §7.6).
bool isOid(std::string_view text) {
    if (text.size() > 128) {
        return false;
    }
    int arcs = 0;
    while (true) {
        const std::string_view arc = text.substr(0, text.find('.'));
        const bool number = !arc.empty() && std::all_of(arc.begin(), arc.end(), isDigit);
        if (!number || (arc.size() > 1 && arc.front() == '0') ||
            (arcs == 0 && (arc.size() != 1 || arc.front() > '2'))) {
            return false;
        }
        ++arcs;
        if (arc.size() == text.size()) {
            return arcs >= 2;
        }
        text.remove_prefix(arc.size() + 1);
    }
}

bool hasControl(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

std::string_view typeNameOf(const TomlValue& value) {
    constexpr std::array<std::string_view, 8> names{"a table",  "a list",         "a text",
                                                    "a number", "a fraction",     "true or false",
                                                    "a day",    "a point in time"};
    return names[value.value.index()];
}

} // namespace

TableReader::TableReader(const std::string& file, const TomlValue& table, std::string name)
    : m_file(file), m_name(std::move(name)), m_line(table.line),
      m_members(std::get_if<TomlValue::Table>(&table.value)) {
    if (m_members == nullptr) {
        refuse(m_file, table.line,
               m_name + " is " + std::string(typeNameOf(table)) + " and must be a table");
    }
}

bool TableReader::has(std::string_view key) const {
    return m_members->contains(key);
}

std::int64_t TableReader::lineOf(std::string_view key) const {
    const auto member = m_members->find(key);
    return member == m_members->end() ? m_line : member->second.line;
}

std::string TableReader::label(std::string_view key) const {
    return m_name.empty() ? std::string(key) : m_name + " " + std::string(key);
}

std::string TableReader::nameOfMember(std::string_view key) const {
    const std::string path = m_name.empty()
                                 ? std::string(key)
                                 : m_name.substr(1, m_name.size() - 2) + "." + std::string(key);
    return "[" + path + "]";
}

void TableReader::refuseHere(std::string_view key, const std::string& reason) const {
    refuse(m_file, lineOf(key), label(key) + " " + reason);
}

const TomlValue& TableReader::take(std::string_view key) {
    const auto member = m_members->find(key);
    if (member == m_members->end()) {
        refuse(m_file, m_line, label(key) + " is missing");
    }
    m_taken.emplace(key);
    return member->second;
}

template <typename T>
const T& TableReader::takeAs(std::string_view key, std::string_view typeName) {
    const TomlValue& value = take(key);
    const T* found = std::get_if<T>(&value.value);
    if (found == nullptr) {
        refuse(m_file, value.line,
               label(key) + " is " + std::string(typeNameOf(value)) + " and must be " +
                   std::string(typeName));
    }
    return *found;
}

const TomlValue::Array& TableReader::takeArray(std::string_view key, std::size_t least) {
    const auto& items = takeAs<TomlValue::Array>(key, "a list");
    if (items.size() < least) {
        refuse(m_file, lineOf(key), label(key) + " is empty");
    }
    if (items.size() > kMostItems) {
        refuse(m_file, lineOf(key), label(key) + " has more than 2000 items");
    }
    return items;
}

void TableReader::judgeText(const std::string& text, TextKind kind, std::string_view key,
                            std::int64_t line) const {
    const auto must = [&](bool held, std::string_view rule) {
        if (!held) {
            refuse(m_file, line, label(key) + " " + std::string(rule));
        }
    };
    must(text.size() <= kMostTextBytes, "has more than 2000 bytes");
    must(!hasControl(text), "holds a control character");
    switch (kind) {
    case TextKind::MayBeEmpty:
        return;
    case TextKind::Words:
        must(!text.empty() && text.find_first_not_of(' ') != text.npos, "is empty");
        return;
    case TextKind::Identifier:
        must(isIdentifier(text, 64), "must be letters, digits, '.', '_' and '-', at most 64");
        return;
    case TextKind::FileName:
        must(isIdentifier(text, 128), "must be a plain file name without a path");
        return;
    case TextKind::Oid:
        must(isOid(text), "must be an object identifier such as 1.2.392.100495.1.5.1.1.0.1");
        return;
    }
}

TableReader::Line<std::string> TableReader::takeWord(std::string_view key) {
    const auto& text = takeAs<std::string>(key, "a text");
    return {text, lineOf(key)};
}

std::vector<TableReader::Line<std::string>> TableReader::takeWords(std::string_view key,
                                                                   std::size_t least) {
    std::vector<Line<std::string>> out;
    std::set<std::string> seen;
    for (const TomlValue& item : takeArray(key, least)) {
        const auto* text = std::get_if<std::string>(&item.value);
        if (text == nullptr) {
            refuse(m_file, item.line, label(key) + " must be a list of texts");
        }
        if (!seen.insert(*text).second) {
            refuse(m_file, item.line, label(key) + " names \"" + *text + "\" twice");
        }
        out.push_back({*text, item.line});
    }
    return out;
}

std::string TableReader::text(std::string_view key, TextKind kind) {
    Line<std::string> word = takeWord(key);
    judgeText(word.value, kind, key, word.line);
    return std::move(word.value);
}

std::vector<std::string> TableReader::texts(std::string_view key, TextKind kind,
                                            std::size_t least) {
    std::vector<std::string> out;
    for (Line<std::string>& word : takeWords(key, least)) {
        judgeText(word.value, kind, key, word.line);
        out.push_back(std::move(word.value));
    }
    return out;
}

bool TableReader::flag(std::string_view key) {
    return takeAs<bool>(key, "true or false");
}

std::int64_t TableReader::inRange(std::int64_t value, Range range, std::string_view key,
                                  std::int64_t line) const {
    if (value < range.least || value > range.most) {
        refuse(m_file, line,
               label(key) + " is " + std::to_string(value) + " and must lie between " +
                   std::to_string(range.least) + " and " + std::to_string(range.most));
    }
    return value;
}

std::int64_t TableReader::integer(std::string_view key, Range range) {
    return inRange(takeAs<std::int64_t>(key, "a whole number"), range, key, lineOf(key));
}

std::vector<std::int64_t> TableReader::integers(std::string_view key, Range range) {
    std::vector<std::int64_t> out;
    for (const TomlValue& item : takeArray(key, 1)) {
        const auto* number = std::get_if<std::int64_t>(&item.value);
        if (number == nullptr) {
            refuse(m_file, item.line, label(key) + " must be a list of whole numbers");
        }
        if (std::find(out.begin(), out.end(), *number) != out.end()) {
            refuse(m_file, item.line, label(key) + " names " + std::to_string(*number) + " twice");
        }
        out.push_back(inRange(*number, range, key, item.line));
    }
    return out;
}

std::int64_t TableReader::scaled(std::string_view key, std::int64_t scale, Range range) {
    const TomlValue& value = take(key);
    double number = 0;
    if (const auto* whole = std::get_if<std::int64_t>(&value.value)) {
        number = static_cast<double>(*whole);
    } else if (const auto* fraction = std::get_if<double>(&value.value)) {
        number = *fraction;
    } else {
        refuse(m_file, value.line,
               label(key) + " is " + std::string(typeNameOf(value)) + " and must be a number");
    }
    const double product = number * static_cast<double>(scale);
    // Also false for NaN and infinities, which TOML can write.
    if (!(product >= static_cast<double>(range.least) &&
          product <= static_cast<double>(range.most))) {
        refuse(m_file, value.line,
               label(key) + " must lie between " +
                   std::to_string(static_cast<double>(range.least) / static_cast<double>(scale)) +
                   " and " +
                   std::to_string(static_cast<double>(range.most) / static_cast<double>(scale)));
    }
    const double nearest = std::round(product);
    // A tenth of a thousandth of the unit is far above what binary fractions lose and far below
    // what anybody can mean.
    if (std::abs(product - nearest) > 1e-4) {
        refuse(m_file, value.line, label(key) + " is finer than 1/" + std::to_string(scale));
    }
    return static_cast<std::int64_t>(nearest);
}

record::Instant TableReader::instant(std::string_view key) {
    return takeAs<record::Instant>(key, "a point in time such as 2026-04-01T00:00:00+09:00");
}

std::vector<std::chrono::year_month_day> TableReader::days(std::string_view key) {
    std::vector<std::chrono::year_month_day> out;
    std::set<std::chrono::year_month_day> seen;
    for (const TomlValue& item : takeArray(key, 0)) {
        const auto* day = std::get_if<std::chrono::year_month_day>(&item.value);
        if (day == nullptr) {
            refuse(m_file, item.line, label(key) + " must be a list of days such as 2026-12-29");
        }
        if (!seen.insert(*day).second) {
            refuse(m_file, item.line, label(key) + " names a day twice");
        }
        out.push_back(*day);
    }
    return out;
}

std::chrono::year_month_day TableReader::day(std::string_view key) {
    return takeAs<std::chrono::year_month_day>(key, "a day such as 2026-12-29");
}

record::Digest TableReader::digest(std::string_view key) {
    const Line<std::string> word = takeWord(key);
    try {
        return record::Digest::fromHex(word.value);
    } catch (const record::Fault&) {
        refuse(m_file, word.line, label(key) + " must be 64 lower-case hexadecimal digits");
    }
}

bool TableReader::isText(std::string_view key) const {
    const auto member = m_members->find(key);
    return member != m_members->end() && std::holds_alternative<std::string>(member->second.value);
}

TableReader TableReader::table(std::string_view key) {
    return {m_file, take(key), nameOfMember(key)};
}

std::vector<TableReader> TableReader::tables(std::string_view key) {
    std::vector<TableReader> out;
    if (!has(key)) {
        return out;
    }
    for (const TomlValue& item : takeArray(key, 0)) {
        out.emplace_back(m_file, item, "[" + nameOfMember(key) + "]");
    }
    return out;
}

std::vector<std::pair<std::string, TableReader>> TableReader::children() {
    std::vector<std::pair<std::string, TableReader>> out;
    for (const auto& [key, value] : *m_members) {
        m_taken.insert(key);
        out.emplace_back(key, TableReader(m_file, value, nameOfMember(key)));
    }
    return out;
}

std::vector<std::string> TableReader::keys() const {
    std::vector<std::string> out;
    for (const auto& member : *m_members) {
        out.push_back(member.first);
    }
    return out;
}

void TableReader::finish() const {
    const std::pair<const std::string, TomlValue>* first = nullptr;
    for (const auto& member : *m_members) {
        if (!m_taken.contains(member.first) &&
            (first == nullptr || member.second.line < first->second.line)) {
            first = &member;
        }
    }
    if (first != nullptr) {
        refuse(m_file, first->second.line, label(first->first) + " is not a known item");
    }
}

std::optional<std::chrono::minutes> utcOffsetFromText(std::string_view text) {
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':' ||
        !isDigit(text[1]) || !isDigit(text[2]) || !isDigit(text[4]) || !isDigit(text[5])) {
        return std::nullopt;
    }
    const int hours = (text[1] - '0') * 10 + (text[2] - '0');
    const int minutes = (text[4] - '0') * 10 + (text[5] - '0');
    // UTC-12:00 to UTC+14:00 is all there is on Earth.
    if (minutes > 59 || hours * 60 + minutes > (text[0] == '+' ? 14 * 60 : 12 * 60)) {
        return std::nullopt;
    }
    return std::chrono::minutes((text[0] == '+' ? 1 : -1) * (hours * 60 + minutes));
}

} // namespace seihon::config
