#include "record/fault.h"
#include "signing/checkpoint.h"
#include "signing/demo_pki.h"
#include "signing/timestamp.h"
#include "station/station.h"

// What needs no person: pending tokens, log checkpoints and their timestamps, fresh demo revocation
// lists.
namespace seihon::station {

using record::Fault;
using record::FaultKind;

void Station::makeCheckpoint() {
    const ledger::TreeHead head = m_ledger->head();
    const std::vector<ledger::Checkpoint> known = m_ledger->checkpoints();
    if (!known.empty() && known.back().size >= head.size) {
        return;
    }
    ledger::Checkpoint checkpoint;
    checkpoint.size = head.size;
    checkpoint.root = head.root;
    checkpoint.at = record::readClock();
    checkpoint.note =
        signing::signCheckpoint(m_home.stationKey(), m_config.stationId, head.size, head.root);
    m_ledger->addCheckpoint(checkpoint);
}

WorkReport Station::work() {
    WorkReport report;
    if (m_config.revocation == "demo:") {
        signing::refreshDemoCrls(m_home.demo(), m_home.trust(), record::readClock());
    }
    for (const std::string& id : m_ledger->jobsWithOpenSeal()) {
        try {
            const SealOutcome outcome = finishSeal(id);
            if (outcome.job.sealed) {
                report.sealed.push_back(outcome.job.sealed->recordId);
            } else {
                report.pending.emplace_back(id, outcome.pendingBecause.empty()
                                                    ? "refused; see the job"
                                                    : outcome.pendingBecause);
            }
        } catch (const Fault& fault) { // one job's trouble must not hold up the others
            report.pending.emplace_back(id, fault.what());
        }
    }
    makeCheckpoint();
    const std::vector<ledger::Checkpoint> checkpoints = m_ledger->checkpoints();
    if (checkpoints.empty()) {
        return report;
    }
    // The newest covers all before it.
    const ledger::Checkpoint& newest = checkpoints.back();
    report.checkpointSize = newest.size;
    report.checkpointTimestamped = !newest.token.empty();
    const signing::Trust believed = trust();
    for (const config::TimestampService& service : m_config.timestampServices) {
        if (report.checkpointTimestamped) {
            break;
        }
        try {
            const auto authority = signing::openTimestampAuthority(service, m_home.demo());
            const signing::Token token =
                signing::timestamp(*authority, believed, record::sha256(newest.note),
                                   record::readClock(), m_regulation->clockTolerance);
            m_ledger->setCheckpointToken(newest.size, token.der);
            report.checkpointTimestamped = true;
        } catch (const Fault& fault) {
            if (fault.kind != FaultKind::TimestampUnavailable &&
                fault.kind != FaultKind::TimestampRefused) {
                throw;
            }
        }
    }
    return report;
}

} // namespace seihon::station
