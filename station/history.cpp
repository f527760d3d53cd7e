#include "station/history.h"

namespace seihon::station {

using record::Json;

namespace {

const Json* factOf(const Json& facts, std::string_view key) {
    return facts.isObject() ? facts.find(key) : nullptr;
}

std::string factText(const Json& facts, std::string_view key) {
    const Json* value = factOf(facts, key);
    return value != nullptr && value->isString() ? value->asString() : std::string();
}

std::optional<std::int64_t> factNumber(const Json& facts, std::string_view key) {
    const Json* value = factOf(facts, key);
    return value != nullptr && value->isInt() ? std::optional(value->asInt()) : std::nullopt;
}

// Under which names the verbs write it down.
std::string reasonGiven(const Json& facts) {
    for (const char* key : {"reason", "remark", "words", "conclusion"}) {
        if (std::string found = factText(facts, key); !found.empty()) {
            return found;
        }
    }
    const Json* attestation = factOf(facts, "attestation");
    return attestation != nullptr ? factText(*attestation, "reason") : std::string();
}

} // namespace

HistoryLine historyLineOf(const record::Entry& entry) {
    const Json& facts = entry.what.facts;
    HistoryLine line;
    line.sequence = entry.sequence;
    line.at = entry.at;
    line.kind = entry.what.kind;
    line.actor = entry.what.actor;
    if (const Json* proven = factOf(facts, "proven"); proven != nullptr && !proven->asBool()) {
        line.proven = false;
        line.saidToBe = factText(facts, "user");
    }
    line.why = reasonGiven(facts);
    if (const std::string target = factText(facts, "target"); !target.empty()) { // where it went
        const std::string stage = factText(facts, "stage");
        line.why += (line.why.empty() ? "→ " : " → ") + target +
                    (stage.empty() ? std::string() : " (" + stage + ")");
    }
    line.page = factNumber(facts, "page");
    line.sheet = factNumber(facts, "sheet");
    line.verdict = entry.what.verdict;
    line.job = entry.what.job;
    line.record = entry.what.record;
    return line;
}

bool isBy(const record::Entry& entry, const std::string& user) {
    const record::Actor& actor = entry.what.actor;
    return actor.user == user || actor.onBehalfOf == user ||
           factText(entry.what.facts, "user") == user;
}

} // namespace seihon::station
