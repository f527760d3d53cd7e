#include "regulation/judge_batch.h"

#include "regulation/findings.h"

#include <algorithm>

namespace seihon::regulation {

using record::Box;
using record::BoxEnd;
using record::BoxException;
using record::BoxFolder;
using record::FindingId;
using record::SheetSum;
using record::TabPlace;
using record::Verdict;

namespace {

std::string exceptionName(const BoxException& one) {
    return "exception " + std::to_string(one.number) +
           (one.at.folder == 0 ? "" : ", " + placeName(one.at));
}

void judgeExceptions(const Box& box, std::int64_t folder, Verdict& verdict) {
    for (const BoxException& one : box.exceptions) {
        if (one.end == BoxEnd::Open && (folder == 0 || one.concerns(folder))) {
            verdict.add(refusal(FindingId::FolderExceptionOpen,
                                {.measured = record::enumName(one.trouble)}, exceptionName(one)));
        }
    }
}

void judgeOut(const BoxFolder& folder, Verdict& verdict) {
    if (folder.isOut()) {
        verdict.add(refusal(FindingId::FolderIsOut, {.measured = folder.retrievals.back().to},
                            placeName({folder.number, 0})));
    }
}

void judgeCount(const SheetSum& sum, const TabPlace& place, Verdict& verdict) {
    if (sum.open() != 0) {
        const std::int64_t there = sum.sealed + sum.scanned + sum.withheld;
        verdict.add(refusal(FindingId::TabCountOpen,
                            {.measured = there, .required = there + sum.open(), .unit = "sheets"},
                            placeName(place)));
    }
}

Verdict unknownPlace(const TabPlace& place) {
    Verdict verdict;
    return verdict.add(refusal(FindingId::BoxUnknown, {.measured = placeName(place)}));
}

record::Finding boxStepRefused(std::string_view why) {
    return refusal(FindingId::BoxStepNotAllowed, {.measured = why});
}

// What stands in the way of calling the folder done, beside the seals of its jobs.
void judgeFolder(const Box& box, const BoxFolder& folder, const record::TabCounts& counts,
                 Verdict& verdict) {
    judgeOut(folder, verdict);
    for (const record::BoxTab& tab : folder.tabs) {
        const TabPlace place{folder.number, tab.number};
        judgeCount(sumOf(box, place, counts), place, verdict);
    }
}

void judgeJobs(const Box& box, const BoxFolder& folder, const record::TabCounts& counts,
               Verdict& verdict) {
    if (const SheetSum sum = sumOf(box, folder, counts); sum.openJobs > 0) {
        verdict.add(refusal(FindingId::BoxJobsOpen, {.measured = sum.openJobs},
                            placeName({folder.number, 0})));
    }
}

// Where nobody knows the folder, the counts know no better than the person.
Verdict judgeFound(const Box& box, const TabPlace& at, const record::TabCounts& counts) {
    Verdict verdict;
    const BoxFolder* const folder = box.folder(at.folder);
    if (folder == nullptr) {
        return verdict;
    }
    for (const record::BoxTab& tab : folder->tabs) {
        const TabPlace place{at.folder, tab.number};
        const SheetSum sum = sumOf(box, place, counts);
        if ((at.tab == 0 || at.tab == tab.number) && sum.open() != 0) {
            const std::int64_t there = sum.sealed + sum.scanned + sum.withheld;
            verdict.add(
                refusal(FindingId::FoundNotScanned,
                        {.measured = there, .required = there + sum.open(), .unit = "sheets"},
                        placeName(place)));
        }
    }
    return verdict;
}

void judgeRefiled(const Box& box, Verdict& verdict) {
    for (const BoxFolder& folder : box.folders) {
        if (!folder.refiled) {
            verdict.add(refusal(FindingId::FolderNotRefiled, {}, placeName({folder.number, 0})));
        }
    }
}

} // namespace

std::string placeName(const TabPlace& place) {
    return "folder " + std::to_string(place.folder) +
           (place.tab == 0 ? "" : ", tab " + std::to_string(place.tab));
}

Verdict judgeFolderWork(const Box& box, const record::FolderLink& link, Authority step,
                        const record::TabCounts& counts) {
    const TabPlace place{link.folder, link.tab};
    if (box.id != link.box || box.tab(place) == nullptr) {
        return unknownPlace(place);
    }
    Verdict verdict;
    judgeOut(*box.folder(link.folder), verdict);
    if (step == Authority::Seal) {
        judgeExceptions(box, link.folder, verdict);
        judgeCount(sumOf(box, place, counts), place, verdict);
    }
    return verdict;
}

Verdict judgeBoxAct(const Box& box) {
    Verdict verdict;
    if (box.closed) {
        verdict.add(boxStepRefused("closed"));
    }
    return verdict;
}

Verdict judgeRetrieval(const Box& box, std::int64_t number) {
    Verdict verdict = judgeBoxAct(box);
    const BoxFolder* const folder = box.folder(number);
    if (folder == nullptr) {
        return unknownPlace({number, 0});
    }
    judgeOut(*folder, verdict);
    return verdict;
}

Verdict judgeReturn(const Box& box, std::int64_t number) {
    Verdict verdict = judgeBoxAct(box);
    const BoxFolder* const folder = box.folder(number);
    if (folder == nullptr) {
        return unknownPlace({number, 0});
    }
    if (!folder->isOut()) {
        verdict.add(boxStepRefused("in the box"));
    }
    return verdict;
}

Verdict judgeFolderAdding(const Box& box, const BoxFolder& folder, const ProjectPlan* plan,
                          std::int64_t left) {
    Verdict verdict = judgeBoxAct(box);
    const std::int64_t folders = std::ssize(box.folders) + left;
    if (folders > box.expectedFolders) {
        verdict.add(
            refusal(FindingId::BoxFull, {.measured = folders, .required = box.expectedFolders}));
    }
    for (const record::BoxTab& tab : folder.tabs) {
        if (plan == nullptr || !plan->classes.contains(tab.documentClass)) {
            verdict.add(refusal(FindingId::ClassNotInPlan, {.measured = tab.documentClass},
                                placeName({folder.number, tab.number})));
        }
    }
    return verdict;
}

Verdict judgeFolderVoiding(const Box& box, std::int64_t number, const record::TabCounts& counts) {
    Verdict verdict = judgeBoxAct(box);
    const BoxFolder* const folder = box.folder(number);
    if (folder == nullptr) {
        return unknownPlace({number, 0});
    }
    if (box.batch.running) { // also one that was lost: it may have begun this very folder
        verdict.add(boxStepRefused("scanning"));
    }
    judgeOut(*folder, verdict);
    judgeJobs(box, *folder, counts, verdict);
    const SheetSum sum = sumOf(box, *folder, counts);
    if (sum.scanned + sum.sealed > 0) {
        verdict.add(refusal(FindingId::FolderScanned, {.measured = sum.scanned + sum.sealed},
                            placeName({number, 0})));
    }
    for (const BoxException& one : box.exceptions) {
        if (one.at.folder != number && one.to.folder != number) {
            continue;
        }
        const std::string name = exceptionName(one);
        if (one.changesCounts()) { // its sheets would be lost from the other side of the sum
            verdict.add(refusal(FindingId::FolderCountsSettled, {}, name));
        } else if (one.end == BoxEnd::Open && !one.isAboutIndexOnly()) {
            verdict.add(refusal(FindingId::FolderExceptionOpen,
                                {.measured = record::enumName(one.trouble)}, name));
        }
    }
    return verdict;
}

Verdict judgeRecount(const Box& box, std::int64_t folders) {
    Verdict verdict = judgeBoxAct(box);
    if (const std::int64_t there = std::ssize(box.folders); folders < there) {
        verdict.add(refusal(FindingId::BoxFoldersDiffer, {.measured = there, .required = folders}));
    }
    return verdict;
}

Verdict judgeSettlement(const Box& box, const ExceptionSettlement& settlement,
                        const record::Actor& actor, const record::TabCounts& counts) {
    Verdict verdict = judgeBoxAct(box);
    const BoxException* const one = box.exception(settlement.number);
    if (one == nullptr || one->end != BoxEnd::Open) {
        verdict.add(boxStepRefused(one == nullptr ? "no such exception" : "settled"));
        return verdict;
    }
    if (settlement.end == BoxEnd::Found) {
        return verdict.merge(judgeFound(box, settlement.at, counts));
    }
    const bool moved = settlement.end == BoxEnd::Moved;
    const bool fits =
        settlement.end != BoxEnd::Open && settlement.end != BoxEnd::Voided &&
        settlement.sheets >= 1 && box.tab(settlement.at) != nullptr &&
        (!moved || (box.tab(settlement.to) != nullptr && !(settlement.to == settlement.at)));
    if (!fits) {
        verdict.add(
            refusal(FindingId::ExceptionEndUnfit, {.measured = record::enumName(settlement.end)}));
    }
    if (box.batch.fedBy.contains(actor.user)) { // [A10]
        verdict.add(refusal(FindingId::SettledByFeeder, {.measured = actor.user}));
    }
    return verdict;
}

Verdict judgeTakingBack(const Box& box, std::int64_t number, const record::TabCounts& counts) {
    Verdict verdict = judgeBoxAct(box);
    const BoxException* const one = box.exception(number);
    if (one == nullptr || one->end == BoxEnd::Open || one->end == BoxEnd::Voided) {
        verdict.add(
            boxStepRefused(one == nullptr ? "no such exception" : record::enumName(one->end)));
        return verdict;
    }
    if (one->openedAt.folder != 0 && box.folder(one->openedAt.folder) == nullptr) {
        return unknownPlace(one->openedAt); // of a folder that was voided since
    }
    if (const std::int64_t sealed = sealedSheetsOf(counts, *one); sealed != one->sealedThen) {
        verdict.add(refusal(FindingId::SettlementSealed,
                            {.measured = sealed, .required = one->sealedThen},
                            exceptionName(*one)));
    }
    return verdict;
}

Verdict judgeRefiling(const Box& box, std::int64_t number, const record::TabCounts& counts,
                      std::int64_t sheets) {
    Verdict verdict = judgeBoxAct(box);
    const BoxFolder* const folder = box.folder(number);
    if (folder == nullptr) {
        return unknownPlace({number, 0});
    }
    judgeFolder(box, *folder, counts, verdict);
    judgeExceptions(box, number, verdict);
    const std::int64_t belong = sumOf(box, *folder, counts).paper();
    if (sheets != belong) {
        verdict.add(refusal(FindingId::RefiledCountDiffers,
                            {.measured = sheets, .required = belong, .unit = "sheets"},
                            placeName({number, 0})));
    }
    return verdict;
}

Verdict judgeBoxShutting(const Box& box, const std::string& seal, const std::string& usedOn) {
    Verdict verdict = judgeBoxAct(box);
    const std::string key = record::sealNumberKey(seal);
    const bool usedHere = box.seals.contains(key) || record::sealNumberKey(box.sealCame) == key;
    if (usedHere || !usedOn.empty()) { // a seal that was off once proves nothing
        verdict.add(
            refusal(FindingId::SealNumberUsed, {.measured = seal}, usedHere ? box.number : usedOn));
    }
    for (const BoxFolder& folder : box.folders) {
        judgeOut(folder, verdict);
    }
    judgeRefiled(box, verdict);
    return verdict;
}

Verdict judgeBoxClosing(const Box& box, const record::TabCounts& counts) {
    Verdict verdict = judgeBoxAct(box);
    const auto folders = static_cast<std::int64_t>(box.folders.size());
    if (folders != box.expectedFolders) {
        verdict.add(refusal(FindingId::BoxFoldersDiffer,
                            {.measured = folders, .required = box.expectedFolders}));
    }
    if (box.batch.running || box.batch.brokenOff) {
        verdict.add(boxStepRefused(box.batch.running ? "scanning" : "broken off"));
    }
    for (const BoxFolder& folder : box.folders) {
        judgeFolder(box, folder, counts, verdict);
        judgeJobs(box, folder, counts, verdict);
    }
    judgeExceptions(box, 0, verdict);
    judgeRefiled(box, verdict);
    if (box.sealGoes.empty()) {
        verdict.add(refusal(FindingId::BoxNotShut));
    }
    return verdict;
}

Verdict boxStanding(const Box& box, const record::TabCounts& counts, record::Instant now,
                    std::chrono::minutes utcOffset) {
    Verdict verdict;
    if (!box.closed) {
        for (record::Finding finding : judgeBoxClosing(box, counts).findings) {
            finding.severity = record::Severity::Note; // the work is under way
            verdict.add(std::move(finding));
        }
    }
    for (const BoxFolder& folder : box.folders) {
        if (folder.isOut() && folder.retrievals.back().due && now > *folder.retrievals.back().due) {
            verdict.add(makeFinding(
                FindingId::FolderOverdue, record::Severity::Warn,
                {.required = record::formatLocal(*folder.retrievals.back().due, utcOffset)},
                placeName({folder.number, 0})));
        }
    }
    return verdict;
}

} // namespace seihon::regulation
