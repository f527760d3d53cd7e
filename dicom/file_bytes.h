#pragma once

// Private to dicom: a file of PS3.10 in memory.

#include "dicom/elements.h"

#include <cstdint>
#include <vector>

namespace seihon::dicom {

// Faults: Internal.
std::vector<std::uint8_t> bytesOf(DcmFileFormat& file, E_TransferSyntax syntax);
void parseFile(DcmFileFormat& file, const std::vector<std::uint8_t>& bytes);

} // namespace seihon::dicom
