#pragma once

#include "record/actor.h"
#include "record/capture_facts.h"
#include "record/original.h"
#include "record/scan_job.h"
#include "record/sentences.h"
#include "report/record_report.h"

#include <chrono>
#include <optional>
#include <string>

namespace seihon::report {

// The reports' own words in the reader's language; those for findings, states and roles are
// record's.
class Words {
  public:
    Words(record::Language language, std::chrono::minutes utcOffset)
        : m_language(language), m_utcOffset(utcOffset) {}

    std::string operator()(const char* japanese, const char* english) const;
    std::string time(record::Instant at) const;
    std::string time(const std::optional<record::Instant>& at) const;
    std::string person(const record::Actor& actor) const;

    std::string of(Step step) const;
    std::string of(record::ReceptionEvidence evidence) const;
    std::string of(record::PaperSource source) const;
    std::string of(record::ColourMode mode) const;
    // Empty for PageMark::None.
    std::string of(record::PageMark mark) const;

  private:
    record::Language m_language;
    std::chrono::minutes m_utcOffset;
};

} // namespace seihon::report
