#pragma once

#include "config/toml_value.h"
#include "record/digest.h"
#include "record/enum_names.h"

#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace seihon::config {

struct Range {
    std::int64_t least = 0;
    std::int64_t most = std::numeric_limits<std::int64_t>::max();
};

// What a text may be.
enum class TextKind {
    Words,      // anything a person reads, one line
    MayBeEmpty, // the same, or nothing
    Identifier, // [A-Za-z0-9][A-Za-z0-9._-]*, at most 64
    FileName,   // one file in a known folder: no path, nothing hidden
    Oid,        // dotted decimal, ITU-T X.660
};

// Reads one table strictly: every item is asked for by its type, and what nobody asked for is
// refused by finish().
class TableReader {
  public:
    // `name` is how the table is called in messages, e.g. "[class.ecg]".
    TableReader(const std::string& file, const TomlValue& table, std::string name);

    bool has(std::string_view key) const;
    const std::string& file() const { return m_file; }
    std::int64_t line() const { return m_line; }
    std::int64_t lineOf(std::string_view key) const;
    [[noreturn]] void refuseHere(std::string_view key, const std::string& reason) const;

    std::string text(std::string_view key, TextKind kind = TextKind::Words);
    std::vector<std::string> texts(std::string_view key, TextKind kind, std::size_t least);
    bool flag(std::string_view key);
    std::int64_t integer(std::string_view key, Range range);
    std::vector<std::int64_t> integers(std::string_view key, Range range);
    // A number with at most as many decimals as `scale` has zeros: 1.5 with scale 1000 is 1500.
    // `range` is scaled.
    std::int64_t scaled(std::string_view key, std::int64_t scale, Range range);
    record::Instant instant(std::string_view key);
    std::vector<std::chrono::year_month_day> days(std::string_view key);
    std::chrono::year_month_day day(std::string_view key);
    record::Digest digest(std::string_view key);

    template <typename E>
    E choice(std::string_view key) {
        const Line<std::string> word = takeWord(key);
        return choiceOf<E>(word, key);
    }
    // Without duplicates, in the order written.
    template <typename E>
    std::vector<E> choices(std::string_view key, std::size_t least) {
        std::vector<E> out;
        for (const Line<std::string>& word : takeWords(key, least)) {
            out.push_back(choiceOf<E>(word, key));
        }
        return out;
    }

    bool isText(std::string_view key) const;
    TableReader table(std::string_view key);
    // The items of an array of tables [[key]]; none when it is not there.
    std::vector<TableReader> tables(std::string_view key);
    // Every member, each of which must be a table.
    std::vector<std::pair<std::string, TableReader>> children();

    std::vector<std::string> keys() const;

    // Refuses what was not read. Every reader ends with it.
    void finish() const;

  private:
    template <typename T>
    struct Line {
        T value;
        std::int64_t line;
    };

    template <typename E>
    E choiceOf(const Line<std::string>& word, std::string_view key) const {
        if (const auto value = record::enumFromName<E>(word.value)) {
            return *value;
        }
        std::string known;
        for (const auto& [candidate, name] : record::EnumNames<E>::table) {
            known += (known.empty() ? "" : ", ") + std::string(name);
        }
        refuse(m_file, word.line,
               label(key) + " is \"" + word.value + "\"; it must be one of: " + known);
    }

    const TomlValue& take(std::string_view key);
    template <typename T>
    const T& takeAs(std::string_view key, std::string_view typeName);
    const TomlValue::Array& takeArray(std::string_view key, std::size_t least);
    Line<std::string> takeWord(std::string_view key);
    std::vector<Line<std::string>> takeWords(std::string_view key, std::size_t least);
    std::int64_t inRange(std::int64_t value, Range range, std::string_view key,
                         std::int64_t line) const;
    void judgeText(const std::string& text, TextKind kind, std::string_view key,
                   std::int64_t line) const;
    std::string label(std::string_view key) const;
    std::string nameOfMember(std::string_view key) const;

    std::string m_file;
    std::string m_name;
    std::int64_t m_line;
    const TomlValue::Table* m_members; // the document outlives its readers
    std::set<std::string, std::less<>> m_taken;
};

// "+09:00" as minutes east of UTC.
std::optional<std::chrono::minutes> utcOffsetFromText(std::string_view text);

} // namespace seihon::config
