#include "dicom/uid.h"
#include "ledger/durable_file.h"
#include "record/dicom_status.h"
#include "record/fault.h"
#include "record/id.h"
#include "record/json_fields.h"
#include "station/back_off.h"
#include "station/delivery_round.h"
#include "station/dicom_errand.h"
#include "station/findings.h"

#include <algorithm>

// What is said to a target and what its answers mean.
namespace seihon::station {

namespace fs = std::filesystem;
using record::EntryKind;
using record::Fault;
using record::FindingId;
using record::Json;
using record::Language;
using record::Severity;

namespace {

constexpr std::int64_t kTransactionsBytes = 16 << 10;
constexpr std::size_t kTransactionsKept = 8;  // whose late report is still taken
constexpr std::chrono::minutes kIndexing{10}; // until then an archive need not know what it took

record::Finding coerced(const Delivery& delivery, const std::string& how) {
    record::Finding finding = findingOf(FindingId::DeliveryCoerced, Severity::Warn,
                                        delivery.target + " " + delivery.recordId);
    finding.measured = how;
    return finding;
}

std::vector<ObjectStatus> statusesOf(const std::vector<dicom_net::StoreResult>& stored) {
    std::vector<ObjectStatus> statuses;
    for (const dicom_net::StoreResult& one : stored) {
        statuses.push_back(
            {one.instance.sopInstance, one.status, one.why.empty() ? one.comment : one.why});
    }
    return statuses;
}

bool isTaken(const ObjectStatus& one) {
    return one.status && (*one.status == 0 || record::isDicomWarning(*one.status));
}

bool mayBeTakenLater(const ObjectStatus& one) {
    return one.status && record::isDicomTransient(*one.status);
}

} // namespace

void Deliveries::Round::away(const dicom_net::Answer& answer, std::size_t left) {
    BackOff(station.home().backOffFile()).failed(serviceOf(target), record::readClock());
    const FindingId id =
        answer.end == dicom_net::TalkEnd::Untrusted ? FindingId::DeliveryTargetUntrusted
        : answer.end == dicom_net::TalkEnd::Refused || answer.end == dicom_net::TalkEnd::NotReady
            ? FindingId::DeliveryTargetRefuses
            : FindingId::DeliveryTargetAway;
    verdict.add(findingOf(id, Severity::Warn, target.name + ": " + answer.why));
    verdict.findings.back().measured = static_cast<std::int64_t>(left);
}

void Deliveries::Round::note(const Delivery& delivery, const std::string& why) const {
    try {
        ledger::replaceDurably(place(delivery) / "last-try", record::bytesOf(why));
    } catch (const Fault&) {
        // The list says a little less.
    }
}

bool Deliveries::send(Round& round, Delivery& delivery) {
    if (!isWhole(round, delivery)) {
        delivery.statuses = {{"", {}, "the prepared objects are not what the log says"}};
        fail(round, delivery, "objects");
        return true;
    }
    if (round.target.kind != config::DeliveryKind::Dicom) {
        return sendDocument(round, delivery);
    }
    dicom_net::Request request;
    request.errand = dicom_net::Errand::Store;
    request.peer = peerOf(m_station.home(), round.target.dicom);
    for (const DeliveryObject& one : delivery.objects) {
        request.files.push_back(round.objects(delivery) / one.file);
    }
    const dicom_net::Answer answer = runErrandApart(request);
    const std::vector<ObjectStatus> statuses = statusesOf(answer.stored);
    if (answer.end != dicom_net::TalkEnd::Done || statuses.size() != delivery.objects.size()) {
        round.note(delivery, answer.why);
        round.away(answer, round.waiting); // what was taken is sent again, under the same UIDs
        return false;
    }
    delivery.statuses = statuses;
    if (std::all_of(statuses.begin(), statuses.end(), isTaken)) {
        append(EntryKind::DeliverySent, delivery,
               Json::object(
                   {{"statuses", toJson(statuses)}, {"implementation", answer.implementation}}));
        delivery.state = DeliveryState::Sent;
        delivery.at = record::readClock();
        if (const std::string how = statusWords(delivery, Language::English); !how.empty()) {
            round.verdict.add(coerced(delivery, how));
        }
        return true;
    }
    const std::string how = statusWords(delivery, Language::English);
    round.note(delivery, how);
    if (std::all_of(statuses.begin(), statuses.end(),
                    [](const ObjectStatus& one) { return isTaken(one) || mayBeTakenLater(one); })) {
        dicom_net::Answer later = answer;
        later.end = dicom_net::TalkEnd::Away;
        later.why = how;
        round.away(later, round.waiting);
        return false;
    }
    fail(round, delivery, "store");
    return true;
}

bool Deliveries::confirmByCommitment(Round& round, Delivery& delivery) {
    const BackOff rest(m_station.home().backOffFile());
    const std::string asking = serviceOf(round.target) + " commit " + delivery.recordId;
    if (rest.restsUntil(asking, record::readClock())) {
        return true; // it was asked, and has not said anything yet
    }
    dicom_net::Request request;
    request.errand = dicom_net::Errand::Commit;
    request.peer = peerOf(m_station.home(), round.target.dicom);
    request.commit.replyPort = round.target.replyPort;
    request.commit.wait = round.target.reportWait;
    request.commit.transaction = dicom::uidOfUuid(record::makeId(record::readClock()));
    for (const DeliveryObject& one : delivery.objects) {
        request.commit.instances.push_back({one.sopClass, one.sopInstance});
    }
    // Its number is durable before it is asked with: the report may come sooner than the answer,
    // and it may come to the next asking.
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
        append(EntryKind::DeliveryConfirmed, delivery,
               Json::object({{"by", "commitment"}, {"transaction", transaction}}));
        delivery.state = DeliveryState::Confirmed;
        BackOff(m_station.home().backOffFile()).answered(asking);
        settle(round, delivery);
        return true;
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
    dicom_net::Request request;
    request.errand = dicom_net::Errand::Find;
    request.peer = peerOf(m_station.home(), round.target.dicom);
    request.find.study = delivery.study;
    request.find.series = delivery.series;
    for (const DeliveryObject& one : delivery.objects) {
        request.find.instances.push_back(one.sopInstance);
    }
    const dicom_net::Answer answer = runErrandApart(request);
    if (answer.end != dicom_net::TalkEnd::Done) {
        round.note(delivery, answer.why);
        round.away(answer, round.waiting);
        return false;
    }
    const record::ScanJob job = m_station.jobOfRecord(delivery.recordId);
    std::set<std::string> known;
    for (const dicom_net::RawItem& item : answer.items) {
        if (const auto uid = item.find("sopInstance"); uid != item.end()) {
            known.insert(uid->second);
        } else if (const auto patient = item.find("patientId");
                   patient != item.end() && patient->second != job.original.patient.id) {
            // Whose it is over there: the number itself is the patient's, and stays out of here.
            round.verdict.add(coerced(delivery, "PatientID"));
        }
    }
    std::vector<ObjectStatus> missing;
    for (const DeliveryObject& one : delivery.objects) {
        if (!known.contains(one.sopInstance)) {
            missing.push_back({one.sopInstance, 0x0112, {}});
        }
    }
    if (missing.empty()) {
        append(EntryKind::DeliveryConfirmed, delivery, Json::object({{"by", "query"}}));
        delivery.state = DeliveryState::Confirmed;
        settle(round, delivery);
    } else if (record::readClock() - delivery.at > kIndexing) {
        delivery.statuses = std::move(missing);
        fail(round, delivery, "query");
    }
    return true;
}

} // namespace seihon::station
