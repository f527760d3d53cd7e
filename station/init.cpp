#include "station/init.h"

#include "config/config.h"
#include "config/write.h"
#include "ledger/durable_file.h"
#include "ledger/ledger.h"
#include "record/fault.h"
#include "record/id.h"
#include "report/png.h"
#include "report/sample_pages.h"
#include "signing/demo_pki.h"
#include "signing/station_key.h"
#include "station/first_home.h"
#include "station/software_watch.h"

#include <algorithm>

namespace seihon::station {

using record::Fault;
using record::FaultKind;
using record::Json;
using record::Role;

namespace {

const std::filesystem::path kSoftHsm = "/usr/lib/softhsm/libsofthsm2.so";
constexpr std::string_view kDemoPin = "123456"; // said openly: it protects nothing

// Scanners are named by hand: nothing looks around in the network, and no driver is loaded that
// nobody asked for.
constexpr std::string_view kDllConf =
    "# 使うSANEバックエンドを1行に1つ / one SANE driver a line, as Debian names them, e.g.\n"
    "#fujitsu\n#canon_dr\n#epsonds\n"
    "# net: 他の計算機の saned / saned on another computer (net.conf)\n#net\n"
    "# airscan: ネットワークのスキャナ / driverless scanners (airscan.conf)\n#airscan\n";
constexpr std::string_view kNetConf = "# saned の計算機を1行に1つ / one computer with saned a "
                                      "line\nconnect_timeout = 5\n#192.0.2.7\n";
constexpr std::string_view kAirscanConf =
    "[devices]\n# \"名前 / name\" = アドレス / address, eSCL\n"
    "#\"Reception\" = http://192.0.2.8/eSCL, eSCL\n"
    "[options]\ndiscovery = disable\nws-discovery = off\n";

struct DemoRole {
    const char* user;
    const char* name;
    const char* healthcareRole;
    std::vector<Role> roles;
};

// Who is who in the demo (design §9). Each role as the regulation knows it; the pharmacist's
// qualification is in the card.
std::vector<DemoRole> demoPeople() {
    return {{"clerk", "Kanae Uketsuke", "", {Role::ScanOperator, Role::Registrar}},
            {"manager", "Makoto Sakusei", "Medical Doctor", {Role::InformationCreationManager}},
            {"records", "Rei Kanri", "", {Role::RecordsSupervisor}},
            {"pharmacist", "Yaku Chozai", "Pharmacist", {Role::ScanOperator, Role::Registrar}},
            {"auditor", "Jun Kansa", "", {Role::Auditor}},
            {"admin", "Kei Setsubi", "", {Role::Administrator}}};
}

void write(const std::filesystem::path& file, std::string_view text) {
    ledger::writeDurably(file, record::bytesOf(text));
}

void requireEmpty(const std::filesystem::path& root) {
    if (std::filesystem::exists(root) &&
        (!std::filesystem::is_directory(root) || !std::filesystem::is_empty(root))) {
        throw Fault(FaultKind::Usage,
                    root.string() + " already holds something; a home is made in a new folder",
                    {{"file", root.string()}});
    }
}

void makeFolders(const Home& home) {
    for (const std::filesystem::path& folder :
         {home.regulations(), home.trust() / "roots", home.trust() / "tsa", home.trust() / "crls",
          home.ledger(), home.stationKey().parent_path(), home.sane(), home.deviceProfiles(),
          home.root / "jobs", home.root / "archive", home.locks(), home.tokens()}) {
        ledger::makeDurableFolder(folder);
    }
    std::filesystem::permissions(home.root, std::filesystem::perms::owner_all);
}

config::StationConfig stationConfig(bool demo, record::Instant now) {
    config::StationConfig station;
    station.stationId = "station-" + record::makeId(now).substr(
                                         24); // the random part: two homes never share a name
    station.demo = demo;
    if (demo) {
        station.defaultDevice = "paperfeed:paper0";
        station.pkcs11Module = kSoftHsm;
        station.timestampServices = {{"demo-tsa", "demo:", std::chrono::seconds(10)}};
        station.revocation = "demo:";
        station.freeBytesRequired = 256ll << 20;
    }
    return station;
}

// Copies the regulation to where the ledger's digest finds it for ever, and names it in the first
// entries.
void activateRegulation(const Home& home, const config::StationConfig& station,
                        const std::string& text,
                        const std::vector<record::Qualification>& qualifications,
                        record::Instant now) {
    const record::Digest digest = record::sha256(text);
    const regulation::Regulation parsed =
        config::parseRegulation(text, home.regulationFile().string());
    write(home.regulationFile(), text);
    std::filesystem::permissions(home.regulationFile(), std::filesystem::perms::owner_write,
                                 std::filesystem::perm_options::add); // the hospital edits this one
    write(home.regulations() / (digest.hex() + ".toml"), text);

