#include "station/delivery.h"

#include "record/dicom_status.h"
#include "record/json_fields.h"

namespace seihon::station {

using record::Entry;
using record::EntryKind;
using record::Json;
using record::Language;

namespace {

std::vector<DeliveryObject> objectsIn(const Json& facts) {
    std::vector<DeliveryObject> objects;
    for (const Json& one : facts.at("objects").asArray()) {
        objects.push_back({one.at("file").asString(), one.at("sopClass").asString(),
                           one.at("sopInstance").asString(), one.at("transferSyntax").asString(),
                           record::digestIn(one, "sha256"), one.at("bytes").asInt()});
    }
    return objects;
}

std::vector<ObjectStatus> statusesIn(const Json& facts) {
    std::vector<ObjectStatus> statuses;
    for (const Json& one : facts.at("statuses").asArray()) {
        ObjectStatus status{one.at("sopInstance").asString(), {}, record::textIn(one, "words")};
        if (const Json* code = one.find("status")) {
            status.status = code->asInt();
        }
        statuses.push_back(std::move(status));
    }
    return statuses;
}

void applyToDelivery(Delivery& delivery, const Entry& entry) {
    const Json& facts = entry.what.facts;
    switch (entry.what.kind) {
    case EntryKind::DeliveryPrepared:
        delivery.state = DeliveryState::Waiting;
        delivery.objects = objectsIn(facts);
        delivery.study = facts.at("study").asString();
        delivery.series = facts.at("series").asString();
        delivery.retried = delivery.brokeOff = false;
        delivery.stage.clear();
        delivery.statuses.clear();
        break;
    case EntryKind::DeliverySent:
        delivery.state = DeliveryState::Sent;
        delivery.statuses = statusesIn(facts);
        delivery.retried = false;
        break;
    case EntryKind::DeliveryConfirmed:
        delivery.state = DeliveryState::Confirmed;
        delivery.confirmedBy = facts.at("by").asString();
        if (facts.find("compared") != nullptr) {
            delivery.compared = record::textsIn(facts, "compared");
        }
        break;
    case EntryKind::DeliveryFailed:
        delivery.state = DeliveryState::Failed;
        delivery.stage = facts.at("stage").asString();
        delivery.statuses = statusesIn(facts);
        delivery.retried = false;
        break;
    case EntryKind::DeliveryBrokeOff:
        delivery.brokeOff = true;
        return; // it waits as it did
    case EntryKind::DeliveryRetryAsked:
        delivery.state = DeliveryState::Failed;
        delivery.retried = true;
        delivery.brokeOff = false;
        break;
    case EntryKind::DeliveryGivenUp:
        delivery.state = DeliveryState::GivenUp;
        delivery.retried = false;
        break;
    default:
        return;
    }
    delivery.at = entry.at;
}

} // namespace

Delivery foldDelivery(const std::string& target, const std::string& recordId,
                      const std::vector<Entry>& entries) {
    Delivery delivery;
    delivery.target = target;
    delivery.recordId = recordId;
    for (const Entry& entry : entries) {
        if (entry.what.kind == EntryKind::RecordSealed) {
            delivery.job = entry.what.job;
            delivery.at = entry.at;
        } else if (entry.what.kind == EntryKind::RecordWithdrawn) {
            delivery.withdrawn = true;
        } else if (record::textIn(entry.what.facts, "target") == target) {
            applyToDelivery(delivery, entry);
        }
    }
    return delivery;
}

Json toJson(const std::vector<DeliveryObject>& objects) {
    Json list = Json::array();
    for (const DeliveryObject& one : objects) {
        list.push(Json::object({{"file", one.file},
                                {"sopClass", one.sopClass},
                                {"sopInstance", one.sopInstance},
                                {"transferSyntax", one.transferSyntax},
                                {"sha256", one.digest.hex()},
                                {"bytes", one.bytes}}));
    }
    return list;
}

Json toJson(const std::vector<ObjectStatus>& statuses) {
    Json list = Json::array();
    for (const ObjectStatus& one : statuses) {
        Json json = Json::object({{"sopInstance", one.sopInstance}, {"words", one.words}});
        if (one.status) {
            json.set("status", *one.status);
        }
        list.push(json);
    }
    return list;
}

std::vector<ObjectStatus> withoutPatient(std::vector<ObjectStatus> statuses,
                                         const record::Patient& patient) {
    for (ObjectStatus& one : statuses) {
        for (const std::string& word : {patient.id, patient.name}) {
            for (std::size_t at = one.words.find(word); !word.empty() && at != std::string::npos;
                 at = one.words.find(word, at)) {
                one.words.replace(at, word.size(), "…");
                at += std::string_view("…").size();
            }
        }
    }
    return statuses;
}

std::string statusWords(const Delivery& delivery, Language language) {
    std::size_t others = 0;
    std::string first;
    for (const ObjectStatus& one : delivery.statuses) {
        if (one.status == 0) {
            continue;
        }
        if (!first.empty()) {
            ++others;
            continue;
        }
        first = one.status ? record::dicomStatusWords(*one.status, language) : std::string();
        if (!one.words.empty()) {
            first += (first.empty() ? "" : ": ") + one.words;
        }
    }
    return others == 0 ? first : first + " (+" + std::to_string(others) + ")";
}

std::string_view wordFor(DeliveryState state, Language language) {
    const bool japanese = language == Language::Japanese;
    switch (state) {
    case DeliveryState::Waiting:
        return japanese ? "待機中" : "waiting";
    case DeliveryState::Sent:
        return japanese ? "送付済み・未確認" : "sent, not confirmed";
    case DeliveryState::Confirmed:
        return japanese ? "確認済み" : "confirmed";
    case DeliveryState::Failed:
        return japanese ? "失敗" : "failed";
    case DeliveryState::GivenUp:
        return japanese ? "取りやめ" : "given up";
    }
    return "?";
}

} // namespace seihon::station
