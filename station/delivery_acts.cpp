#include "ledger/durable_file.h"
#include "record/fault.h"
#include "record/id.h"
#include "station/access_log.h"
#include "station/back_off.h"
#include "station/delivery_round.h"
#include "station/typed_text.h"

#include <algorithm>

// What people say of deliveries: send it again, let it be. The log has it, and the queue asks only
// the log.
namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::Json;
using regulation::Authority;

DeliveryAct Deliveries::retry(const Session& session, const std::string& recordId,
                              const std::string& target) {
    DeliveryAct act;
    record::EntryDraft draft =
        AccessLog(m_station).draftFor(session, Authority::Work, recordId, act.verdict);
    if (!act.verdict.permitted()) {
        return act;
    }
    for (const config::DeliveryTarget& one : settings().targets) {
        if (!record::isId(recordId) || (!target.empty() && one.name != target)) {
            continue;
        }
        const ledger::FileLock lock(m_station.home().locks() / ("delivery-" + one.name), true);
        const Delivery delivery = look(one.name, recordId);
        if ((delivery.state == DeliveryState::Failed && !delivery.retried) ||
            delivery.state == DeliveryState::GivenUp) {
            ledger::makeDurableFolder(folderOf(one.name) / recordId);
            draft.kind = EntryKind::DeliveryRetryAsked;
            draft.job = delivery.job;
            draft.facts = Json::object({{"target", one.name}, {"stage", delivery.stage}});
            AccessLog(m_station).ledger().append(draft, record::readClock());
            BackOff(m_station.home().backOffFile()).answered(serviceOf(one));
            ++act.deliveries;
        }
    }
    if (act.deliveries == 0) {
        throw Fault(FaultKind::NotFound, "nothing of this record failed on its way");
    }
    return act;
}

DeliveryAct Deliveries::giveUp(const Session& session, const std::string& recordId,
                               const std::string& target, const std::string& reason) {
    requireReason(reason);
    DeliveryAct act;
    record::EntryDraft draft =
        AccessLog(m_station).draftFor(session, Authority::KeepArchive, recordId, act.verdict);
    if (!act.verdict.permitted()) {
        return act;
    }
    for (const Delivery& open : list()) {
        if (open.recordId != recordId || (!target.empty() && open.target != target)) {
            continue;
        }
        const ledger::FileLock lock(m_station.home().locks() / ("delivery-" + open.target), true);
        const Delivery delivery = look(open.target, recordId); // as it is, now that nobody sends it
        if (delivery.state == DeliveryState::Confirmed ||
            delivery.state == DeliveryState::GivenUp) {
            continue;
        }
        draft.kind = EntryKind::DeliveryGivenUp;
        draft.job = delivery.job;
        draft.facts = Json::object({{"target", delivery.target},
                                    {"state", record::enumName(delivery.state)},
                                    {"stage", delivery.stage}});
        draft.privateFacts = Json::object({{"reason", reason}}); // it may name the patient
        AccessLog(m_station).ledger().append(draft, record::readClock());
        std::filesystem::remove_all(folderOf(delivery.target) / recordId);
        ++act.deliveries;
    }
    if (act.deliveries == 0) {
        throw Fault(FaultKind::NotFound, "nothing of this record is on its way");
    }
    return act;
}

} // namespace seihon::station
