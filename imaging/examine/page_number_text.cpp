#include "imaging/examine/page_number_text.h"

#include <array>
#include <string>
#include <utility>

namespace seihon::imaging::examine {

namespace {

// Longer text is no page number, and is not looked through.
constexpr std::size_t kLongestText = 400;

struct Spelling {
    std::string_view from, to;
};

// What recognition may give for the same mark. Order matters: longer words first.
constexpr std::array kSpellings = std::to_array<Spelling>({
    {"／", "/"},  {"（", "("},  {"）", ")"},   {"－", "-"},   {"−", "-"},    {"―", "-"},
    {"—", "-"},   {"–", "-"},   {"‐", "-"},    {"０", "0"},   {"１", "1"},   {"２", "2"},
    {"３", "3"},  {"４", "4"},  {"５", "5"},   {"６", "6"},   {"７", "7"},   {"８", "8"},
    {"９", "9"},  {"　", ""},   {" ", ""},     {"\n", ""},    {"\t", ""},    {"ページ", "頁"},
    {"貢", "頁"}, {"貞", "頁"}, {"Page", "P"}, {"page", "P"}, {"PAGE", "P"}, {"p.", "P"},
    {"P.", "P"},
});

std::string plain(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size() && at < kLongestText;) {
        bool replaced = false;
        for (const Spelling& spelling : kSpellings) {
            if (text.substr(at).starts_with(spelling.from)) {
                out += spelling.to;
                at += spelling.from.size();
                replaced = true;
                break;
            }
        }
        if (!replaced) {
            out += text[at++];
        }
    }
    return out;
}

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

// Reads marks and numbers from the front of a text.
class Front {
  public:
    explicit Front(std::string_view text) : m_rest(text) {}

    bool take(std::string_view word) {
        if (!m_rest.starts_with(word)) {
            return false;
        }
        m_rest.remove_prefix(word.size());
        return true;
    }
    // 1 to 3 digits without a leading zero; 0 when there are none such.
    std::int64_t number() {
        std::int64_t value = 0;
        std::size_t digits = 0;
        while (digits < m_rest.size() && isDigit(m_rest[digits])) {
            value = value > kMostPages ? value : value * 10 + (m_rest[digits] - '0');
            ++digits;
        }
        if (digits == 0 || m_rest.front() == '0' || value > kMostPages) {
            return 0;
        }
        m_rest.remove_prefix(digits);
        return value;
    }
    bool ended() const { return m_rest.empty(); }
    std::string_view rest() const { return m_rest; }

  private:
    std::string_view m_rest;
};

struct Parsed {
    NumberText number;
    bool marked = false; // by brackets, dashes or the word for page: it can be nothing else
    std::string_view rest;
};

std::optional<Parsed> parseFront(std::string_view text) {
    Front front(text);
    const bool word = front.take("P") || front.take("頁");
    const bool bracket = front.take("(");
    const bool dash = !bracket && front.take("-");
    Parsed parsed;
    parsed.number.number = front.number();
    if (parsed.number.number == 0) {
        return std::nullopt;
    }
    if (front.take("/")) {
        const std::int64_t total = front.number();
        if (total < parsed.number.number) {
            return std::nullopt;
        }
        parsed.number.total = total;
    }
    bool wordAfter = front.take("頁") || front.take("P");
    if ((bracket && !front.take(")")) || (dash && !front.take("-"))) {
        return std::nullopt;
    }
    wordAfter = front.take("頁") || wordAfter;
    // "(2)" numbers a paragraph, "-2-" a page.
    parsed.marked = word || wordAfter || dash || (bracket && parsed.number.total);
    if (!parsed.marked && !parsed.number.total) {
        return std::nullopt;
    }
    parsed.rest = front.rest();
    return parsed;
}

} // namespace

std::optional<NumberText> numberOf(std::string_view text) {
    const std::string clean = plain(text);
    const auto parsed = parseFront(clean);
    return parsed && parsed->rest.empty() ? std::optional(parsed->number) : std::nullopt;
}

std::optional<NumberText> bareNumber(std::string_view text) {
    const std::string clean = plain(text);
    Front front(clean);
    const std::int64_t number = front.number();
    return number > 0 && front.ended() ? std::optional(NumberText{number, {}}) : std::nullopt;
}

std::optional<NumberText> numberInLine(std::string_view text) {
    const std::string clean = plain(text);
    // The last one of the line: "診療情報提供書（2/4）".
    std::optional<NumberText> found;
    for (std::size_t at = 0; at < clean.size(); ++at) {
        const bool opens = clean[at] == '(' || isDigit(clean[at]);
        const bool inside = at > 0 && (isDigit(clean[at - 1]) || clean[at - 1] == '/' ||
                                       clean[at - 1] == '.' || clean[at - 1] == '-');
        if (!opens || inside) {
            continue;
        }
        const auto parsed = parseFront(std::string_view(clean).substr(at));
        if (parsed && parsed->marked && parsed->number.total) {
            found = parsed->number;
        }
    }
    return found;
}

} // namespace seihon::imaging::examine
