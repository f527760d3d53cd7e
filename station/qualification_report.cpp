#include "report/qualification_report.h"
#include "imaging/target.h"
#include "imaging/tiff.h"
#include "record/fault.h"
#include "report/png.h"
#include "report/target_sheet.h"
#include "station/look.h"
#include "station/station.h"

#include <utility>

namespace seihon::station {

namespace {

// Parts of the sheet that a reader of the report wants to see for himself.
constexpr record::TargetBox kSquarePart{22'500, 31'500, 21'000, 21'000};
constexpr record::TargetBox kStepsPart{27'000, 110'000, 156'000, 14'000};
constexpr record::TargetBox kTextPart{27'000, 59'000, 22'000, 6'000};

report::ReportedTarget reportedTarget(const TargetScan& scan) {
    const record::PageImage image = imaging::decodeTiff(ledger::readWhole(scan.file, kTiffBytes));
    report::ReportedTarget reported;
    reported.capture = scan.capture;
    reported.measurement = scan.measurement;
    reported.verdict = scan.verdict;
    reported.file = scan.file.filename().string();
    reported.digest = scan.fileDigest;
    reported.square = imaging::cropTarget(image, kSquarePart);
    reported.steps = imaging::cropTarget(image, kStepsPart);
    reported.text = imaging::cropTarget(image, kTextPart);
    return reported;
}

} // namespace

void Station::writeQualificationReport(const std::filesystem::path& file,
                                       const QualifyOutcome& outcome,
                                       record::Language language) const {
    report::QualificationReport report;
    report.language = language;
    report.demo = m_config.demo;
    report.utcOffset = m_regulation->calendar.utcOffset;
    report.hospital = m_regulation->hospital;
    report.station = m_config.stationId;
    report.id = outcome.id;
    report.device = outcome.device;
    report.actor = outcome.actor;
    report.at = outcome.at;
    if (outcome.qualification) {
        report.validUntil = outcome.qualification->validUntil;
    }
    report.verdict = outcome.verdict;
    report.limits = m_regulation->qualification.target;
    report.regulationVersion = m_regulation->version;
    report.regulation = m_regulation->digest;
    for (const TargetScan& scan : outcome.scans) {
        report.scans.push_back(reportedTarget(scan));
    }
    report::writeQualificationPdf(file, report);
}

void writeTargetSheet(const std::filesystem::path& file, std::int64_t dpi) {
    if (file.extension() == ".pdf") {
        return report::writeTargetPdf(file);
    }
    if (file.extension() == ".png") {
        return report::writePng(file, report::targetImage(dpi));
    }
    throw record::Fault(record::FaultKind::Usage,
                        "a target sheet is written as .pdf or .png, not " +
                            file.filename().string());
}

} // namespace seihon::station
