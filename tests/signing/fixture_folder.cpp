// The part of verify_fixture.h that needs no test framework: verify_pki.cpp, and with it the fuzz
// targets, need the station's key.

#include "signing/station_key.h"
#include "tests/signing/verify_fixture.h"

#include <cstdlib>
#include <stdexcept>

namespace seihon::signing::forge {

TempFolder::TempFolder() {
    std::string pattern = std::filesystem::temp_directory_path() / "seihon-verify-XXXXXX";
    if (::mkdtemp(pattern.data()) == nullptr) {
        throw std::runtime_error("mkdtemp");
    }
    m_path = pattern;
}

TempFolder::~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
}

const std::filesystem::path& stationKeyFile() {
    struct StationKeyFolder {
        TempFolder folder;
        std::filesystem::path file = folder.path() / "station.pem";
        StationKeyFolder() { makeStationKey(file); }
    };
    static const StationKeyFolder made;
    return made.file;
}

} // namespace seihon::signing::forge
