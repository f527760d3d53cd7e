#include "dicom/modules.h"

#include "record/fault.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace seihon::dicom {

namespace {

constexpr std::int64_t kNanometresPerInch = 25'400'000;

std::string conversionTerm(Conversion conversion) {
    switch (conversion) {
    case Conversion::ScannedDocument:
        return "SD";
    case Conversion::ScannedImage:
        return "SI";
    case Conversion::DigitizedFilm:
        return "DF";
    }
    return {};
}

// (0008,0201), PS3.3 C.12.1.1.
std::string timezone(std::chrono::minutes offset) {
    const auto minutes = static_cast<int>(std::abs(offset.count()));
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%c%02d%02d", offset.count() < 0 ? '-' : '+',
                  minutes / 60 % 100, minutes % 60);
    return text.data();
}

void putPatient(Elements& out, const PatientFacts& patient) {
    out.putName(DCM_PatientName, patient.name);
    out.putText(DCM_PatientID, patient.id, TextKind::LongString);
    out.putTextIfKnown(DCM_IssuerOfPatientID, patient.issuer, TextKind::LongString);
    std::string birth = patient.birthDate;
    std::erase(birth, '-');
    out.put(DCM_PatientBirthDate, birth);
    out.put(DCM_PatientSex, patient.sex);
}

void putStudy(Elements& out, const Document& document) {
    const StudyFacts& study = document.study;
    const auto at = study.at ? std::optional(*study.at + document.utcOffset) : std::nullopt;
    out.put(DCM_StudyInstanceUID, study.uid);
    out.putDate(DCM_StudyDate, at);
    out.putTime(DCM_StudyTime, at);
    out.putName(DCM_ReferringPhysicianName, study.referringPhysician);
    out.putText(DCM_StudyID, study.id, TextKind::ShortString);
    out.putText(DCM_AccessionNumber, study.accession, TextKind::ShortString);
    out.putTextIfKnown(DCM_StudyDescription, study.description, TextKind::LongString);
}

// What was asked for, as the worklist said it (PS3.3 10.6, in the series by C.7.3.1). Type 1C: both
// numbers stand there where a procedure was scheduled.
void putRequest(Elements& out, const StudyFacts& study) {
    if (study.procedureId.empty()) {
        return;
    }
    Elements request = out.inside(DCM_RequestAttributesSequence);
    request.putText(DCM_RequestedProcedureID, study.procedureId, TextKind::ShortString);
    request.putTextIfKnown(DCM_AccessionNumber, study.accession, TextKind::ShortString);
    request.putIfKnown(DCM_StudyInstanceUID, study.uid);
    request.putTextIfKnown(DCM_RequestedProcedureDescription, study.procedure,
                           TextKind::LongString);
    request.putTextIfKnown(DCM_ScheduledProcedureStepID, study.stepId, TextKind::ShortString);
    request.putTextIfKnown(DCM_ScheduledProcedureStepDescription, study.step, TextKind::LongString);
}

void putSeries(Elements& out, const Document& document) {
    const SeriesFacts& series = document.series;
    out.put(DCM_Modality, series.modality);
    out.put(DCM_SeriesInstanceUID, series.uid);
    out.put(DCM_SeriesNumber, std::to_string(series.number));
    out.putTextIfKnown(DCM_SeriesDescription, series.description, TextKind::LongString);
    if (document.kind != ObjectKind::EncapsulatedPdf) {
        out.putIfKnown(DCM_BodyPartExamined, series.bodyPart);
        out.put(DCM_Laterality, {}); // type 2C: which side it is, nobody said
    }
    putRequest(out, document.study);
    const bool film = document.conversion == Conversion::DigitizedFilm;
    out.putCode(DCM_PerformedProtocolCodeSequence, film ? "110020" : "110023",
                film ? "Sheet Film Digitized" : "Paper Digitized");
}

// PS3.3 C.7.5.1: what made the object is this program. C.8.6.1: what made pixels of the paper is
// the scanner, which is named a second time as contributing equipment (C.12.1.1.5), because few
// viewers show the first.
void putEquipment(Elements& out, const DeviceFacts& device) {
    out.put(DCM_Manufacturer, "Seihon");
    out.put(DCM_ManufacturerModelName, "Seihon scan station");
    out.putIfKnown(DCM_SoftwareVersions, device.programVersion);
    out.putTextIfKnown(DCM_InstitutionName, device.institution, TextKind::LongString);
    out.putTextIfKnown(DCM_StationName, device.station, TextKind::ShortString);
    out.putTextIfKnown(DCM_SecondaryCaptureDeviceID, device.serial, TextKind::LongString);
    out.putTextIfKnown(DCM_SecondaryCaptureDeviceManufacturer, device.manufacturer,
                       TextKind::LongString);
    out.putTextIfKnown(DCM_SecondaryCaptureDeviceManufacturerModelName, device.model,
                       TextKind::LongString);
    out.putTextIfKnown(DCM_SecondaryCaptureDeviceSoftwareVersions, device.firmware,
                       TextKind::LongString);
    if (device.manufacturer.empty()) { // type 1 in the sequence
        return;
    }
    Elements scanner = out.inside(DCM_ContributingEquipmentSequence);
    scanner.putCode(DCM_PurposeOfReferenceCodeSequence, "109101", "Acquisition Equipment");
    scanner.putText(DCM_Manufacturer, device.manufacturer, TextKind::LongString);
    scanner.putTextIfKnown(DCM_ManufacturerModelName, device.model, TextKind::LongString);
    scanner.putTextIfKnown(DCM_DeviceSerialNumber, device.serial, TextKind::LongString);
    scanner.putTextIfKnown(DCM_SoftwareVersions, device.firmware, TextKind::LongString);
}

