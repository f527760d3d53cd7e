#include "record/entry.h"

#include "record/json_fields.h"

namespace seihon::record {

Json publicLine(const Entry& entry) {
    return Json::object(
        {{"station", entry.station},
         {"sequence", entry.sequence},
         {"at", formatInstant(entry.at)},
         {"kind", enumName(entry.what.kind)},
         {"actor", toJson(entry.what.actor)},
         {"job", entry.what.job},
         {"record", entry.what.record},
         {"facts", entry.what.facts},
         {"verdict", entry.what.verdict ? toJson(*entry.what.verdict) : Json()},
         {"regulation", entry.what.regulation.hex()},
         {"salt", entry.salt.hex()},
         {"privateCommitment",
          entry.privateCommitment ? Json(entry.privateCommitment->hex()) : Json()}});
}

Entry entryFromPublicLine(const Json& line) {
    if (line.asObject().size() != 12) {
        throw Fault(FaultKind::Malformed, "a ledger line with other fields than it must have");
    }
    Entry entry;
    entry.station = line.at("station").asString();
    const std::int64_t sequence = line.at("sequence").asInt();
    if (sequence < 0) {
        throw Fault(FaultKind::Malformed, "a ledger line with a negative sequence");
    }
    entry.sequence = static_cast<std::uint64_t>(sequence);
    entry.at = parseInstant(line.at("at").asString());
    entry.what.kind = enumIn<EntryKind>(line, "kind");
    entry.what.actor = actorFromJson(line.at("actor"));
    entry.what.job = line.at("job").asString();
    entry.what.record = line.at("record").asString();
    entry.what.facts = line.at("facts");
    if (const Json* verdict = line.find("verdict")) {
        entry.what.verdict = verdictFromJson(*verdict);
    }
    entry.what.regulation = digestIn(line, "regulation");
    entry.salt = digestIn(line, "salt");
    if (const Json* commitment = line.find("privateCommitment")) {
        entry.privateCommitment = Digest::fromHex(commitment->asString());
    }
    return entry;
}

Digest privateCommitmentOf(const Digest& salt, const Json& privateFacts) {
    return Sha256().add(salt.bytes).add(canonical(privateFacts)).finish();
}

} // namespace seihon::record
