#include "regulation/judge_backup.h"

#include "regulation/findings.h"

namespace seihon::regulation {

using record::FindingId;
using record::Instant;
using record::Severity;
using record::Verdict;

namespace {

std::string hoursOf(Instant::duration span) {
    return std::to_string(std::chrono::floor<std::chrono::hours>(span).count()) + " h";
}

std::string daysOf(Instant::duration span) {
    return std::to_string(std::chrono::floor<std::chrono::days>(span).count()) + " d";
}

void judgeTarget(const Regulation& rules, const BackupTargetFacts& target, Instant now,
                 Verdict& verdict) {
    if (!target.failure.empty()) {
        verdict.add(makeFinding(FindingId::BackupFailing, Severity::Warn,
                                {.measured = target.failure}, target.name));
    }
    if (!target.lastGood) {
        verdict.add(makeFinding(FindingId::BackupMissing, Severity::Warn, {}, target.name));
    } else if (!isBackupFresh(rules, *target.lastGood, now)) {
        verdict.add(
            makeFinding(FindingId::BackupOld, Severity::Warn,
                        {.measured = hoursOf(now - *target.lastGood),
                         .required = std::to_string(rules.backup.backupWithin.count()) + " h"},
                        target.name));
    }
}

} // namespace

// A backup of the future is a clock that was set back: it proves nothing about now. One that was
// made between two readings of the clock is none of the future.
bool isBackupFresh(const Regulation& rules, Instant lastGood, Instant now) {
    return lastGood <= now + rules.clockTolerance && now - lastGood <= rules.backup.backupWithin;
}

Verdict judgeBackups(const Regulation& rules, const BackupFacts& facts, Instant now) {
    Verdict verdict;
    if (facts.targets.empty()) {
        return verdict.add(makeFinding(FindingId::BackupMissing, Severity::Warn));
    }
    for (const BackupTargetFacts& target : facts.targets) {
        judgeTarget(rules, target, now, verdict);
    }
    if (!facts.lastDrill) {
        return verdict.add(makeFinding(FindingId::DrillMissing, Severity::Warn));
    }
    const DrillFacts& drill = *facts.lastDrill;
    if (!drill.failure.empty()) {
        verdict.add(makeFinding(FindingId::DrillFailed, Severity::Warn, {.measured = drill.failure},
                                drill.target));
    }
    if (drill.at > now || now - drill.at > rules.backup.drillWithin) {
        verdict.add(
            makeFinding(FindingId::DrillOld, Severity::Warn,
                        {.measured = daysOf(now - drill.at),
                         .required = std::to_string(rules.backup.drillWithin.count()) + " d"}));
    }
    return verdict;
}

} // namespace seihon::regulation
