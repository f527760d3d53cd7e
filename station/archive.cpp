#include "imaging/tiff.h"
#include "imaging/view.h"
#include "record/fault.h"
#include "record/id.h"
#include "station/archive_parts.h"
#include "station/deletions.h"
#include "station/emergency_looks.h"
#include "station/findings.h"
#include "station/keeping.h"
#include "station/page_picture.h"
#include "station/people.h"
#include "station/station.h"
#include "station/versions.h"

// Looking: records, the archive as a whole, the log.
namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::FindingId;
using record::Json;
using record::Severity;

namespace {

constexpr std::int64_t kRecordJsonBytes = 64 << 20;

} // namespace

std::filesystem::path Station::recordFolder(const std::string& id) {
    if (!record::isId(id) || !m_ledger->sealedEntry(id) || deletedRecords(*m_ledger).contains(id)) {
        throw Fault(FaultKind::NotFound, "no sealed record \"" + id.substr(0, 64) + "\"");
    }
    return m_store->pathOf(id);
}

record::PageImage Station::viewPage(const record::ScanJob& job, const record::Page& page,
                                    std::int64_t boxWidth, std::int64_t boxHeight) const {
    const auto bytes = ledger::readWhole(pageFile(job, page), kTiffBytes);
    return imaging::shrinkToFit(imaging::decodeTiff(bytes), boxWidth, boxHeight);
}

signing::RecordVerification Station::verifyRecord(const std::string& idOrPath,
                                                  const Viewer& viewer) {
    const std::filesystem::path folder =
        record::isId(idOrPath) ? recordFolder(idOrPath) : std::filesystem::path(idOrPath);
    signing::RecordVerification verification =
        signing::verifyRecord(folder, trust(), record::readClock());
    if (record::isId(idOrPath)) {
        // A record by its id is also held against the log: what was taken away or signed anew
        // leaves no trace in the folder.
        verification.verdict.merge(compareWithLedger(idOrPath, verification));
        verification.verdict.merge(Versions(*this).standing(idOrPath));
        record::EntryDraft draft = People::draftOfLook(*this, viewer, EntryKind::RecordVerified);
        draft.job = jobOfRecord(idOrPath).id; // the record's own history shows it
        draft.record = idOrPath;
        draft.verdict = verification.verdict;
        EmergencyLooks(*this).keep(draft, record::readClock());
        verification.verdict.merge(EmergencyLooks(*this).standing()); // conspicuously
    }
    return verification;
}

record::Json Station::viewRecord(const std::string& id, const Viewer& viewer) {
    const std::filesystem::path folder = recordFolder(id);
    const auto bytes = ledger::readWhole(folder / "record.json", kRecordJsonBytes);
    // Seeing is an act: the entry comes before the picture [F5].
    record::EntryDraft draft = People::draftOfLook(*this, viewer, EntryKind::RecordViewed);
    draft.record = id;
    EmergencyLooks(*this).keep(draft, record::readClock());
    return record::parseJson({reinterpret_cast<const char*>(bytes.data()), bytes.size()},
                             {.bytes = static_cast<std::size_t>(kRecordJsonBytes)});
}

std::vector<ledger::RecordRow> Station::search(const ledger::RecordQuery& query,
                                               const Viewer& viewer) {
    record::EntryDraft draft = People::draftOfLook(*this, viewer, EntryKind::RecordSearched);
    draft.facts.set("documentClass", query.documentClass.value_or(""));
    draft.facts.set("byPatient", query.patientId.has_value());
    if (query.patientId) {
        draft.privateFacts = Json::object({{"patientId", *query.patientId}});
    }
    if (query.recordId) {
        draft.facts.set("recordId", *query.recordId);
    }
    if (query.sealedBy) {
        draft.facts.set("sealedBy", *query.sealedBy);
    }
    EmergencyLooks(*this).keep(draft, record::readClock());
    std::vector<ledger::RecordRow> rows = m_ledger->searchRecords(query);
    const std::set<std::string> deleted = deletedRecords(*m_ledger);
    std::erase_if(rows, [&](const auto& row) { return deleted.contains(row.recordId); });
    return rows;
}

std::uint64_t Station::logSize() {
    return m_ledger->head().size;
}

std::vector<record::Entry> Station::log(std::uint64_t from, std::uint64_t limit) {
    return m_ledger->entries(from, limit);
}

std::vector<record::Entry> Station::logOfJob(const std::string& job) {
    return m_ledger->entriesOfJob(job);
}

record::Verdict Station::compareWithLedger(const std::string& recordId,
                                           const signing::RecordVerification& verification) {
    record::Verdict verdict;
    const auto entry = m_ledger->sealedEntry(recordId);
    const record::ScanJob job = entry ? this->job(entry->what.job) : record::ScanJob{};
    if (!job.sealed) {
        verdict.add(findingOf(FindingId::EntryMissing, Severity::Refuse));
        return verdict;
    }
    verdict = compareKept(*job.sealed, m_store->pathOf(recordId));
    if (job.sealed->signerRevoked &&
        !verification.verdict.has(FindingId::SignerCertificateRevoked)) {
        verdict.add(
            findingOf(FindingId::SignerCertificateRevoked, Severity::Refuse, kSignaturePath));
    }
    // The seal's own time must still be the one that was logged: a later token is a later proof.
    if (verification.provenAt && entry->what.facts.at("provenAt").asString() !=
                                     record::formatInstant(*verification.provenAt)) {
        verdict.add(findingOf(FindingId::RecordDisagrees, Severity::Refuse, kSignaturePath));
    }
    if (entry->what.facts.at("manifestDigest").asString() != verification.manifestDigest.hex()) {
        verdict.add(findingOf(FindingId::RecordDisagrees, Severity::Refuse,
                              "META-INF/ASiCManifest001.xml"));
    }
    return verdict;
}

ArchiveReport Station::verifyArchive(const std::vector<std::filesystem::path>& anchors) {
    return ArchiveParts(*this).verify({1, 1}, anchors).found;
}

void Station::verifyCaptures(record::Verdict& verdict) {
    for (const std::string& id : m_ledger->jobs(INT32_MAX)) {
        const record::ScanJob job = record::fold(m_ledger->entriesOfJob(id));
        if (job.id.empty() || job.state == record::JobState::Sealed ||
            job.state == record::JobState::Abandoned) {
            continue;
        }
        for (const record::Page& page : job.pages) {
            const std::filesystem::path file = m_home.captures(id) / page.file;
            if (!std::filesystem::exists(file)) {
                verdict.add(findingOf(FindingId::CaptureMissing, Severity::Refuse, file.string()));
            } else if (!isAsCaptured(file, page)) {
                verdict.add(findingOf(FindingId::CaptureAltered, Severity::Refuse, file.string()));
            }
        }
    }
}

} // namespace seihon::station
