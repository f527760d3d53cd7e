#include "config/toml_value.h"

#include "record/fault.h"

#include <algorithm>

namespace seihon::config {

namespace {

struct ParserGaveUp {};

[[noreturn]] void giveUp() {
    throw ParserGaveUp{};
}

} // namespace

} // namespace seihon::config

// toml++ 3.3 asserts where foreign input can lead it (the header `[=]` is enough). A file must be
// refused, not end the program, so its assertions throw.
#define TOML_ASSERT(expression) ((expression) ? static_cast<void>(0) : ::seihon::config::giveUp())
#include <toml++/toml.h>

namespace seihon::config {

namespace chrono = std::chrono;

void refuse(const std::string& file, std::int64_t line, const std::string& reason) {
    throw record::Fault(record::FaultKind::ConfigInvalid,
                        file + ":" + std::to_string(line) + ": " + reason,
                        {{"file", file}, {"line", std::to_string(line)}, {"reason", reason}});
}

namespace {

constexpr std::size_t kMostBytes = 1u << 20;
constexpr std::size_t kMostLineBytes = 4096;
// A dotted key nests one table a dot, and the parser's own limit does not count those; a key cannot
// span lines.
constexpr int kMostDotsPerLine = 64;

// The place after the string that begins at `place`. One line only: nothing here needs more, and so
// every line can be read by itself.
std::size_t endOfString(std::string_view line, std::size_t place) {
    const char quote = line[place];
    if (line.substr(place, 3) == std::string(3, quote)) {
        return line.npos;
    }
    for (++place; place < line.size(); ++place) {
        if (line[place] == quote) {
            return place + 1;
        }
        place += quote == '"' && line[place] == '\\' ? 1 : 0;
    }
    return line.npos;
}

// Whether a text may begin here: after a blank, a comma or brackets. Glued to anything else, as in
// `5"…"`, the parser reads on into the text while it guesses what kind of number it is.
bool mayBeginString(std::string_view line, std::size_t place) {
    while (place > 0 && (line[place - 1] == '[' || line[place - 1] == '{')) {
        --place;
    }
    return place == 0 || line[place - 1] == ' ' || line[place - 1] == '\t' ||
           line[place - 1] == ',';
}

// What a line says wrong outside its strings and comments; empty when nothing. TOML has only ASCII
// there, and with some other characters (a full-width comma, say) toml++ 3.3 runs into undefined
// behaviour.
std::string_view faultOf(std::string_view line) {
    int dots = 0;
    for (std::size_t place = 0; place < line.size();) {
        const char c = line[place];
        if (c == '#') {
            return {};
        }
        if (c == '"' || c == '\'') {
            if (!mayBeginString(line, place)) {
                return "a text needs a blank, a comma or a bracket before it";
            }
            place = endOfString(line, place);
            if (place == line.npos) {
                return "a text does not end on its line";
            }
            continue;
        }
        if (static_cast<unsigned char>(c) >= 0x80) {
            return "a full-width or other non-ASCII character stands outside the quotes";
        }
        dots += c == '.' ? 1 : 0;
        if (dots > kMostDotsPerLine) {
            return "the line has more than 64 dots outside the quotes";
        }
        ++place;
    }
    return {};
}

void boundLines(std::string_view text, const std::string& file) {
    if (text.size() > kMostBytes) {
        refuse(file, 1, "the file has more than 1 MiB");
    }
    if (text.starts_with("\xef\xbb\xbf")) { // the byte order mark that some editors write
        text.remove_prefix(3);
    }
    for (std::int64_t line = 1; !text.empty(); ++line) {
        const std::string_view one = text.substr(0, text.find('\n'));
        if (one.size() > kMostLineBytes) {
            refuse(file, line, "the line has more than 4096 bytes");
        }
        if (one.find('\0') != one.npos) {
            refuse(file, line, "the line holds a NUL byte");
        }
        if (const std::string_view reason = faultOf(one); !reason.empty()) {
            refuse(file, line, std::string(reason));
        }
        text.remove_prefix(std::min(one.size() + 1, text.size()));
    }
}

class Converter {
  public:
    explicit Converter(const std::string& file) : m_file(file) {}

    TomlValue convert(const ::toml::node& node) const {
        TomlValue out;
        out.line = static_cast<std::int64_t>(node.source().begin.line);
        if (const auto* table = node.as_table()) {
            TomlValue::Table members;
            for (const auto& [key, member] : *table) {
                members.emplace(std::string(key.str()), convert(member));
            }
            out.value = std::move(members);
        } else if (const auto* array = node.as_array()) {
            TomlValue::Array items;
            for (const auto& item : *array) {
                items.push_back(convert(item));
            }
            out.value = std::move(items);
        } else if (const auto* text = node.as_string()) {
            out.value = text->get();
        } else if (const auto* integer = node.as_integer()) {
            out.value = integer->get();
        } else if (const auto* number = node.as_floating_point()) {
            out.value = number->get();
        } else if (const auto* flag = node.as_boolean()) {
            out.value = flag->get();
        } else if (const auto* date = node.as_date()) {
            out.value = dayOf(date->get(), out.line);
        } else if (const auto* time = node.as_date_time()) {
            out.value = instantOf(time->get(), out.line);
        } else {
            refuse(m_file, out.line, "a time of day alone has no meaning here");
        }
        return out;
    }

  private:
    chrono::year_month_day dayOf(const ::toml::date& date, std::int64_t line) const {
        const chrono::year_month_day day{chrono::year(date.year), chrono::month(date.month),
                                         chrono::day(date.day)};
        if (!day.ok()) {
            refuse(m_file, line, "there is no such day");
        }
        return day;
    }

    record::Instant instantOf(const ::toml::date_time& time, std::int64_t line) const {
        if (!time.offset) {
            refuse(m_file, line, "the time needs its offset, e.g. 2026-04-01T00:00:00+09:00");
        }
        constexpr std::uint32_t kNanosecondsInMillisecond = 1'000'000;
        if (time.time.nanosecond % kNanosecondsInMillisecond != 0) {
            refuse(m_file, line, "the time is finer than a millisecond");
        }
        const chrono::sys_days day = dayOf(time.date, line);
        return record::Instant(day) + chrono::hours(time.time.hour) +
               chrono::minutes(time.time.minute) + chrono::seconds(time.time.second) +
               chrono::milliseconds(time.time.nanosecond / kNanosecondsInMillisecond) -
               chrono::minutes(time.offset->minutes);
    }

    const std::string& m_file;
};

} // namespace

TomlValue parseToml(std::string_view text, const std::string& file) {
    boundLines(text, file);
    try {
        const ::toml::table root = ::toml::parse(text);
        TomlValue value = Converter(file).convert(root);
        value.line = 1;
        return value;
    } catch (const ::toml::parse_error& error) {
        refuse(file, static_cast<std::int64_t>(error.source().begin.line),
               std::string(error.description()));
    } catch (const ParserGaveUp&) {
        // Where it was is not known any more; the file as a whole is at fault.
        refuse(file, 1, "this is not TOML");
    }
}

} // namespace seihon::config
