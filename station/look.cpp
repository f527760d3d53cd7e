#include "station/look.h"

#include "capture/scan_source.h"
#include "config/config.h"
#include "imaging/measure.h"
#include "imaging/tiff.h"
#include "record/fault.h"
#include "regulation/judge.h"
#include "station/examine_process.h"
#include "station/worker_place.h"

namespace seihon::station {

MeasuredFile measureFile(const regulation::Regulation& regulation,
                         const std::filesystem::path& file, const std::string& documentClass,
                         bool examine) {
    if (!regulation.classes.contains(documentClass)) {
        throw record::Fault(record::FaultKind::Usage,
                            "no document class \"" + documentClass + "\"");
    }
    capture::CapturedPage page = capture::decodeFile(workerBesideProgram(), file);
    record::Original original;
    original.documentClass = documentClass;
    MeasuredFile measured;
    measured.measurement = imaging::measurePage(page.image, page.facts);
    measured.verdict =
        regulation::judgePage(regulation, original, page.facts, measured.measurement);
    // That it is a file, whoever asks knows; what its pixels say is the question here.
    std::erase_if(measured.verdict.findings, [](const record::Finding& finding) {
        return finding.id == record::FindingId::ImportedImage;
    });
    if (examine) {
        measured.examination =
            examineApart(examineWorkerBesideProgram(), imaging::encodeTiff(page.image));
        measured.verdict.merge(
            regulation::judgeExamination(regulation, original, *measured.examination));
    }
    measured.facts = std::move(page.facts);
    return measured;
}

signing::RecordVerification verifyRecordFolder(const std::filesystem::path& folder,
                                               const std::filesystem::path& trustFolder,
                                               record::Instant now) {
    return signing::verifyRecord(folder, signing::loadTrust(trustFolder), now);
}

regulation::Regulation shippedRegulation() {
    return config::parseRegulation(config::shippedRegulation(), "regulation.toml (shipped)");
}

} // namespace seihon::station
