#include "record/fault.h"
#include "station/findings.h"
#include "station/station.h"
#include "station/worker_place.h"

#include <algorithm>

// Which scanners there are, and what is known about their drivers.
namespace seihon::station {

namespace {

constexpr std::int64_t kProfileBytes = 1 << 20;
constexpr std::size_t kMaxProfiles = 200;

// The house's own come first, in name order: they were written for a device that is here.
std::vector<record::DeviceProfile> deviceProfiles(const Home& home) {
    std::vector<std::filesystem::path> files;
    if (std::filesystem::is_directory(home.deviceProfiles())) {
        for (const auto& entry : std::filesystem::directory_iterator(home.deviceProfiles())) {
            if (entry.path().extension() == ".toml") {
                files.push_back(entry.path());
            }
        }
    }
    if (files.size() > kMaxProfiles) {
        throw record::Fault(record::FaultKind::ConfigInvalid,
                            "more than " + std::to_string(kMaxProfiles) + " device profiles",
                            {{"file", home.deviceProfiles().string()}});
    }
    std::sort(files.begin(), files.end());
    std::vector<record::DeviceProfile> profiles;
    for (const std::filesystem::path& file : files) {
        const std::vector<std::uint8_t> bytes = ledger::readWhole(file, kProfileBytes);
        profiles.push_back(config::parseDeviceProfile(
            {reinterpret_cast<const char*>(bytes.data()), bytes.size()}, file.string()));
    }
    for (record::DeviceProfile& shipped : config::shippedDeviceProfiles()) {
        profiles.push_back(std::move(shipped));
    }
    return profiles;
}

} // namespace

capture::WorkerConfig Station::worker() const {
    capture::WorkerConfig config = workerBesideProgram();
    config.saneConfigDir = m_home.sane();
    config.stall = m_config.scanStall;
    config.deviceProfiles = deviceProfiles(m_home);
    return config;
}

std::vector<record::DeviceIdentity> Station::devices() {
    return capture::listDevices(worker());
}

std::vector<DeviceLook> Station::lookAtDevices() {
    const capture::WorkerConfig config = worker();
    std::vector<DeviceLook> looks;
    for (capture::DeviceSeen& seen : capture::lookAtDevices(config)) {
        DeviceLook look;
        look.identity = std::move(seen.identity);
        const record::DeviceProfile* profile =
            record::findProfile(config.deviceProfiles, look.identity);
        look.profile = profile->name; // the last of the shipped ones fits every driver
        if (seen.opened) {
            look.guarantees = regulation::judgeGuarantees(*profile, look.identity, seen.options);
        } else {
            look.guarantees.add(
                findingOf(record::FindingId::DeviceNotOpened, record::Severity::Warn));
        }
        looks.push_back(std::move(look));
    }
    return looks;
}

} // namespace seihon::station
