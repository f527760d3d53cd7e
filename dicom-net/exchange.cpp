#include "dicom-net/exchange.h"

#include "record/fault.h"
#include "record/json_fields.h"

#include <algorithm>

// What station and worker say to each other, as JSON. Bytes of a peer travel as hexadecimal digits:
// its character sets are decoded elsewhere.
namespace seihon::dicom_net {

using record::Fault;
using record::FaultKind;
using record::Json;
using record::textIn;

namespace {

constexpr std::size_t kLongestHost = 100; // DUL keeps "host:port" in 128 bytes
constexpr std::size_t kLongestAeTitle = 16;
constexpr std::size_t kLongestUid = 64;

std::string hexOf(const std::string& bytes) {
    constexpr const char* kDigits = "0123456789abcdef";
    std::string hex;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        hex += kDigits[byte >> 4];
        hex += kDigits[byte & 15];
    }
    return hex;
}

unsigned digitOf(char c) {
    if (c >= '0' && c <= '9') {
        return static_cast<unsigned>(c - '0');
    }
    if (c >= 'a' && c <= 'f') {
        return static_cast<unsigned>(c - 'a' + 10);
    }
    throw Fault(FaultKind::Malformed, "no hexadecimal digits");
}

std::string bytesOfHex(const std::string& hex) {
    if (hex.size() % 2 != 0) {
        throw Fault(FaultKind::Malformed, "no hexadecimal digits");
    }
    std::string bytes;
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        bytes += static_cast<char>(digitOf(hex[i]) << 4 | digitOf(hex[i + 1]));
    }
    return bytes;
}

// PS3.5 §6.2, VR AE: no backslash, no control characters, not only spaces.
bool isAeTitle(const std::string& title) {
    return !title.empty() && title.size() <= kLongestAeTitle &&
           title.find_first_not_of(' ') != std::string::npos &&
           std::all_of(title.begin(), title.end(),
                       [](char c) { return c >= 0x20 && c < 0x7f && c != '\\'; });
}

// Nothing that could be taken for a second field of DUL's "host:port".
bool isHost(const std::string& host) {
    return !host.empty() && host.size() <= kLongestHost &&
           std::all_of(host.begin(), host.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '.' || c == '-';
           });
}

std::uint16_t portIn(const Json& json, std::string_view key) {
    const std::int64_t port = json.at(key).asInt();
    if (port < 0 || port > 65535) {
        throw Fault(FaultKind::Malformed, "no port: " + std::string(key));
    }
    return static_cast<std::uint16_t>(port);
}

std::chrono::seconds secondsIn(const Json& json, std::string_view key) {
    const std::int64_t seconds = json.at(key).asInt();
    if (seconds < 0 || seconds > 3600) {
        throw Fault(FaultKind::Malformed, "no time to wait: " + std::string(key));
    }
    return std::chrono::seconds(seconds);
}

Json peerJson(const Peer& peer) {
    Json json = Json::object({{"host", peer.host},
                              {"port", peer.port},
                              {"called", peer.calledAeTitle},
                              {"calling", peer.callingAeTitle},
                              {"timeoutSeconds", peer.timeout.count()}});
    if (peer.tls) {
        json.set("tls", Json::object({{"authorities", peer.tls->authorities.string()},
                                      {"certificate", peer.tls->certificate.string()},
                                      {"key", peer.tls->key.string()},
                                      {"serverName", peer.tls->serverName}}));
    }
    return json;
}

Peer peerIn(const Json& json) {
    Peer peer{json.at("host").asString(), portIn(json, "port"), json.at("called").asString(),
              json.at("calling").asString(), secondsIn(json, "timeoutSeconds")};
    if (const Json* tls = json.find("tls")) {
        peer.tls = TlsFiles{tls->at("authorities").asString(), tls->at("certificate").asString(),
                            tls->at("key").asString(), tls->at("serverName").asString()};
    }
    return peer;
}

Json instancesJson(const std::vector<InstanceName>& instances) {
    Json list = Json::array();
    for (const InstanceName& one : instances) {
        list.push(Json::object({{"sopClass", one.sopClass}, {"sopInstance", one.sopInstance}}));
    }
    return list;
}

InstanceName instanceIn(const Json& json) {
    return {json.at("sopClass").asString(), json.at("sopInstance").asString()};
}

Json statusJson(const std::optional<std::int64_t>& status) {
    if (status) {
        return *status;
    }
    return {};
}

Json storedJson(const std::vector<StoreResult>& stored) {
    Json list = Json::array();
    for (const StoreResult& one : stored) {
        list.push(Json::object({{"sopClass", one.instance.sopClass},
                                {"sopInstance", one.instance.sopInstance},
                                {"transferSyntax", one.transferSyntax},
                                {"status", statusJson(one.status)},
                                {"comment", one.comment},
                                {"why", one.why}}));
    }
    return list;
}

Json reportsJson(const std::vector<CommitReport>& reports) {
    Json list = Json::array();
    for (const CommitReport& one : reports) {
        Json failed = Json::array();
        for (const CommitFailure& failure : one.failed) {
            failed.push(
                Json::object({{"sopInstance", failure.sopInstance}, {"reason", failure.reason}}));
        }
        list.push(Json::object({{"transaction", one.transaction},
                                {"committed", record::textsJson(one.committed)},
                                {"failed", failed}}));
    }
    return list;
}

std::vector<CommitReport> reportsIn(const Json& json) {
    std::vector<CommitReport> reports;
    for (const Json& one : json.asArray()) {
        CommitReport report{
            one.at("transaction").asString(), record::textsIn(one, "committed"), {}};
        for (const Json& failure : one.at("failed").asArray()) {
            report.failed.push_back(
                {failure.at("sopInstance").asString(), failure.at("reason").asInt()});
        }
        reports.push_back(std::move(report));
    }
    return reports;
}

} // namespace

