#include "record/fault.h"
#include "signing/checkpoint.h"
#include "signing/station_key.h"
#include "signing/timestamp.h"
#include "station/clock_watch.h"
#include "station/round.h"

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

} // namespace

void Station::makeCheckpoint() {
    const ledger::TreeHead head = m_ledger->head();
    const std::vector<ledger::Checkpoint> known = m_ledger->checkpoints();
    if (!known.empty() && known.back().size >= head.size) {
        return;
    }
    // A key that is not the trusted one would spoil the log for good: what is written stays.
    const std::string key = signing::stationPublicKey(m_home.stationKey());
    const signing::Trust believed = trust();
    if (std::none_of(believed.file.stationKeys.begin(), believed.file.stationKeys.end(),
                     [&](const config::StationKey& trusted) {
                         return trusted.stationId == m_config.stationId &&
                                trusted.ed25519Base64 == key;
                     })) {
        throw Fault(FaultKind::ConfigInvalid,
                    "keys/station.pem is not the key that trust.toml names for " +
                        m_config.stationId,
                    {{"file", m_home.stationKey().string()}});
    }
    ledger::Checkpoint checkpoint;
    checkpoint.size = head.size;
    checkpoint.root = head.root;
    checkpoint.at = record::readClock();
    checkpoint.note =
        signing::signCheckpoint(m_home.stationKey(), m_config.stationId, head.size, head.root);
    m_ledger->addCheckpoint(checkpoint);
}

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
    const std::vector<ledger::Checkpoint> checkpoints = m_ledger->checkpoints();
    const auto stamped = std::find_if(checkpoints.rbegin(), checkpoints.rend(),
                                      [](const ledger::Checkpoint& c) { return !c.token.empty(); });
    if (stamped != checkpoints.rend()) {
        const auto token = signing::verifyToken(
            stamped->token, trust(), record::sha256(stamped->note), {}, {}, record::readClock());
        if (token.verdict.permitted()) { // a spoilt one is `archive verify`'s affair
            take(token.token.at);
        }
    }
    return newest;
}

WorkReport Station::work(Urgency urgency) {
    WorkReport report;
    takeRegulationInForce();
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
    makeCheckpoint();
    timestampCheckpoint(round, report);
    // Last, because nobody waits for it.
    report.examined = examineWaiting(urgency == Urgency::Asked ? kLooksWhenAsked : kLooksInARound);
    return report;
}

void Station::timestampCheckpoint(Round& round, WorkReport& report) {
    const std::vector<ledger::Checkpoint> checkpoints = m_ledger->checkpoints();
    if (checkpoints.empty()) {
        return;
    }
    // The newest covers all before it.
    const ledger::Checkpoint& newest = checkpoints.back();
    report.checkpointSize = newest.size;
    report.checkpointTimestamped = !newest.token.empty();
    if (report.checkpointTimestamped) {
        return;
    }
    try {
        const signing::Token token =
            round.services.token(record::sha256(newest.note), m_regulation->clockTolerance);
        m_ledger->setCheckpointToken(newest.size, token.der);
        report.checkpointTimestamped = true;
    } catch (const Fault& fault) {
        if (fault.kind != FaultKind::TimestampUnavailable &&
            fault.kind != FaultKind::TimestampRefused) {
            throw;
        }
    }
}

} // namespace seihon::station
