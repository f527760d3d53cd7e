#include "record/fault.h"
#include "tests/signing/zip_forge.h"

#include <cstdlib>

using namespace seihon;
using namespace seihon::signing;

namespace {

std::uint64_t numberAt(const std::string& bytes, std::size_t at, int length) {
    std::uint64_t value = 0;
    for (int i = length; i-- > 0;) {
        value = value << 8 | static_cast<std::uint8_t>(bytes.at(at + static_cast<std::size_t>(i)));
    }
    return value;
}

// A reader that knows no directory: from the first byte on, local header after local header. What
// is accepted must look the same to it, or two programs would see two records in one file.
bool looksTheSameInAStream(const std::string& zip, const forge::ZipRead& read) {
    std::size_t at = 0;
    for (const ZipEntry& entry : read.entries) {
        if (numberAt(zip, at, 4) != 0x04034b50) {
            return false;
        }
        const std::size_t nameBytes = numberAt(zip, at + 26, 2);
        const std::size_t extraBytes = numberAt(zip, at + 28, 2);
        const bool in64 = numberAt(zip, at + 18, 4) == 0xffffffff;
        const std::size_t name = at + 30, extra = name + nameBytes;
        const std::uint64_t packed =
            in64 ? numberAt(zip, extra + 12, 8) : numberAt(zip, at + 18, 4);
        if (zip.substr(name, nameBytes) != entry.name || packed != entry.packedBytes ||
            extra + extraBytes != entry.dataAt) {
            return false;
        }
        at = extra + extraBytes + packed;
        const auto content = read.contents.find(entry.name);
        if (content != read.contents.end() && entry.method == 0 &&
            content->second != zip.substr(entry.dataAt, packed)) {
            return false;
        }
    }
    return numberAt(zip, at, 4) == 0x02014b50;
}

} // namespace

// Edits of a good container (offset, new byte) or, with a first byte that is even, the bytes
// themselves: refused, or the same files to every reader.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::string good = forge::makeZip(forge::goodZip());
    static const bool control = forge::readZip(good).verdict.permitted();
    if (!control) {
        std::abort();
    }
    if (size == 0) {
        return 0;
    }
    std::string zip(data + 1, data + size);
    if ((data[0] & 1u) != 0) {
        zip = good;
        for (std::size_t at = 1; at + 2 < size; at += 3) {
            zip[(std::size_t{data[at]} << 8 | data[at + 1]) % zip.size()] =
                static_cast<char>(data[at + 2]);
        }
    }
    const forge::ZipRead read = forge::readZip(zip);
    if (read.entries.empty() && read.verdict.permitted()) {
        std::abort(); // what has no files is no record
    }
    if (!read.entries.empty() && !looksTheSameInAStream(zip, read)) {
        std::abort();
    }
    return 0;
}
