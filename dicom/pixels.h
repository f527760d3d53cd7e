#pragma once

#include "dicom/elements.h"

// Private to dicom: the pixels of an object.
namespace seihon::dicom {

// Image Pixel module (PS3.3 C.7.6.3) without the pixels. Faults: Usage when the pages are of several
// shapes, or of one that the kind of object does not take.
void putPixelFacts(Elements& out, const Document& document);
void putPixels(Elements& out, const Document& document);

// Of a data set that was read: decoded, and equal to the pages in every sample. What is left of the
// data set has no pixels any more. Faults: StorageDiffers.
void requirePixels(DcmDataset& read, const Document& document);

// Coders of JPEG lossless and JPEG-LS; once a process.
void registerCoders();
E_TransferSyntax dcmtkSyntax(TransferSyntax syntax);
// Faults: Internal.
void chooseSyntax(DcmDataset& dataset, TransferSyntax syntax);

int bitsStoredOf(const Document& document);

} // namespace seihon::dicom
