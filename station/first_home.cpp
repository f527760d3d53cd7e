#include "station/first_home.h"

#include "capture/scan_source.h"
#include "config/write.h"
#include "ledger/durable_file.h"
#include "record/fault.h"
#include "signing/trust.h"
#include "station/home.h"
#include "station/init.h"
#include "station/restic.h"
#include "station/worker_place.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>

// The settings of a new station are judged by the parsers that will read them, each for itself, so
// that a mistake is told where it was made.
namespace seihon::station {

using record::Fault;
using record::FaultKind;

namespace {

constexpr std::int64_t kCopiedTrustBytes = 16ll << 20;
constexpr const char* kFirstService = "tsa";
constexpr const char* kFirstTarget = "backup";

bool isDriverName(const std::string& name) {
    return std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
}

std::string withLine(std::string text, std::string_view before, const std::string& line) {
    const std::size_t at = text.find(before);
    if (at == text.npos) {
        throw Fault(FaultKind::Internal, "the shipped regulation has no " + std::string(before));
    }
    const std::size_t end = text.find('\n', at + 1);
    return text.replace(at, end - at, line);
}

config::StationConfig anyStation() {
    config::StationConfig station;
    station.stationId = "station-1";
    return station;
}

void judgeStation(const FirstSettings& one) {
    config::parseStation(config::stationToml(applied(anyStation(), one)), "station.toml");
}

void judgeRegulation(const FirstSettings& one) {
    config::parseRegulation(applied(std::string(config::shippedRegulation()), one),
                            "regulation.toml");
}

void judgeFolder(const std::filesystem::path& folder) {
    if (folder.is_absolute() &&
        (!std::filesystem::is_directory(folder) || ::access(folder.c_str(), W_OK | X_OK) != 0)) {
        throw Fault(FaultKind::ConfigInvalid, folder.string() + ": no folder to write into");
    }
}

// A folder that goes when it is not needed any more.
class ShortFolder {
  public:
    ShortFolder() {
        m_path = (std::filesystem::temp_directory_path() / "seihon-first-XXXXXX").string();
        if (::mkdtemp(m_path.data()) == nullptr) {
            throw Fault(FaultKind::StorageFailed, "no temporary folder");
        }
    }
    ~ShortFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    ShortFolder(const ShortFolder&) = delete;
    std::filesystem::path path() const { return m_path; }

