#include "record/demographics.h"

#include "record/clean_text.h"
#include "record/json_fields.h"

#include <algorithm>
#include <array>

namespace seihon::record {

namespace {

constexpr std::size_t kLongestField = 256;
constexpr std::size_t kColumns = 4;

[[noreturn]] void malformedIndex(const std::string& why) {
    throw Fault(FaultKind::Malformed, "patient index: " + why);
}

bool isDate(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
        return false;
    }
    for (const std::size_t place : {0u, 1u, 2u, 3u, 5u, 6u, 8u, 9u}) {
        if (text[place] < '0' || text[place] > '9') {
            return false;
        }
    }
    const auto number = [&](std::size_t from, std::size_t size) {
        return std::stoi(std::string(text.substr(from, size)));
    };
    return std::chrono::year_month_day(std::chrono::year(number(0, 4)),
                                       std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                       std::chrono::day(static_cast<unsigned>(number(8, 2))))
        .ok();
}

// Shown on screens and kept in entries: text that is one line of clean UTF-8, or refused.
Demographics checked(Demographics patient, const std::string& where) {
    for (const std::string* const field :
         {&patient.id, &patient.name, &patient.kana, &patient.birthDate}) {
        if (field->size() > kLongestField || cleanText(*field) != *field ||
            field->find('\n') != field->npos) {
            malformedIndex(where + "a field is too long or no clean text");
        }
    }
    if (patient.id.empty() || (!patient.birthDate.empty() && !isDate(patient.birthDate))) {
        malformedIndex(where + "no id, or no birth date like 1950-01-31");
    }
    return patient;
}

// RFC 4180, one record after another.
class CsvReader {
  public:
    explicit CsvReader(std::string_view text) : m_rest(text) {
        if (m_rest.starts_with("\xef\xbb\xbf")) {
            m_rest.remove_prefix(3); // as spreadsheets write it
        }
    }

    std::int64_t line() const { return m_line; }
    // False at the end.
    bool next(std::array<std::string, kColumns>& fields) {
        if (m_rest.empty()) {
            return false;
        }
        ++m_line;
        for (std::size_t i = 0; i < kColumns; ++i) {
            fields[i] = takeField();
            const bool last = i + 1 == kColumns;
            if (last ? !atLineEnd() : !take(',')) {
                malformed("four fields, separated by commas, make a line");
            }
        }
        takeLineEnd();
        return true;
    }

    [[noreturn]] void malformed(const std::string& why) const {
        malformedIndex("line " + std::to_string(m_line) + ": " + why);
    }

  private:
    bool take(char wanted) {
        if (!m_rest.starts_with(wanted)) {
            return false;
        }
        m_rest.remove_prefix(1);
        return true;
    }

    bool atLineEnd() const {
        return m_rest.empty() || m_rest.starts_with('\n') || m_rest.starts_with("\r\n");
    }

    void takeLineEnd() {
        take('\r');
        take('\n');
    }

    std::string takeField() {
        if (!take('"')) {
            const std::size_t end = std::min(m_rest.find_first_of(",\r\n\""), m_rest.size());
            std::string field(m_rest.substr(0, end));
            m_rest.remove_prefix(end);
            return field;
        }
        std::string field;
        for (;;) {
            const std::size_t end = m_rest.find('"');
            if (end == std::string_view::npos || field.size() + end > kLongestField) {
                malformed("a quoted field does not end");
            }
            field += m_rest.substr(0, end);
            m_rest.remove_prefix(end + 1);
            if (!take('"')) {
                return field;
            }
            field += '"';
        }
    }

    std::string_view m_rest;
    std::int64_t m_line = 0;
};

} // namespace

Json toJson(const Demographics& patient) {
    return Json::object({{"id", patient.id},
                         {"name", patient.name},
                         {"kana", patient.kana},
                         {"birthDate", patient.birthDate}});
}

Demographics demographicsFromJson(std::string_view text, const std::string& askedId) {
    const Json json = parseJson(text, {.bytes = kDemographicsAnswerBytes, .depth = 4});
    for (const auto& [key, value] : json.asObject()) {
        if (key != "id" && key != "name" && key != "kana" && key != "birthDate") {
            malformedIndex("unknown member " + key.substr(0, 64));
        }
    }
    Demographics patient = checked({json.at("id").asString(), json.at("name").asString(),
                                    textIn(json, "kana"), textIn(json, "birthDate")},
                                   "");
    if (patient.id != askedId) {
        malformedIndex("the answer is about another id");
    }
    return patient;
}

std::optional<Demographics> findInCsv(std::string_view text, const std::string& askedId) {
    if (text.size() > kDemographicsFileBytes) {
        malformedIndex("the file is too long");
    }
    CsvReader reader(text);
    std::array<std::string, kColumns> fields;
    if (!reader.next(fields) ||
        fields != std::array<std::string, kColumns>{"id", "name", "kana", "birth_date"}) {
        malformedIndex("line 1: it must be id,name,kana,birth_date");
    }
    std::optional<Demographics> found;
    while (reader.next(fields)) {
        if (fields[0] != askedId) {
            continue;
        }
        if (found) { // which of the two is meant, nobody can say
            reader.malformed("the id is there twice");
        }
        found = checked({fields[0], fields[1], fields[2], fields[3]},
                        "line " + std::to_string(reader.line()) + ": ");
    }
    return found;
}

} // namespace seihon::record
