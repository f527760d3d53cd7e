#include "dicom/modules.h"
#include "dicom/pixels.h"
#include "dicom/uid.h"

#include "record/fault.h"

#include <dcmtk/dcmdata/dcistrmb.h>
#include <dcmtk/dcmdata/dcostrmb.h>
#include <dcmtk/dcmdata/dcwcache.h>

#include <algorithm>

namespace seihon::dicom {

using record::Fault;
using record::FaultKind;

namespace {

constexpr std::size_t kMaxPdfBytes = 512u << 20;

void requireUids(const Document& document) {
    const std::string& study = document.study.uid;
    const std::string& series = document.series.uid;
    const std::string& object = document.object.uid;
    if (!isUid(study) || !isUid(series) || !isUid(object) || study == series || study == object ||
        series == object) {
        throw Fault(FaultKind::Usage, "a DICOM object needs three different UIDs");
    }
}

void requireContent(const Document& document) {
    const bool pdf = document.kind == ObjectKind::EncapsulatedPdf;
    if (pdf ? !document.pdf.starts_with("%PDF-") || document.pdf.size() > kMaxPdfBytes ||
                  !document.pages.empty()
            : document.pages.empty() || !document.pdf.empty()) {
        throw Fault(FaultKind::Usage, "the content does not fit the kind of DICOM object");
    }
    if (document.series.modality.empty()) {
        throw Fault(FaultKind::Usage, "a DICOM series needs a modality");
    }
}

std::vector<std::uint8_t> bytesOf(DcmFileFormat& file, E_TransferSyntax syntax) {
    std::vector<std::uint8_t> bytes;
    std::vector<std::uint8_t> buffer(1u << 20);
    DcmOutputBufferStream stream(buffer.data(), static_cast<offile_off_t>(buffer.size()));
    DcmWriteCache cache;
    OFCondition condition;
    file.transferInit();
    do {
        condition = file.write(stream, syntax, EET_ExplicitLength, &cache);
        void* full = nullptr;
        offile_off_t length = 0;
        stream.flushBuffer(full, length);
        const auto* from = static_cast<const std::uint8_t*>(full);
        bytes.insert(bytes.end(), from, from + length);
    } while (condition == EC_StreamNotifyClient);
    file.transferEnd();
    requireGood(condition, "writing");
    return bytes;
}

// The compressed form may say more of itself; nothing else may differ.
void requireSame(DcmDataset& read, DcmDataset& meant, const Document& document) {
    if (document.kind != ObjectKind::EncapsulatedPdf) {
        requirePixels(read, document);
    }
    if (read.compare(meant) != 0) {
        throw Fault(FaultKind::StorageDiffers,
                    "the DICOM object that was written has other elements than were meant",
                    {{"file", "DICOM"}});
    }
}

void verify(const std::vector<std::uint8_t>& bytes, DcmDataset& meant, const Document& document,
            TransferSyntax syntax) {
    DcmInputBufferStream stream;
    stream.setBuffer(bytes.data(), static_cast<offile_off_t>(bytes.size()));
    stream.setEos();
    DcmFileFormat file;
    file.transferInit();
    const OFCondition condition = file.read(stream, EXS_Unknown);
    file.transferEnd();
    requireGood(condition, "reading what was written");
    OFString metaSyntax, metaInstance;
    file.getMetaInfo()->findAndGetOFString(DCM_TransferSyntaxUID, metaSyntax);
    file.getMetaInfo()->findAndGetOFString(DCM_MediaStorageSOPInstanceUID, metaInstance);
    if (metaSyntax != uidOf(syntax).c_str() || metaInstance != document.object.uid.c_str() ||
        file.getDataset()->getOriginalXfer() != dcmtkSyntax(syntax)) {
        throw Fault(FaultKind::StorageDiffers, "a DICOM file with another syntax or UID than meant",
                    {{"file", "DICOM"}});
    }
    requireSame(*file.getDataset(), meant, document);
}

} // namespace

std::optional<ObjectKind> kindFor(const record::PageImage& page, std::size_t pages) {
    const bool colour = page.channels == 3;
    if (colour && page.bitsPerSample != 8) {
        return std::nullopt;
    }
    if (pages < 2) {
        return ObjectKind::SecondaryCapture;
    }
    return colour                     ? ObjectKind::MultiFrameTrueColor
           : page.bitsPerSample == 16 ? ObjectKind::MultiFrameGrayscaleWord
                                      : ObjectKind::MultiFrameGrayscaleByte;
}

std::string sopClassOf(ObjectKind kind) {
    switch (kind) {
    case ObjectKind::SecondaryCapture:
        return UID_SecondaryCaptureImageStorage;
    case ObjectKind::MultiFrameTrueColor:
        return UID_MultiframeTrueColorSecondaryCaptureImageStorage;
    case ObjectKind::MultiFrameGrayscaleByte:
        return UID_MultiframeGrayscaleByteSecondaryCaptureImageStorage;
    case ObjectKind::MultiFrameGrayscaleWord:
        return UID_MultiframeGrayscaleWordSecondaryCaptureImageStorage;
    case ObjectKind::EncapsulatedPdf:
        return UID_EncapsulatedPDFStorage;
    }
    return {};
}

std::string uidOf(TransferSyntax syntax) {
    return DcmXfer(dcmtkSyntax(syntax)).getXferID();
}

Written writeObject(const Document& document, const WriteOptions& options) {
    registerCoders();
    requireUids(document);
    requireContent(document);
    // A document has no pixels to compress.
    const TransferSyntax syntax = document.kind == ObjectKind::EncapsulatedPdf
                                      ? TransferSyntax::ExplicitLittleEndian
                                      : options.syntax;
    Written written;
    DcmFileFormat file;
    DcmDataset& dataset = *file.getDataset();
    Elements out(dataset, options, written.troubles);
    out.putIfKnown(DCM_SpecificCharacterSet, attributeOf(options.sets));
    putModules(out, document);
    const bool tooLong = std::any_of(written.troubles.begin(), written.troubles.end(),
                                     [](const TextTrouble& one) { return one.tooLong; });
    if (tooLong || (options.outside == OutsideRule::Refuse && !written.troubles.empty())) {
        written.refused = true;
        return written;
    }
    const bool pixels = document.kind != ObjectKind::EncapsulatedPdf;
    if (pixels) {
        putPixelFacts(out, document);
    }
    DcmDataset meant(dataset);
    if (pixels) {
        putPixels(out, document);
    }
    chooseSyntax(dataset, syntax);
    written.bytes = bytesOf(file, dcmtkSyntax(syntax));
    file.clear();
    verify(written.bytes, meant, document, syntax);
    written.digest = record::sha256(written.bytes);
    written.sopClass = sopClassOf(document.kind);
    written.sopInstance = document.object.uid;
    written.transferSyntax = uidOf(syntax);
    return written;
}

} // namespace seihon::dicom
