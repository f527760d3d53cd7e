#pragma once

#include "regulation/clauses.h"

// How clauses are put together; not part of the folder's interface.
namespace seihon::regulation {

class ClauseList {
  public:
    explicit ClauseList(record::Language language) : m_language(language) {}

    bool japanese() const { return m_language == record::Language::Japanese; }
    record::Language language() const { return m_language; }
    std::string pick(std::string_view ja, std::string_view en) const {
        return std::string(japanese() ? ja : en);
    }
    // Everything that follows belongs to this table of the file.
    void table(std::string prefix) { m_prefix = std::move(prefix); }
    const std::string& prefix() const { return m_prefix; }

    Clause& add(std::string_view key, std::string label, std::string value);
    // A number whose larger value is stricter (sense 1) or looser (sense -1).
    void number(std::string_view key, std::string label, std::int64_t value, std::string unit,
                int sense);
    void flag(std::string_view key, std::string label, bool value, bool stricter);
    void severity(std::string_view key, std::string label, record::Severity severity);

    std::vector<Clause> take() { return std::move(m_clauses); }

  private:
    record::Language m_language;
    std::string m_prefix;
    std::vector<Clause> m_clauses;
};

// "a, b", or the word for none.
std::string joinedWords(const std::vector<std::string>& words, const std::string& none);
std::string severityWord(record::Severity severity, record::Language language);
std::int64_t rankOf(record::Severity severity); // 1 note … 3 refuse
// 1500 with scale 1000 is "1.5".
std::string decimal(std::int64_t value, std::int64_t scale);

struct LimitWords {
    std::string_view key, japanese, english, unitJa, unitEn;
    std::int64_t scale;
    int sense; // 1: at least, -1: at most
};

// A limit with the severity that passing it has.
void addLimit(ClauseList& list, const LimitWords& words,
              const std::optional<QualityFloors::Limit>& limit);

// One without: what passes it is refused.
void addLimit(ClauseList& list, const LimitWords& words, std::int64_t value);

void addQualityClauses(ClauseList& list, const QualityFloors& floors);
void addQualificationClauses(ClauseList& list, const QualificationRules& rules);
void addEquivalenceClauses(ClauseList& list, const EquivalenceRules& rules);
void addProjectClauses(ClauseList& list, const ProjectRules& rules);
void addDisposalClauses(ClauseList& list, const DisposalRules& rules);
void addTempDataClauses(ClauseList& list, const TempDataRules& rules);
void addMediaClauses(ClauseList& list, const MediaRules& rules);
void addBackupClauses(ClauseList& list, const BackupRules& rules);
void addRetentionClauses(ClauseList& list, const RetentionRules& rules);
void addFilmCalibrationClauses(ClauseList& list, const FilmCalibrationRules& rules);
void addFilmClauses(ClauseList& list, const FilmRules& rules);
void addClassClauses(ClauseList& list, const DocumentClass& kind);
void addPeopleClauses(ClauseList& list, const PeopleRules& rules);

} // namespace seihon::regulation
