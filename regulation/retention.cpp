#include "regulation/retention.h"

#include "regulation/findings.h"
#include "regulation/regulation.h"

namespace seihon::regulation {

using record::FindingId;
using record::Verdict;
using std::chrono::year_month_day;

record::RetentionEventKind retentionEventOf(const RetentionRules& rules, const std::string& kind) {
    const auto own = rules.eventOfClass.find(kind);
    return own == rules.eventOfClass.end() ? rules.event : own->second;
}

std::optional<year_month_day> retentionEnd(const Regulation& regulation,
                                           const std::string& documentClass,
                                           std::optional<year_month_day> start) {
    const DocumentClass* const kind = findClass(regulation, documentClass);
    if (kind == nullptr || !start) {
        return std::nullopt;
    }
    const year_month_day end = *start + std::chrono::years(kind->retentionYears);
    return end.ok() ? end : year_month_day(end.year() / end.month() / std::chrono::last);
}

Verdict judgeDeletion(const Regulation& regulation, const DeletionFacts& facts,
                      record::Instant now) {
    Verdict verdict;
    const auto refuse = [&](FindingId id, Compared compared = {}) {
        verdict.add(refusal(id, std::move(compared), facts.recordId));
    };
    const auto end = retentionEnd(regulation, facts.documentClass, facts.start);
    if (!end) {
        refuse(FindingId::RetentionStartUnknown,
               {.required =
                    record::enumName(retentionEventOf(regulation.retention, facts.documentClass))});
    } else if (localTime(regulation, now).substr(0, 10) <= record::textOfDay(*end)) {
        refuse(FindingId::RetentionRunning, {.required = record::textOfDay(*end)});
    }
    for (const std::string& hold : facts.holds) { // overrides everything
        refuse(FindingId::LegalHoldInForce, {.measured = hold});
    }
    if (facts.incidentOpen) {
        refuse(FindingId::IncidentOpen);
    }
    if (!facts.disposalList.empty()) {
        refuse(FindingId::PaperOnOtherList, {.measured = facts.disposalList});
    }
    for (const RecordCopy& copy : facts.copies) {
        if (copy.there && !copy.removable) {
            refuse(FindingId::CopyCannotBeDeleted, {.measured = copy.what});
        }
    }
    return verdict;
}

} // namespace seihon::regulation
