#include "record/medium.h"

#include "record/fold_entry.h"

namespace seihon::record {

namespace {

[[noreturn]] void mediumBroken(const Entry& entry, const std::string& why) {
    refuseEntry("medium " + entry.what.job, entry, why);
}

void requestMedium(Medium& medium, const Entry& entry) {
    const Json& facts = entry.what.facts;
    medium.id = entry.what.job;
    medium.label = facts.at("label").asString();
    medium.items = mediumItemsFrom(facts.at("items"));
    medium.purpose = facts.at("purpose").asString();
    medium.encryption = facts.at("encryption").asString();
    medium.until = parseInstant(facts.at("until").asString());
    if (entry.what.privateFacts.isObject()) {
        medium.person = textIn(entry.what.privateFacts, "person");
        medium.contact = textIn(entry.what.privateFacts, "contact");
    }
    medium.requested = actOf(entry);
}

} // namespace

Json toJson(const std::vector<MediumItem>& items) {
    Json list = Json::array();
    for (const MediumItem& one : items) {
        list.push(Json::object(
            {{"record", one.recordId}, {"file", one.file ? Json(one.file->hex()) : Json()}}));
    }
    return list;
}

std::vector<MediumItem> mediumItemsFrom(const Json& list) {
    std::vector<MediumItem> items;
    for (const Json& json : list.asArray()) {
        MediumItem one{json.at("record").asString(), std::nullopt};
        if (json.find("file") != nullptr) {
            one.file = digestIn(json, "file");
        }
        items.push_back(std::move(one));
    }
    if (items.empty() || items.size() > kMostOnMedium) {
        throw Fault(FaultKind::Malformed, "a medium with no, or too many, records");
    }
    return items;
}

bool isAboutMedium(EntryKind kind) {
    return kind == EntryKind::MediumRequested || kind == EntryKind::MediumApproved ||
           kind == EntryKind::MediumEnded;
}

void apply(Medium& medium, const Entry& entry) {
    const EntryKind kind = entry.what.kind;
    if (!isAboutMedium(kind)) {
        return;
    }
    const bool begins = medium.id.empty();
    if (begins != (kind == EntryKind::MediumRequested) ||
        (!begins && entry.what.job != medium.id)) {
        mediumBroken(entry, "it was never asked for, or is another one");
    }
    if (!begins && entry.sequence <= medium.lastSequence) {
        mediumBroken(entry, "out of order");
    }
    medium.lastSequence = entry.sequence;
    if (begins) {
        return requestMedium(medium, entry);
    }
    if (kind == EntryKind::MediumApproved) {
        if (medium.state != MediumState::Requested) {
            mediumBroken(entry, "it is " + std::string(enumName(medium.state)));
        }
        medium.approved = actOf(entry);
        medium.state = MediumState::Out;
        return;
    }
    if (medium.state != MediumState::Out) {
        mediumBroken(entry, "it is " + std::string(enumName(medium.state)));
    }
    medium.ended = actOf(entry);
    medium.end = enumIn<MediumEnd>(entry.what.facts, "how");
    medium.state = MediumState::Back;
}

Medium foldMedium(std::span<const Entry> entries) {
    Medium medium;
    for (const Entry& entry : entries) {
        record::apply(medium, entry);
    }
    return medium;
}

} // namespace seihon::record
