#include "ledger/entry_line.h"

#include "record/fault.h"

namespace seihon::ledger {

using record::Entry;
using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::Json;

namespace {

// A private line wraps its facts in salt and sequence.
constexpr record::JsonLimits kLimits{.bytes = kLineLimit + 256, .depth = 32};

[[noreturn]] void refuseLine(const std::string& reason) {
    throw Fault(FaultKind::Malformed, "ledger line: " + reason, {{"reason", reason}});
}

void requireLength(std::size_t length) {
    if (length > kLineLimit) {
        refuseLine("longer than " + std::to_string(kLineLimit) + " bytes");
    }
}

} // namespace

std::string lineOf(const Entry& entry) {
    std::string line = record::canonical(record::publicLine(entry));
    requireLength(line.size());
    // A line that cannot be read again would stop the log for ever: text that is no UTF-8, facts
    // nested too deep.
    entryFromLine(line);
    return line;
}

Entry entryFromLine(std::string_view line) {
    requireLength(line.size());
    Entry entry = record::entryFromPublicLine(record::parseJson(line, kLimits));
    if (record::canonical(record::publicLine(entry)) != line) {
        refuseLine("not in canonical form");
    }
    return entry;
}

std::string privateLineOf(std::uint64_t sequence, const record::Digest& salt,
                          const std::string& canonicalFacts) {
    // The three keys stand in canonical order, so the text is canonical without parsing the facts
    // again.
    return "{\"facts\":" + canonicalFacts + ",\"salt\":\"" + salt.hex() +
           "\",\"sequence\":" + std::to_string(sequence) + "}";
}

std::string canonicalPrivate(const Json& facts) {
    std::string text = record::canonical(facts);
    requireLength(text.size());
    record::parseJson(text, kLimits);
    return text;
}

std::optional<std::uint64_t> sequenceIn(std::string_view line) {
    try {
        const Json json = record::parseJson(line, kLimits);
        const std::int64_t sequence = json.at("sequence").asInt();
        return sequence < 0 ? std::nullopt : std::optional(static_cast<std::uint64_t>(sequence));
    } catch (const Fault&) {
        return std::nullopt; // names none; the caller says what that means
    }
}

IndexFacts indexFactsOf(const Entry& entry) {
    IndexFacts index;
    const Json& facts = entry.what.facts;
    const Json* const named = facts.isObject() ? facts.find("user") : nullptr;
    index.act = {entry.what.actor.user, entry.what.actor.onBehalfOf,
                 named != nullptr && named->isString() ? named->asString() : std::string(),
                 entry.what.record};
    if (entry.what.kind == EntryKind::PageCaptured) {
        index.pixels = record::Digest::fromHex(facts.at("pixelSha256").asString());
    }
    if (entry.what.kind == EntryKind::RecordSealed) {
        index.record = RecordFacts{
            facts.at("recordId").asString(), facts.at("documentClass").asString(),
            facts.at("path").asString(), facts.at("pages").asInt(),
            facts.find("project") == nullptr ? std::string() : facts.at("project").asString()};
        if (!entry.what.privateFacts.isNull()) {
            const Json& patient = entry.what.privateFacts.at("patient");
            index.patient =
                record::Patient{patient.at("id").asString(), patient.at("name").asString()};
        }
    }
    return index;
}

bool isOpenAfter(bool openBefore, EntryKind kind) {
    if (kind == EntryKind::OriginalRegistered || kind == EntryKind::EnvelopeOpened) {
        return true;
    }
    const bool ends = kind == EntryKind::RecordSealed || kind == EntryKind::JobAbandoned ||
                      kind == EntryKind::EnvelopeClosed;
    return openBefore && !ends;
}

std::int64_t labelOf(const Entry& entry) {
    const Json* const original = entry.what.kind == EntryKind::OriginalRegistered
                                     ? entry.what.facts.find("original")
                                     : nullptr;
    const Json* const label = original != nullptr ? original->find("label") : nullptr;
    return label != nullptr && label->isInt() ? label->asInt() : 0;
}

bool sealOpenAfter(bool openBefore, EntryKind kind) {
    if (kind == EntryKind::SealStarted) {
        return true;
    }
    const bool ends = kind == EntryKind::RecordSealed || kind == EntryKind::SealDiscarded ||
                      kind == EntryKind::JobAbandoned;
    return openBefore && !ends;
}

} // namespace seihon::ledger
