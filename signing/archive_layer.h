#pragma once

#include "record/enum_names.h"
#include "record/instant.h"
#include "signing/certificate.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace seihon::signing {

// What is laid over a sealed record, one upon the other, to keep it evidence when the algorithms
// and authorities below it have come to their end. Numbered 001… in one sequence, each with its
// files below META-INF (docs/decisions/0018-layers-are-only-added.md).
enum class LayerKind {
    ArchiveTimestamp, // ASiCArchiveManifestNNN.xml, timestampNNN.tst
    EvidenceRecord,   // ASiCEvidenceRecordManifestNNN.xml, evidencerecordNNN.ers (RFC 4998)
};

struct ArchiveLayer {
    int number = 0;
    LayerKind kind{};
    record::Instant at{}; // its newest token's time
    std::string service;  // name of the service in trust.toml; empty when none is trusted
    std::string digest;   // "sha256", …
    friend bool operator==(const ArchiveLayer&, const ArchiveLayer&) = default;
};

struct LayerFile {
    std::string path; // relative to the record, below META-INF/
    Der bytes;
};

} // namespace seihon::signing

namespace seihon::record {

template <>
struct EnumNames<signing::LayerKind> {
    static constexpr std::array<std::pair<signing::LayerKind, std::string_view>, 2> table{
        {{signing::LayerKind::ArchiveTimestamp, "archive-timestamp"},
         {signing::LayerKind::EvidenceRecord, "evidence-record"}}};
};

} // namespace seihon::record
