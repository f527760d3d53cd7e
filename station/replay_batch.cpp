#include "station/replay_batch.h"

#include "record/json_fields.h"
#include "regulation/judge_batch.h"
#include "regulation/judge_project.h"
#include "station/findings.h"
#include "station/replay_judge.h"

namespace seihon::station {

using record::Entry;
using record::EntryKind;
using record::Json;
using record::Verdict;
using regulation::Authority;

namespace {

record::TabCounts tabCountsIn(const Json& said, std::string_view key) {
    const Json* const counts = said.find(key);
    return counts == nullptr || counts->isNull() ? record::TabCounts{}
                                                 : record::tabCountsFromJson(*counts);
}

Authority authorityOfBoxAct(EntryKind act) {
    switch (act) {
    case EntryKind::BoxExceptionSettled:
    case EntryKind::BoxSettlementTakenBack:
        return Authority::SettleBox;
    case EntryKind::TabJobAdded:
    case EntryKind::BatchStarted:
    case EntryKind::BatchSheetKept:
    case EntryKind::BatchInterrupted:
    case EntryKind::BatchEnded:
        return Authority::Scan;
    default:
        return Authority::KeepBox;
    }
}

Verdict judgeSettled(const record::Box& box, const Entry& entry) {
    const Json& said = entry.what.facts;
    return regulation::judgeSettlement(
        box,
        {.number = said.at("number").asInt(),
         .end = record::enumIn<record::BoxEnd>(said, "end"),
         .sheets = said.at("sheets").asInt(),
         .at = {said.at("folder").asInt(), said.at("tab").asInt()},
         .to = {said.at("toFolder").asInt(), said.at("toTab").asInt()}},
        entry.what.actor, tabCountsIn(said, "counts"));
}

const regulation::ProjectPlan* planOf(const record::PlanVersion* version,
                                      const ReplayFacts& facts) {
    return version == nullptr ? nullptr : &facts.projects.plan(version->plan);
}

// The tabs as its index sheet says; the patient has no say in it.
Verdict judgeAdded(const record::Box& box, const Entry& entry, const ReplayFacts& facts) {
    record::BoxFolder folder;
    folder.number = entry.what.facts.at("folder").asInt();
    for (const Json& each : entry.what.facts.at("tabs").asArray()) {
        record::BoxTab tab;
        tab.number = each.at("tab").asInt();
        tab.documentClass = each.at("class").asString();
        folder.tabs.push_back(std::move(tab));
    }
    const record::BackFileProject* const project = facts.projects.find(box.project);
    const record::PlanVersion* version = project == nullptr ? nullptr : project->inForce();
    if (version == nullptr && project != nullptr && !project->versions.empty()) {
        version = &project->versions.back();
    }
    return regulation::judgeFolderAdding(box, folder, planOf(version, facts),
                                         entry.what.facts.at("left").asInt());
}

Verdict judgeStarted(const record::Box& box, const Entry& entry, const ReplayFacts& facts) {
    Verdict verdict = regulation::judgeBoxAct(box);
    const Json* const attested = entry.what.facts.find("attested");
    if (attested != nullptr && !attested->asBool()) {
        verdict.add(findingOf(record::FindingId::NotPrepared, record::Severity::Refuse));
    }
    const record::BackFileProject* const project = facts.projects.find(box.project);
    return verdict.merge(regulation::judgeProjectFeeding(
        facts.inForce, project, planOf(project == nullptr ? nullptr : project->inForce(), facts),
        entry.what.actor, entry.at));
}

Verdict judgeBoxActAgain(EntryKind act, const record::Box& box, const Entry& entry,
                         const ReplayFacts& facts) {
    const Json& said = entry.what.facts;
    switch (act) {
    case EntryKind::FolderAdded:
        return judgeAdded(box, entry, facts);
    case EntryKind::BoxExceptionOpened:
    case EntryKind::SeparatorsPrinted:
        return regulation::judgeBoxAct(box);
    case EntryKind::BatchStarted:
        return judgeStarted(box, entry, facts);
    case EntryKind::BoxExceptionSettled:
        return judgeSettled(box, entry);
    case EntryKind::BoxSettlementTakenBack:
        return regulation::judgeTakingBack(box, said.at("number").asInt(),
                                           tabCountsIn(said, "counts"));
    case EntryKind::FolderVoided:
        return regulation::judgeFolderVoiding(box, said.at("folder").asInt(),
                                              tabCountsIn(said, "counts"));
    case EntryKind::BoxRecounted:
        return regulation::judgeRecount(box, said.at("folders").asInt());
    case EntryKind::FolderTakenOut:
        return regulation::judgeRetrieval(box, said.at("folder").asInt());
    case EntryKind::FolderReturned:
        return regulation::judgeReturn(box, said.at("folder").asInt());
    case EntryKind::FolderRefiled:
        return regulation::judgeRefiling(box, said.at("folder").asInt(),
                                         tabCountsIn(said, "counts"), said.at("sheets").asInt());
    case EntryKind::BoxShut:
        return regulation::judgeBoxShutting(box, said.at("seal").asString(),
                                            facts.boxes.usedOn(box, said.at("seal").asString()));
    case EntryKind::BoxClosed:
        return regulation::judgeBoxClosing(box, tabCountsIn(said, "counts"));
    default:
        return {};
    }
}

// The step of a job that its folder has a say in.
std::optional<Authority> folderStepOf(const Entry& entry) {
    const Json& said = entry.what.facts;
    const auto verb = entry.what.kind == EntryKind::Refused
                          ? record::enumFromName<Authority>(record::textIn(said, "verb"))
                          : std::nullopt;
    if (entry.what.kind == EntryKind::JobOpened || verb == Authority::Open) {
        return Authority::Open;
    }
    if (entry.what.kind == EntryKind::ScanStarted ||
        (verb == Authority::Scan && said.find("profile") != nullptr)) {
        return Authority::Scan;
    }
    if (said.find("tabCounts") != nullptr) {
        return Authority::Seal;
    }
    return std::nullopt;
}

} // namespace

std::optional<Rejudged> rejudgeBox(const Entry& entry, const ReplayFacts& facts) {
    EntryKind act = entry.what.kind;
    if (act == EntryKind::Refused) {
        const auto named = record::enumFromName<EntryKind>(record::textIn(entry.what.facts, "act"));
        if (!named) {
            return std::nullopt; // of the person's right to it: judged with the others
        }
        act = *named;
    }
    // What the station itself found, nobody had to be allowed.
    if (!record::isAboutBox(act) || entry.what.actor.role == record::Role::Station) {
        return std::nullopt;
    }
    Verdict verdict = authorityOf(entry, authorityOfBoxAct(act), facts);
    return Rejudged{
        verdict.merge(judgeBoxActAgain(act, facts.boxes.find(entry.what.job), entry, facts)), true};
}

void addFolderWork(const Entry& entry, const ReplayFacts& facts, Rejudged& judged) {
    const std::optional<Authority> step = folderStepOf(entry);
    if (!step || entry.what.job.empty()) {
        return;
    }
    std::optional<record::FolderLink> link = facts.jobs.before(entry).job.folder;
    if (const Json* const said = entry.what.facts.find("folder");
        !link && said != nullptr && *step == Authority::Open) {
        link = record::folderLinkFromJson(*said);
    }
    if (!link) {
        return;
    }
    judged.verdict.merge(regulation::judgeFolderWork(facts.boxes.find(link->box), *link, *step,
                                                     tabCountsIn(entry.what.facts, "tabCounts")));
}

} // namespace seihon::station