    const auto ledger = ledger::openSqliteLedger(home.ledger(), station.stationId);
    record::EntryDraft draft;
    draft.actor = {"station", station.stationId, Role::Station};
    draft.regulation = digest;
    draft.kind = record::EntryKind::HomeInitialised;
    draft.facts = Json::object({{"software", "seihon " SEIHON_VERSION},
                                {"demo", station.demo},
                                {"programs", programsNow()},
                                {"settings", settingsOf(home, home.root / "station.toml.new")},
                                {"stationKey", signing::stationPublicKey(home.stationKey())}});
    ledger->append(draft, now);
    draft.kind = record::EntryKind::RegulationActivated;
    draft.facts = Json::object({{"digest", digest.hex()}, {"version", parsed.version}});
    ledger->append(draft, now);
    for (const record::Qualification& one : qualifications) { // the demo's, which nobody measured
        draft.kind = record::EntryKind::DeviceQualified;
        draft.facts = Json::object({{"qualification", record::toJson(one)}});
        ledger->append(draft, now);
    }
}

// The shipped text for a real hospital: not DEMO, nothing sealed without the manager's acceptance
// nor by a clock that nobody checks, until the hospital itself says otherwise.
std::string regulationText(bool demo) {
    std::string text(config::shippedRegulation());
    if (!demo) {
        const auto replaceAll = [&text](std::string_view from, std::string_view to) {
            for (std::size_t at = text.find(from); at != text.npos;
                 at = text.find(from, at + to.size())) {
                text.replace(at, from.size(), to);
            }
        };
        replaceAll("\ndemo = true", "\ndemo = false");
        replaceAll("\nacceptance_required = false", "\nacceptance_required = true");
        replaceAll("\nunknown = \"warn\"", "\nunknown = \"refuse\"");
    }
    return text;
}

std::vector<config::Person> makeDemoPeople(const Home& home, const config::StationConfig& station,
                                           record::Instant now) {
    std::vector<signing::DemoPerson> wanted;
    for (const DemoRole& person : demoPeople()) {
        wanted.push_back({person.user, person.name, person.healthcareRole});
    }
    const auto cards = signing::makeDemoPki(home.demo(), home.trust(), home.tokens(), kSoftHsm,
                                            wanted, std::string(kDemoPin), station.stationId,
                                            signing::stationPublicKey(home.stationKey()), now);
    std::vector<config::Person> people;
    for (const DemoRole& role : demoPeople()) {
        const auto card = std::find_if(cards.begin(), cards.end(), [&](const signing::DemoCard& c) {
            return c.user == role.user;
        });
        config::Person person;
        person.user = role.user;
        person.name = std::string(role.name) + " (DEMO)";
        const record::Instant from =
            std::chrono::floor<std::chrono::seconds>(now) - std::chrono::hours(24);
        const record::Instant until = from + std::chrono::days(3650);
        for (const Role duty : role.roles) {
            person.appointments.push_back({duty, from, until, "DEMO"});
        }
        person.trainings = {{"DEMO", from, until}};
        person.tokenLabel = card->tokenLabel;
        person.certificateSha256 = record::Digest::fromHex(card->certificateSha256);
        person.authenticationSha256 = record::Digest::fromHex(card->authenticationSha256);
        people.push_back(std::move(person));
    }
    return people;
}

record::Qualification demoQualification(record::Instant now) {
    record::Qualification qualification;
    qualification.device = {"paperfeed:paper0", "Seihon", "Paper feeder (DEMO)", "DEMO-paper0",
                            "1.0"};
    qualification.opticalDpi = {200, 300, 400, 600};
    qualification.modes = {record::ColourMode::Colour, record::ColourMode::Grey};
    qualification.sources = {record::PaperSource::FeederSimplex, record::PaperSource::FeederDuplex,
                             record::PaperSource::Flatbed};
    qualification.bitsPerSample = {8};
    qualification.validFrom = std::chrono::floor<std::chrono::days>(now) - std::chrono::days(1);
    qualification.validUntil = qualification.validFrom + std::chrono::days(366);
    qualification.qualifiedBy = "admin (DEMO)";
    qualification.id = record::makeId(now);
    qualification.demo = true;
    return qualification;
}

void makeDemoFeeder(const Home& home) {
    for (const char* folder : {"tray", "out", "flat"}) {
        std::filesystem::create_directories(home.feeder() / folder);
    }
    write(home.feeder() / "state", "");
    std::filesystem::permissions(home.feeder() / "state", std::filesystem::perms::owner_write,
                                 std::filesystem::perm_options::add);
    write(home.sane() / "dll.conf", "paperfeed\n");
    write(home.sane() / "paperfeed.conf", "device paper0 " + home.feeder().string() + "\n");
    laySamplePages(home);
}

} // namespace

void laySamplePages(const Home& home) {
    for (const report::SamplePage& page : report::referralLetter(1)) {
        std::string name = page.name;
        if (name.ends_with(".front")) { // printed on one side
            name.resize(name.size() - 6);
        }
        report::writePng(home.feeder() / "tray" / (name + ".png"), page.image);
    }
}

namespace {

void makeSane(const Home& home, const FirstSettings* settings) {
    std::string drivers(kDllConf);
    if (settings != nullptr && !settings->scannerDriver.empty()) {
        drivers += settings->scannerDriver + "\n";
    }
    write(home.sane() / "dll.conf", drivers);
    write(home.sane() / "net.conf", kNetConf);
    write(home.sane() / "airscan.conf", kAirscanConf);
}

void makeTrust(const Home& home, const config::StationKey& key, const FirstSettings* settings) {
    if (settings != nullptr && !settings->trustFolder.empty()) {
        return copyTrust(settings->trustFolder, home.trust(), key);
    }
    config::TrustFile nothingYet;
    nothingYet.stationKeys = {key};
    write(home.trust() / "trust.toml", config::trustToml(nothingYet));
}

// `settings`: of a real home, where somebody has said more than its place.
void makeHome(const std::filesystem::path& root, bool demo, const FirstSettings* settings) {
    const record::Instant now = record::readClock();
    const Home home{std::filesystem::absolute(root)};
    requireEmpty(home.root);
    makeFolders(home);
    config::StationConfig station = stationConfig(demo, now);
    std::string regulation = regulationText(demo);
    signing::makeStationKey(home.stationKey());
    std::vector<config::Person> people;
    std::vector<record::Qualification> qualifications;
    if (settings != nullptr) {
        station = applied(std::move(station), *settings);
        regulation = applied(std::move(regulation), *settings);
        people = firstPeople(*settings, now);
    }
    if (demo) {
        people = makeDemoPeople(home, station, now);
        qualifications = {demoQualification(now)};
        makeDemoFeeder(home);
    } else {
        makeTrust(home, {station.stationId, signing::stationPublicKey(home.stationKey())},
                  settings);
        makeSane(home, settings);
    }
    for (const auto& [file, text] :
         {std::pair{home.peopleFile(), config::peopleToml(people)},
          std::pair{home.qualificationsFile(), config::qualificationsToml(qualifications)},
          // Last: its presence is what makes this folder a home.
          std::pair{home.root / "station.toml.new", config::stationToml(station)}}) {
        write(file, text);
        std::filesystem::permissions(file, std::filesystem::perms::owner_write,
                                     std::filesystem::perm_options::add);
    }
    activateRegulation(home, station, regulation, qualifications, now);
    ledger::renameDurably(home.root / "station.toml.new", home.stationFile());
}

} // namespace

void initialise(const std::filesystem::path& root, bool demo) {
    makeHome(root, demo, nullptr);
}

void initialise(const std::filesystem::path& root, const FirstSettings& settings) {
    if (const auto faults = faultsOf(settings); !faults.empty()) { // before anything is there
        throw Fault(FaultKind::ConfigInvalid, faults.begin()->second,
                    {{"reason", faults.begin()->second}});
    }
    makeHome(root, false, &settings);
}

} // namespace seihon::station
