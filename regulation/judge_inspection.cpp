#include "regulation/judge_inspection.h"

#include "regulation/findings.h"

#include <algorithm>

namespace seihon::regulation {

using record::FindingId;
using record::ScanJob;
using record::Severity;
using record::Verdict;

namespace {

bool asksForEyes(const record::Page& page) {
    const Verdict findings = record::findingsOf(page);
    return page.mark != record::PageMark::None ||
           std::any_of(findings.findings.begin(), findings.findings.end(),
                       [](const record::Finding& one) { return one.severity != Severity::Note; });
}

record::Finding notViewed(std::int64_t page) {
    return refusal(FindingId::PageNotViewed, {}, "page " + std::to_string(page));
}

} // namespace

bool needsInspection(const ScanJob& job) {
    return job.project && !(job.amends && job.amends->samePages);
}

std::set<std::int64_t> pagesToInspect(const ScanJob& job) {
    if (!job.inspection.draw) {
        return {};
    }
    std::set<std::int64_t> pages(job.inspection.draw->pages.begin(),
                                 job.inspection.draw->pages.end());
    for (const record::Page& page : job.pages) {
        if (asksForEyes(page)) {
            pages.insert(page.number);
        }
    }
    return pages;
}

std::set<std::int64_t> pagesNotSeenBy(const ScanJob& job, const std::string& user) {
    std::set<std::int64_t> left = pagesToInspect(job);
    if (const auto viewed = job.inspection.viewed.find(user);
        viewed != job.inspection.viewed.end()) {
        for (const auto& [number, shown] : viewed->second) {
            const record::Page* const page = record::findPage(job, number);
            if (page != nullptr && page->fileDigest == shown) {
                left.erase(number);
            }
        }
    }
    return left;
}

record::PageDraw drawForInspection(const Regulation& regulation, const ScanJob& job,
                                   bool afterFault) {
    using record::DrawScope;
    const InspectionRules& rules = regulation.projects.inspection;
    const auto& committed = job.inspection.committed;
    const bool known = job.inspection.drawnBefore || job.inspection.draw || !committed;
    record::PageDraw draw;
    if (committed) {
        draw.seed = committed->seed;
        draw.salt = committed->salt;
    }
    draw.scope = known        ? DrawScope::AllAgain
                 : afterFault ? DrawScope::AllAfterFault
                              : DrawScope::Share;
    draw.permille = rules.pagesPermille;
    draw.least = rules.leastPages;
    draw.pages = record::drawnPages(draw, job.id, std::ssize(job.pages));
    return draw;
}

bool hadHandInJob(const ScanJob& job, const std::string& user) {
    const auto marked = [&](const record::Page& page) {
        return page.mark != record::PageMark::None && page.markedBy.user == user;
    };
    const auto by = [&](const auto& one) {
        return one.act.actor.user == user;
    };
    return tookPartInScanning(job, user) || (job.compared && job.compared->actor.user == user) ||
           std::any_of(job.pages.begin(), job.pages.end(), marked) ||
           std::any_of(job.superseded.begin(), job.superseded.end(), marked) ||
           std::any_of(job.setAside.begin(), job.setAside.end(), by) ||
           std::any_of(job.recounts.begin(), job.recounts.end(), by);
}

Verdict judgeInspector(const ProjectPlan& plan, const ScanJob& job, const record::Actor& actor) {
    Verdict verdict;
    if (!needsInspection(job) || !job.inspection.draw) {
        verdict.add(stepNotAllowed(job.state, "submitted, accepted"));
    }
    if (!plan.organisation.inspectors.contains(actor.user)) {
        verdict.add(refusal(FindingId::InspectorNotInPlan, {.measured = actor.user}));
    }
    if (hadHandInJob(job, actor.user)) { // [C3]
        verdict.add(refusal(FindingId::SamePersonScannedAndInspected, {.measured = actor.user}));
    }
    return verdict;
}

Verdict judgeInspectionApproval(const ScanJob& job, const record::Actor& actor) {
    Verdict verdict;
    for (const std::int64_t page : pagesNotSeenBy(job, actor.user)) {
        verdict.add(notViewed(page));
    }
    return verdict;
}

Verdict judgeInspectionFault(const ScanJob& job, const record::Actor& actor, std::int64_t page) {
    Verdict verdict;
    const auto viewed = job.inspection.viewed.find(actor.user);
    if (viewed == job.inspection.viewed.end() || !viewed->second.contains(page)) {
        verdict.add(notViewed(page));
    }
    return verdict;
}

Verdict judgeInspected(const ScanJob& job) {
    Verdict verdict;
    if (!needsInspection(job)) {
        return verdict;
    }
    const std::int64_t all = std::ssize(pagesToInspect(job));
    if (!job.inspection.approved) {
        return verdict.add(refusal(FindingId::InspectionMissing, {.measured = 0, .required = all}));
    }
    // Looks that came later, and marks, may ask for more pages than there were then.
    const std::string& inspector = job.inspection.approved->actor.user;
    if (const auto left = std::ssize(pagesNotSeenBy(job, inspector)); left > 0) {
        verdict.add(
            refusal(FindingId::InspectionMissing, {.measured = all - left, .required = all}));
    }
    if (hadHandInJob(job, inspector)) {
        verdict.add(refusal(FindingId::SamePersonScannedAndInspected, {.measured = inspector}));
    }
    return verdict;
}

} // namespace seihon::regulation
