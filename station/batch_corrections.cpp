#include "record/fault.h"
#include "station/batch_act.h"
#include "station/entry_walk.h"
#include "station/typed_text.h"

// Slips about a box, set right while nothing rests on them, and the seal that it is shut with [W].
namespace seihon::station {

using record::Box;
using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::Json;
using regulation::Authority;

namespace {

// The number of another box of the project that came, or was shut, with this seal; empty: none.
std::string boxOfSeal(ledger::Ledger& ledger, const Box& box, const std::string& seal) {
    const std::string key = record::sealNumberKey(seal);
    std::string usedOn;
    forEachOfKind(ledger, EntryKind::BoxOpened, [&](const record::Entry& opened) {
        if (opened.what.job == box.id || !usedOn.empty() ||
            opened.what.facts.at("project").asString() != box.project) {
            return;
        }
        const Box other = boxOf(ledger, opened.what.job);
        if (other.seals.contains(key) || record::sealNumberKey(other.sealCame) == key) {
            usedOn = other.number;
        }
    });
    return usedOn;
}

} // namespace

void requireFolder(const Box& box, std::int64_t folder) {
    if (box.folder(folder) == nullptr) {
        throw Fault(FaultKind::NotFound, "the box has no folder " + std::to_string(folder),
                    {{"job", box.id}});
    }
}

void requirePlace(const Box& box, const record::TabPlace& place) {
    if (place.folder != 0) {
        requireFolder(box, place.folder);
    }
    if (place.tab != 0 && box.tab(place) == nullptr) {
        throw Fault(FaultKind::NotFound, "the box has no " + regulation::placeName(place),
                    {{"job", box.id}});
    }
}

record::TabCounts countsAround(ledger::Ledger& ledger, const Box& box, const record::TabPlace& at,
                               const record::TabPlace& to) {
    Box around = box;
    if (at.folder != 0) {
        std::erase_if(around.folders, [&](const record::BoxFolder& folder) {
            return folder.number != at.folder && folder.number != to.folder;
        });
    }
    return tabCountsOf(ledger, around);
}

BoxOutcome BatchDesk::takeBack(const Session& session, const std::string& id, std::int64_t number,
                               const std::string& reason) {
    requireReason(reason);
    Act act(*this, session, Authority::SettleBox, id);
    const record::BoxException* const one = act.box.exception(number);
    if (one == nullptr) {
        throw Fault(FaultKind::NotFound, "the box has no exception " + std::to_string(number),
                    {{"job", id}});
    }
    const record::TabCounts counts = countsAround(*m_station.m_ledger, act.box, one->at, one->to);
    act.verdict.merge(regulation::judgeTakingBack(act.box, number, counts));
    return act.finish(
        EntryKind::BoxSettlementTakenBack,
        Json::object({{"number", number}, {"counts", record::toJson(counts)}, {"reason", reason}}));
}

BoxOutcome BatchDesk::voidFolder(const Session& session, const std::string& id, std::int64_t folder,
                                 const std::string& reason) {
    requireReason(reason);
    Act act(*this, session, Authority::KeepBox, id);
    requireFolder(act.box, folder);
    const record::TabCounts counts =
        countsAround(*m_station.m_ledger, act.box, {folder, 0}, {folder, 0});
    act.verdict.merge(regulation::judgeFolderVoiding(act.box, folder, counts));
    return act.finish(
        EntryKind::FolderVoided,
        Json::object({{"folder", folder}, {"counts", record::toJson(counts)}, {"reason", reason}}));
}

BoxOutcome BatchDesk::recount(const Session& session, const std::string& id, std::int64_t folders,
                              const std::string& reason) {
    requireReason(reason);
    if (folders < 1 || folders > record::kMostFolders) {
        throw Fault(FaultKind::Usage,
                    "a box holds from 1 to " + std::to_string(record::kMostFolders) + " folders");
    }
    Act act(*this, session, Authority::KeepBox, id);
    act.verdict.merge(regulation::judgeRecount(act.box, folders));
    return act.finish(EntryKind::BoxRecounted,
                      Json::object({{"folders", folders}, {"reason", reason}}));
}

BoxOutcome BatchDesk::shut(const Session& session, const std::string& id, const std::string& seal) {
    requireWords(seal, "the number of the seal");
    // Two boxes are not shut with one number at the same time.
    const ledger::FileLock boxes(m_station.m_home.locks() / "boxes", true);
    Act act(*this, session, Authority::KeepBox, id);
    act.verdict.merge(
        regulation::judgeBoxShutting(act.box, seal, boxOfSeal(*m_station.m_ledger, act.box, seal)));
    return act.finish(EntryKind::BoxShut, Json::object({{"seal", seal}}));
}

} // namespace seihon::station
