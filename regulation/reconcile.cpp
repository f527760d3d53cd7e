#include "regulation/reconcile.h"

#include "record/cover_code.h"
#include "regulation/findings.h"
#include "regulation/judge.h"

#include <algorithm>
#include <map>
#include <set>

namespace seihon::regulation {

using record::FindingId;
using record::Page;
using record::PageMark;
using record::ScanJob;
using record::Severity;
using record::Verdict;

namespace {

constexpr std::int64_t kEqualPermille = 1000;

std::vector<std::int64_t> sheetsOf(const ScanJob& job) {
    std::set<std::int64_t> sheets;
    for (const Page& page : job.pages) {
        sheets.insert(page.sheet);
    }
    return {sheets.begin(), sheets.end()};
}

void addDuplicate(const Page& page, const Page& other, std::int64_t permille, std::int64_t required,
                  Verdict& verdict) {
    verdict.add(makeFinding(FindingId::DuplicatePage,
                            isAsOnPaper(page) ? Severity::Note : Severity::Refuse,
                            {.measured = permille, .required = required, .unit = "permille"},
                            pageName(other) + " = " + pageName(page)));
}

// The live page that a page is said to be alike to.
const Page* pageOfCapture(const ScanJob& job, const std::string& captureId) {
    const auto found = std::find_if(job.pages.begin(), job.pages.end(),
                                    [&](const Page& page) { return page.captureId == captureId; });
    return found == job.pages.end() ? nullptr : &*found;
}

bool saysAlike(const Page& page, std::int64_t limit, const std::string& captureId) {
    return std::any_of(page.alike.begin(), page.alike.end(), [&](const record::Likeness& alike) {
        return alike.job.empty() && alike.permille >= limit &&
               (captureId.empty() || alike.captureId == captureId);
    });
}

} // namespace

Verdict judgeOpenFeed(const ScanJob& job) {
    Verdict verdict;
    std::vector<std::int64_t> missing;
    if (job.scanning && job.run) {
        missing = record::sheetsToPutBack(*job.run);
    } else if (!job.interruptions.empty()) {
        missing = job.interruptions.back().putBack;
    }
    const std::vector<std::int64_t> there = sheetsOf(job);
    std::erase_if(missing, [&](std::int64_t sheet) {
        return sheet > job.original.sheets || std::binary_search(there.begin(), there.end(), sheet);
    });
    if (!missing.empty()) {
        const auto count = static_cast<std::int64_t>(missing.size());
        verdict.add(makeFinding(FindingId::SheetsToPutBack, Severity::Warn,
                                {.measured = count, .required = {}, .unit = "sheets"},
                                record::listOfSheets(missing)));
    }
    return verdict;
}

void judgeSheetCounts(const ScanJob& job, Verdict& verdict) {
    const std::int64_t declared = job.original.sheets;
    const std::vector<std::int64_t> there = sheetsOf(job);
    const std::string numbers = record::listOfSheets(there);
    const auto differ = [&](std::int64_t count) {
        verdict.add(refusal(FindingId::SheetCountMismatch,
                            {.measured = count, .required = declared, .unit = "sheets"}, numbers));
    };
    if (job.prepared && job.sheetsPrepared != declared) {
        differ(job.sheetsPrepared);
    }
    if (job.sheetsFed != declared) {
        differ(job.sheetsFed);
        for (record::Finding finding : judgeOpenFeed(job).findings) {
            finding.severity = Severity::Refuse; // why the count is short
            verdict.add(std::move(finding));
        }
    }
    const auto count = static_cast<std::int64_t>(there.size());
    const bool numbered = there.empty() || (there.front() == 1 && there.back() == count);
    if ((count != declared && count != job.sheetsFed) || !numbered) {
        differ(count);
    }
}

// Two scans of different paper never have the same pixels: sensor noise sees to that. Blank sides
// clipped to white do.
void judgeDuplicates(const Regulation& regulation, const ScanJob& job, Verdict& verdict) {
    const std::int64_t limit = regulation.duplicates.similarityPermille;
    std::map<record::Digest, const Page*> seen;
    for (const Page& page : job.pages) {
        const auto [first, isNew] = seen.emplace(page.pixelDigest, &page);
        const bool equal = !isNew && !(isBlank(page) && isBlank(*first->second));
        if (equal) {
            addDuplicate(page, *first->second, kEqualPermille, kEqualPermille, verdict);
        }
        for (const record::Likeness& alike : page.alike) {
            const Page* other = alike.job.empty() ? pageOfCapture(job, alike.captureId) : nullptr;
            const bool said = equal && other == first->second;
            if (other != nullptr && !said && alike.permille >= limit) {
                addDuplicate(page, *other, alike.permille, limit, verdict);
            }
        }
    }
}

Verdict judgeCountedByPeople(const Regulation& regulation, const ScanJob& job) {
    const std::int64_t limit = regulation.duplicates.similarityPermille;
    const auto isTwin = [&](const Page& aside) {
        return (aside.examination && record::showsCoverSheet(*aside.examination)) ||
               saysAlike(aside, limit, {}) || // of either of the two the later one says so
               std::any_of(job.pages.begin(), job.pages.end(), [&](const Page& page) {
                   return page.pixelDigest == aside.pixelDigest ||
                          saysAlike(page, limit, aside.captureId);
               });
    };
    Verdict verdict;
    std::optional<record::Instant> doubtful; // when paper was last said not to belong here
    for (const record::SheetAside& aside : job.setAside) {
        if (std::none_of(aside.pages.begin(), aside.pages.end(), isTwin)) {
            verdict.add(
                makeFinding(FindingId::SetAsideUnlike, Severity::Warn,
                            {.measured = aside.act.actor.user, .required = aside.act.reason},
                            "sheet " + std::to_string(aside.sheet)));
            doubtful = std::max(doubtful, std::optional(aside.act.at));
        }
    }
    for (const record::Recount& recount : job.recounts) {
        verdict.add(
            makeFinding(FindingId::SheetsRecounted, Severity::Warn,
                        {.measured = recount.sheets, .required = recount.before, .unit = "sheets"},
                        recount.act.actor.user + ": " + recount.act.reason));
        if (recount.sheets < recount.before) {
            doubtful = std::max(doubtful, std::optional(recount.act.at));
        }
    }
    const bool counted =
        std::any_of(job.recounts.begin(), job.recounts.end(), [&](const record::Recount& recount) {
            return doubtful && recount.act.at >= *doubtful &&
                   !tookPartInScanning(job, recount.act.actor.user);
        });
    const DocumentClass* kind = findClass(regulation, job.original.documentClass);
    const bool accepted = kind != nullptr && kind->acceptanceRequired; // by somebody else anyhow
    if (doubtful && !counted && !accepted && !isReferenceCopy(regulation, job)) {
        verdict.add(refusal(FindingId::SecondCountNeeded));
    }
    return verdict;
}

Verdict judgeLikeness(const Regulation& regulation, const Page& page) {
    const DuplicateRules& rules = regulation.duplicates;
    Verdict verdict;
    for (const std::string& job : page.otherPatients) {
        const auto seen =
            std::find_if(page.alike.begin(), page.alike.end(),
                         [&job](const record::Likeness& alike) { return alike.job == job; });
        verdict.add(
            refusal(FindingId::PageOfOtherPatient, {},
                    "job " + job +
                        (seen == page.alike.end() ? std::string()
                                                  : ", sheet " + std::to_string(seen->sheet))));
    }
    for (const record::Likeness& alike : page.alike) {
        const bool told = std::find(page.otherPatients.begin(), page.otherPatients.end(),
                                    alike.job) != page.otherPatients.end();
        if (alike.permille < rules.similarityPermille || told) {
            continue;
        }
        const bool here = alike.job.empty();
        const std::string sheet = "sheet " + std::to_string(alike.sheet);
        verdict.add(makeFinding(
            FindingId::DuplicatePage, here ? Severity::Warn : rules.otherJob,
            {.measured = alike.permille, .required = rules.similarityPermille, .unit = "permille"},
            here ? sheet : "job " + alike.job + ", " + sheet));
    }
    return verdict;
}

} // namespace seihon::regulation
