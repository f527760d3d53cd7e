#include "record/later_life.h"

#include "record/fold_entry.h"
#include "record/json_fields.h"

#include <algorithm>

namespace seihon::record {

namespace {

constexpr std::size_t kCorrectionBytes = std::size_t{1} << 20;

[[noreturn]] void malformedCorrection(const std::string& why) {
    throw Fault(FaultKind::Malformed, "corrections: " + why, {{"reason", why}});
}

[[noreturn]] void notFitting(const Entry& entry, const std::string& why) {
    refuseEntry("record " + entry.what.record, entry, why);
}

void openIncidentOf(LaterLife& life, const Entry& entry, IncidentKind kind) {
    const std::string& id = entry.what.facts.at("incident").asString();
    const auto known = std::any_of(life.incidents.begin(), life.incidents.end(),
                                   [&](const Incident& one) { return one.id == id; });
    if (known) {
        notFitting(entry, "the incident is there already");
    }
    life.incidents.push_back({id, kind, actOf(entry), std::nullopt});
}

void withdraw(LaterLife& life, const Entry& entry) {
    if (life.withdrawn) {
        notFitting(entry, "withdrawn twice");
    }
    const bool wrongPatient = entry.what.facts.at("wrongPatient").asBool();
    life.withdrawn = Withdrawal{actOf(entry), wrongPatient};
    life.paper.recalled = true; // it may still lie where somebody acts on it
    life.paper.releaseProposed.reset();
    openIncidentOf(life, entry,
                   wrongPatient ? IncidentKind::WrongPatient : IncidentKind::Withdrawn);
}

void closeIncident(LaterLife& life, const Entry& entry) {
    const std::string& id = entry.what.facts.at("incident").asString();
    const auto found =
        std::find_if(life.incidents.begin(), life.incidents.end(),
                     [&](const Incident& one) { return one.id == id && !one.closed; });
    if (found == life.incidents.end()) {
        notFitting(entry, "no such incident is open");
    }
    found->closed = actOf(entry);
}

void placePaper(Paper& paper, const Entry& entry) {
    const Json& facts = entry.what.facts;
    paper.place = PaperPlace{facts.at("box").asString(), facts.at("shelf").asString(),
                             facts.at("position").asString()};
    paper.placed = actOf(entry);
    paper.holdUntil = instantIn(facts, "holdUntil");
    paper.recalled = false; // somebody has it in hand
    paper.releaseProposed.reset();
}

std::string correctionText(const Json& json, std::string_view key) {
    const std::string& text = json.at(key).asString();
    if (text.size() > kLongestCorrectionText) {
        malformedCorrection(std::string(key) + " is longer than " +
                            std::to_string(kLongestCorrectionText) + " bytes");
    }
    return text;
}

} // namespace

Json toJson(const std::vector<Correction>& corrections) {
    Json list = Json::array();
    for (const Correction& one : corrections) {
        list.push(Json::object({{"what", one.what}, {"before", one.before}, {"after", one.after}}));
    }
    return list;
}

std::vector<Correction> correctionsFromJson(const Json& list) {
    std::vector<Correction> corrections;
    if (list.asArray().size() > kMostCorrections) {
        malformedCorrection("more than " + std::to_string(kMostCorrections));
    }
    for (const Json& json : list.asArray()) {
        if (json.asObject().size() != 3) {
            malformedCorrection("each has what, before and after, and nothing else");
        }
        Correction one{correctionText(json, "what"), correctionText(json, "before"),
                       correctionText(json, "after")};
        if (one.what.empty() || one.before == one.after) {
            malformedCorrection("one that says nothing");
        }
        corrections.push_back(std::move(one));
    }
    return corrections;
}

std::vector<Correction> parseCorrections(std::string_view text) {
    return correctionsFromJson(parseJson(text, {.bytes = kCorrectionBytes, .depth = 8}));
}

Json toJson(const Amends& amends, const std::vector<std::string>& scannedBy) {
    return Json::object({{"record", amends.recordId},
                         {"manifestDigest", amends.manifestDigest.hex()},
                         {"provenAt", formatInstant(amends.provenAt)},
                         {"reason", amends.reason},
                         {"samePages", amends.samePages},
                         {"otherPatient", amends.otherPatient},
                         {"scannedBy", textsJson(scannedBy)}});
}

Amends amendsFrom(const Json& facts, const Json& privateFacts) {
    Amends amends{facts.at("record").asString(),
                  digestIn(facts, "manifestDigest"),
                  parseInstant(facts.at("provenAt").asString()),
                  facts.at("reason").asString(),
                  facts.at("samePages").asBool(),
                  facts.at("otherPatient").asBool(),
                  {}};
    if (const Json* list = privateFacts.isObject() ? privateFacts.find("corrections") : nullptr) {
        amends.corrections = correctionsFromJson(*list);
    }
    return amends;
}

const Incident* openIncident(const LaterLife& life) {
    const auto open = std::find_if(life.incidents.begin(), life.incidents.end(),
                                   [](const Incident& one) { return !one.closed; });
    return open == life.incidents.end() ? nullptr : &*open;
}

void apply(LaterLife& life, const Entry& entry) {
    const Json& facts = entry.what.facts;
    const EntryKind kind = entry.what.kind;
    if (kind == EntryKind::AmendmentOpened) {
        life.amendedBy.push_back(
            {facts.at("job").asString(), actOf(entry), facts.at("fork").asBool()});
    } else if (kind == EntryKind::RecordWithdrawn) {
        withdraw(life, entry);
    } else if (kind == EntryKind::SampleFaultFound) {
        openIncidentOf(life, entry, IncidentKind::SampleFault);
    } else if (kind == EntryKind::IncidentClosed) {
        closeIncident(life, entry);
    } else if (kind == EntryKind::PaperPlaced) {
        placePaper(life.paper, entry);
    } else if (kind == EntryKind::PaperReleaseProposed) {
        life.paper.releaseProposed = actOf(entry);
    } else {
        notFitting(entry, "it is not about a sealed record's later life");
    }
}

} // namespace seihon::record
