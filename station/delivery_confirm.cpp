#include "dicom/uid.h"
#include "ledger/durable_file.h"
#include "record/dicom_status.h"
#include "record/fault.h"
#include "record/id.h"
#include "record/json_fields.h"
#include "station/back_off.h"
#include "station/delivery_compare.h"
#include "station/delivery_round.h"
#include "station/dicom_errand.h"

#include <algorithm>
#include <set>

// Whether a target keeps what it took, and keeps it as it was sent.
namespace seihon::station {

namespace fs = std::filesystem;
using record::EntryKind;
using record::Fault;
using record::Json;
using record::Language;

namespace {

constexpr std::int64_t kTransactionsBytes = 16 << 10;
constexpr std::size_t kTransactionsKept = 8;  // whose late report is still taken
constexpr std::chrono::minutes kIndexing{10}; // until then an archive need not know what it took
// PS3.4 B.2.3: it changed elements, or left some out.
constexpr std::int64_t kCoerced = 0xB000, kDiscarded = 0xB006;
constexpr std::int64_t kNotKnown = 0x0112; // PS3.3 C.14.1.1: no such object instance

bool saidThatItChanges(const Delivery& delivery) {
    return std::any_of(delivery.statuses.begin(), delivery.statuses.end(), [](const auto& one) {
        return one.status == kCoerced || one.status == kDiscarded;
    });
}

// Without what the hospital lets this archive hold otherwise.
std::set<std::string> notAllowed(std::set<std::string> changed,
                                 const config::DeliveryTarget& target) {
    for (const config::ChangeAllowed one : target.mayChange) {
        changed.erase(std::string(record::enumName(one)));
    }
    return changed;
}

} // namespace

// Its number is durable before it is asked with: the report may come sooner than the answer, and it
// may come to the next asking.
dicom_net::Request Deliveries::askingToCommit(const Round& round, const Delivery& delivery) {
    dicom_net::Request request;
    request.errand = dicom_net::Errand::Commit;
    request.peer = peerOf(m_station.home(), round.target.dicom);
    request.commit.replyPort = round.target.replyPort;
    request.commit.wait = round.target.reportWait;
    request.commit.transaction = dicom::uidOfUuid(record::makeId(record::readClock()));
    for (const DeliveryObject& one : delivery.objects) {
        request.commit.instances.push_back({one.sopClass, one.sopInstance});
    }
    const fs::path file = round.place(delivery) / "transactions.json";
    try {
        const auto bytes = ledger::readWhole(file, kTransactionsBytes);
        for (const Json& one :
             record::parseJson(std::string(bytes.begin(), bytes.end())).asArray()) {
            request.commit.earlier.push_back(one.asString());
        }
    } catch (const Fault&) {
        request.commit.earlier.clear();
    }
    std::vector<std::string> known = request.commit.earlier;
    known.push_back(request.commit.transaction);
    if (known.size() > kTransactionsKept) {
        known.erase(known.begin());
    }
    ledger::replaceDurably(file, record::bytesOf(record::canonical(record::textsJson(known))));
    return request;
}

bool Deliveries::confirmByCommitment(Round& round, Delivery& delivery) {
    const BackOff rest(m_station.home().backOffFile());
    const std::string asking = askingFor(round.target, delivery);
    if (rest.restsUntil(asking, record::readClock())) {
        return true; // it was asked, and has not said anything yet
    }
    const dicom_net::Request request = askingToCommit(round, delivery);
    const dicom_net::Answer answer = runErrandApart(request);
    std::set<std::string> committed;
    std::vector<ObjectStatus> failed;
    std::string transaction;
    for (const dicom_net::CommitReport& report : answer.reports) {
        transaction = report.transaction;
        committed.insert(report.committed.begin(), report.committed.end());
        for (const dicom_net::CommitFailure& one : report.failed) {
            failed.push_back({one.sopInstance, one.reason, {}});
        }
    }
    BackOff(m_station.home().backOffFile()).failed(asking, record::readClock());
    if (!failed.empty()) { // it said "taken", and does not hold it
        delivery.statuses = std::move(failed);
        fail(round, delivery, "commitment");
        return true;
    }
    const bool all =
        std::all_of(delivery.objects.begin(), delivery.objects.end(),
                    [&](const DeliveryObject& one) { return committed.contains(one.sopInstance); });
    if (all) {
        BackOff(m_station.home().backOffFile()).answered(asking);
        return compareWithHeld(round, delivery,
                               Json::object({{"by", "commitment"}, {"transaction", transaction}}));
    }
    const std::string why = answer.commitStatus.value_or(0) != 0
                                ? record::dicomStatusWords(*answer.commitStatus, Language::English)
                            : answer.why.empty() ? "no report of storage commitment yet"
                                                 : answer.why;
    round.note(delivery, why);
    if (answer.end != dicom_net::TalkEnd::Done) {
        round.away(answer, round.waiting);
        return false;
    }
    return true;
}

bool Deliveries::confirmByQuery(Round& round, Delivery& delivery) {
    return compareWithHeld(round, delivery, Json::object({{"by", "query"}}));
}

// What an archive says of an object by C-FIND beside what stands in the object that it was sent. An
// archive that corrects a patient's number keeps the object under somebody else [A8]; storage
// commitment, which knows UIDs alone, would call that kept.
bool Deliveries::compareWithHeld(Round& round, Delivery& delivery, Json facts) {
    if (!isWhole(round, delivery)) {
        failAltered(round, delivery);
        return true;
    }
    const bool committed = facts.at("by").asString() == "commitment";
    dicom_net::Request request;
    request.errand = dicom_net::Errand::Find;
    request.peer = peerOf(m_station.home(), round.target.dicom);
    request.find.study = delivery.study;
    request.find.series = delivery.series;
    for (const DeliveryObject& one : delivery.objects) {
        request.find.instances.push_back(one.sopInstance);
        request.files.push_back(round.objects(delivery) / one.file);
    }
    const dicom_net::Answer answer = runErrandApart(request);
    const bool cannotBeAsked = committed && answer.end == dicom_net::TalkEnd::Refused;
    if (answer.end != dicom_net::TalkEnd::Done && !cannotBeAsked) {
        round.note(delivery, answer.why);
        round.away(answer, round.waiting);
        return false;
    }
    const SentAndHeld held = cannotBeAsked ? SentAndHeld{} : compareWithSent(answer.items);
    std::vector<ObjectStatus> missing;
    for (const DeliveryObject& one : delivery.objects) {
        if (!cannotBeAsked && !held.found.contains(one.sopInstance)) {
            missing.push_back({one.sopInstance, kNotKnown, {}});
        }
    }
    const std::set<std::string> changed = notAllowed(held.changed, round.target);
    if (!changed.empty()) {
        round.verdict.add(coercedFinding(delivery, listed(changed)));
        delivery.statuses = {{"", {}, "held otherwise than sent: " + listed(changed)}};
        fail(round, delivery, "comparison");
        return true;
    }
    if (!missing.empty()) {
        if (record::readClock() - delivery.at > kIndexing) {
            delivery.statuses = std::move(missing);
            fail(round, delivery, committed ? "comparison" : "query");
        } else {
            round.note(delivery, "it does not show what it took yet");
        }
        return true;
    }
    if (saidThatItChanges(delivery) && round.target.mayChange.empty()) {
        const std::string said = statusWords(delivery, Language::English);
        round.verdict.add(coercedFinding(delivery, said));
        delivery.statuses = {
            {"", {}, "it said that it changed elements, and does not show which: " + said}};
        fail(round, delivery, "comparison");
        return true;
    }
    facts.set("compared", record::textsJson({held.compared.begin(), held.compared.end()}));
    facts.set("changed", record::textsJson({held.changed.begin(), held.changed.end()}));
    if (cannotBeAsked) {
        facts.set("notCompared", answer.why);
    }
    append(EntryKind::DeliveryConfirmed, delivery, std::move(facts));
    delivery.state = DeliveryState::Confirmed;
    settle(round, delivery);
    return true;
}

} // namespace seihon::station
