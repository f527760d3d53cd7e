#include "record/sealed_record.h"

#include "record/json_fields.h"

namespace seihon::record {

namespace {

[[noreturn]] void doesNotFit(const Entry& entry, const std::string& why) {
    throw Fault(FaultKind::LedgerBroken,
                "record " + entry.what.record + ": entry " + std::to_string(entry.sequence) + " " +
                    std::string(enumName(entry.what.kind)) + " does not fit: " + why,
                {{"job", entry.what.job}, {"entry", std::to_string(entry.sequence)}});
}

void startCompletion(SealedRecord& sealed, const Entry& entry) {
    // After the first layer the signature is covered and must stay (design of the layers).
    if (sealed.completed || !sealed.layers.empty() || sealed.layerStarted) {
        doesNotFit(entry, "the signature may not change any more");
    }
    const Digest before = digestIn(entry.what.facts, "oldDigest");
    if (sealed.signatureDigest && *sealed.signatureDigest != before) {
        doesNotFit(entry, "it replaces another signature than was sealed");
    }
    sealed.signatureDigest = before;
    sealed.completing = digestIn(entry.what.facts, "newDigest");
}

void startLayer(SealedRecord& sealed, const Entry& entry) {
    SealLayer layer = sealLayerFromJson(entry.what.facts.at("layer"));
    if (layer.number != static_cast<std::int64_t>(sealed.layers.size()) + 1) {
        doesNotFit(entry, "layer " + std::to_string(layer.number) + " is not the next one");
    }
    if (!sealed.completed && !sealed.completing) {
        doesNotFit(entry, "the record is not complete");
    }
    sealed.layerStarted = std::move(layer);
}

void endLayer(SealedRecord& sealed, const Entry& entry) {
    if (!sealed.layerStarted) {
        doesNotFit(entry, "no layer was started");
    }
    const bool first = entry.what.kind == EntryKind::RecordCompleted;
    if (first != !sealed.completed) {
        doesNotFit(entry, first ? "completed twice" : "renewed before it was completed");
    }
    if (first) {
        if (sealed.completing != digestIn(entry.what.facts, "signatureDigest")) {
            doesNotFit(entry, "another signature was being completed");
        }
        sealed.signatureDigest = sealed.completing;
        sealed.completing.reset();
        sealed.completed = true;
    }
    sealed.layers.push_back(std::move(*sealed.layerStarted));
    sealed.layerStarted.reset();
    sealed.provenUntil = instantIn(entry.what.facts, "provenUntil");
}

} // namespace

Json toJson(const SealLayer& layer) {
    Json files = Json::object({});
    for (const auto& [path, digest] : layer.files) {
        files.set(path, digest.hex());
    }
    return Json::object({{"number", layer.number},
                         {"kind", layer.kind},
                         {"at", formatInstant(layer.at)},
                         {"service", layer.service},
                         {"files", std::move(files)}});
}

SealLayer sealLayerFromJson(const Json& json) {
    SealLayer layer;
    layer.number = json.at("number").asInt();
    layer.kind = json.at("kind").asString();
    layer.at = parseInstant(json.at("at").asString());
    layer.service = json.at("service").asString();
    for (const auto& [path, digest] : json.at("files").asObject()) {
        layer.files.emplace(path, Digest::fromHex(digest.asString()));
    }
    return layer;
}

SealedRecord sealedRecordFrom(const Entry& entry) {
    const Json& facts = entry.what.facts;
    SealedRecord sealed;
    sealed.recordId = entry.what.record;
    sealed.path = facts.at("path").asString();
    sealed.manifestDigest = digestIn(facts, "manifestDigest");
    sealed.provenAt = parseInstant(facts.at("provenAt").asString());
    sealed.at = entry.at;
    if (facts.find("signatureDigest") != nullptr) {
        sealed.signatureDigest = digestIn(facts, "signatureDigest");
    }
    return sealed;
}

void apply(SealedRecord& sealed, const Entry& entry) {
    if (entry.what.record != sealed.recordId) {
        doesNotFit(entry, "it belongs to another record");
    }
    if (entry.what.kind == EntryKind::CompletionStarted) {
        startCompletion(sealed, entry);
    } else if (entry.what.kind == EntryKind::RenewalStarted) {
        startLayer(sealed, entry);
    } else if (entry.what.kind == EntryKind::SignerRevocationFound) {
        sealed.signerRevoked = true;
    } else {
        endLayer(sealed, entry);
    }
}

} // namespace seihon::record
