#include "support/demo_pki_fixture.h"

#include "record/instant.h"
#include "signing/station_key.h"

#include <cstdlib>
#include <stdexcept>

namespace seihon::support {

namespace {

DemoPki make(const std::filesystem::path& home) {
    DemoPki pki;
    pki.home = home;
    pki.demoFolder = home / "demo";
    pki.trustFolder = home / "trust";
    pki.tokenFolder = home / "tokens";
    pki.module = kSoftHsmModule;
    pki.stationKey = home / "station.key.pem";
    pki.stationId = "station-1";
    pki.pin = "123456";
    pki.madeAt = record::readClock();
    pki.stationKeyBase64 = signing::makeStationKey(pki.stationKey);
    const std::vector<signing::DemoPerson> people{
        {"clerk", "Sato Hana", ""},       {"manager", "Suzuki Ichiro", ""},
        {"records", "Takahashi Yui", ""}, {"pharmacist", "Tanaka Ken", "Pharmacist"},
        {"auditor", "Ito Mari", ""},      {"admin", "Watanabe Jun", ""}};
    pki.cards =
        signing::makeDemoPki(pki.demoFolder, pki.trustFolder, pki.tokenFolder, pki.module, people,
                             pki.pin, pki.stationId, pki.stationKeyBase64, pki.madeAt);
    signing::useDemoTokens(pki.tokenFolder);
    return pki;
}

} // namespace

const signing::DemoCard& DemoPki::card(std::string_view user) const {
    for (const signing::DemoCard& each : cards) {
        if (each.user == user) {
            return each;
        }
    }
    throw std::out_of_range("no demo card for " + std::string(user));
}

const DemoPki& demoPki() {
    static const TemporaryFolder folder;
    static const DemoPki pki = make(folder.path());
    signing::useDemoTokens(pki.tokenFolder); // a home of another test may have named its own
    return pki;
}

TemporaryFolder::TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "seihon-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
        throw std::runtime_error("no temporary folder");
    }
    m_path = pattern;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored; // what cannot be removed is left to the system's clean-up
    std::filesystem::remove_all(m_path, ignored);
}

std::filesystem::path copyOfTrust(const TemporaryFolder& folder) {
    const std::filesystem::path copy = folder.path() / "trust";
    std::filesystem::copy(demoPki().trustFolder, copy, std::filesystem::copy_options::recursive);
    return copy;
}

} // namespace seihon::support
