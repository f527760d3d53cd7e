#include "record/fault.h"
#include "record/sentences.h"
#include "station/deliveries.h"
#include "station/record_documents.h"
#include "station/record_objects.h"

namespace seihon::station {

namespace {

// Why nothing was made, in words for the log: verdicts hold no character of a name.
std::string whyNot(const ObjectOutcome& outcome) {
    record::Verdict verdict;
    if (outcome.verification) {
        verdict = outcome.verification->verdict;
    }
    verdict.merge(outcome.verdict);
    for (const record::Finding& finding : verdict.byUrgency()) {
        if (finding.severity == record::Severity::Refuse) {
            return record::sentenceOf(finding, record::Language::English);
        }
    }
    return "the record has no pages";
}

std::string characterSetOf(config::DeliveryText text) {
    switch (text) {
    case config::DeliveryText::Utf8:
        return "ISO_IR 192";
    case config::DeliveryText::Ir87:
        return "\\ISO 2022 IR 87";
    case config::DeliveryText::Ir159:
        return "\\ISO 2022 IR 87\\ISO 2022 IR 159";
    case config::DeliveryText::Ir13And87:
        return "ISO 2022 IR 13\\ISO 2022 IR 87";
    case config::DeliveryText::Ascii:
        break;
    }
    return {};
}

} // namespace

ObjectsMade makeDicomObjects(Station& station, const ObjectsWanted& wanted) {
    ObjectRequest request;
    request.recordId = wanted.job.sealed->recordId;
    request.folder = wanted.into;
    request.syntaxOf = wanted.syntaxes;
    request.characterSet = characterSetOf(wanted.target.text);
    request.outside =
        wanted.target.noteOutside ? dicom::OutsideRule::Note : dicom::OutsideRule::Refuse;
    if (wanted.target.form == config::DeliveryForm::Pdf) {
        request.pdf = wanted.into / "copy.pdf";
        PdfRequest copy;
        copy.recordId = request.recordId;
        copy.file = request.pdf;
        RecordDocuments(station).writeCopy(copy);
    }
    const ObjectOutcome outcome = RecordObjects(station).make(request);
    ObjectsMade made;
    made.study = outcome.studyUid;
    made.series = outcome.seriesUid;
    if (!outcome.made()) {
        made.refused = whyNot(outcome);
    }
    for (const record::Finding& finding : outcome.verdict.findings) {
        if (finding.id == record::FindingId::DicomTextOutside) {
            made.writtenOtherwise.push_back(finding.subject);
        }
    }
    if (!request.pdf.empty()) { // it is inside the object now
        std::filesystem::remove(request.pdf);
    }
    for (const MadeObject& object : outcome.objects) {
        made.objects.push_back({object.file.filename(), object.sopClass, object.sopInstance,
                                object.transferSyntax, object.digest, object.bytes});
    }
    return made;
}

} // namespace seihon::station
