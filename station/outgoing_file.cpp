#include "station/outgoing_file.h"

#include "record/fault.h"

#include <algorithm>

namespace seihon::station {

namespace fs = std::filesystem;
using record::Fault;
using record::FaultKind;

void requireNewOutside(const fs::path& file, const std::vector<fs::path>& folders) {
    if (fs::symlink_status(file).type() != fs::file_type::not_found) {
        throw Fault(FaultKind::Usage, "there is something already: " + file.string());
    }
    const fs::path target = fs::weakly_canonical(file);
    for (const fs::path& folder : folders) {
        const fs::path root = fs::weakly_canonical(folder);
        const auto [at, ignored] =
            std::mismatch(root.begin(), root.end(), target.begin(), target.end());
        if (at == root.end()) {
            throw Fault(FaultKind::Usage,
                        "an export goes outside of " + root.string() + ": " + target.string());
        }
    }
}

} // namespace seihon::station
