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
enum class DeliveryKind {
    Dicom,
    Fhir,   // a FHIR R4 server
    Folder, // one that an archive system watches
};

// How a target says that it keeps what it took.
enum class Confirmation {
    Commitment, // storage commitment (DICOM PS3.4 J)
    Query,      // it is asked for each object (C-FIND), which says less: it knows them
    None,       // it never says; what was sent stays "sent"
};

// What an archive gets of a record.
enum class DeliveryForm {
    Images, // an object for the pages of one shape
    Pdf,    // the viewing copy as one Encapsulated PDF
};

// Lossless ones only [A8].
enum class DeliverySyntax { Raw, JpegLossless, JpegLs };

// How names and texts of objects are written (PS3.3 C.12.1.1.2).
enum class DeliveryText { Utf8, Ir87, Ir159, Ir13And87, Ascii };

// What an archive may hold otherwise than it was sent, by the keyword of PS3.6. Not among them:
// what says whose an object is, and which.
enum class ChangeAllowed {
    PatientName,
    PatientBirthDate,
    PatientSex,
    AccessionNumber,
    StudyDate,
    StudyID
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

// A REST server. Relative paths are below the home.
struct FhirService {
    std::string url;
    std::filesystem::path authorityFile;                       // empty only for http
    std::filesystem::path certificateFile, keyFile, tokenFile; // empty: none
    std::string patientSystem;                                 // whose numbers patients have
    std::string typeSystem;                                    // of class codes; empty: none
    std::chrono::seconds timeout{30};
};

struct FolderService {
    std::filesystem::path folder;
    std::string nameTemplate, sidecar, triggerEnding;
};

struct DeliveryTarget {
    std::string name; // what the log knows it by
    DeliveryKind kind{};
    std::vector<std::string> classes;    // of documents
    record::Instant sealedFrom{};        // what was sealed before is not sent
    std::vector<std::string> classCodes; // one for each class, as the other side calls it; or none
    DicomService dicom;
    FhirService fhir;
    FolderService folder;
    Confirmation confirmation{};
    std::uint16_t replyPort = 0; // for the report of a commitment; 0: same association
    std::chrono::seconds reportWait{20};
    DeliveryForm form = DeliveryForm::Images;
    // The first that the archive takes; raw where nothing is said.
    std::vector<DeliverySyntax> syntaxes{DeliverySyntax::Raw};
    std::vector<ChangeAllowed> mayChange;
    DeliveryText text = DeliveryText::Utf8;
    // Characters that the set does not hold are replaced, and the log says in which attributes;
    // otherwise nothing is made of such a record.
    bool noteOutside = false;
};

// What a CDA document says of the hospital, and no record knows.
struct CdaIdentity {
    std::string facilityOid, patientOid; // patientOid: of the hospital's patient numbers
    std::string confidentiality;         // N, R or V
    std::string typeSystem;              // OID of class codes; empty: none
    std::vector<std::string> classes, classCodes;
};

// As the other side calls a class: the code at its place; empty when there is none.
std::string classCodeFor(const std::vector<std::string>& classes,
                         const std::vector<std::string>& classCodes,
                         const std::string& documentClass);

struct Deliveries {
    std::vector<DeliveryTarget> targets;
    std::optional<DicomService> worklist;
    std::optional<CdaIdentity> cda;
    // Classes whose paper is a picture, not a document: "scanned image" (PS3.3 C.8.6.1).
    std::vector<std::string> imageClasses;
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
            {config::DeliveryKind::Fhir, "fhir"},
            {config::DeliveryKind::Folder, "folder"},
        });
};

template <>
struct EnumNames<config::DeliveryForm> {
    static constexpr std::array table =
        std::to_array<std::pair<config::DeliveryForm, std::string_view>>({
            {config::DeliveryForm::Images, "images"},
            {config::DeliveryForm::Pdf, "pdf"},
        });
};

template <>
struct EnumNames<config::DeliverySyntax> {
    static constexpr std::array table =
        std::to_array<std::pair<config::DeliverySyntax, std::string_view>>({
            {config::DeliverySyntax::Raw, "raw"},
            {config::DeliverySyntax::JpegLossless, "jpeg-lossless"},
            {config::DeliverySyntax::JpegLs, "jpeg-ls"},
        });
};

template <>
struct EnumNames<config::DeliveryText> {
    static constexpr std::array table =
        std::to_array<std::pair<config::DeliveryText, std::string_view>>({
            {config::DeliveryText::Utf8, "utf-8"},
            {config::DeliveryText::Ir87, "ir-87"},
            {config::DeliveryText::Ir159, "ir-159"},
            {config::DeliveryText::Ir13And87, "ir-13-87"},
            {config::DeliveryText::Ascii, "ascii"},
        });
};

template <>
struct EnumNames<config::ChangeAllowed> {
    static constexpr std::array table =
        std::to_array<std::pair<config::ChangeAllowed, std::string_view>>({
            {config::ChangeAllowed::PatientName, "PatientName"},
            {config::ChangeAllowed::PatientBirthDate, "PatientBirthDate"},
            {config::ChangeAllowed::PatientSex, "PatientSex"},
            {config::ChangeAllowed::AccessionNumber, "AccessionNumber"},
            {config::ChangeAllowed::StudyDate, "StudyDate"},
            {config::ChangeAllowed::StudyID, "StudyID"},
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
