#include "regulation/findings.h"

#include <algorithm>

namespace seihon::regulation {

record::Finding makeFinding(record::FindingId id, record::Severity severity, Compared compared,
                            std::string subject) {
    record::Finding finding;
    finding.id = id;
    finding.severity = severity;
    finding.measured = std::move(compared.measured);
    finding.required = std::move(compared.required);
    finding.unit = std::move(compared.unit);
    finding.subject = std::move(subject);
    return finding;
}

std::string localTime(const Regulation& regulation, record::Instant at) {
    return record::formatLocal(at, regulation.calendar.utcOffset);
}

const DocumentClass* findClass(const Regulation& regulation, const std::string& id) {
    const auto found = regulation.classes.find(id);
    return found == regulation.classes.end() ? nullptr : &found->second;
}

std::string pageName(const record::Page& page) {
    return "page " + std::to_string(page.number);
}

bool isBlank(const record::Page& page) {
    return page.mark == record::PageMark::Blank || page.verdict.has(record::FindingId::LooksBlank);
}

bool isAsOnPaper(const record::Page& page) {
    return page.mark == record::PageMark::AsOnPaper && !page.markReason.empty();
}

record::Finding classUnknown(const std::string& id) {
    return refusal(record::FindingId::ClassUnknown, {.measured = id});
}

bool isReferenceCopy(const Regulation& regulation, const record::ScanJob& job) {
    const DocumentClass* kind = findClass(regulation, job.original.documentClass);
    return job.referenceCopy || (kind != nullptr && kind->purpose == ClassPurpose::ReferenceCopy);
}

std::optional<record::Instant> lastCapture(const record::ScanJob& job) {
    const auto last =
        std::max_element(job.pages.begin(), job.pages.end(),
                         [](const auto& a, const auto& b) { return a.capturedAt < b.capturedAt; });
    return last == job.pages.end() ? std::nullopt : std::optional(last->capturedAt);
}

record::Finding stepNotAllowed(record::JobState state, std::string_view allowed) {
    return refusal(record::FindingId::StepNotAllowed,
                   {.measured = record::enumName(state), .required = allowed});
}

} // namespace seihon::regulation
