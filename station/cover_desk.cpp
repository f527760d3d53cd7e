#include "station/cover_desk.h"

#include "imaging/tiff.h"
#include "record/cover_code.h"
#include "record/downtime.h"
#include "record/fault.h"
#include "record/id.h"
#include "report/cover_sheet.h"
#include "report/png.h"
#include "station/day_words.h"
#include "station/examine_process.h"
#include "station/findings.h"
#include "station/verb.h"

#include <set>

namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::Json;
using record::Language;
using regulation::Authority;

namespace {

constexpr std::int64_t kCoverDpi = 300;
constexpr std::int64_t kA4Width = 210'000, kA4Height = 297'000;
constexpr std::int64_t kPdfBytes = 4 << 20;

// One side of one sheet; whatever it is, it is not an original.
record::ScanProfile coverProfile() {
    record::ScanProfile profile;
    profile.source = record::PaperSource::FeederSimplex;
    profile.mode = record::ColourMode::Colour;
    profile.bitsPerSample = 8;
    profile.dpi = kCoverDpi;
    profile.areaWidthMicrometres = kA4Width;
    profile.areaHeightMicrometres = kA4Height;
    return profile;
}

// As one file, so that a printer and the log mean the same bytes.
record::Digest writeSheet(const std::filesystem::path& file, const report::CoverSheet& sheet) {
    if (std::filesystem::exists(file)) {
        throw Fault(FaultKind::Usage, file.string() + " is there already");
    }
    if (file.extension() == ".png") {
        report::writePng(file, report::coverImage(sheet, kCoverDpi));
    } else {
        report::writeCoverPdf(file, sheet);
    }
    return record::sha256(ledger::readWhole(file, kPdfBytes * 16));
}

} // namespace

report::CoverSheet CoverDesk::sheetFor(const record::ScanJob& job) {
    const regulation::Regulation& rules = m_station.regulationOf(job.regulation);
    const auto kind = rules.classes.find(job.original.documentClass);
    const std::chrono::minutes offset = rules.calendar.utcOffset;
    report::CoverSheet sheet;
    sheet.code = record::codeOfJob(job.id);
    sheet.hospital = rules.hospital;
    sheet.jobId = job.id;
    sheet.classJa = kind == rules.classes.end() ? "" : kind->second.nameJa;
    sheet.classEn = kind == rules.classes.end() ? "" : kind->second.nameEn;
    if (const auto received = job.original.receivedAt) {
        sheet.receivedJa = momentInWords(*received, offset, Language::Japanese);
        sheet.receivedEn = momentInWords(*received, offset, Language::English);
    }
    if (const auto deadline = regulation::scanDeadline(rules, job.original)) {
        sheet.deadlineJa = deadlineInWords(*deadline, offset, Language::Japanese);
        sheet.deadlineEn = deadlineInWords(*deadline, offset, Language::English);
    }
    if (rules.intake.coverNamesPatient) { // [F16]
        sheet.patientName = job.original.patient.name;
    }
    sheet.label = job.original.label > 0 ? record::codeOfLabel(job.original.label).substr(2) : "";
    sheet.envelope = job.envelope;
    sheet.sheets = job.original.sheets;
    sheet.demo = rules.demo;
    return sheet;
}

record::Verdict CoverDesk::print(const Session& session, const std::string& jobId,
                                 const std::filesystem::path& file) {
    Station::Verb verb(m_station, jobId, Authority::Register, session);
    const record::Verdict verdict =
        regulation::judgeAuthority(*m_station.m_regulation, Authority::Register, verb.actor,
                                   session.person.appointments, verb.now);
    if (verb.permits(verdict)) {
        const record::Digest digest = writeSheet(file, sheetFor(verb.job));
        verb.append(EntryKind::CoverSheetPrinted, Json::object({{"sha256", digest.hex()}}));
    }
    return verdict;
}

// Other codes on the sheet do no harm, but two that name different jobs of ours do. A label is
// stuck on the original itself, so it makes no sheet a cover: that page would be missing in the
// record.
CoverDesk::Match CoverDesk::matchOf(const std::vector<record::Barcode>& codes) {
    std::set<std::string> jobs;
    bool stranger = false, label = false;
    for (const record::Barcode& code : codes) {
        const record::CoverCode read = record::readCoverCode(code.textCut ? "" : code.text);
        label = label || read.kind == record::CoverCode::Kind::Label;
        if (read.kind != record::CoverCode::Kind::Job) {
            continue;
        }
        if (record::fold(m_station.m_ledger->entriesOfJob(read.job)).id.empty()) {
            stranger = true;
        } else {
            jobs.insert(read.job);
        }
    }
    if (jobs.size() == 1) {
        return {*jobs.begin(), {}};
    }
    return {{},
            jobs.size() > 1 ? "codes of several jobs"
            : stranger      ? "the code of a job that this station does not know"
            : label         ? "a label: this may be the original itself"
            : codes.empty() ? "no code"
                            : "no cover sheet's code"};
}

