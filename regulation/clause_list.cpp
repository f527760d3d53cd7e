#include "regulation/clause_list.h"

namespace seihon::regulation {

Clause& ClauseList::add(std::string_view key, std::string label, std::string value) {
    Clause clause;
    clause.key = m_prefix + (key.empty() ? "" : ".") + std::string(key);
    clause.label = std::move(label);
    clause.value = std::move(value);
    m_clauses.push_back(std::move(clause));
    return m_clauses.back();
}

void ClauseList::number(std::string_view key, std::string label, std::int64_t value,
                        std::string unit, int sense) {
    add(key, std::move(label), std::to_string(value) + std::move(unit)).strictness = {sense *
                                                                                      value};
}

void ClauseList::flag(std::string_view key, std::string label, bool value, bool stricter) {
    add(key, std::move(label), value ? pick("はい", "yes") : pick("いいえ", "no")).strictness = {
        value == stricter ? 1 : 0};
}

void ClauseList::severity(std::string_view key, std::string label, record::Severity severity) {
    add(key, std::move(label), severityWord(severity, m_language)).strictness = {rankOf(severity)};
}

std::string joinedWords(const std::vector<std::string>& words, const std::string& none) {
    std::string out;
    for (const std::string& word : words) {
        out += (out.empty() ? "" : ", ") + word;
    }
    return out.empty() ? none : out;
}

std::int64_t rankOf(record::Severity severity) {
    switch (severity) {
    case record::Severity::Refuse:
        return 3;
    case record::Severity::Warn:
        return 2;
    case record::Severity::Note:
        return 1;
    }
    return 0;
}

std::string severityWord(record::Severity severity, record::Language language) {
    const bool japanese = language == record::Language::Japanese;
    switch (severity) {
    case record::Severity::Refuse:
        return japanese ? "不可とする" : "refused";
    case record::Severity::Warn:
        return japanese ? "警告する" : "warned of";
    case record::Severity::Note:
        return japanese ? "記録だけする" : "only recorded";
    }
    return "?";
}

std::string decimal(std::int64_t value, std::int64_t scale) {
    std::string out = std::to_string(value / scale);
    std::string rest = std::to_string(scale + value % scale).substr(1);
    while (!rest.empty() && rest.back() == '0') {
        rest.pop_back();
    }
    return scale == 1 || rest.empty() ? out : out + "." + rest;
}

void addLimit(ClauseList& list, const LimitWords& words, std::int64_t value) {
    const std::string number = decimal(value, words.scale) + list.pick(words.unitJa, words.unitEn);
    const bool most = words.sense < 0;
    list.add(words.key, list.pick(words.japanese, words.english),
             list.japanese() ? number + (most ? " 以下" : " 以上")
                             : (most ? "at most " : "at least ") + number)
        .strictness = {words.sense * value};
}

void addLimit(ClauseList& list, const LimitWords& words,
              const std::optional<QualityFloors::Limit>& limit) {
    const std::string label = list.pick(words.japanese, words.english);
    if (!limit) {
        list.add(words.key, label, list.pick("判定しない", "not judged")).strictness = {0, 0};
        return;
    }
    const std::string number =
        decimal(limit->value, words.scale) + list.pick(words.unitJa, words.unitEn);
    const std::string word = severityWord(limit->severity, list.language());
    const bool most = words.key.starts_with("max_");
    std::string value;
    if (words.key.find("confidence") != words.key.npos) { // from there on a look is believed
        value =
            list.japanese() ? number + " 以上なら" + word : "from " + number + " on it is " + word;
    } else if (list.japanese()) {
        value = number + (most ? " 以下" : " 以上") + "。外れたら" + word;
    } else {
        value = (most ? "at most " : "at least ") + number + "; beyond that it is " + word;
    }
    list.add(words.key, label, std::move(value)).strictness = {rankOf(limit->severity),
                                                               words.sense * limit->value};
}

} // namespace seihon::regulation
