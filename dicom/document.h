#pragma once

#include "dicom/person_name.h"
#include "dicom/text.h"
#include "record/digest.h"
#include "record/instant.h"
#include "record/page_image.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace seihon::dicom {

enum class ObjectKind {
    SecondaryCapture, // one page: grey of 8 or 16 bits, or RGB of 8
    MultiFrameTrueColor,
    MultiFrameGrayscaleByte,
    MultiFrameGrayscaleWord,
    EncapsulatedPdf,
};

inline constexpr std::array kImageKinds{
    ObjectKind::SecondaryCapture, ObjectKind::MultiFrameTrueColor,
    ObjectKind::MultiFrameGrayscaleByte, ObjectKind::MultiFrameGrayscaleWord};

// Lossless ones only [A8].
enum class TransferSyntax { ExplicitLittleEndian, JpegLossless, JpegLs };

// Conversion Type (0008,0064), PS3.3 C.8.6.1.1.
enum class Conversion { ScannedDocument, ScannedImage, DigitizedFilm };

// What a value of a calibrated film means: optical density in thousandths (PS3.3 C.11.1.1.2, "OD"),
// one for each stored value from 0 to 2^bits-1.
struct FilmScale {
    std::vector<std::uint16_t> odThousandths;
};

// What is unknown stays empty: a type 2 element is then written empty, a type 3 element not at all.
struct PatientFacts {
    std::string id;
    std::string issuer; // of the id
    PersonName name;
    std::string birthDate; // "1950-01-31"
    std::string sex;       // M, F or O
};

struct StudyFacts {
    std::string uid;
    std::string id, accession, description;
    std::optional<record::Instant> at;
    PersonName referringPhysician;
    // Of the order that it was made for (PS3.3 10.6); none without a procedureId.
    std::string procedureId, procedure, stepId, step;
};

struct SeriesFacts {
    std::string uid;
    std::int64_t number = 1;
    std::string modality; // "OT", "DOC", "RG"; PS3.3 C.7.3.1.1.1
    std::string description;
    std::string bodyPart; // CS
};

// The scanner that turned paper or film into pixels, and the program that made the object of them.
struct DeviceFacts {
    std::string manufacturer, model, serial, firmware;
    std::string institution, station;
    std::string programVersion;
};

// What an object says beside its pixels.
struct ObjectFacts {
    std::string uid; // SOP Instance UID; made once by the caller and noted before
    std::int64_t number = 1;
    record::Instant madeAt{};
    std::optional<record::Instant> capturedAt; // of its first page
    std::string comment;                       // Image Comments
    bool patientInPixels = true;               // Burned In Annotation
};

struct Document {
    ObjectKind kind = ObjectKind::SecondaryCapture;
    Conversion conversion = Conversion::ScannedDocument;
    PatientFacts patient;
    StudyFacts study;
    SeriesFacts series;
    DeviceFacts device;
    ObjectFacts object;
    std::chrono::minutes utcOffset{9 * 60}; // dates and times are local in DICOM
    // Of one shape; one for SecondaryCapture, none for EncapsulatedPdf. Pages of one bit are
    // written with eight: 0 black, 255 white.
    std::vector<record::PageImage> pages;
    int bitsStored = 0;            // of 16-bit pages; 0: all
    std::optional<FilmScale> film; // calibrated: SecondaryCapture of a grey page only
    // Measured distance of pixel centres on paper or film; 0: from the page's dpi.
    std::int64_t pitchXNanometres = 0, pitchYNanometres = 0;
    std::string pdf, pdfTitle; // of EncapsulatedPdf
};

struct WriteOptions {
    CharacterSets sets{CharacterSets::First::Utf8};
    OutsideRule outside = OutsideRule::Refuse;
    TransferSyntax syntax = TransferSyntax::ExplicitLittleEndian;
};

// A text of the document that could not be said as it is.
struct TextTrouble {
    std::string attribute; // "PatientName"
    std::vector<Outside> outside;
    bool tooLong = false;
};

struct Written {
    bool refused = false; // then there are no bytes, and the troubles say why
    std::vector<TextTrouble> troubles;
    std::vector<std::uint8_t> bytes; // a file as PS3.10 has it
    record::Digest digest;
    std::string sopClass, sopInstance, transferSyntax;
};

// Which object holds so many pages of this shape; none for what no class takes (16 bits of colour).
std::optional<ObjectKind> kindFor(const record::PageImage& page, std::size_t pages);

// Makes the object, then reads the bytes afresh: every element is compared with what was meant, and
// every pixel with the pages'. Faults: Usage when the document cannot be such an object,
// StorageDiffers when what was read is not what was meant, Internal.
Written writeObject(const Document& document, const WriteOptions& options);

// The defined terms and UIDs behind the enumerators.
std::string sopClassOf(ObjectKind kind);
std::string uidOf(TransferSyntax syntax);

} // namespace seihon::dicom
