#include "record/scan_proof.h"

#include "record/json_fields.h"

#include <algorithm>

namespace seihon::record {

namespace {

constexpr std::string_view kProofFormat = "seihon-scan-proof-1";
constexpr std::size_t kMostLines = 10'000; // as many as a manifest lists
constexpr std::size_t kMostSteps = 64;     // a path through 2^64 leaves
constexpr std::size_t kMostObjects = 100;  // certificates, lists
constexpr std::size_t kNoteBytes = 4096;
constexpr std::size_t kObjectBytes = 4u << 20;

[[noreturn]] void malformedProof(const std::string& why) {
    throw Fault(FaultKind::Malformed, "scan proof: " + why);
}

void requireMembers(const Json& json, std::initializer_list<std::string_view> names) {
    if (json.asObject().size() != names.size()) {
        malformedProof("other members than it must have");
    }
    for (const std::string_view name : names) {
        static_cast<void>(json.at(name));
    }
}

Json objectsJson(const std::vector<std::vector<std::uint8_t>>& objects) {
    Json list = Json::array();
    for (const auto& object : objects) {
        list.push(toBase64(object));
    }
    return list;
}

std::vector<std::uint8_t> objectFrom(const Json& json) {
    const std::string bytes = fromBase64(json.asString());
    if (bytes.empty() || bytes.size() > kObjectBytes) {
        malformedProof("an object is empty or too long");
    }
    return {bytes.begin(), bytes.end()};
}

std::vector<std::vector<std::uint8_t>> objectsFrom(const Json& json) {
    if (json.asArray().size() > kMostObjects) {
        malformedProof("too many certificates or lists");
    }
    std::vector<std::vector<std::uint8_t>> objects;
    for (const Json& object : json.asArray()) {
        objects.push_back(objectFrom(object));
    }
    return objects;
}

ScanProof::Line lineFrom(const Json& json) {
    requireMembers(json, {"line", "path"});
    ScanProof::Line line;
    line.line = json.at("line");
    if (json.at("path").asArray().size() > kMostSteps) {
        malformedProof("a path is too long");
    }
    for (const Json& step : json.at("path").asArray()) {
        line.path.push_back(Digest::fromHex(step.asString()));
    }
    return line;
}

} // namespace

std::string scanProofText(const ScanProof& proof) {
    Json lines = Json::array();
    for (const ScanProof::Line& line : proof.lines) {
        Json path = Json::array();
        for (const Digest& step : line.path) {
            path.push(step.hex());
        }
        lines.push(Json::object({{"line", line.line}, {"path", std::move(path)}}));
    }
    return canonical(Json::object({{"format", kProofFormat},
                                   {"checkpoint", proof.note},
                                   {"token", toBase64(proof.token)},
                                   {"lines", std::move(lines)},
                                   {"certificates", objectsJson(proof.certificates)},
                                   {"crls", objectsJson(proof.crls)}}));
}

ScanProof parseScanProof(std::string_view text) {
    const Json json = parseJson(text, {.bytes = kScanProofBytes});
    requireMembers(json, {"format", "checkpoint", "token", "lines", "certificates", "crls"});
    if (json.at("format").asString() != kProofFormat) {
        malformedProof("another format");
    }
    ScanProof proof;
    proof.note = json.at("checkpoint").asString();
    if (proof.note.empty() || proof.note.size() > kNoteBytes) {
        malformedProof("the checkpoint is empty or too long");
    }
    proof.token = objectFrom(json.at("token"));
    const Json::Array& lines = json.at("lines").asArray();
    if (lines.empty() || lines.size() > kMostLines) {
        malformedProof("it has no lines, or too many");
    }
    for (const Json& line : lines) {
        proof.lines.push_back(lineFrom(line));
    }
    proof.certificates = objectsFrom(json.at("certificates"));
    proof.crls = objectsFrom(json.at("crls"));
    if (scanProofText(proof) != text) {
        malformedProof("not canonical (RFC 8785)");
    }
    return proof;
}

Json toJson(const ScanProofFacts& facts) {
    return Json::object({{"file", kScanProofPath},
                         {"sha256", facts.sha256.hex()},
                         {"at", formatInstant(facts.at)},
                         {"checkpointSize", facts.checkpointSize}});
}

ScanProofFacts scanProofFactsFromJson(const Json& json) {
    requireMembers(json, {"file", "sha256", "at", "checkpointSize"});
    const std::int64_t size = json.at("checkpointSize").asInt();
    if (json.at("file").asString() != kScanProofPath || size < 1) {
        malformedProof("it names another file or an empty log");
    }
    return {digestIn(json, "sha256"), parseInstant(json.at("at").asString()),
            static_cast<std::uint64_t>(size)};
}

} // namespace seihon::record
