#include "station/show_record.h"

#include "ledger/durable_file.h"
#include "report/contact_sheet.h"
#include "report/png.h"
#include "report/record_report.h"
#include "station/findings.h"

namespace seihon::station {

namespace {

constexpr std::int64_t kThumbnailWidth = 560;
constexpr std::int64_t kThumbnailHeight = 800;

report::RecordReport reportOf(Station& station, const record::ScanJob& job,
                              record::Language language) {
    report::RecordReport report = report::recordReportOf(job);
    const record::Instant now = record::readClock();
    const auto found = station.regulation().classes.find(job.original.documentClass);
    report.language = language;
    report.demo = station.config().demo;
    report.utcOffset = station.regulation().calendar.utcOffset;
    report.madeAt = now;
    report.hospital = station.regulation().hospital;
    report.station = station.config().stationId;
    report.recordPath = station.archive() / job.sealed->path;
    report.trustPath = station.home().trust();
    report.regulationVersion = station.regulation().version;
    if (found != station.regulation().classes.end()) {
        report.className =
            language == record::Language::Japanese ? found->second.nameJa : found->second.nameEn;
        report.notCapturable = found->second.notCapturable;
    }
    report.verification = signing::verifyRecord(report.recordPath, station.trust(), now).verdict;
    if (job.sealed->signerRevoked &&
        !report.verification->has(record::FindingId::SignerCertificateRevoked)) {
        report.verification->add(findingOf(record::FindingId::SignerCertificateRevoked,
                                           record::Severity::Refuse, job.sealed->recordId));
    }
    report.verifiedAt = now;
    return report;
}

record::PageImage contactSheetOf(Station& station, const record::ScanJob& job,
                                 record::Language language) {
    std::vector<report::ContactPage> pages;
    for (const record::Page& page : job.pages) {
        report::ContactPage contact;
        contact.thumbnail = station.viewPage(job, page, kThumbnailWidth, kThumbnailHeight);
        contact.number = page.number;
        contact.sheet = page.sheet;
        contact.side = page.side;
        contact.width = page.width;
        contact.height = page.height;
        contact.dpi = page.dpi;
        contact.mark = page.mark;
        contact.findings = record::findingsOf(page).findings;
        pages.push_back(std::move(contact));
        if (pages.size() == report::kMaxContactPages) {
            break; // the sheet is for a glance; the record holds them all
        }
    }
    report::ContactSheetTexts texts;
    texts.language = language;
    texts.hospital = station.regulation().hospital;
    texts.job = job.id;
    texts.record = job.sealed->recordId;
    texts.state = job.state;
    texts.demo = station.config().demo;
    return report::contactSheet(pages, texts);
}

void writeAnew(const std::filesystem::path& file, record::Bytes bytes) {
    ledger::replaceDurably(std::filesystem::absolute(file), bytes);
}

} // namespace

std::string showRecord(Station& station, const std::string& recordId, const ShowRequest& request) {
    const record::ScanJob job = station.jobOfRecord(recordId);
    const report::RecordReport report = reportOf(station, job, request.language);
    if (request.reportFile.extension() == ".pdf") {
        report::writeRecordReportPdf(request.reportFile, report);
    } else if (!request.reportFile.empty()) {
        writeAnew(request.reportFile, record::bytesOf(report::recordReportHtml(report)));
    }
    if (!request.contactSheetFile.empty()) {
        const auto png = report::encodePng(contactSheetOf(station, job, request.language));
        writeAnew(request.contactSheetFile, png);
    }
    return report::recordReportText(report);
}

} // namespace seihon::station
