#include "station/box_index_file.h"

#include "config/box_index.h"
#include "record/fault.h"

#include <fstream>

namespace seihon::station {

namespace {

constexpr std::size_t kIndexBytes = 1 << 20;

} // namespace

std::vector<record::BoxFolder> readBoxIndex(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        throw record::Fault(record::FaultKind::NotFound, "no index sheets at " + file,
                            {{"file", file}});
    }
    std::string text(kIndexBytes + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    return file.ends_with(".csv") ? config::parseBoxIndexCsv(text, file)
                                  : config::parseBoxIndex(text, file);
}

} // namespace seihon::station
