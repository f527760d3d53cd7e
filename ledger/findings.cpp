#include "ledger/findings.h"

#include <utility>

namespace seihon::ledger {

using record::Finding;
using record::Json;

namespace {

constexpr std::size_t kFindingLimit = 1000;

Finding findingOf(record::FindingId id, record::Severity severity, const std::string& subject) {
    return {.id = id,
            .severity = severity,
            .measured = {},
            .required = {},
            .unit = {},
            .where = std::nullopt,
            .subject = subject};
}

} // namespace

void Findings::add(record::FindingId id, const std::string& subject, const Difference& difference) {
    Finding finding = findingOf(id, record::Severity::Refuse, subject);
    finding.measured = difference.measured.empty() ? Json() : Json(difference.measured);
    finding.required = difference.required.empty() ? Json() : Json(difference.required);
    put(std::move(finding));
}

void Findings::note(record::FindingId id, const std::string& subject) {
    put(findingOf(id, record::Severity::Note, subject));
}

void Findings::put(Finding finding) {
    if (m_verdict.findings.size() < kFindingLimit) {
        m_verdict.add(std::move(finding));
    } else {
        ++m_beyondLimit;
    }
}

record::Verdict Findings::take() {
    if (m_beyondLimit > 0) {
        m_verdict.add(findingOf(record::FindingId::EntryAltered, record::Severity::Refuse,
                                "and " + std::to_string(m_beyondLimit) + " more findings"));
        m_beyondLimit = 0;
    }
    return std::exchange(m_verdict, {});
}

} // namespace seihon::ledger
