#include "station/backup_note.h"

#include "record/fault.h"
#include "record/json.h"
#include "record/json_fields.h"

#include <algorithm>

namespace seihon::station {

using record::Fault;
using record::FaultKind;
using record::Json;

namespace {

constexpr std::size_t kNoteLimitBytes = std::size_t{1} << 20;
constexpr std::size_t kMostLeftOut = 1000;

bool isPlain(const std::filesystem::path& path) {
    return std::none_of(path.begin(), path.end(), [](const std::filesystem::path& part) {
        return part == ".." || part == ".";
    });
}

} // namespace

std::string textOf(const BackupNote& note) {
    return record::canonical(Json::object({{"format", 1},
                                           {"station", note.station},
                                           {"madeAt", record::formatInstant(note.madeAt)},
                                           {"entries", static_cast<std::int64_t>(note.entries)},
                                           {"root", note.root.hex()},
                                           {"records", note.records},
                                           {"archive", note.archive.string()},
                                           {"leftOut", record::textsJson(note.leftOut)}}));
}

BackupNote backupNoteFrom(std::string_view text) {
    const Json json = record::parseJson(text, {.bytes = kNoteLimitBytes});
    if (json.at("format").asInt() != 1) {
        throw Fault(FaultKind::Malformed, "a backup of another format: a newer Seihon made it");
    }
    BackupNote note;
    note.station = json.at("station").asString();
    note.madeAt = record::parseInstant(json.at("madeAt").asString());
    const std::int64_t entries = json.at("entries").asInt();
    note.records = json.at("records").asInt();
    if (entries < 0 || note.records < 0) {
        throw Fault(FaultKind::Malformed, "a backup that counts below nothing");
    }
    note.entries = static_cast<std::uint64_t>(entries);
    note.root = record::digestIn(json, "root");
    note.archive = json.at("archive").asString();
    note.leftOut = record::textsIn(json, "leftOut");
    // Its place becomes a path below the folder that is restored into, and must stay there.
    if (!note.archive.is_absolute() || !isPlain(note.archive) || !note.archive.has_filename() ||
        note.leftOut.size() > kMostLeftOut) {
        throw Fault(FaultKind::Malformed, "a backup whose archive has no proper place");
    }
    return note;
}

} // namespace seihon::station
