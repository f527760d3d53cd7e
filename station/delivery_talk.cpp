#include "ledger/durable_file.h"
#include "record/dicom_status.h"
#include "record/fault.h"
#include "record/json_fields.h"
#include "station/back_off.h"
#include "station/delivery_round.h"
#include "station/dicom_errand.h"
#include "station/findings.h"

#include <algorithm>
#include <set>

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

std::vector<ObjectStatus> statusesOf(const std::vector<dicom_net::StoreResult>& stored) {
    std::vector<ObjectStatus> statuses;
    for (const dicom_net::StoreResult& one : stored) {
        statuses.push_back(
            {one.instance.sopInstance, one.status, one.why.empty() ? one.comment : one.why});
    }
    return statuses;
}

std::vector<dicom::TransferSyntax> syntaxesOf(const config::DeliveryTarget& target) {
    std::vector<dicom::TransferSyntax> syntaxes;
    for (const config::DeliverySyntax one : target.syntaxes) {
        syntaxes.push_back(one == config::DeliverySyntax::JpegLs ? dicom::TransferSyntax::JpegLs
                           : one == config::DeliverySyntax::JpegLossless
                               ? dicom::TransferSyntax::JpegLossless
                               : dicom::TransferSyntax::ExplicitLittleEndian);
    }
    return syntaxes;
}

bool isTaken(const ObjectStatus& one) {
    return one.status && (*one.status == 0 || record::isDicomWarning(*one.status));
}

bool mayBeTakenLater(const ObjectStatus& one) {
    return one.status && record::isDicomTransient(*one.status);
}

} // namespace

record::Finding coercedFinding(const Delivery& delivery, const std::string& how) {
    return aboutDelivery(FindingId::DeliveryCoerced, delivery, how);
}

std::string askingFor(const config::DeliveryTarget& target, const Delivery& delivery) {
    return serviceOf(target) + " commit " + delivery.recordId;
}

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

// Where several encodings would do, the target is asked once a round which of them it takes for
// each class: an object has one encoding for ever, because its digest is in the log before it
// leaves. False: it does not answer.
bool Deliveries::agreeOnSyntaxes(Round& round) {
    const std::vector<dicom::TransferSyntax> wished = syntaxesOf(round.target);
    if (round.syntaxes || round.target.kind != config::DeliveryKind::Dicom) {
        return true;
    }
    ObjectSyntaxes agreed;
    std::vector<dicom_net::TakenEncoding> taken;
    dicom_net::Request request;
    request.errand = dicom_net::Errand::Offer;
    request.peer = peerOf(m_station.home(), round.target.dicom);
    for (const dicom::ObjectKind kind : dicom::kImageKinds) {
        request.offer.sopClasses.push_back(dicom::sopClassOf(kind));
    }
    for (const dicom::TransferSyntax one : wished) {
        request.offer.transferSyntaxes.push_back(dicom::uidOf(one));
    }
    if (wished.size() > 1) {
        const dicom_net::Answer answer = runErrandApart(request);
        if (answer.end != dicom_net::TalkEnd::Done) {
            round.away(answer, round.waiting);
            return false;
        }
        taken = answer.taken;
    }
    for (const std::string& sopClass : request.offer.sopClasses) {
        const auto first = std::find_if(wished.begin(), wished.end(), [&](const auto one) {
            return std::find(taken.begin(), taken.end(),
                             dicom_net::TakenEncoding{sopClass, dicom::uidOf(one)}) != taken.end();
        });
        agreed[sopClass] = first == wished.end() ? wished.back() : *first;
    }
    round.syntaxes = std::move(agreed);
    return true;
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
        if (!statuses.empty()) { // the first object was on its way
            delivery.statuses = statuses;
            breakOff(delivery);
        }
        round.away(answer, round.waiting); // what was taken is sent again, under the same UIDs
        return false;
    }
    delivery.statuses = statuses;
    if (std::all_of(statuses.begin(), statuses.end(), isTaken)) {
        std::set<std::string> syntaxes;
        for (const dicom_net::StoreResult& one : answer.stored) {
            syntaxes.insert(one.transferSyntax);
        }
        append(EntryKind::DeliverySent, delivery,
               Json::object({{"statuses", toJson(statuses)},
                             {"implementation", answer.implementation},
                             {"syntaxes", record::textsJson({syntaxes.begin(), syntaxes.end()})}}));
        delivery.state = DeliveryState::Sent;
        delivery.at = record::readClock();
        // Sent anew, it may be asked for at once.
        BackOff(m_station.home().backOffFile()).answered(askingFor(round.target, delivery));
        if (const std::string how = statusWords(delivery, Language::English); !how.empty()) {
            round.verdict.add(coercedFinding(delivery, how));
        }
        return true;
    }
    const std::string how = statusWords(delivery, Language::English);
    round.note(delivery, how);
    if (std::all_of(statuses.begin(), statuses.end(),
                    [](const ObjectStatus& one) { return isTaken(one) || mayBeTakenLater(one); })) {
        breakOff(delivery);
        dicom_net::Answer later = answer;
        later.end = dicom_net::TalkEnd::Away;
        later.why = how;
        round.away(later, round.waiting);
        return false;
    }
    fail(round, delivery, "store");
    return true;
}

} // namespace seihon::station