void putObject(Elements& out, const Document& document) {
    const ObjectFacts& object = document.object;
    const auto made = object.madeAt + document.utcOffset;
    const auto captured =
        object.capturedAt ? std::optional(*object.capturedAt + document.utcOffset) : std::nullopt;
    out.put(DCM_SOPClassUID, sopClassOf(document.kind));
    out.put(DCM_SOPInstanceUID, object.uid);
    out.putDate(DCM_InstanceCreationDate, made);
    out.putTime(DCM_InstanceCreationTime, made);
    out.put(DCM_TimezoneOffsetFromUTC, timezone(document.utcOffset));
    out.put(DCM_InstanceNumber, std::to_string(object.number));
    out.putDate(DCM_ContentDate, captured);
    out.putTime(DCM_ContentTime, captured);
    out.put(DCM_ConversionType, conversionTerm(document.conversion));
    // PS3.3 C.7.6.1: a reader may have to hide such a picture.
    out.put(DCM_BurnedInAnnotation, object.patientInPixels ? "YES" : "NO");
    std::string stamp = captured ? record::formatInstant(*captured).substr(0, 23) : std::string();
    std::erase_if(stamp, [](char c) { return c == '-' || c == ':' || c == 'T'; });
    if (captured || document.kind == ObjectKind::EncapsulatedPdf) { // there it is type 2
        out.put(DCM_AcquisitionDateTime, stamp);
    }
}

void putPitch(Elements& out, const Document& document) {
    const record::PageImage& page = document.pages.front();
    const auto pitch = [](std::int64_t given, std::int64_t dpi) {
        return given > 0 ? given : (kNanometresPerInch + dpi / 2) / dpi;
    };
    // Rows first (PS3.3 10.7.1.3): the distance down the page, then the one across.
    const std::string spacing = decimalOfMillionths(pitch(document.pitchYNanometres, page.dpiY)) +
                                "\\" +
                                decimalOfMillionths(pitch(document.pitchXNanometres, page.dpiX));
    out.put(DCM_NominalScannedPixelSpacing, spacing);
    // In the patient (C.7.6.2.1.1) nothing is known of a film: its magnification is not.
    if (document.conversion != Conversion::DigitizedFilm) {
        out.put(DCM_PixelSpacing, spacing);
    }
}

void putImage(Elements& out, const Document& document) {
    out.put(DCM_ImageType, "ORIGINAL\\PRIMARY"); // pixels as they were captured
    out.put(DCM_PatientOrientation, {});
    out.putTextIfKnown(DCM_ImageComments, document.object.comment, TextKind::LongText);
    putPitch(out, document);
    if (document.kind == ObjectKind::SecondaryCapture) {
        if (document.object.capturedAt) {
            const auto captured = *document.object.capturedAt + document.utcOffset;
            out.putDate(DCM_DateOfSecondaryCapture, captured);
            out.putTime(DCM_TimeOfSecondaryCapture, captured);
        }
        return;
    }
    const std::size_t frames = document.pages.size();
    out.put(DCM_NumberOfFrames, std::to_string(frames));
    if (frames > 1) { // PS3.3 C.8.6.3, C.8.6.4: frames are pages
        requireGood(out.item().putAndInsertTagKey(DCM_FrameIncrementPointer, DCM_PageNumberVector),
                    "FrameIncrementPointer");
        std::string numbers = "1";
        for (std::size_t i = 2; i <= frames; ++i) {
            numbers += "\\" + std::to_string(i);
        }
        out.put(DCM_PageNumberVector, numbers);
    }
    if (document.kind != ObjectKind::MultiFrameTrueColor) { // C.8.6.3: forced for MONOCHROME2
        out.put(DCM_PresentationLUTShape, "IDENTITY");
        out.put(DCM_RescaleIntercept, "0");
        out.put(DCM_RescaleSlope, "1");
        out.put(DCM_RescaleType, "US");
    }
}

void putPdf(Elements& out, const Document& document) {
    out.putText(DCM_DocumentTitle, document.pdfTitle, TextKind::ShortText);
    requireGood(out.item().insertEmptyElement(DCM_ConceptNameCodeSequence), "ConceptName");
    out.put(DCM_MIMETypeOfEncapsulatedDocument, "application/pdf");
    requireGood(out.item().putAndInsertUint32(DCM_EncapsulatedDocumentLength,
                                              static_cast<Uint32>(document.pdf.size())),
                "EncapsulatedDocumentLength");
    std::vector<Uint8> bytes(document.pdf.begin(), document.pdf.end());
    if (bytes.size() % 2 != 0) { // OB has an even length; the element before tells the true one
        bytes.push_back(0);
    }
    requireGood(out.item().putAndInsertUint8Array(DCM_EncapsulatedDocument, bytes.data(),
                                                  static_cast<unsigned long>(bytes.size())),
                "EncapsulatedDocument");
}

} // namespace

void putModules(Elements& out, const Document& document) {
    putPatient(out, document.patient);
    putStudy(out, document);
    putSeries(out, document);
    putEquipment(out, document.device);
    putObject(out, document);
    document.kind == ObjectKind::EncapsulatedPdf ? putPdf(out, document) : putImage(out, document);
}

} // namespace seihon::dicom
