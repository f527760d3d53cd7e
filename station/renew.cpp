#include "ledger/durable_file.h"
#include "record/fault.h"
#include "record/json_fields.h"
#include "signing/crl_fetch.h"
#include "station/checkpoints.h"
#include "station/deletions.h"
#include "station/entry_walk.h"
#include "station/findings.h"
#include "station/keeping.h"
#include "station/round.h"

#include <algorithm>
#include <map>
#include <memory>

// Renewing (design §6): before the newest proof over a record ends, another one is laid over it.
namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::Json;

namespace {

// Each record of a batch is open with its folders while the one token is made.
constexpr std::size_t kRecordsOfOneToken = 100;
constexpr std::chrono::hours kBetweenLooks{24};
constexpr std::int64_t kLookFileBytes = 4096;

struct Proof {
    std::uint64_t sequence = 0;
    std::optional<record::Instant> until;
};

void readProofs(ledger::Ledger& ledger, EntryKind kind, std::map<std::string, Proof>& newest) {
    forEachOfKind(ledger, kind, [&](const record::Entry& entry) {
        Proof& proof = newest[entry.what.job];
        if (entry.sequence >= proof.sequence) {
            proof = {entry.sequence, record::instantIn(entry.what.facts, "provenUntil")};
        }
    });
}

// Which record of a batch a fault is about; empty when it is about none.
std::optional<std::size_t> placeIn(const Fault& fault, std::size_t size) {
    const auto named = fault.context.find("record");
    if (named == fault.context.end()) {
        return std::nullopt;
    }
    std::size_t place = 0;
    for (const char digit : named->second) {
        if (digit < '0' || digit > '9' || place > size) {
            return std::nullopt;
        }
        place = place * 10 + static_cast<std::size_t>(digit - '0');
    }
    return place < size ? std::optional(place) : std::nullopt;
}

} // namespace

struct Station::RenewalBatch {
    std::vector<std::unique_ptr<Keeping>> records;
    std::vector<std::unique_ptr<signing::RecordFiles>> files;

    void drop(std::size_t place) {
        records.erase(records.begin() + static_cast<std::ptrdiff_t>(place));
        files.erase(files.begin() + static_cast<std::ptrdiff_t>(place));
    }
};

KeepReport Station::renew(const Session& session, const RenewRequest& request) {
    KeepReport refused;
    const record::Actor actor =
        draftFor(session, regulation::Authority::Work, {}, record::readClock(), refused.verdict)
            .actor;
    if (!refused.verdict.permitted()) {
        return refused;
    }
    Round round(*this, actor);
    std::vector<std::string> jobs;
    if (!request.recordId.empty()) {
        jobs = {jobOfRecord(request.recordId).id};
    } else {
        jobs = jobsToRenew(request.all ? std::nullopt : std::optional(renewalDeadline()));
    }
    KeepReport report = renewJobs(round, jobs, request.atMost);
    Checkpoints(*this).make();
    return report;
}

record::Instant Station::renewalDeadline() const {
    return record::readClock() + m_config.renewBefore;
}

// Completed records whose newest proof ends before `deadline` (all: without one), the first to end
// first.
std::vector<std::string> Station::jobsToRenew(std::optional<record::Instant> deadline) {
    std::map<std::string, Proof> newest;
    readProofs(*m_ledger, EntryKind::RecordCompleted, newest);
    readProofs(*m_ledger, EntryKind::RecordRenewed, newest);
    std::vector<std::pair<record::Instant, std::string>> due;
    for (const auto& [job, proof] : newest) {
        // A proof whose end nobody could read is the most urgent one.
        const record::Instant until = proof.until.value_or(record::Instant::min());
        if (!deadline || until < *deadline) {
            due.emplace_back(until, job);
        }
    }
    std::sort(due.begin(), due.end());
    const std::set<std::string> gone = jobsDeleted(*m_ledger);
    std::vector<std::string> jobs;
    for (auto& [until, job] : due) {
        if (!gone.contains(job)) {
            jobs.push_back(std::move(job));
        }
    }
    return jobs;
}

KeepReport Station::renewJobs(Round& round, std::vector<std::string> jobs, std::int64_t atMost) {
    KeepReport report;
    jobs.resize(std::min(jobs.size(), static_cast<std::size_t>(std::max<std::int64_t>(atMost, 0))));
    if (jobs.empty()) {
        return report;
    }
    const ledger::FileLock lock = lockKeeping(round.urgency == Urgency::Asked);
    for (std::size_t from = 0; from < jobs.size(); from += kRecordsOfOneToken) {
        RenewalBatch batch;
        const std::size_t until = std::min(jobs.size(), from + kRecordsOfOneToken);
        for (std::size_t i = from; i < until; ++i) {
            takeIntoBatch(round, jobs[i], batch, report);
        }
        renewBatch(round, batch, report);
    }
    return report;
}

