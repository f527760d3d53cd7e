#include "station/software_watch.h"

#include "ledger/durable_file.h"
#include "record/clean_text.h"
#include "record/fault.h"
#include "record/file_digest.h"
#include "record/json_fields.h"
#include "station/access_log.h"

#include <map>

namespace seihon::station {

namespace fs = std::filesystem;
using record::EntryKind;
using record::Json;

namespace {

constexpr std::size_t kMostSettingsFiles = 1000;

// Null: it is not there, or cannot be read.
Json digestOf(const fs::path& file) {
    try {
        return record::sha256OfFile(file).hex();
    } catch (const record::Fault&) {
        return {};
    }
}

Json isNow(const std::string& name, Json is) {
    return Json::object({{"name", record::cleanText(name)}, {"is", std::move(is)}});
}

std::map<std::string, Json> byName(const Json& list) {
    std::map<std::string, Json> found;
    for (const Json& one : list.asArray()) {
        const Json* const is = one.find("is");
        found[one.at("name").asString()] = is == nullptr ? Json() : *is;
    }
    return found;
}

Json differences(const Json& before, const Json& after) {
    const auto old = byName(before);
    auto now = byName(after);
    Json changes = Json::array();
    const auto add = [&](const std::string& name, const Json& from, const Json& to) {
        changes.push(Json::object({{"name", name}, {"before", from}, {"after", to}}));
    };
    for (const auto& [name, was] : old) {
        const auto found = now.find(name);
        if (found == now.end()) {
            add(name, was, {});
        } else {
            if (record::canonical(found->second) != record::canonical(was)) {
                add(name, was, found->second);
            }
            now.erase(found);
        }
    }
    for (const auto& [name, is] : now) {
        add(name, {}, is);
    }
    return changes;
}

} // namespace

Json programsNow() {
    Json programs = Json::array();
    programs.push(isNow("seihon", "seihon " SEIHON_VERSION));
    const fs::path folder = fs::read_symlink("/proc/self/exe").parent_path();
    for (const char* worker : {"seihon-dicom-worker", "seihon-examine-worker", "seihon-pdf-worker",
                               "seihon-scan-worker"}) {
        programs.push(isNow(worker, digestOf(folder / worker)));
    }
    return programs;
}

Json settingsOf(const Home& home, const fs::path& stationFile) {
    std::map<std::string, fs::path> files{{"station.toml", stationFile}};
    if (fs::exists(home.root / "deliveries.toml")) {
        files["deliveries.toml"] = home.root / "deliveries.toml";
    }
    for (const fs::path& folder :
         {home.trust(), home.trust() / "roots", home.trust() / "tsa", home.deviceProfiles()}) {
        std::error_code away;
        for (fs::directory_iterator one(folder, away), end;
             !away && one != end && files.size() < kMostSettingsFiles; one.increment(away)) {
            std::error_code gone;
            if (one->is_regular_file(gone)) {
                files[one->path().lexically_relative(home.root).generic_string()] = one->path();
            }
        }
    }
    Json settings = Json::array();
    for (const auto& [name, file] : files) {
        settings.push(isNow(name, digestOf(file)));
    }
    return settings;
}

void SoftwareWatch::compare(EntryKind kind, const char* fact, Json now) {
    ledger::Ledger& log = AccessLog(m_station).ledger();
    auto last = log.newestOfKind(kind);
    if (!last) {
        last = log.newestOfKind(EntryKind::HomeInitialised);
    }
    const Json* const before = last ? last->what.facts.find(fact) : nullptr;
    if (before != nullptr && record::canonical(*before) == record::canonical(now)) {
        return;
    }
    record::EntryDraft draft;
    draft.kind = kind;
    draft.actor = AccessLog(m_station).stationActor(); // who changed it, a file does not say
    draft.facts =
        Json::object({{"changes", differences(before == nullptr ? Json::array() : *before, now)}});
    draft.facts.set(fact, std::move(now));
    draft.regulation = m_station.regulation().digest;
    log.append(draft, record::readClock());
}

void SoftwareWatch::notice() {
    const ledger::FileLock lock(m_station.home().locks() / "settings", true); // told once
    compare(EntryKind::SoftwareChanged, "programs", programsNow());
    compare(EntryKind::SettingsChanged, "settings",
            settingsOf(m_station.home(), m_station.home().stationFile()));
}

} // namespace seihon::station
