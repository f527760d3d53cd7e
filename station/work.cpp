#include "record/fault.h"
#include "signing/timestamp.h"
#include "station/archive_parts.h"
#include "station/audit_receivers.h"
#include "station/backups.h"
#include "station/checkpoints.h"
#include "station/clock_watch.h"
#include "station/deliveries.h"
#include "station/emergency_looks.h"
#include "station/replicas.h"
#include "station/retention_desk.h"
#include "station/round.h"
#include "station/software_watch.h"
#include "station/temp_data.h"
#include "station/witnesses.h"

#include <algorithm>

// What needs no person: pending tokens, completion and renewal, log checkpoints and their
// timestamps, fresh demo revocation lists.
namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;

namespace {

// A round has other things to do; about half of the time of `work` may go into looking.
constexpr std::chrono::seconds kLooksInARound{60};
constexpr std::chrono::seconds kLooksWhenAsked{20};
constexpr std::chrono::seconds kPartInARound{20}; // of tonight's look at the archive

} // namespace

// Of the tokens that this station took: time does not run backwards.
std::optional<record::Instant> Station::newestTokenTime() {
    std::optional<record::Instant> newest;
    const auto take = [&newest](record::Instant at) {
        newest = std::max(newest.value_or(at), at);
    };
    if (const auto sealed = m_ledger->newestOfKind(EntryKind::RecordSealed)) {
        take(record::parseInstant(sealed->what.facts.at("provenAt").asString()));
    }
    for (const EntryKind kind : {EntryKind::RecordCompleted, EntryKind::RecordRenewed}) {
        if (const auto laid = m_ledger->newestOfKind(kind)) {
            take(record::sealLayerFromJson(laid->what.facts.at("layer")).at);
        }
    }
    for (const ledger::Checkpoint& stamped : m_ledger->newestCheckpoints(1, true)) {
        const auto token = signing::verifyToken(
            stamped.token, trust(), record::sha256(stamped.note), {}, {}, record::readClock());
        if (token.verdict.permitted()) { // a spoilt one is `archive verify`'s affair
            take(token.token.at);
        }
    }
    return newest;
}

WorkReport Station::work(Urgency urgency) {
    WorkReport report;
    takeRegulationInForce();
    EmergencyLooks(*this).takeOver();
    EmergencyLooks(*this).reserve();
    SoftwareWatch(*this).notice();
    ClockWatch clock(*this);
    clock.lookWhenDue();
    record::ClockCheck machine;
    readMachineTime(machine);
    report.clock = clock.judge(machine);
    Round round(*this, urgency);
    round.obtainLists({}, std::nullopt); // the demo's, before they end
    for (const std::string& id : m_ledger->jobsWithOpenSeal()) {
        PendingSeal pending{id, {}, {}};
        try {
            const SealOutcome outcome = finishSeal(id, round);
            if (outcome.job.sealed) {
                report.sealed.push_back(outcome.job.sealed->recordId);
                continue;
            }
            pending.why =
                outcome.pendingBecause.empty() ? "refused; see the job" : outcome.pendingBecause;
            if (outcome.job.sealing) {
                pending.since = outcome.job.sealing->act.at;
            }
        } catch (const Fault& fault) { // one job's trouble must not hold up the others
            pending.why = fault.what();
        }
        report.pending.push_back(std::move(pending));
    }
    try {
        report.completed = completeJobs(round, jobsToComplete());
        report.renewed = renewWhenDue(round);
    } catch (const Fault& fault) {
        if (fault.kind != FaultKind::JobBusy) { // another process is at it
            throw;
        }
    }
    Checkpoints checkpoints(*this);
    checkpoints.make();
    checkpoints.timestamp(round, report);
    report.witnesses = Witnesses(*this).ask(urgency);
    report.witnesses.merge(AuditReceivers(*this).send(urgency));
    RetentionDesk(*this).settleDeletions();
    TempData(*this).sweep();
    Replicas(*this).bringUp();
    Backups(*this).makeWhenDue();
    ArchiveParts(*this).goOn(kPartInARound);
    report.witnesses.merge(Deliveries(*this).work(urgency));
    // Last, because nobody waits for it.
    report.examined = examineWaiting(urgency == Urgency::Asked ? kLooksWhenAsked : kLooksInARound);
    return report;
}

} // namespace seihon::station
