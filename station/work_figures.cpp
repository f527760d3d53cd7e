#include "station/work_figures.h"

#include "station/history.h"

#include <algorithm>
#include <set>

namespace seihon::station {

using record::Entry;
using record::EntryKind;

namespace {

constexpr std::chrono::minutes kPromptToken{1};

// Those that an auditor asks for first, whoever did them [W].
const std::set<EntryKind> kNotable = {
    EntryKind::RegulationActivated,  EntryKind::RegulationApproved,
    EntryKind::PeopleChanged,        EntryKind::PeopleReviewed,
    EntryKind::CredentialSet,        EntryKind::LoginUnlocked,
    EntryKind::BreakGlassStarted,    EntryKind::BreakGlassReviewed,
    EntryKind::TrustAccepted,        EntryKind::RecordWithdrawn,
    EntryKind::DisposalCarriedOut,   EntryKind::LegalHoldPlaced,
    EntryKind::LegalHoldLifted,      EntryKind::DeletionCarriedOut,
    EntryKind::BackupFailed,         EntryKind::RestoreDrilled,
    EntryKind::HomeRestored,         EntryKind::RecordRepaired,
    EntryKind::LedgerRebuilt,        EntryKind::LogFilesCompleted,
    EntryKind::WitnessRefused,       EntryKind::QualificationVoided,
    EntryKind::QualificationRefused, EntryKind::SignerRevocationFound,
    EntryKind::DowntimeBegan,        EntryKind::MediumApproved,
    EntryKind::SealDiscarded,        EntryKind::SoftwareChanged,
    EntryKind::SettingsChanged,      EntryKind::EmergencyLooksTaken,
};

const std::set<EntryKind> kLooks{
    EntryKind::RecordViewed,
    EntryKind::RecordVerified,
    EntryKind::RecordSearched,
    EntryKind::RecordExported,
    EntryKind::JobViewed,
    EntryKind::SamplePageViewed,
    EntryKind::InspectionPageViewed,
    EntryKind::ProjectAuditPagesViewed,
    EntryKind::LogViewed,
    EntryKind::LogProven,
    EntryKind::BundleTaken,
    EntryKind::EmergencyLooksTaken,
};

std::string scannerOf(const record::ScanJob& job) {
    return job.pages.empty() ? std::string() : job.pages.front().capture.device.name;
}

std::vector<WorkOverride> overridesOf(const record::ScanJob& job) {
    std::vector<WorkOverride> found;
    const auto add = [&](std::int64_t page, const char* what, const record::Actor& who,
                         record::Instant at, const std::string& reason) {
        found.push_back({job.id, job.original.documentClass, page, what, who, at, reason});
    };
    for (const record::Page& page : job.pages) {
        if (page.mark == record::PageMark::AsOnPaper) {
            add(page.number, "as-on-paper", page.markedBy, page.capturedAt, page.markReason);
        }
    }
    for (const record::SheetAside& aside : job.setAside) {
        add(0, "set-aside", aside.act.actor, aside.act.at, aside.act.reason);
    }
    for (const record::Recount& recount : job.recounts) {
        add(0, "recount", recount.act.actor, recount.act.at, recount.act.reason);
    }
    for (const record::SheetMove& move : job.moves) {
        add(0, "moved", move.act.actor, move.act.at, move.act.reason);
    }
    return found;
}

WorkCount countOf(const record::ScanJob& job, const regulation::Countdown& countdown) {
    using regulation::WindowStanding;
    WorkCount count;
    count.jobs = 1;
    count.sealed = job.sealed ? 1 : 0;
    count.givenUp = job.abandoned ? 1 : 0;
    count.pages = std::ssize(job.pages);
    count.excused = job.excuse ? 1 : 0;
    count.late = countdown.standing == WindowStanding::Late && !job.abandoned ? 1 : 0;
    count.overrides = std::ssize(overridesOf(job));
    count.rejected = std::ssize(job.setAside) +
                     std::count_if(job.superseded.begin(), job.superseded.end(), [](auto& page) {
                         return page.mark == record::PageMark::Rejected;
                     });
    count.rescans = std::ssize(job.superseded);
    if (job.sealed && !job.pages.empty()) {
        const auto last =
            std::max_element(job.pages.begin(), job.pages.end(), [](const auto& a, const auto& b) {
                return a.capturedAt < b.capturedAt;
            });
        count.delays.minutes.push_back(
            std::chrono::floor<std::chrono::minutes>(job.sealed->at - last->capturedAt).count());
    }
    return count;
}

void add(WorkCount& sum, const WorkCount& one) {
    sum.jobs += one.jobs;
    sum.sealed += one.sealed;
    sum.givenUp += one.givenUp;
    sum.pages += one.pages;
    sum.late += one.late;
    sum.excused += one.excused;
    sum.overrides += one.overrides;
    sum.rejected += one.rejected;
    sum.rescans += one.rescans;
    sum.delays.minutes.insert(sum.delays.minutes.end(), one.delays.minutes.begin(),
                              one.delays.minutes.end());
}

void addTrouble(WorkFigures& figures, const std::string& what, const std::string& where) {
    const auto known =
        std::find_if(figures.troubles.begin(), figures.troubles.end(),
                     [&](const auto& one) { return one.what == what && one.where == where; });
    if (known == figures.troubles.end()) {
        figures.troubles.push_back({what, where, 1});
    } else {
        ++known->count;
    }
}

} // namespace

std::int64_t SealDelays::median() const {
    return minutes.empty() ? 0 : minutes[(minutes.size() - 1) / 2];
}

void addJob(WorkFigures& figures, const record::ScanJob& job, const std::string& day,
            const regulation::Countdown& countdown) {
    const WorkCount one = countOf(job, countdown);
    add(figures.total, one);
    add(figures.days[day], one);
    add(figures.classes[job.original.documentClass], one);
    for (const std::string& user : job.scannedBy) {
        add(figures.people[user], one);
    }
    if (const std::string scanner = scannerOf(job); !scanner.empty()) {
        add(figures.devices[scanner], one);
    }
    for (const record::Interruption& broken : job.interruptions) {
        addTrouble(figures, broken.fault, scannerOf(job));
    }
    if (one.late > 0 || one.excused > 0) {
        figures.late.push_back({job.id, job.original.documentClass, job.registered.at,
                                countdown.deadline, job.excuse});
    }
    for (WorkOverride& override : overridesOf(job)) {
        figures.overrides.push_back(std::move(override));
    }
    if (job.accepted && job.scannedBy.contains(job.accepted->actor.user)) {
        figures.samePerson.push_back({job.id, job.accepted->actor});
    }
    if (job.sealed) {
        figures.uncompleted += job.sealed->completed ? 0 : 1;
        figures.slowTokens +=
            job.sealed->at - job.sealed->provenAt > kPromptToken ||
                    (job.sealing && job.sealed->provenAt - job.sealing->act.at > kPromptToken)
                ? 1
                : 0;
    }
}

void addEntry(WorkFigures& figures, const Entry& entry) {
    ++figures.entries;
    ++figures.acts[std::string(record::enumName(entry.what.kind))];
    if (kNotable.contains(entry.what.kind)) {
        figures.notable.push_back(entry);
    }
    if (kLooks.contains(entry.what.kind)) {
        const HistoryLine line = historyLineOf(entry);
        ++figures.looks[{line.proven ? line.actor.user : line.saidToBe, line.proven, line.kind}];
    }
    const bool look = entry.what.kind == EntryKind::RecordVerified;
    if (entry.what.verdict && !entry.what.verdict->permitted()) {
        std::set<std::string> told; // once an act
        for (const record::Finding& finding : entry.what.verdict->findings) {
            if (finding.severity == record::Severity::Refuse) {
                told.insert(std::string(record::enumName(finding.id)));
            }
        }
        for (const std::string& id : told) {
            addTrouble(figures, id, look ? "record" : "");
        }
    }
    if (entry.what.kind == EntryKind::LoginFailed) {
        addTrouble(figures, "LoginFailed", "");
    }
}

void finish(WorkFigures& figures) {
    const auto sortDelays = [](WorkCount& count) {
        std::sort(count.delays.minutes.begin(), count.delays.minutes.end());
    };
    sortDelays(figures.total);
    for (auto* table : {&figures.days, &figures.classes, &figures.people, &figures.devices}) {
        for (auto& [key, count] : *table) {
            sortDelays(count);
        }
    }
    std::stable_sort(figures.troubles.begin(), figures.troubles.end(),
                     [](const auto& a, const auto& b) { return a.count > b.count; });
    std::stable_sort(figures.unsealed.begin(), figures.unsealed.end(),
                     [](auto& a, auto& b) { return a.registeredAt < b.registeredAt; });
}

} // namespace seihon::station
