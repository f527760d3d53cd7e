#include "record/cover_code.h"
#include "regulation/findings.h"
#include "regulation/judge.h"

namespace seihon::regulation {

record::Verdict judgeExamination(const Regulation& regulation, const record::Original& original,
                                 const record::PageExamination& examination) {
    record::Verdict verdict;
    const DocumentClass* kind = findClass(regulation, original.documentClass);
    if (kind == nullptr) {
        return verdict.add(classUnknown(original.documentClass));
    }
    if (!examination.failure.empty()) { // seen by nobody, and the record says so
        verdict.add(note(record::FindingId::NotExamined, {}, examination.failure));
    }
    const auto& limit = kind->quality.turnedConfidenceMilli;
    const auto& orientation = examination.orientation;
    if (limit && orientation && orientation->quarterTurns != 0 &&
        orientation->confidenceMilli >= limit->value) {
        verdict.add(makeFinding(
            record::FindingId::UpsideDown, limit->severity,
            {.measured = orientation->quarterTurns * 90, .required = 0, .unit = "degrees"}));
    }
    if (record::showsCoverSheet(examination)) { // two originals went through as one [A2, B4]
        verdict.add(refusal(record::FindingId::CoverSheetAmongPages));
    }
    return verdict;
}

} // namespace seihon::regulation