bool isUid(const std::string& text) {
    return !text.empty() && text.size() <= kLongestUid &&
           text.find_first_not_of("0123456789.") == text.npos;
}

std::string wrongInPeer(const Peer& peer) {
    if (!isHost(peer.host) || peer.port == 0) {
        return "not a host name or IPv4 address with a port";
    }
    if (!isAeTitle(peer.calledAeTitle) || !isAeTitle(peer.callingAeTitle)) {
        return "an AE title has 1 to 16 ASCII characters and no backslash";
    }
    if (peer.timeout < std::chrono::seconds(1) || peer.timeout > std::chrono::seconds(300)) {
        return "the timeout must be 1 to 300 seconds";
    }
    return {};
}

Json toJson(const Request& request) {
    Json files = Json::array();
    for (const std::filesystem::path& file : request.files) {
        files.push(file.string());
    }
    return Json::object(
        {{"errand", record::enumName(request.errand)},
         {"peer", peerJson(request.peer)},
         {"files", files},
         {"commit", Json::object({{"transaction", request.commit.transaction},
                                  {"instances", instancesJson(request.commit.instances)},
                                  {"earlier", record::textsJson(request.commit.earlier)},
                                  {"replyPort", request.commit.replyPort},
                                  {"waitSeconds", request.commit.wait.count()}})},
         {"worklist", Json::object({{"patientId", request.worklist.patientId},
                                    {"accession", request.worklist.accession},
                                    {"date", request.worklist.date}})},
         {"find", Json::object({{"study", request.find.study},
                                {"series", request.find.series},
                                {"instances", record::textsJson(request.find.instances)}})},
         {"offer", Json::object({{"sopClasses", record::textsJson(request.offer.sopClasses)},
                                 {"transferSyntaxes",
                                  record::textsJson(request.offer.transferSyntaxes)}})}});
}

Request requestFromJson(const Json& json) {
    Request request;
    request.errand = record::enumIn<Errand>(json, "errand");
    request.peer = peerIn(json.at("peer"));
    for (const std::string& file : record::textsIn(json, "files")) {
        request.files.emplace_back(file);
    }
    const Json& commit = json.at("commit");
    request.commit.transaction = commit.at("transaction").asString();
    for (const Json& one : commit.at("instances").asArray()) {
        request.commit.instances.push_back(instanceIn(one));
    }
    request.commit.earlier = record::textsIn(commit, "earlier");
    request.commit.replyPort = portIn(commit, "replyPort");
    request.commit.wait = secondsIn(commit, "waitSeconds");
    const Json& worklist = json.at("worklist");
    request.worklist = {worklist.at("patientId").asString(), worklist.at("accession").asString(),
                        worklist.at("date").asString()};
    const Json& find = json.at("find");
    request.find = {find.at("study").asString(), find.at("series").asString(),
                    record::textsIn(find, "instances")};
    request.offer = {record::textsIn(json.at("offer"), "sopClasses"),
                     record::textsIn(json.at("offer"), "transferSyntaxes")};
    if (request.files.size() > kMostFiles || request.commit.instances.size() > kMostFiles ||
        request.find.instances.size() > kMostFiles) {
        throw Fault(FaultKind::Malformed, "too many instances for one errand");
    }
    return request;
}

Json toJson(const Answer& answer) {
    Json items = Json::array();
    for (const RawItem& raw : answer.items) {
        Json item = Json::object({});
        for (const auto& [name, bytes] : raw) {
            item.set(name, hexOf(bytes));
        }
        items.push(item);
    }
    Json taken = Json::array();
    for (const TakenEncoding& one : answer.taken) {
        taken.push(
            Json::object({{"sopClass", one.sopClass}, {"transferSyntax", one.transferSyntax}}));
    }
    return Json::object({{"end", record::enumName(answer.end)},
                         {"why", answer.why},
                         {"transient", answer.transient},
                         {"implementation", answer.implementation},
                         {"stored", storedJson(answer.stored)},
                         {"reports", reportsJson(answer.reports)},
                         {"commitStatus", statusJson(answer.commitStatus)},
                         {"items", items},
                         {"taken", taken},
                         {"tooMany", answer.tooMany}});
}

Answer answerFromJson(const Json& json) {
    Answer answer;
    answer.end = record::enumIn<TalkEnd>(json, "end");
    answer.why = json.at("why").asString();
    answer.transient = json.at("transient").asBool();
    answer.implementation = json.at("implementation").asString();
    for (const Json& one : json.at("stored").asArray()) {
        StoreResult result{instanceIn(one),
                           one.at("transferSyntax").asString(),
                           {},
                           one.at("comment").asString(),
                           one.at("why").asString()};
        if (const Json* status = one.find("status")) {
            result.status = status->asInt();
        }
        answer.stored.push_back(std::move(result));
    }
    answer.reports = reportsIn(json.at("reports"));
    if (const Json* status = json.find("commitStatus")) {
        answer.commitStatus = status->asInt();
    }
    for (const Json& item : json.at("items").asArray()) {
        RawItem raw;
        for (const auto& [name, hex] : item.asObject()) {
            raw[name] = bytesOfHex(hex.asString());
        }
        answer.items.push_back(std::move(raw));
    }
    for (const Json& one : json.at("taken").asArray()) {
        answer.taken.push_back(
            {one.at("sopClass").asString(), one.at("transferSyntax").asString()});
    }
    answer.tooMany = json.at("tooMany").asBool();
    return answer;
}

} // namespace seihon::dicom_net
