#include "record/file_digest.h"

#include "record/fault.h"

#include <fstream>
#include <string>

namespace seihon::record {

namespace {
constexpr std::size_t kPiece = std::size_t{1} << 20;
}

Digest sha256OfFile(const std::filesystem::path& file) {
    std::ifstream input(file, std::ios::binary);
    Sha256 digest;
    std::string piece(kPiece, '\0');
    while (input.read(piece.data(), static_cast<std::streamsize>(piece.size())) ||
           input.gcount() > 0) {
        digest.add(std::string_view(piece.data(), static_cast<std::size_t>(input.gcount())));
    }
    if (!input.eof()) {
        throw Fault(FaultKind::StorageFailed, file.string() + ": cannot be read",
                    {{"file", file.string()}});
    }
    return digest.finish();
}

} // namespace seihon::record