CoverReading CoverDesk::read(const Session& session, const CoverRequest& request,
                             const capture::ScanControl& control) {
    CoverReading reading;
    record::EntryDraft draft =
        m_station.draftFor(session, Authority::Scan, {}, record::readClock(), reading.verdict);
    if (!reading.verdict.permitted()) {
        return reading;
    }
    m_station.requireSpace();
    capture::WorkerConfig worker = m_station.worker();
    worker.sheetsAhead = 0; // the next sheet may be an original, and waits
    const std::string device =
        request.device.empty() ? m_station.m_config.defaultDevice : request.device;
    std::optional<capture::CapturedPage> page =
        capture::openScanner(worker, device, coverProfile())->next(control);
    if (!page) {
        throw Fault(FaultKind::FeederEmpty, "there is no cover sheet in the tray");
    }
    const std::vector<std::uint8_t> tiff = imaging::encodeTiff(page->image);
    ledger::makeDurableFolder(m_station.m_home.covers());
    const std::string file = record::makeId(record::readClock()) + ".tif";
    reading.image = m_station.m_home.covers() / file;
    ledger::writeDurably(reading.image, tiff);
    reading.digest = record::sha256(tiff);

    ExamineWorker looker = examineWorkerBesideProgram();
    looker.codesOnly = true;
    const record::PageExamination seen = examineApart(looker, tiff);
    const Match match = matchOf(seen.barcodes);
    reading.job = match.job;
    if (match.job.empty()) {
        reading.verdict.add(measuredFinding(record::FindingId::CoverSheetUnknown,
                                            record::Severity::Refuse,
                                            seen.failure.empty() ? match.trouble : seen.failure));
    } else if (!request.expectedJob.empty() && match.job != request.expectedJob) {
        reading.verdict.add(measuredFinding(record::FindingId::CoverSheetOfOtherJob,
                                            record::Severity::Refuse, match.job,
                                            request.expectedJob));
    }
    std::optional<ledger::FileLock> lock;
    if (!match.job.empty()) {
        lock.emplace(lockJobSoon(m_station.m_home, match.job));
    }
    draft.kind = EntryKind::CoverSheetScanned;
    draft.job = match.job;
    draft.facts = Json::object({{"file", file},
                                {"sha256", reading.digest.hex()},
                                {"pixelSha256", record::pixelDigest(page->image).hex()},
                                {"device", page->facts.device.name},
                                {"codes", seen.barcodes.size()}});
    draft.privateFacts = Json::object({{"examination", record::toJson(seen)}}); // [F16]
    draft.verdict = reading.verdict;
    m_station.m_ledger->append(draft, record::readClock());
    return reading;
}

SealOutcome CoverDesk::intake(const Session& session, const IntakeRequest& request,
                              const PageSeen& seen, const capture::ScanControl& control) {
    const CoverReading reading = read(session, {request.scan.device, {}}, control);
    if (!reading.verdict.permitted()) {
        return {reading.job.empty() ? record::ScanJob{} : m_station.job(reading.job),
                reading.verdict,
                {},
                {}};
    }
    IntakeRequest stack = request;
    stack.lookForCovers = true;
    return m_station.intakeOf(session, m_station.job(reading.job), stack, seen, control);
}

std::string CoverDesk::jobOfLabel(std::int64_t label) {
    return m_station.m_ledger->jobWithLabel(label);
}

void printLabels(const std::filesystem::path& file, std::int64_t first, std::int64_t count) {
    if (first + count > record::kFirstDowntimeSheet) {
        throw Fault(FaultKind::Usage, "numbers from 90000001 on are for sheets of downtimes");
    }
    report::writeLabelPdf(file, first, count);
}

void CoverDesk::forget(const std::string& job) {
    for (const record::Entry& entry : m_station.m_ledger->entriesOfJob(job)) {
        if (entry.what.kind == EntryKind::CoverSheetScanned) {
            const std::filesystem::path file = entry.what.facts.at("file").asString();
            std::filesystem::remove(m_station.m_home.covers() / file.filename());
        }
    }
}

} // namespace seihon::station
