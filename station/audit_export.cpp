#include "station/audit_export.h"

#include "atna/audit_message.h"
#include "ledger/durable_file.h"
#include "record/fault.h"
#include "record/json_fields.h"
#include "station/people.h"

#include <algorithm>
#include <cerrno>
#include <fstream>

namespace seihon::station {

namespace fs = std::filesystem;
using record::Fault;
using record::FaultKind;

namespace {

constexpr std::uint64_t kEntriesAtOnce = 256;
constexpr std::size_t kDigits = 12; // names stand in the order of the log

void requireNew(const fs::path& folder) {
    if (folder.empty() || fs::symlink_status(folder).type() != fs::file_type::not_found) {
        throw Fault(FaultKind::Usage, "there is something already: " + folder.string());
    }
}

void writeMessage(const fs::path& folder, const record::Entry& entry) {
    std::string digits = std::to_string(entry.sequence);
    digits.insert(0, digits.size() < kDigits ? kDigits - digits.size() : 0, '0');
    const fs::path file = folder / (digits + ".xml");
    std::ofstream stream(file, std::ios::binary);
    stream << atna::xmlOf(atna::messageOf(entry));
    stream.close();
    if (!stream) {
        const bool full = errno == ENOSPC || errno == EDQUOT;
        throw Fault(full ? FaultKind::StorageFull : FaultKind::StorageFailed,
                    "write " + file.string(), {{"file", file.string()}, {"reason", "write"}});
    }
}

} // namespace

AuditExportOutcome AuditExport::toFolder(const Session& session,
                                         const AuditExportRequest& request) {
    requireNew(request.folder);
    AuditExportOutcome outcome;
    People people(m_station);
    const Viewer viewer(session);
    outcome.verdict = people.judgeLook(viewer, regulation::Authority::ViewLog, {});
    if (!outcome.verdict.permitted()) {
        return outcome;
    }
    record::Json asked = record::Json::object({{"exported", "DICOM PS3.15 A.5"}});
    asked.set("from", record::instantOrNull(request.from));
    asked.set("until", record::instantOrNull(request.until));
    people.sawLog(viewer, asked);
    outcome.logSize = m_station.logSize(); // with the export itself
    ledger::makeDurableFolder(request.folder);
    for (std::uint64_t from = 0; from < outcome.logSize; from += kEntriesAtOnce) {
        for (const record::Entry& entry :
             m_station.log(from, std::min(kEntriesAtOnce, outcome.logSize - from))) {
            // Every entry is looked at: a clock that was set back puts times out of their order.
            if ((!request.from || entry.at >= *request.from) &&
                (!request.until || entry.at < *request.until)) {
                writeMessage(request.folder, entry);
                ++outcome.messages;
            }
        }
    }
    ledger::syncTree(request.folder);
    return outcome;
}

} // namespace seihon::station
