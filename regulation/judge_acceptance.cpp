#include "regulation/findings.h"
#include "regulation/judge.h"

namespace seihon::regulation {

using record::FindingId;
using record::Verdict;

// Deciding about a page that was handed in is not part of it: that is the manager's own work.
bool tookPartInScanning(const record::ScanJob& job, const std::string& user) {
    return job.scannedBy.contains(user) || (job.opened && job.opened->actor.user == user) ||
           (job.prepared && job.prepared->actor.user == user) ||
           (job.submitted && job.submitted->actor.user == user);
}

Verdict judgeAcceptance(const Regulation& regulation, const record::ScanJob& job,
                        const record::Actor& actor) {
    Verdict verdict;
    if (job.state != record::JobState::Submitted) {
        verdict.add(stepNotAllowed(job.state, "submitted"));
    }
    if (regulation.acceptByOtherPerson && tookPartInScanning(job, actor.user)) { // [A10]
        verdict.add(refusal(FindingId::SamePersonScannedAndAccepted, {.measured = actor.user}));
    }
    return verdict.merge(judgeContent(regulation, job));
}

} // namespace seihon::regulation