  private:
    std::string m_path;
};

} // namespace

std::vector<config::Person> firstPeople(const FirstSettings& settings, record::Instant now) {
    if (!settings.administrator) {
        return {};
    }
    const FirstAdministrator& first = *settings.administrator;
    const record::Instant from = std::chrono::floor<std::chrono::seconds>(now);
    config::Person person;
    person.user = first.user;
    person.name = first.name;
    person.appointments = {{record::Role::Administrator, from, from + std::chrono::days(365), {}}};
    person.tokenLabel = first.card.label;
    person.certificateSha256 = first.card.signing;
    person.authenticationSha256 = first.card.authentication;
    return {person};
}

config::StationConfig applied(config::StationConfig station, const FirstSettings& settings) {
    station.defaultDevice = settings.defaultDevice;
    station.archive = settings.archive;
    station.pkcs11Module = settings.cardModule;
    if (!settings.timestampUrl.empty()) {
        station.timestampServices = {
            {kFirstService, settings.timestampUrl, std::chrono::seconds(10)}};
    }
    if (!settings.backupRepository.empty()) {
        station.backups = {{kFirstTarget, settings.backupRepository, settings.backupPasswordFile}};
    }
    if (!settings.replica.empty()) {
        station.replicas = {settings.replica};
    }
    return station;
}

std::string applied(std::string regulation, const FirstSettings& settings) {
    regulation = withLine(std::move(regulation),
                          "\nhospital = ", "\nhospital = " + config::tomlText(settings.hospital));
    if (!settings.closedDays.empty()) {
        regulation = withLine(std::move(regulation), "\nclosed_days = [",
                              "\nclosed_days = [\n    " + settings.closedDays + ",");
    }
    return regulation;
}

std::map<FirstField, std::string> faultsOf(const FirstSettings& settings) {
    std::map<FirstField, std::string> faults;
    const auto judge = [&](FirstField field, auto&& look) {
        try {
            look();
        } catch (const Fault& fault) {
            const auto reason = fault.context.find("reason");
            faults[field] = reason == fault.context.end() ? fault.what() : reason->second;
        }
    };
    FirstSettings only; // one field at a time
    only.hospital = "–";
    const FirstSettings others = only;
    const auto judgeOne = [&](FirstField field, auto member, auto&& look) {
        only = others;
        only.*member = settings.*member;
        judge(field, [&] { look(only); });
    };
    judgeOne(FirstField::Hospital, &FirstSettings::hospital, judgeRegulation);
    judgeOne(FirstField::ClosedDays, &FirstSettings::closedDays, [](const FirstSettings& one) {
        if (one.closedDays.find_first_not_of("0123456789-, ") != std::string::npos) {
            throw Fault(FaultKind::ConfigInvalid, "must be days like 2027-08-13, 2027-08-16");
        }
        judgeRegulation(one);
    });
    judgeOne(FirstField::Archive, &FirstSettings::archive, [](const FirstSettings& one) {
        judgeStation(one);
        judgeFolder(one.archive);
    });
    judgeOne(FirstField::DefaultDevice, &FirstSettings::defaultDevice, judgeStation);
    judgeOne(FirstField::CardModule, &FirstSettings::cardModule, [](const FirstSettings& one) {
        judgeStation(one);
        if (!one.cardModule.empty() && !std::filesystem::is_regular_file(one.cardModule)) {
            throw Fault(FaultKind::ConfigInvalid, one.cardModule.string() + ": no such file");
        }
    });
    judgeOne(FirstField::TimestampUrl, &FirstSettings::timestampUrl, judgeStation);
    judgeOne(FirstField::Replica, &FirstSettings::replica, [](const FirstSettings& one) {
        judgeStation(one);
        judgeFolder(one.replica);
    });
    judgeOne(FirstField::BackupRepository, &FirstSettings::backupRepository, [](FirstSettings one) {
        one.backupPasswordFile = "/"; // judged by itself below
        judgeStation(one);
        if (one.backupRepository.starts_with("/")) { // a disk that is there
            judgeFolder(one.backupRepository);
        }
    });
    judge(FirstField::BackupPassword, [&] {
        if (settings.backupRepository.empty() && settings.backupPasswordFile.empty()) {
            return;
        }
        if (!settings.backupPasswordFile.is_absolute()) {
            throw Fault(FaultKind::ConfigInvalid, "must be the absolute path of a file");
        }
        (void)passwordIn(settings.backupPasswordFile);
    });
    judge(FirstField::ScannerDriver, [&] {
        if (!isDriverName(settings.scannerDriver)) {
            throw Fault(FaultKind::ConfigInvalid,
                        "must be one name of a SANE driver: small letters, digits, '_' and '-'");
        }
    });
    judge(FirstField::Administrator, [&] {
        config::parsePeople(config::peopleToml(firstPeople(settings, record::readClock())),
                            "people.toml");
    });
    judge(FirstField::TrustFolder, [&] {
        if (!settings.trustFolder.empty()) {
            (void)signing::loadTrust(settings.trustFolder);
        }
    });
    return faults;
}

std::vector<record::DeviceIdentity> scannersOf(const std::string& driver) {
    if (driver.empty() || !isDriverName(driver)) {
        return {};
    }
    const ShortFolder folder;
    ledger::writeDurably(folder.path() / "dll.conf", record::bytesOf(driver + "\n"));
    capture::WorkerConfig config = workerBesideProgram();
    config.saneConfigDir = folder.path();
    config.deviceProfiles = config::shippedDeviceProfiles();
    return capture::listDevices(config);
}

void copyTrust(const std::filesystem::path& from, const std::filesystem::path& trust,
               const config::StationKey& key) {
    config::TrustFile file = signing::loadTrust(from).file;
    std::erase_if(file.stationKeys,
                  [&](const config::StationKey& one) { return one.stationId == key.stationId; });
    file.stationKeys.push_back(key);
    for (const char* part : {"roots", "tsa", "crls"}) {
        if (!std::filesystem::is_directory(from / part)) {
            continue;
        }
        for (const auto& entry : std::filesystem::directory_iterator(from / part)) {
            const std::string name = entry.path().filename().string();
            if (entry.is_regular_file() && !name.starts_with('.')) {
                const auto bytes =
                    ledger::readWhole(std::filesystem::canonical(entry.path()), kCopiedTrustBytes);
                ledger::writeDurably(trust / part / name, bytes);
            }
        }
    }
    ledger::writeDurably(trust / "trust.toml", record::bytesOf(config::trustToml(file)));
}

} // namespace seihon::station
