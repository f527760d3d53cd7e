#include "record/fault.h"
#include "record/id.h"
#include "signing/container_draft.h"
#include "station/outgoing_file.h"
#include "station/station.h"

// Records that leave the house, as one file that anybody can verify.
namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::Json;
using regulation::Authority;

namespace {

// Nothing may change by being packed.
void requireSameVerdict(const signing::RecordVerification& record,
                        const signing::RecordVerification& container,
                        const std::filesystem::path& file) {
    if (container.verdict != record.verdict || container.manifestDigest != record.manifestDigest ||
        container.provenAt != record.provenAt) {
        throw Fault(FaultKind::StorageDiffers,
                    file.string() + ": the file has another verdict than the record",
                    {{"file", file.string()}});
    }
}

} // namespace

ExportOutcome Station::exportRecord(const Session& session, const ExportRequest& request) {
    const std::filesystem::path folder = recordFolder(request.recordId);
    const record::Instant asked = record::readClock();
    ExportOutcome outcome;
    record::EntryDraft draft =
        draftFor(session, Authority::ExportRecord, request.recordId, asked, outcome.verdict);
    if (!outcome.verdict.permitted()) {
        return outcome;
    }
    requireNewOutside(request.file, {archive(), m_home.ledger(), m_home.root / "jobs"});
    const ledger::FileLock lock = lockKeeping(true); // nothing is laid over it meanwhile
    const signing::Trust believed = trust();
    outcome.verification = signing::verifyRecord(folder, believed, asked);
    const record::Verdict logged = compareWithLedger(request.recordId, *outcome.verification);
    if (!outcome.verification->verdict.permitted() || !logged.permitted()) {
        outcome.verification->verdict.merge(logged);
        draft.verdict = outcome.verification->verdict;
        m_ledger->append(draft, asked);
        return outcome;
    }
    signing::ContainerDraft container(*signing::openRecordFiles(folder), request.file);
    requireSameVerdict(*outcome.verification,
                       signing::verifyRecord(container.file(), believed, asked), request.file);
    outcome.digest = container.digest();
    outcome.bytes = container.bytes();
    // The bytes are safe; what leaves the house is in the log before it can be taken [F5]. The
    // file's name stays out of it: people write patients' names there.
    draft.kind = EntryKind::RecordExported;
    draft.facts =
        Json::object({{"sha256", container.digest().hex()}, {"bytes", container.bytes()}});
    draft.verdict = outcome.verification->verdict;
    m_ledger->append(draft, record::readClock());
    container.publish();
    return outcome;
}

} // namespace seihon::station
