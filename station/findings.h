#pragma once

#include "record/verdict.h"

#include <string>

namespace seihon::station {

// A finding of the station's own: about where things lie and whether they answer, not about rules.
inline record::Finding findingOf(record::FindingId id, record::Severity severity,
                                 std::string subject = {}) {
    record::Finding finding;
    finding.id = id;
    finding.severity = severity;
    finding.subject = std::move(subject);
    return finding;
}

// The same with what was measured instead of a subject.
inline record::Finding measuredFinding(record::FindingId id, record::Severity severity,
                                       record::Json measured, record::Json required = {},
                                       std::string unit = {}) {
    record::Finding finding = findingOf(id, severity);
    finding.measured = std::move(measured);
    finding.required = std::move(required);
    finding.unit = std::move(unit);
    return finding;
}

// A step that does not fit: why not, in a word.
inline record::Finding stepNotAllowed(std::string_view why) {
    return measuredFinding(record::FindingId::StepNotAllowed, record::Severity::Refuse, why);
}

} // namespace seihon::station
