#include "tests/station-ui/desk_paper.h"

#include "station/regulation_desk.h"
#include "station/station.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>

namespace seihon::station_ui {

namespace fs = std::filesystem;

namespace {

// The letter that lies in the tray of a new home is taken out: it is costly to draw.
std::vector<fs::path> takeLetter(const fs::path& home) {
    const fs::path beside = home.parent_path() / "letter";
    fs::create_directories(beside);
    std::vector<fs::path> sheets;
    for (const auto& file : fs::directory_iterator(home / "feeder" / "tray")) {
        sheets.push_back(beside / file.path().filename());
    }
    std::sort(sheets.begin(), sheets.end());
    for (const fs::path& sheet : sheets) {
        fs::rename(home / "feeder" / "tray" / sheet.filename(), sheet);
    }
    return sheets;
}

} // namespace

std::vector<std::string> submitPapers(const fs::path& home, int count) {
    station::Station station(home);
    const station::Session session = station.login("clerk", station::Pin("123456"));
    std::vector<fs::path> letter = takeLetter(home);
    letter.resize(static_cast<std::size_t>(count));
    std::vector<std::string> jobs;
    for (const fs::path& sheet : letter) {
        fs::rename(sheet, home / "feeder" / "tray" / sheet.filename());
        record::Original original;
        original.documentClass = "consent-form";
        original.patient = {"P-000123", "試作 健一"};
        original.receivedAt = original.createdAt = record::readClock();
        original.evidence = record::ReceptionEvidence::CounterRegistration;
        original.sheets = 1;
        const std::string job = station.registerOriginal(session, {original}).job.id;
        static_cast<void>(station.open(session, job));
        static_cast<void>(station.prepare(session, job, {1, true, "flag"}));
        static_cast<void>(station.scan(session, job, {}, {}, {}));
        static_cast<void>(station.compare(session, job, {true, {}, "flag"}));
        const station::Outcome outcome = station.submit(session, job);
        for (const record::Finding& finding : outcome.verdict.findings) {
            if (finding.severity == record::Severity::Refuse) {
                std::fprintf(stderr, "%s\n",
                             record::sentenceOf(finding, record::Language::English).c_str());
            }
        }
        if (outcome.verdict.permitted()) {
            jobs.push_back(job);
        }
    }
    return jobs;
}

std::vector<std::string> sealPapers(const fs::path& home, int count) {
    const std::vector<std::string> jobs = submitPapers(home, count);
    station::Station station(home);
    const station::Session session = station.login("manager", station::Pin("123456"));
    std::vector<std::string> records;
    for (const std::string& job : jobs) {
        static_cast<void>(station.accept(session, job));
        const station::SealOutcome outcome = station.seal(session, job);
        if (outcome.job.sealed) {
            records.push_back(outcome.job.sealed->recordId);
        }
    }
    return records;
}

void changeRegulation(const fs::path& home, const std::string& was, const std::string& now) {
    std::stringstream text;
    text << std::ifstream(home / "regulation.toml").rdbuf();
    std::string all = text.str();
    for (const auto& [from, to] : {std::pair{was, now}, {"version = \"", "version = \"1-"}}) {
        all.replace(all.find(from), from.size(), to);
    }
    const fs::path draft = home.parent_path() / "changed.toml";
    std::ofstream(draft) << all;
    station::Station station(home);
    station::RegulationDesk desk(station);
    static_cast<void>(
        desk.approve(station.login("manager", station::Pin("123456")), draft.string()));
    static_cast<void>(desk.activate(station.login("admin", station::Pin("123456")), draft,
                                    record::Language::English));
}

void flipByte(const fs::path& file) {
    fs::permissions(file, fs::perms::owner_write, fs::perm_options::add);
    std::fstream bytes(file, std::ios::binary | std::ios::in | std::ios::out);
    const auto place = static_cast<std::streamoff>(fs::file_size(file) / 2);
    bytes.seekg(place);
    const int before = bytes.get();
    bytes.seekp(place);
    bytes.put(static_cast<char>(before ^ 1));
}

} // namespace seihon::station_ui
