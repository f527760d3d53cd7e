#include "day_ledger.h"

#include "imaging/tiff.h"
#include "ledger/durable_file.h"
#include "regulation/judge_intake.h"
#include "station/record_json.h"

#include <algorithm>

namespace seihon::cli_test {

using record::EntryKind;
using record::FindingId;
using record::JobState;

namespace {

constexpr std::uint64_t kWholeLog = 100'000;

bool names(const record::Entry& entry, FindingId id) {
    return entry.what.verdict &&
           std::any_of(entry.what.verdict->findings.begin(), entry.what.verdict->findings.end(),
                       [id](const record::Finding& f) { return f.id == id; });
}

// Refusals of sealing that a person could not settle otherwise: the window was closed.
bool windowRefused(const record::Entry& entry) {
    return entry.what.kind == EntryKind::Refused && names(entry, FindingId::WindowClosed) &&
           entry.what.facts.at("verb").asString() == "seal";
}

DayCounts countDocument(DayDesk& desk, const record::ScanJob& job, bool handedOn) {
    DayCounts counts;
    const record::SheetCount sheets = record::countSheets(job);
    bool refused = false, lateProof = false;
    for (const record::Entry& entry : desk.station().logOfJob(job.id)) {
        counts.sentBack += entry.what.kind == EntryKind::SentBack;
        refused = refused || windowRefused(entry);
        lateProof = lateProof || (entry.what.kind == EntryKind::SealDiscarded &&
                                  names(entry, FindingId::ProofOfScanTimeLate));
    }
    const bool sealed = job.state == JobState::Sealed;
    counts.originals = sealed && !job.referenceCopy;
    counts.copies = sealed && job.referenceCopy;
    counts.givenUp = job.state == JobState::Abandoned;
    counts.handedOn = handedOn;
    counts.waiting = !sealed && !counts.givenUp && !handedOn;
    counts.lateProof = lateProof;
    counts.excused = job.excuse.has_value() && !lateProof;
    counts.refused = refused && counts.originals == 0;
    counts.withdrawn = job.later.withdrawn.has_value();
    counts.sheets = static_cast<int>(handedOn              ? sheets.declared
                                     : counts.givenUp == 1 ? 0
                                                           : sheets.kept + sheets.blank);
    return counts;
}

} // namespace

DayCounts countEnvelope(DayDesk& desk, const std::string& id) {
    station::EnvelopeDesk envelopes(desk.station());
    const record::Envelope envelope = envelopes.show(id);
    DayCounts counts;
    for (const record::EnvelopeJob& document : envelope.jobs) {
        counts +=
            countDocument(desk, desk.station().job(document.job), !document.handedOnTo.empty());
    }
    counts.enclosures = static_cast<int>(envelope.enclosures.size());
    return counts;
}

int sheetsNotSealed(DayDesk& desk, const std::string& id) {
    station::EnvelopeDesk envelopes(desk.station());
    int sheets = 0;
    for (const record::EnvelopeJob& document : envelopes.show(id).jobs) {
        const DayCounts one =
            countDocument(desk, desk.station().job(document.job), !document.handedOnTo.empty());
        sheets += one.originals + one.copies > 0 ? 0 : one.sheets;
    }
    return sheets;
}

std::string whyOpen(DayDesk& desk, const std::string& id) {
    station::EnvelopeDesk envelopes(desk.station());
    const record::Envelope envelope = envelopes.show(id);
    if (envelope.closed) {
        return {};
    }
    std::string why;
    for (const record::Finding& finding :
         regulation::judgeEnvelopeClosing(envelope, envelopes.jobsOf(envelope)).findings) {
        why += (why.empty() ? "" : ", ") + std::string(record::enumName(finding.id));
    }
    for (const record::ScanJob& job : envelopes.jobsOf(envelope)) {
        for (const record::Finding& finding : regulation::judgePatient(job).findings) {
            why += ", " + std::string(record::enumName(finding.id));
        }
    }
    return why.empty() ? "nothing is said" : why;
}

std::vector<std::vector<int>> paperOfRecords(DayDesk& desk) {
    std::map<record::Digest, int> numbers;
    for (const DaySheet& sheet : desk.allPaper()) {
        numbers[sheet.pixels] = sheet.number;
    }
    std::vector<std::vector<int>> records;
    for (const record::ScanJob& job : desk.station().jobs(1000)) {
        if (!job.sealed || job.amends) {
            continue;
        }
        records.emplace_back();
        for (const record::Page& page : job.pages) {
            if (page.mark == record::PageMark::Blank) {
                continue; // the back of a sheet whose front is there
            }
            const record::PageImage image = imaging::decodeTiff(ledger::readWhole(
                desk.station().archive() / job.sealed->path / station::pagePath(page.number),
                page.fileBytes));
            const auto found = page.capture.sheetRect
                                   ? numbers.find(digestOfPixels(image, *page.capture.sheetRect))
                                   : numbers.end();
            records.back().push_back(found == numbers.end() ? 0 : found->second);
        }
    }
    return records;
}

std::map<std::string, int> kindsOfEntries(DayDesk& desk) {
    std::map<std::string, int> kinds;
    for (const record::Entry& entry : desk.station().log(0, kWholeLog)) {
        ++kinds[std::string(record::enumName(entry.what.kind))];
    }
    return kinds;
}

} // namespace seihon::cli_test
