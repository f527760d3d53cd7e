#include "record/fault.h"
#include "record/id.h"
#include "signing/container_draft.h"
#include "station/station.h"

#include <algorithm>

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

// The home and the archive hold what the ledger knows of; nothing else may lie there.
void requireOutside(const std::filesystem::path& file, const std::filesystem::path& folder) {
    const std::filesystem::path target = std::filesystem::weakly_canonical(file);
    const std::filesystem::path root = std::filesystem::weakly_canonical(folder);
    const auto [at, ignored] =
        std::mismatch(root.begin(), root.end(), target.begin(), target.end());
    if (at == root.end()) {
        throw Fault(FaultKind::Usage,
                    "an export goes outside of " + root.string() + ": " + target.string());
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
    // A link that leads nowhere is something too.
    if (std::filesystem::symlink_status(request.file).type() !=
        std::filesystem::file_type::not_found) {
        throw Fault(FaultKind::Usage, "there is something already: " + request.file.string());
    }
    for (const std::filesystem::path& kept : {archive(), m_home.ledger(), m_home.root / "jobs"}) {
        requireOutside(request.file, kept);
    }
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
