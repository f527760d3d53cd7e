#include "record/log_proof.h"

#include "record/id.h"
#include "record/json_fields.h"

#include <algorithm>
#include <charconv>

namespace seihon::record {

namespace {

constexpr std::string_view kLogProofFormat = "seihon-log-proof-1";
constexpr std::string_view kTlogProofFormat = "c2sp.org/tlog-proof@v1";
constexpr std::string_view kIndex = "index ";
constexpr std::size_t kMostLogLines = 20'000;
constexpr std::size_t kMostLogSteps = 63; // as tlog-witness has it: a tree of 2^63 leaves
constexpr std::size_t kMostLogObjects = 100;
constexpr std::size_t kLogObjectBytes = 4u << 20;
constexpr std::size_t kCheckpointBytes = 16u << 10; // the note and its witnesses

[[noreturn]] void malformedLogProof(const std::string& why) {
    throw Fault(FaultKind::Malformed, "log proof: " + why);
}

void requireOnly(const Json& json, std::initializer_list<std::string_view> names) {
    if (json.asObject().size() != names.size()) {
        malformedLogProof("other members than it must have");
    }
    for (const std::string_view name : names) {
        static_cast<void>(json.at(name));
    }
}

std::string_view lineOff(std::string_view& rest) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) {
        malformedLogProof("a line does not end");
    }
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return line;
}

Digest digestOfBase64(std::string_view text) {
    const std::string raw = fromBase64(text);
    Digest digest;
    if (raw.size() != digest.bytes.size()) {
        malformedLogProof("a hash has not 32 bytes");
    }
    std::transform(raw.begin(), raw.end(), digest.bytes.begin(),
                   [](char c) { return static_cast<std::uint8_t>(c); });
    return digest;
}

Json objectList(const std::vector<std::vector<std::uint8_t>>& objects) {
    Json list = Json::array();
    for (const auto& object : objects) {
        list.push(toBase64(object));
    }
    return list;
}

std::vector<std::uint8_t> bytesFrom(const Json& json) {
    const std::string bytes = fromBase64(json.asString());
    if (bytes.empty() || bytes.size() > kLogObjectBytes) {
        malformedLogProof("an object is empty or too long");
    }
    return {bytes.begin(), bytes.end()};
}

std::vector<std::vector<std::uint8_t>> objectListFrom(const Json& json) {
    if (json.asArray().size() > kMostLogObjects) {
        malformedLogProof("too many certificates or lists");
    }
    std::vector<std::vector<std::uint8_t>> objects;
    for (const Json& object : json.asArray()) {
        objects.push_back(bytesFrom(object));
    }
    return objects;
}

Json openedJson(const std::optional<LogProof::Opened>& opened) {
    return opened ? Json::object({{"salt", opened->salt.hex()}, {"facts", opened->facts}}) : Json();
}

LogProof::Line logLineFrom(const Json& json, std::string& checkpoint) {
    requireOnly(json, {"line", "opened", "proof"});
    LogProof::Line line;
    line.line = json.at("line");
    if (const Json* opened = json.find("opened")) {
        requireOnly(*opened, {"salt", "facts"});
        line.opened = {digestIn(*opened, "salt"), opened->at("facts")};
    }
    TlogProof proof = parseTlogProof(json.at("proof").asString());
    if (line.line.at("sequence").asInt() != static_cast<std::int64_t>(proof.index)) {
        malformedLogProof("an entry stands beside the proof of another");
    }
    if (!checkpoint.empty() && proof.checkpoint != checkpoint) {
        malformedLogProof("two checkpoints");
    }
    checkpoint = std::move(proof.checkpoint);
    line.path = std::move(proof.path);
    return line;
}

} // namespace

std::string tlogProofText(const TlogProof& proof) {
    std::string text(kTlogProofFormat);
    text += '\n' + std::string(kIndex) + std::to_string(proof.index) + '\n';
    for (const Digest& step : proof.path) {
        text += toBase64(Bytes(step.bytes)) + '\n';
    }
    return text + '\n' + proof.checkpoint;
}

TlogProof parseTlogProof(std::string_view text) {
    std::string_view rest = text;
    if (lineOff(rest) != kTlogProofFormat) {
        malformedLogProof("another format");
    }
    const std::string_view index = lineOff(rest);
    if (!index.starts_with(kIndex)) {
        malformedLogProof("no index");
    }
    TlogProof proof;
    const std::string_view digits = index.substr(kIndex.size());
    const auto [stop, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), proof.index);
    if (error != std::errc() || stop != digits.data() + digits.size() ||
        proof.index > (1ull << 53) - 1) {
        malformedLogProof("the index is no number");
    }
    for (std::string_view line = lineOff(rest); !line.empty(); line = lineOff(rest)) {
        if (proof.path.size() == kMostLogSteps) {
            malformedLogProof("a path is too long");
        }
        proof.path.push_back(digestOfBase64(line));
    }
    proof.checkpoint = rest;
    if (proof.checkpoint.empty() || proof.checkpoint.size() > kCheckpointBytes) {
        malformedLogProof("the checkpoint is empty or too long");
    }
    if (tlogProofText(proof) != text) { // one spelling of every number and hash
        malformedLogProof("not as it is written");
    }
    return proof;
}

std::string logProofText(const LogProof& proof) {
    Json lines = Json::array();
    for (const LogProof::Line& line : proof.lines) {
        const auto index = static_cast<std::uint64_t>(line.line.at("sequence").asInt());
        lines.push(Json::object({{"line", line.line},
                                 {"opened", openedJson(line.opened)},
                                 {"proof", tlogProofText({index, line.path, proof.checkpoint})}}));
    }
    return canonical(Json::object({{"format", kLogProofFormat},
                                   {"record", proof.record},
                                   {"token", toBase64(proof.token)},
                                   {"entries", std::move(lines)},
                                   {"certificates", objectList(proof.certificates)},
                                   {"crls", objectList(proof.crls)}}));
}

LogProof parseLogProof(std::string_view text) {
    const Json json = parseJson(text, {.bytes = kLogProofBytes});
    requireOnly(json, {"format", "record", "token", "entries", "certificates", "crls"});
    if (json.at("format").asString() != kLogProofFormat) {
        malformedLogProof("another format");
    }
    LogProof proof;
    proof.record = json.at("record").asString();
    if (!isId(proof.record)) {
        malformedLogProof("no record id");
    }
    proof.token = bytesFrom(json.at("token"));
    const Json::Array& lines = json.at("entries").asArray();
    if (lines.empty() || lines.size() > kMostLogLines) {
        malformedLogProof("it has no entries, or too many");
    }
    for (const Json& line : lines) {
        proof.lines.push_back(logLineFrom(line, proof.checkpoint));
    }
    proof.certificates = objectListFrom(json.at("certificates"));
    proof.crls = objectListFrom(json.at("crls"));
    if (logProofText(proof) != text) {
        malformedLogProof("not canonical (RFC 8785)");
    }
    return proof;
}

} // namespace seihon::record
