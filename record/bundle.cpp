#include "record/bundle.h"

#include "record/id.h"
#include "record/json_fields.h"

#include <algorithm>

namespace seihon::record {

namespace {

constexpr std::string_view kBundleFormat = "seihon-bundle-1";
constexpr std::string_view kSumGap = "  ";
constexpr std::size_t kSumHex = 64;

[[noreturn]] void malformedBundle(const std::string& why) {
    throw Fault(FaultKind::Malformed, "bundle: " + why);
}

// Names that every file system and every tool takes as they are, below the folder.
bool isPlainPath(std::string_view path) {
    constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                          "0123456789._-/";
    if (path.empty() || path.size() > 255 ||
        path.find_first_not_of(kLetters) != std::string_view::npos) {
        return false;
    }
    for (std::size_t from = 0; from <= path.size();) {
        const std::size_t end = std::min(path.find('/', from), path.size());
        const std::string_view part = path.substr(from, end - from);
        if (part.empty() || part.front() == '-' || part == "." || part == "..") {
            return false;
        }
        from = end + 1;
    }
    return true;
}

BundleRecord bundleRecordFrom(const Json& json) {
    BundleRecord one{json.at("id").asString(), json.at("documentClass").asString()};
    if (!isId(one.id)) {
        malformedBundle("no record id");
    }
    return one;
}

} // namespace

bool isLeftOut(Redaction redaction, std::string_view pathInRecord) {
    switch (redaction) {
    case Redaction::None:
        return false;
    case Redaction::Images:
        return pathInRecord.starts_with("pages/");
    case Redaction::Patient:
        return pathInRecord.starts_with("pages/") || pathInRecord == "record.json";
    }
    return true;
}

std::string bundleNoteText(const BundleNote& note) {
    Json records = Json::array();
    for (const BundleRecord& one : note.records) {
        records.push(Json::object({{"id", one.id}, {"documentClass", one.documentClass}}));
    }
    Json regulations = Json::array();
    for (const Digest& one : note.regulations) {
        regulations.push(one.hex());
    }
    return canonical(Json::object({{"format", kBundleFormat},
                                   {"id", note.id},
                                   {"station", note.station},
                                   {"madeAt", formatInstant(note.madeAt)},
                                   {"takenBy", toJson(note.takenBy)},
                                   {"recipient", note.recipient},
                                   {"reason", note.reason},
                                   {"redaction", enumName(note.redaction)},
                                   {"records", std::move(records)},
                                   {"regulations", std::move(regulations)}}));
}

BundleNote parseBundleNote(std::string_view text) {
    const Json json = parseJson(text, {.bytes = kBundleNoteBytes});
    if (json.at("format").asString() != kBundleFormat) {
        malformedBundle("another format");
    }
    BundleNote note;
    note.id = json.at("id").asString();
    note.station = json.at("station").asString();
    note.madeAt = parseInstant(json.at("madeAt").asString());
    note.takenBy = actorFromJson(json.at("takenBy"));
    note.recipient = json.at("recipient").asString();
    note.reason = json.at("reason").asString();
    note.redaction = enumIn<Redaction>(json, "redaction");
    const Json::Array& records = json.at("records").asArray();
    if (!isId(note.id) || records.empty() || records.size() > kMostBundleRecords) {
        malformedBundle("no id, no records, or too many");
    }
    for (const Json& one : records) {
        note.records.push_back(bundleRecordFrom(one));
    }
    for (const Json& one : json.at("regulations").asArray()) {
        note.regulations.push_back(Digest::fromHex(one.asString()));
    }
    if (bundleNoteText(note) != text) {
        malformedBundle("not as it is written (RFC 8785)");
    }
    return note;
}

std::string fileSumsText(const FileSums& sums) {
    std::string text;
    for (const auto& [path, digest] : sums) {
        text += digest.hex() + std::string(kSumGap) + path + '\n';
    }
    return text;
}

FileSums parseFileSums(std::string_view text) {
    if (text.size() > kFileSumsBytes) {
        malformedBundle("too many sums");
    }
    FileSums sums;
    std::string_view last;
    for (std::string_view rest = text; !rest.empty();) {
        const std::size_t end = rest.find('\n');
        if (end == std::string_view::npos || end < kSumHex + kSumGap.size()) {
            malformedBundle("a line of sums is cut off");
        }
        const std::string_view path = rest.substr(kSumHex + 2, end - kSumHex - 2);
        if (rest.substr(kSumHex, 2) != kSumGap || !isPlainPath(path) || path <= last) {
            malformedBundle("a line of sums is not as it is written");
        }
        sums.emplace(path, Digest::fromHex(rest.substr(0, kSumHex)));
        last = path;
        rest.remove_prefix(end + 1);
    }
    return sums;
}

// The first line is that of every report of a station (signing/report_note.h).
std::string bundleSealText(const std::string& bundleId, const Digest& sums) {
    return "seihon-report/bundle\nbundle " + bundleId + "\nSHA256SUMS " + sums.hex() + "\n";
}

} // namespace seihon::record
