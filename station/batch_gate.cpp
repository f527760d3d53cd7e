#include "station/batch_gate.h"

#include "record/id.h"
#include "station/entry_walk.h"
#include "station/verb.h"

namespace seihon::station {

using record::Box;
using record::JobState;
using record::ScanJob;
using record::TabCount;
using record::TabPlace;

namespace {

ScanJob jobOf(ledger::Ledger& ledger, const std::string& id) {
    return record::fold(ledger.entriesOfJob(id));
}

// The newest version of what was sealed, also while it is being made: it takes the other's place.
ScanJob newestVersion(ledger::Ledger& ledger, ScanJob job) {
    for (;;) {
        std::optional<ScanJob> next;
        for (const record::AmendmentJob& amendment : job.later.amendedBy) {
            ScanJob version = jobOf(ledger, amendment.job);
            if (version.state != JobState::Abandoned) {
                next = std::move(version);
            }
        }
        if (!next) {
            return job;
        }
        job = std::move(*next);
    }
}

TabCount countOf(ledger::Ledger& ledger, const record::BoxTab& tab) {
    TabCount count;
    for (const std::string& id : tab.jobs) {
        const ScanJob job = newestVersion(ledger, jobOf(ledger, id));
        if (job.state == JobState::Abandoned) {
            continue;
        }
        const bool sealed = job.state == JobState::Sealed;
        (sealed ? count.sealed : count.scanned) += job.sheetsFed;
        count.openJobs += sealed ? 0 : 1;
    }
    return count;
}

} // namespace

Box boxOf(ledger::Ledger& ledger, const std::string& id) {
    return record::isId(id) ? record::foldBox(ledger.entriesOfJob(id)) : Box{};
}

std::int64_t openBoxesOf(ledger::Ledger& ledger, const std::string& project) {
    std::int64_t open = 0;
    forEachOfKind(ledger, record::EntryKind::BoxOpened, [&](const record::Entry& opened) {
        const Box box = boxOf(ledger, opened.what.job);
        open += box.project == project && !box.closed ? 1 : 0;
    });
    return open;
}

record::TabCounts tabCountsOf(ledger::Ledger& ledger, const Box& box,
                              std::optional<TabPlace> place) {
    record::TabCounts counts;
    for (const record::BoxFolder& folder : box.folders) {
        for (const record::BoxTab& tab : folder.tabs) {
            const TabPlace here{folder.number, tab.number};
            if ((!place || *place == here) && !tab.jobs.empty()) {
                counts[here] = countOf(ledger, tab);
            }
        }
    }
    return counts;
}

std::optional<OrphanJob> orphanOf(ledger::Ledger& ledger, const Box& box, std::uint64_t since,
                                  std::optional<TabPlace> place) {
    std::optional<OrphanJob> found;
    forNewest(ledger, record::EntryKind::OriginalRegistered, [&](const record::Entry& entry) {
        if (entry.sequence < since) {
            return false;
        }
        const record::Json* const json = entry.what.facts.find("forFolder");
        if (json == nullptr || json->at("box").asString() != box.id) {
            return true;
        }
        const record::FolderLink link = record::folderLinkFromJson(*json);
        if (place && !(*place == TabPlace{link.folder, link.tab})) {
            return true;
        }
        const record::BoxTab* const tab = box.tab({link.folder, link.tab});
        if (tab != nullptr && std::ssize(tab->jobs) + 1 == link.part &&
            jobOf(ledger, entry.what.job).state == JobState::Registered) {
            found = OrphanJob{link, entry.what.job};
        }
        return false; // all before it are in their tabs
    });
    return found;
}

BatchGate::BatchGate(Station& station, const ScanJob& job,
                     const std::optional<record::FolderLink>& asked)
    : m_station(station), m_link(job.folder ? job.folder : asked) {
    if (!m_link && job.amends) { // a new version of what came out of a folder
        m_link = station.jobOfRecord(job.amends->recordId).folder;
    }
    if (m_link) {
        m_lock.emplace(lockJobSoon(station.m_home, m_link->box));
        m_box = boxOf(*station.m_ledger, m_link->box);
    }
}

record::Json BatchGate::counts() const {
    if (!m_link) {
        return {};
    }
    return record::toJson(
        tabCountsOf(*m_station.m_ledger, m_box, TabPlace{m_link->folder, m_link->tab}));
}

record::Verdict BatchGate::judge(regulation::Authority step) const {
    if (!m_link) {
        return {};
    }
    record::TabCounts counts;
    if (step == regulation::Authority::Seal) {
        counts = tabCountsOf(*m_station.m_ledger, m_box, TabPlace{m_link->folder, m_link->tab});
    }
    return regulation::judgeFolderWork(m_box, *m_link, step, counts);
}

} // namespace seihon::station
