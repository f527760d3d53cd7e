#pragma once

#include "record/enum_names.h"
#include "record/instant.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seihon::config {

// Who sealed records, or what is made of them, are sent to: deliveries.toml in the home.
enum class DeliveryKind { Dicom };

// How a target says that it keeps what it took.
enum class Confirmation {
    Commitment, // storage commitment (DICOM PS3.4 J)
    Query,      // it is asked for each object (C-FIND), which says less: it knows them
    None,       // it never says; what was sent stays "sent"
};

struct DicomTls {
    // Relative paths are below the home.
    std::filesystem::path authorityFile, certificateFile, keyFile;
    std::string serverName; // in its certificate
};

struct DicomService {
    std::string host;
    std::uint16_t port = 104;
    std::string calledAe, callingAe;
    std::chrono::seconds timeout{10};
    std::optional<DicomTls> tls; // none: said to be wanted so
};

struct DeliveryTarget {
    std::string name; // what the log knows it by
    DeliveryKind kind{};
    std::vector<std::string> classes; // of documents
    record::Instant sealedFrom{};     // what was sealed before is not sent
    DicomService dicom;
    Confirmation confirmation{};
    std::uint16_t replyPort = 0; // for the report of a commitment; 0: same association
    std::chrono::seconds reportWait{20};
};

struct Deliveries {
    std::vector<DeliveryTarget> targets;
    std::optional<DicomService> worklist;
};

// Faults: ConfigInvalid with file and line.
Deliveries parseDeliveries(std::string_view text, const std::string& fileName);

} // namespace seihon::config

namespace seihon::record {

template <>
struct EnumNames<config::DeliveryKind> {
    static constexpr std::array table =
        std::to_array<std::pair<config::DeliveryKind, std::string_view>>({
            {config::DeliveryKind::Dicom, "dicom"},
        });
};

template <>
struct EnumNames<config::Confirmation> {
    static constexpr std::array table =
        std::to_array<std::pair<config::Confirmation, std::string_view>>({
            {config::Confirmation::Commitment, "commitment"},
            {config::Confirmation::Query, "query"},
            {config::Confirmation::None, "none"},
        });
};

} // namespace seihon::record