// A record that is whole now; a layer makes nothing good that was wrong before.
void Station::takeIntoBatch(Round& round, const std::string& job, RenewalBatch& batch,
                            KeepReport& report) {
    try {
        auto keeping = std::make_unique<Keeping>(*this, job, round.actor);
        const std::string id = keeping->sealed().recordId;
        if (!keeping->sealed().completed) {
            report.pending.emplace_back(id, "is not complete yet");
            return;
        }
        record::Verdict verdict = keeping->settle(round.trust());
        verdict.merge(keeping->verify(round.trust()));
        if (!verdict.permitted()) {
            keeping->noteRefusal(verdict);
            report.refused.emplace_back(id, verdict);
            return;
        }
        batch.files.push_back(signing::openRecordFiles(keeping->folder));
        batch.records.push_back(std::move(keeping));
    } catch (const Fault& fault) {
        report.pending.emplace_back(job, fault.what());
    }
}

std::vector<signing::MadeLayer> Station::makeLayers(Round& round, const RenewalBatch& batch) {
    std::vector<signing::MadeLayer> made;
    std::vector<const signing::RecordFiles*> files;
    for (const auto& one : batch.files) {
        files.push_back(one.get());
    }
    round.services.ask([&](signing::TimestampAuthority& authority, const signing::Trust& believed) {
        const signing::LayerTerms terms = round.layerTerms(believed);
        // One record by itself needs nothing but a timestamp, which more tools can read; of many,
        // each gets its part of one hash tree.
        made = files.size() == 1
                   ? std::vector{signing::makeArchiveTimestamp(*files.front(), authority, terms)}
                   : signing::makeEvidenceLayers(files, authority, terms);
        return made.front().layer.at;
    });
    return made;
}

void Station::renewBatch(Round& round, RenewalBatch& batch, KeepReport& report) {
    bool listsObtained = false;
    while (!batch.records.empty()) {
        std::vector<signing::MadeLayer> made;
        try {
            made = makeLayers(round, batch);
        } catch (const Fault& fault) {
            const auto place = batch.records.size() == 1 ? std::optional<std::size_t>(0)
                                                         : placeIn(fault, batch.records.size());
            if (fault.kind == FaultKind::RevocationUnavailable && !listsObtained) {
                listsObtained = true;
                for (const auto& files : batch.files) {
                    round.obtainLists(signing::certificatesOfRecord(*files), std::nullopt);
                }
            } else if (place) { // the others go on without it
                report.pending.emplace_back(batch.records[*place]->sealed().recordId, fault.what());
                batch.drop(*place);
            } else {
                for (const auto& one : batch.records) {
                    report.pending.emplace_back(one->sealed().recordId, fault.what());
                }
                return;
            }
            continue;
        }
        for (std::size_t i = 0; i < made.size(); ++i) {
            layOne(round, *batch.records[i], made[i], report);
        }
        return;
    }
}

void Station::layOne(Round& round, Keeping& keeping, const signing::MadeLayer& made,
                     KeepReport& report) {
    const std::string id = keeping.sealed().recordId;
    try {
        keeping.startLayer(made);
        const record::Verdict verdict = keeping.settle(round.trust());
        if (verdict.permitted()) {
            report.noteDone(keeping.sealed());
        } else {
            report.refused.emplace_back(id, verdict);
        }
    } catch (const Fault& fault) {
        report.pending.emplace_back(id, fault.what());
    }
}

// In the background once a day: reading the ends of all proofs of a large archive takes a while,
// and they end after years.
KeepReport Station::renewWhenDue(Round& round) {
    const record::Instant now = record::readClock();
    try {
        const auto bytes = ledger::readWhole(m_home.renewalLookFile(), kLookFileBytes);
        const Json json =
            record::parseJson({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
        const record::Instant last = record::parseInstant(json.at("lookedAt").asString());
        if (last <= now && now < last + kBetweenLooks) {
            return {};
        }
    } catch (const Fault&) {
        // Never looked, or the file is spoilt: look.
    }
    const std::vector<std::string> due = jobsToRenew(renewalDeadline());
    KeepReport report = renewJobs(round, due, RenewRequest{}.atMost);
    if (report.done.size() + report.refused.size() == due.size()) { // else again at the next round
        ledger::replaceDurably(m_home.renewalLookFile(),
                               record::bytesOf(record::canonical(
                                   Json::object({{"lookedAt", record::formatInstant(now)}}))));
    }
    return report;
}

} // namespace seihon::station
