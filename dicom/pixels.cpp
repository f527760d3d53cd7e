#include "dicom/pixels.h"

#include "dicom/modules.h"

#include "record/fault.h"

#include <dcmtk/dcmimage/diregist.h> // without it RGB is refused by the encoder
#include <dcmtk/dcmjpeg/djdecode.h>
#include <dcmtk/dcmjpeg/djencode.h>
#include <dcmtk/dcmjpeg/djrplol.h>
#include <dcmtk/dcmjpls/djcparam.h>
#include <dcmtk/dcmjpls/djdecode.h>
#include <dcmtk/dcmjpls/djencode.h>
#include <dcmtk/dcmjpls/djrparam.h>

#include <cstring>
#include <memory>
#include <mutex>

namespace seihon::dicom {

using record::Fault;
using record::FaultKind;
using record::PageImage;

namespace {

// What the station may make into one object: DCMTK holds it about three times.
constexpr std::int64_t kMaxObjectBytes = 1ll << 30;

[[noreturn]] void differs(const std::string& what) {
    throw Fault(FaultKind::StorageDiffers, "the DICOM object that was written: " + what,
                {{"file", "DICOM"}});
}

int bytesPerSample(const PageImage& page) {
    return page.bitsPerSample == 16 ? 2 : 1;
}

std::int64_t frameBytes(const PageImage& page) {
    return page.width * page.height * page.channels * bytesPerSample(page);
}

// One row as it stands in the object.
void appendRow(std::vector<std::uint8_t>& out, const PageImage& page, std::int64_t y) {
    const std::uint8_t* row = page.row(y);
    if (page.bitsPerSample != 1) {
        out.insert(out.end(), row, row + page.rowBytes());
        return;
    }
    for (std::int64_t x = 0; x < page.width; ++x) {
        const bool black = (row[x / 8] >> (7 - x % 8) & 1) != 0;
        out.push_back(black ? 0 : 255);
    }
}

void requireShape(const Document& document) {
    const PageImage& first = document.pages.front();
    std::int64_t bytes = 0;
    for (const PageImage& page : document.pages) {
        if (page.width != first.width || page.height != first.height ||
            page.channels != first.channels || page.bitsPerSample != first.bitsPerSample ||
            page.dpiX != first.dpiX || page.dpiY != first.dpiY) {
            throw Fault(FaultKind::Usage, "pages of several shapes in one DICOM object");
        }
        bytes += frameBytes(page);
    }
    const auto fitting = kindFor(first, document.pages.size());
    const bool fits = document.kind == ObjectKind::SecondaryCapture
                          ? kindFor(first, 1) && document.pages.size() == 1
                          : fitting && kindFor(first, 2) == document.kind;
    if (!fits || first.width < 1 || first.height < 1 || first.dpiX < 1 || first.dpiY < 1) {
        throw Fault(FaultKind::Usage, "no such pages in a DICOM object of this kind");
    }
    if (bytes > kMaxObjectBytes) {
        throw Fault(FaultKind::Usage, "a DICOM object above 1 GiB of pixels");
    }
    if (document.film && (document.kind != ObjectKind::SecondaryCapture || first.channels != 1 ||
                          first.bitsPerSample == 1)) {
        throw Fault(FaultKind::Usage, "optical density is of a single grey page");
    }
}

// Values above what bitsStored says would be cut by a reader.
void requireStored(const Document& document) {
    const int bits = bitsStoredOf(document);
    if (document.pages.front().bitsPerSample != 16 || bits == 16) {
        return;
    }
    if (bits < 9 || bits > 16) {
        throw Fault(FaultKind::Usage, "9 to 16 bits of 16 are stored");
    }
    for (const PageImage& page : document.pages) {
        for (std::int64_t y = 0; y < page.height; ++y) {
            const std::uint8_t* row = page.row(y);
            for (std::int64_t x = 0; x < page.width; ++x) {
                std::uint16_t value = 0;
                std::memcpy(&value, row + 2 * x, sizeof value);
                if (value >> bits != 0) {
                    throw Fault(FaultKind::Usage, "a value with more bits than are stored");
                }
            }
        }
    }
}

} // namespace

int bitsStoredOf(const Document& document) {
    if (document.pages.front().bitsPerSample != 16) {
        return 8;
    }
    return document.bitsStored == 0 ? 16 : document.bitsStored;
}

void registerCoders() {
    static std::once_flag once;
    std::call_once(once, [] {
        OFLog::configure(OFLogger::OFF_LOG_LEVEL); // no patient's data on a terminal
        // Never a new UID, never a change of colour space: what is written is what was sealed.
        DJEncoderRegistration::registerCodecs(ECC_lossyYCbCr, EUC_never);
        DJDecoderRegistration::registerCodecs(EDC_photometricInterpretation, EUC_never);
        // The raw encoder: of what the other one of DCMTK 3.6.7 writes, the same DCMTK cannot read
        // back a half ("trailing data after image").
        DJLSEncoderRegistration::registerCodecs(0, 0, 0, 0, OFFalse, 0, OFTrue, EJLSUC_never,
                                                OFFalse, DJLSCodecParameter::interleaveLine);
        DJLSDecoderRegistration::registerCodecs(EJLSUC_never);
    });
}

E_TransferSyntax dcmtkSyntax(TransferSyntax syntax) {
    switch (syntax) {
    case TransferSyntax::ExplicitLittleEndian:
        return EXS_LittleEndianExplicit;
    case TransferSyntax::JpegLossless:
        return EXS_JPEGProcess14SV1;
    case TransferSyntax::JpegLs:
        return EXS_JPEGLSLossless;
    }
    return EXS_Unknown;
}

void putPixelFacts(Elements& out, const Document& document) {
    requireShape(document);
    requireStored(document);
    const PageImage& page = document.pages.front();
    const auto bits = static_cast<unsigned>(bitsStoredOf(document));
    const bool colour = page.channels == 3;
    out.putNumber(DCM_SamplesPerPixel, colour ? 3 : 1);
    // Density grows towards black, so its smallest value is the brightest (C.7.6.3.1.2).
    out.put(DCM_PhotometricInterpretation, colour          ? "RGB"
                                           : document.film ? "MONOCHROME1"
                                                           : "MONOCHROME2");
    if (colour) {
        out.putNumber(DCM_PlanarConfiguration, 0);
    }
    out.putNumber(DCM_Rows, static_cast<unsigned>(page.height));
    out.putNumber(DCM_Columns, static_cast<unsigned>(page.width));
    out.putNumber(DCM_BitsAllocated, page.bitsPerSample == 16 ? 16 : 8);
    out.putNumber(DCM_BitsStored, bits);
    out.putNumber(DCM_HighBit, bits - 1);
    out.putNumber(DCM_PixelRepresentation, 0);
    if (document.film) {
        putFilmScale(out, *document.film, static_cast<int>(bits));
    }
}

// Into the element's own memory: a film or a long letter lies in memory often enough.
void putPixels(Elements& out, const Document& document) {
    const PageImage& page = document.pages.front();
    const auto whole = static_cast<std::size_t>(frameBytes(page)) * document.pages.size();
    const bool words = page.bitsPerSample == 16;
    auto element = std::make_unique<DcmPixelData>(DCM_PixelData);
    Uint8* into = nullptr;
    if (words) {
        Uint16* samples = nullptr;
        requireGood(element->createUint16Array(static_cast<Uint32>(whole / 2), samples),
                    "PixelData");
        into = reinterpret_cast<Uint8*>(samples);
    } else { // PS3.5 §8.1.1: one byte of padding at the end
        requireGood(element->createUint8Array(static_cast<Uint32>(whole + whole % 2), into),
                    "PixelData");
    }
    std::vector<std::uint8_t> row;
    std::size_t at = 0;
    for (const PageImage& one : document.pages) {
        for (std::int64_t y = 0; y < one.height; ++y) {
            row.clear();
            appendRow(row, one, y);
            std::memcpy(into + at, row.data(), row.size());
            at += row.size();
        }
    }
    if (!words && whole % 2 != 0) {
        into[whole] = 0;
    }
    requireGood(out.item().insert(element.get(), OFTrue), "PixelData");
    element.release(); // NOLINT: the data set owns it
}

void chooseSyntax(DcmDataset& dataset, TransferSyntax syntax) {
    const DJ_RPLossless jpeg; // predictor 1: SV1
    const DJLSRepresentationParameter jpegLs(0, OFTrue);
    const DcmRepresentationParameter* parameter =
        syntax == TransferSyntax::JpegLossless ? &jpeg
        : syntax == TransferSyntax::JpegLs ? static_cast<const DcmRepresentationParameter*>(&jpegLs)
                                           : nullptr;
    const E_TransferSyntax wanted = dcmtkSyntax(syntax);
    requireGood(dataset.chooseRepresentation(wanted, parameter), "compression");
    // Without this a file would be written that has no pixels, and nothing would say so.
    if (!dataset.canWriteXfer(wanted, EXS_Unknown)) {
        throw Fault(FaultKind::Internal, "DICOM: the pixels cannot be written in this syntax");
    }
    if (parameter != nullptr) {
        dataset.removeAllButCurrentRepresentations();
        // The coder writes that something was derived; nothing was.
        dataset.findAndDeleteElement(DCM_DerivationDescription);
    }
}

void requirePixels(DcmDataset& read, const Document& document) {
    const OFCondition decoded = read.chooseRepresentation(EXS_LittleEndianExplicit, nullptr);
    if (decoded.bad()) {
        differs(std::string("its pixels cannot be decoded: ") + decoded.text());
    }
    read.removeAllButCurrentRepresentations();
    const PageImage& first = document.pages.front();
    const auto frame = static_cast<std::size_t>(frameBytes(first));
    const std::size_t whole = frame * document.pages.size();
    const std::uint8_t* there = nullptr;
    std::size_t count = 0;
    unsigned long units = 0;
    if (first.bitsPerSample == 16) {
        const Uint16* words = nullptr;
        if (read.findAndGetUint16Array(DCM_PixelData, words, &units).good()) {
            there = reinterpret_cast<const std::uint8_t*>(words);
            count = std::size_t{units} * 2;
        }
    } else if (const Uint8* bytes = nullptr;
               read.findAndGetUint8Array(DCM_PixelData, bytes, &units).good()) {
        there = bytes;
        count = units;
    }
    if (there == nullptr || count != whole + whole % 2) {
        differs("it has not as many pixels");
    }
    std::vector<std::uint8_t> row;
    for (const PageImage& page : document.pages) {
        for (std::int64_t y = 0; y < page.height; ++y) {
            row.clear();
            appendRow(row, page, y);
            if (std::memcmp(there, row.data(), row.size()) != 0) {
                differs("row " + std::to_string(y) + " has other pixels");
            }
            there += row.size();
        }
    }
    requireGood(read.findAndDeleteElement(DCM_PixelData), "PixelData");
}

} // namespace seihon::dicom
