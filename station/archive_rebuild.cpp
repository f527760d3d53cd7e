#include "station/archive_rebuild.h"

#include "config/config.h"
#include "ledger/durable_file.h"
#include "ledger/ledger.h"
#include "record/fault.h"
#include "record/json.h"
#include "station/home.h"

namespace seihon::station {

namespace {

void logRebuild(const Home& home, const std::string& station, const ledger::RebuildReport& report) {
    const auto ledger = ledger::openSqliteLedger(home.ledger(), station);
    record::EntryDraft draft;
    draft.kind = record::EntryKind::LedgerRebuilt;
    draft.actor = {"station", station, record::Role::Station};
    draft.facts = record::Json::object({{"entries", static_cast<std::int64_t>(report.entries)},
                                        {"root", report.root.hex()},
                                        {"checkpoints", report.checkpoints},
                                        {"aside", report.aside.filename().string()}});
    draft.verdict = report.verdict;
    if (const auto active = ledger->newestOfKind(record::EntryKind::RegulationActivated)) {
        draft.regulation = record::Digest::fromHex(active->what.facts.at("digest").asString());
    }
    ledger->append(draft, record::readClock());
}

} // namespace

ledger::RebuildReport rebuildHome(const std::filesystem::path& root) {
    const Home home{std::filesystem::absolute(root)};
    const auto bytes = ledger::readWhole(home.stationFile(), kConfigFileBytes);
    const config::StationConfig station =
        config::parseStation(std::string(bytes.begin(), bytes.end()), home.stationFile().string());
    const ledger::RebuildReport report = ledger::rebuildLedger(home.ledger(), station.stationId);
    if (report.verdict.permitted()) {
        logRebuild(home, station.stationId, report);
    }
    return report;
}

} // namespace seihon::station
