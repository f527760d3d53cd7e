#include "station/batch_desk.h"

#include "record/fault.h"
#include "record/id.h"
#include "record/json_fields.h"
#include "station/batch_act.h"
#include "station/batch_gate.h"
#include "station/entry_walk.h"
#include "station/findings.h"
#include "station/project_gate.h"
#include "station/typed_text.h"
#include "station/verb.h"

#include <algorithm>

namespace seihon::station {

using record::Box;
using record::BoxFolder;
using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::Json;
using regulation::Authority;

namespace {

// Counts that people type, or that stand in a file of index sheets.
void requireFolderTyped(const Box& box, const BoxFolder& folder) {
    const auto wrong = [&](const std::string& what) {
        throw Fault(FaultKind::Usage, "folder " + std::to_string(folder.number) + ": " + what);
    };
    if (folder.number < 1 || folder.number > record::kMostFolders) {
        wrong("its number is from 1 to " + std::to_string(record::kMostFolders));
    }
    if (box.folder(folder.number) != nullptr) {
        wrong("it is in the box already");
    }
    if (folder.tabs.empty() ||
        std::ssize(folder.tabs) > static_cast<std::ptrdiff_t>(record::kMostTabs)) {
        wrong("it has from 1 to " + std::to_string(record::kMostTabs) + " tabs");
    }
    requireWords(folder.patient.id, "the patient's id", kLongestPatientId);
    requireLine(folder.patient.name, "the patient's name");
    std::int64_t number = 0;
    for (const record::BoxTab& tab : folder.tabs) {
        if (tab.number != ++number || tab.sheets < 1 || tab.sheets > kMostSheets) {
            wrong("tabs have the numbers 1, 2, … and from 1 to " + std::to_string(kMostSheets) +
                  " sheets");
        }
        requireWords(tab.documentClass, "the class of a tab");
    }
}

void forgetSheet(const Home& home, const record::Entry& kept) {
    for (const Json& side : kept.what.facts.at("sides").asArray()) {
        const std::filesystem::path file = side.at("file").asString();
        std::filesystem::remove(home.covers() / file.filename());
    }
}

} // namespace

BoxOutcome BatchDesk::open(const Session& session, const BoxRequest& request) {
    requireWords(request.number, "the number on the box");
    requireLine(request.seal, "the number of its seal");
    if (request.folders < 1 || request.folders > record::kMostFolders) {
        throw Fault(FaultKind::Usage,
                    "a box holds from 1 to " + std::to_string(record::kMostFolders) + " folders");
    }
    if (projectOf(*m_station.m_ledger, request.project).id.empty()) {
        throw Fault(FaultKind::NotFound, "no project \"" + request.project.substr(0, 64) + "\"");
    }
    const ledger::FileLock lock(m_station.m_home.locks() / "boxes", true);
    for (const Box& other : list(kMostOpenBoxes)) {
        if (other.number == request.number && other.project == request.project) {
            throw Fault(FaultKind::Usage, "box \"" + request.number + "\" is open already");
        }
    }
    BoxOutcome outcome;
    const record::Instant now = record::readClock();
    record::EntryDraft draft =
        m_station.draftFor(session, Authority::KeepBox, {}, now, outcome.verdict);
    if (!outcome.verdict.permitted()) {
        return outcome;
    }
    draft.kind = EntryKind::BoxOpened;
    draft.job = record::makeId(now);
    draft.facts = Json::object({{"number", request.number},
                                {"project", request.project},
                                {"folders", request.folders},
                                {"seal", request.seal}});
    draft.verdict = outcome.verdict;
    record::apply(outcome.box, m_station.m_ledger->append(draft, now));
    return outcome;
}

BoxOutcome BatchDesk::addFolders(const Session& session, const std::string& id,
                                 const std::vector<BoxFolder>& folders) {
    Box after = show(id); // all or none: a slip in the last line must not leave half a box
    for (const BoxFolder& folder : folders) {
        requireFolderTyped(after, folder);
        after.folders.push_back(folder);
        for (const record::BoxTab& tab : folder.tabs) {
            if (!m_station.m_regulation->classes.contains(tab.documentClass)) {
                throw Fault(FaultKind::Usage, "folder " + std::to_string(folder.number) +
                                                  ": the regulation has no class \"" +
                                                  tab.documentClass + "\"");
            }
        }
    }
    BoxOutcome outcome{show(id), {}};
    const ledger::FileLock projects = lockProjects(m_station.m_home);
    const ProjectInForce project =
        projectInForce(*m_station.m_ledger, m_station.m_home, outcome.box.project);
    std::int64_t left = std::ssize(folders);
    const auto write = [&](const BoxFolder& folder) {
        Act act(*this, session, Authority::KeepBox, id);
        act.verdict.merge(regulation::judgeFolderAdding(act.box, folder, project.newest(), left));
        outcome = act.finish(EntryKind::FolderAdded,
                             Json::object({{"folder", folder.number},
                                           {"tabs", record::tabsJson(folder.tabs)},
                                           {"left", left}}),
                             Json::object({{"patient", record::toJson(folder.patient)}}));
        return outcome.verdict.permitted();
    };
    for (const BoxFolder& folder : folders) {
        if (!regulation::judgeFolderAdding(outcome.box, folder, project.newest(), left)
                 .permitted()) {
            write(folder); // the refusal, before any of them is in
            return outcome;
        }
    }
    for (const BoxFolder& folder : folders) {
        if (!write(folder)) {
            return outcome;
        }
        --left;
    }
    return outcome;
}

BoxOutcome BatchDesk::openException(const Session& session, const std::string& id,
                                    const ExceptionRequest& request) {
    requireReason(request.remark);
    if (request.sheets < 0 || request.sheets > kMostSheets) {
        throw Fault(FaultKind::Usage, "so many sheets are not in a box");
    }
    Act act(*this, session, Authority::KeepBox, id);
    requirePlace(act.box, request.at);
    act.verdict.merge(regulation::judgeBoxAct(act.box));
    return act.finish(EntryKind::BoxExceptionOpened,
                      Json::object({{"number", act.box.exceptions.size() + 1},
                                    {"trouble", record::enumName(request.trouble)},
                                    {"folder", request.at.folder},
                                    {"tab", request.at.tab},
                                    {"sheets", request.sheets},
                                    {"remark", request.remark}}));
}

BoxOutcome BatchDesk::settle(const Session& session, const std::string& id,
                             const regulation::ExceptionSettlement& wish,
                             const std::string& reason) {
    requireReason(reason);
    Act act(*this, session, Authority::SettleBox, id);
    const record::BoxException* const one = act.box.exception(wish.number);
    if (one == nullptr) {
        throw Fault(FaultKind::NotFound, "the box has no exception " + std::to_string(wish.number),
                    {{"job", id}});
    }
    regulation::ExceptionSettlement settlement = wish;
    settlement.at = wish.at.folder == 0 ? one->at : wish.at;
    if (settlement.end == record::BoxEnd::Found) { // no counts change
        settlement.sheets = 0;
        settlement.to = {};
    } else if (settlement.sheets == 0) {
        settlement.sheets = one->sheets;
    }
    requirePlace(act.box, settlement.at);
    requirePlace(act.box, settlement.to);
    const record::TabCounts counts =
        countsAround(*m_station.m_ledger, act.box, settlement.at, settlement.to);
    act.verdict.merge(regulation::judgeSettlement(act.box, settlement, act.draft.actor, counts));
    record::BoxException settled; // as it will stand: what is sealed around it now
    settled.at = settlement.at;
    settled.to = settlement.to;
    return act.finish(EntryKind::BoxExceptionSettled,
                      Json::object({{"number", settlement.number},
                                    {"end", record::enumName(settlement.end)},
                                    {"sheets", settlement.sheets},
                                    {"folder", settlement.at.folder},
                                    {"tab", settlement.at.tab},
                                    {"toFolder", settlement.to.folder},
                                    {"toTab", settlement.to.tab},
                                    {"sealed", sealedSheetsOf(counts, settled)},
                                    {"counts", record::toJson(counts)},
                                    {"reason", reason}}));
}

BoxOutcome BatchDesk::takeOut(const Session& session, const std::string& id,
                              const RetrievalRequest& request) {
    requireWords(request.to, "who has the folder");
    requireWords(request.place, "where it goes");
    requireLine(request.reason, "the reason");
    Act act(*this, session, Authority::KeepBox, id);
    requireFolder(act.box, request.folder);
    act.verdict.merge(regulation::judgeRetrieval(act.box, request.folder));
    return act.finish(EntryKind::FolderTakenOut,
                      Json::object({{"folder", request.folder},
                                    {"to", request.to},
                                    {"place", request.place},
                                    {"due", record::instantOrNull(request.due)},
                                    {"reason", request.reason}}));
}

BoxOutcome BatchDesk::giveBack(const Session& session, const std::string& id, std::int64_t folder) {
    Act act(*this, session, Authority::KeepBox, id);
    requireFolder(act.box, folder);
    act.verdict.merge(regulation::judgeReturn(act.box, folder));
    return act.finish(EntryKind::FolderReturned, Json::object({{"folder", folder}}));
}

BoxOutcome BatchDesk::refile(const Session& session, const std::string& id, std::int64_t folder,
                             std::int64_t sheets) {
    Act act(*this, session, Authority::KeepBox, id);
    requireFolder(act.box, folder);
    const record::TabCounts counts = tabCountsOf(*m_station.m_ledger, act.box);
    act.verdict.merge(regulation::judgeRefiling(act.box, folder, counts, sheets));
    return act.finish(
        EntryKind::FolderRefiled,
        Json::object({{"folder", folder}, {"sheets", sheets}, {"counts", record::toJson(counts)}}));
}

BoxOutcome BatchDesk::close(const Session& session, const std::string& id) {
    Act act(*this, session, Authority::KeepBox, id);
    const record::TabCounts counts = tabCountsOf(*m_station.m_ledger, act.box);
    act.verdict.merge(regulation::judgeBoxClosing(act.box, counts));
    BoxOutcome outcome =
        act.finish(EntryKind::BoxClosed, Json::object({{"counts", record::toJson(counts)}}));
    if (outcome.box.closed) { // nothing of the paper stays behind in working folders [F11]
        for (const record::Entry& entry : m_station.m_ledger->entriesOfJob(id)) {
            if (entry.what.kind == EntryKind::BatchSheetKept) {
                forgetSheet(m_station.m_home, entry);
            }
        }
    }
    return outcome;
}

Box BatchDesk::show(const std::string& id) {
    Box box = boxOf(*m_station.m_ledger, id);
    if (box.id.empty()) {
        throw Fault(FaultKind::NotFound, "no box \"" + id.substr(0, 64) + "\"", {{"job", id}});
    }
    return box;
}

BoxView BatchDesk::view(const std::string& id) {
    BoxView view{show(id), {}, {}};
    view.counts = tabCountsOf(*m_station.m_ledger, view.box);
    view.standing = regulation::boxStanding(view.box, view.counts, record::readClock(),
                                            m_station.m_regulation->calendar.utcOffset);
    return view;
}

std::vector<Box> BatchDesk::list(std::int64_t limit) {
    std::vector<Box> boxes;
    forEachOfKind(*m_station.m_ledger, EntryKind::BoxOpened, [&](const record::Entry& opened) {
        if (std::ssize(boxes) < limit) {
            Box box = record::foldBox(m_station.m_ledger->entriesOfJob(opened.what.job));
            if (!box.closed) {
                boxes.push_back(std::move(box));
            }
        }
    });
    return boxes;
}

} // namespace seihon::station
