#include "dicom/file_bytes.h"

#include <dcmtk/dcmdata/dcistrmb.h>
#include <dcmtk/dcmdata/dcostrmb.h>
#include <dcmtk/dcmdata/dcwcache.h>

namespace seihon::dicom {

std::vector<std::uint8_t> bytesOf(DcmFileFormat& file, E_TransferSyntax syntax) {
    std::vector<std::uint8_t> bytes;
    std::vector<std::uint8_t> buffer(1u << 20);
    DcmOutputBufferStream stream(buffer.data(), static_cast<offile_off_t>(buffer.size()));
    // Grown step by step it would be copied, and its memory touched, about twice more.
    bytes.reserve(file.calcElementLength(syntax, EET_ExplicitLength) + buffer.size());
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

void parseFile(DcmFileFormat& file, const std::vector<std::uint8_t>& bytes) {
    DcmInputBufferStream stream;
    stream.setBuffer(bytes.data(), static_cast<offile_off_t>(bytes.size()));
    stream.setEos();
    file.transferInit();
    const OFCondition condition = file.read(stream, EXS_Unknown);
    file.transferEnd();
    requireGood(condition, "reading what was written");
    requireGood(file.loadAllDataIntoMemory(), "reading what was written");
}

} // namespace seihon::dicom
