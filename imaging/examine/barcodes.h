#pragma once

#include "imaging/examine/looking_plane.h"
#include "record/page_examination.h"

#include <string>
#include <vector>

// Private to imaging/examine.
namespace seihon::imaging::examine {

// Bar codes and QR codes, in the order of reading; at most record::kMaxBarcodesOfPage.
std::vector<record::Barcode> findBarcodes(const LookingPlane& plane);

std::string barcodeEngine();

} // namespace seihon::imaging::examine
