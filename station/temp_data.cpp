#include "station/temp_data.h"

#include "ledger/durable_file.h"
#include "record/fault.h"
#include "record/id.h"
#include "record/json_fields.h"
#include "station/legal_holds.h"
#include "station/verb.h"

#include <algorithm>
#include <map>
#include <set>

namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::JobState;
using record::Json;

namespace fs = std::filesystem;

namespace {

constexpr const char* kTornName = ".tmp-"; // ledger/durable_file.cpp

bool isTorn(const fs::path& file) {
    return file.filename().string().starts_with(kTornName);
}

std::vector<fs::path> filesIn(const fs::path& folder) {
    std::vector<fs::path> files;
    if (!fs::is_directory(fs::symlink_status(folder))) {
        return files;
    }
    for (const auto& one : fs::directory_iterator(folder)) {
        if (!fs::is_directory(one.symlink_status())) {
            files.push_back(one.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

} // namespace

struct TempData::Work {
    Work(Station& owner, std::string folder, bool removing, TempReport& to)
        : station(owner), id(std::move(folder)), remove(removing), report(to) {}

    void note(const fs::path& file, const std::string& what) {
        report.found.push_back({id, file, what});
        if (remove && what != "unknown") {
            fs::remove(file);
            report.removed.push_back(report.found.back());
        }
    }

    std::vector<fs::path> tornFiles() const {
        std::vector<fs::path> found;
        for (const fs::path& folder : {station.m_home.job(id), station.m_home.captures(id)}) {
            for (const fs::path& file : filesIn(folder)) {
                if (isTorn(file)) {
                    found.push_back(file);
                }
            }
        }
        return found;
    }
    bool hasTorn() const { return !tornFiles().empty(); }

    void torn() {
        for (const fs::path& file : tornFiles()) {
            note(file, "torn");
        }
    }

    void all(const std::vector<record::LegalHold>& holds) {
        const std::vector<record::Entry> entries = station.m_ledger->entriesOfJob(id);
        job = record::fold(entries);
        if (job.state != JobState::Sealed && job.state != JobState::Abandoned) {
            return;
        }
        for (const record::Entry& entry : entries) {
            if (entry.what.kind == EntryKind::TempDataPurged) {
                for (const std::string& file : record::textsIn(entry.what.facts, "files")) {
                    named[file] = "superseded"; // an earlier sweep died after its entry
                }
            }
        }
        const bool held =
            !record::holdsOn(holds, {job.sealed ? job.sealed->recordId : std::string(),
                                     job.original.patient.id,
                                     job.project ? job.project->id : std::string()})
                 .empty();
        nameWhatMayGo(held);
        for (const fs::path& file : filesIn(station.m_home.captures(id))) {
            one(file);
        }
        if (job.state == JobState::Sealed) {
            derived();
        }
        if (remove) {
            dropEmpty();
        }
    }

    // The entry comes before the bytes go: what is missing is explained, whatever happens.
    void nameWhatMayGo(bool held) {
        const record::Instant now = record::readClock();
        Json files = Json::array();
        Json reasons = Json::array();
        for (const regulation::TempImage& image :
             regulation::purgeableImages(station.m_regulation->tempData, job, held, now)) {
            const bool there = fs::exists(station.m_home.captures(id) / image.file);
            if (there && named.emplace(image.file, image.why).second) {
                files.push(image.file);
                reasons.push(image.why);
            }
        }
        if (!remove || files.asArray().empty()) {
            return;
        }
        record::EntryDraft draft;
        draft.kind = EntryKind::TempDataPurged;
        draft.actor = station.stationActor();
        draft.job = id;
        draft.facts = Json::object({{"files", std::move(files)}, {"why", std::move(reasons)}});
        draft.regulation = station.m_regulation->digest;
        record::apply(job, station.m_ledger->append(draft, now));
    }

    void one(const fs::path& file) {
        const std::string name = file.filename().string();
        if (isTorn(file)) {
            return; // told already
        }
        if (const auto known = named.find(name); known != named.end()) {
            return note(file, known->second);
        }
        const auto page = std::find_if(job.pages.begin(), job.pages.end(),
                                       [&](const record::Page& each) { return each.file == name; });
        if (page == job.pages.end()) {
            return isWaiting(name) ? void(++report.kept) : note(file, "unknown");
        }
        if (job.state == JobState::Abandoned) {
            ++report.kept;
        } else if (recordHolds(*page)) {
            note(file, "sealed");
        } else {
            note(file, "unknown"); // the record's own file is not what it was: nothing is removed
        }
    }

    bool isWaiting(const std::string& name) const {
        const auto is = [&](const record::Page& page) {
            return page.file == name;
        };
        return std::any_of(job.superseded.begin(), job.superseded.end(), is) ||
               std::any_of(job.setAside.begin(), job.setAside.end(),
                           [&](const record::SheetAside& aside) {
                               return std::any_of(aside.pages.begin(), aside.pages.end(), is);
                           });
    }

    bool recordHolds(const record::Page& page) const {
        const fs::path file = station.pageFile(job, page);
        return fs::exists(file) &&
               record::sha256(ledger::readWhole(file, kTiffBytes)) == page.fileDigest;
    }

    void derived() {
        for (const fs::path& file : filesIn(station.m_home.views(id))) {
            note(file, "sealed");
        }
        for (const fs::path& file : {station.m_home.signature(id), station.m_home.scanProof(id)}) {
            if (fs::exists(file)) {
                note(file, "sealed"); // both stand in the record
            }
        }
    }

    void dropEmpty() const {
        for (const fs::path& folder :
             {station.m_home.captures(id), station.m_home.views(id), station.m_home.job(id)}) {
            std::error_code notEmpty; // then it stays
            fs::remove(folder, notEmpty);
        }
    }

    Station& station;
    std::string id;
    bool remove;
    TempReport& report;
    record::ScanJob job;
    std::map<std::string, std::string> named; // file, why it may go
};

TempReport TempData::go(bool remove, bool tornOnly) {
    TempReport report;
    const fs::path jobs = m_station.m_home.job("x").parent_path();
    if (!fs::exists(jobs)) {
        return report;
    }
    std::vector<std::string> ids;
    for (const auto& folder : fs::directory_iterator(jobs)) {
        ids.push_back(folder.path().filename().string());
    }
    std::sort(ids.begin(), ids.end());
    const std::vector<record::LegalHold> holds =
        tornOnly ? std::vector<record::LegalHold>{} : LegalHolds(m_station).all();
    for (const std::string& id : ids) {
        Work work(m_station, id, remove, report);
        if (!record::isId(id)) {
            work.note(jobs / id, "unknown");
            continue;
        }
        if (tornOnly && !work.hasTorn()) {
            continue; // at a start nobody's lock is touched without need
        }
        try {
            const ledger::FileLock lock = lockJob(m_station.m_home, id, false);
            work.torn();
            if (!tornOnly) {
                work.all(holds);
            }
        } catch (const Fault& fault) {
            if (fault.kind != FaultKind::JobBusy) { // somebody works on it: the next time
                throw;
            }
        }
    }
    return report;
}

TempReport TempData::look() {
    return go(false, false);
}

TempReport TempData::sweep() {
    m_station.takeRegulationInForce();
    return go(true, false);
}

void TempData::sweepTorn() {
    (void)go(true, true);
}

} // namespace seihon::station
