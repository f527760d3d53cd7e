#pragma once

#include "documents/delivery_outcome.h"
#include "record/digest.h"
#include "record/enum_names.h"
#include "record/instant.h"

#include <chrono>
#include <filesystem>
#include <string>

namespace seihon::documents {

// What stands beside a document in a folder that an archive system watches.
enum class Sidecar { Csv, Xml };

// How files are called there: {patient}, {date} (of scanning, YYYYMMDD), {class} and {id} in the
// template; {id} must be in it, so that no two records ever share a name.
struct DropFolder {
    std::filesystem::path folder;
    std::string nameTemplate; // without an ending
    Sidecar sidecar = Sidecar::Csv;
    std::string triggerEnding; // of the empty file that comes last, e.g. "end"; empty: none
};

struct DroppedDocument {
    std::string recordId, patientId, classCode, title;
    record::Instant scannedAt{};
    std::chrono::minutes utcOffset{};
};

// The name without its ending. Faults: Usage for a template that is none; Malformed when an id or
// code holds letters that a file name may not: nothing is replaced, or two patients could share
// one.
std::string dropName(const DropFolder& drop, const DroppedDocument& document);
// What the sidecar holds. UTF-8; CSV as RFC 4180, with a line of names first.
std::string sidecarOf(const DropFolder& drop, const DroppedDocument& document, record::Bytes pdf);

// The document, then the sidecar, then the trigger: each written under another name, synced,
// renamed and read back; never over a file that is there, unless it holds the same bytes already.
// Sent when all of it was written.
DeliveryOutcome dropInto(const DropFolder& drop, const DroppedDocument& document,
                         record::Bytes pdf);
// Confirmed while document and sidecar lie there with the same bytes. A system that has taken them
// away says nothing: then what was sent stays sent.
DeliveryOutcome lookInto(const DropFolder& drop, const DroppedDocument& document,
                         record::Bytes pdf);

} // namespace seihon::documents

namespace seihon::record {

template <>
struct EnumNames<documents::Sidecar> {
    static constexpr std::array table =
        std::to_array<std::pair<documents::Sidecar, std::string_view>>(
            {{documents::Sidecar::Csv, "csv"}, {documents::Sidecar::Xml, "xml"}});
};

} // namespace seihon::record
