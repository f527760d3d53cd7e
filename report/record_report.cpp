#include "report/record_report.h"

#include "report/document.h"
#include "report/record_document.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace seihon::report {

namespace {

std::string pageFile(std::int64_t number) {
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "pages/%04lld.tif", static_cast<long long>(number));
    return text.data();
}

void addAct(RecordReport& report, Step step, const std::optional<record::Act>& act) {
    if (act) {
        report.steps.push_back({step, act->at, act->actor, act->reason});
    }
}

void addAttestation(RecordReport& report, Step step,
                    const std::optional<record::Attestation>& said) {
    if (said) {
        const std::string remark =
            said->answer + (said->reason.empty() ? std::string() : ": " + said->reason);
        report.steps.push_back({step, said->at, said->actor, remark});
    }
}

void addSteps(RecordReport& report, const record::ScanJob& job) {
    report.steps.push_back(
        {Step::Registered, job.registered.at, job.registered.actor, job.registered.reason});
    addAct(report, Step::Opened, job.opened);
    addAttestation(report, Step::Prepared, job.prepared);
    if (!job.pages.empty()) {
        const auto last =
            std::max_element(job.pages.begin(), job.pages.end(), [](const auto& a, const auto& b) {
                return a.capturedAt < b.capturedAt;
            });
        report.steps.push_back({Step::Scanned, last->capturedAt, {}, {}});
    }
    addAttestation(report, Step::Compared, job.compared);
    addAct(report, Step::Submitted, job.submitted);
    addAct(report, Step::SentBack, job.sentBack);
    for (const record::SheetAside& aside : job.setAside) {
        report.steps.push_back({Step::SetAside, aside.act.at, aside.act.actor,
                                std::to_string(aside.sheet) + ": " + aside.act.reason});
    }
    for (const record::Recount& recount : job.recounts) {
        report.steps.push_back({Step::Recounted, recount.act.at, recount.act.actor,
                                std::to_string(recount.before) + " → " +
                                    std::to_string(recount.sheets) + ": " + recount.act.reason});
    }
    addAct(report, Step::Accepted, job.accepted);
    if (job.excuse) {
        addAct(report, Step::Excused, job.excuse->act);
    }
    if (job.sealing) {
        addAct(report, Step::Signed, job.sealing->act);
    }
    if (job.sealed) {
        report.steps.push_back({Step::Proven, job.sealed->provenAt, {}, {}});
        report.steps.push_back({Step::Sealed, job.sealed->at, {}, {}});
    }
    addAct(report, Step::Abandoned, job.abandoned);
    std::stable_sort(report.steps.begin(), report.steps.end(),
                     [](const auto& a, const auto& b) { return a.at < b.at; });
}

ReportedPage reportedPage(const record::Page& page, bool sealed) {
    ReportedPage result;
    result.number = page.number;
    result.sheet = page.sheet;
    result.side = page.side;
    result.file = sealed ? pageFile(page.number) : page.file;
    result.digest = page.fileDigest;
    result.width = page.width;
    result.height = page.height;
    result.dpi = page.dpi;
    result.mode = page.capture.mode;
    result.bitsPerSample = page.bitsPerSample;
    result.mark = page.mark;
    result.markReason = page.markReason;
    result.findings = record::findingsOf(page).findings;
    return result;
}

} // namespace

RecordReport recordReportOf(const record::ScanJob& job) {
    RecordReport report;
    report.state = job.state;
    report.referenceCopy = job.referenceCopy;
    report.jobId = job.id;
    report.original = job.original;
    report.regulation = job.regulation;
    report.supersededPages = static_cast<std::int64_t>(job.superseded.size());
    report.interruptions = static_cast<std::int64_t>(job.interruptions.size());
    for (const record::Page& page : job.pages) {
        report.pages.push_back(reportedPage(page, job.sealed.has_value()));
    }
    if (!job.pages.empty()) {
        report.device = job.pages.front().capture.device;
        report.source = job.pages.front().capture.source;
    }
    if (job.sealing) {
        ReportedSeal seal;
        seal.certificate = job.sealing->certificate;
        seal.role = job.sealing->act.actor.role;
        seal.signedAt = job.sealing->act.at;
        seal.manifestDigest = job.sealing->manifestDigest;
        report.recordId = job.sealing->recordId;
        report.seal = std::move(seal);
    }
    if (job.sealed) {
        report.recordId = job.sealed->recordId;
        report.recordPath = job.sealed->path;
        report.seal->provenAt = job.sealed->provenAt;
    }
    addSteps(report, job);
    return report;
}

std::string recordReportHtml(const RecordReport& report) {
    return htmlOf(documentOf(report));
}

std::string recordReportText(const RecordReport& report) {
    return briefTextOf(documentOf(report));
}

void writeRecordReportPdf(const std::filesystem::path& file, const RecordReport& report) {
    writePdf(file, documentOf(report));
}

} // namespace seihon::report
