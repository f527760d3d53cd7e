#include "ledger/durable_file.h"
#include "record/fault.h"
#include "record/sentences.h"
#include "signing/crl_fetch.h"
#include "signing/validation_data.h"
#include "station/checkpoints.h"
#include "station/deletions.h"
#include "station/findings.h"
#include "station/keeping.h"
#include "station/round.h"

#include <system_error>

// Completing (design §5, §6): when lists newer than the token are there, they go into the seal, and
// the first archive timestamp is laid over everything.
namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FindingId;
using record::Severity;
using regulation::Authority;

namespace {

std::string waitsFor(const std::vector<std::string>& holders) {
    std::string text = "waits for a revocation list newer than the timestamp about ";
    for (const std::string& holder : holders) {
        text += (&holder == &holders.front() ? "" : ", ") + holder;
    }
    return text;
}

std::string why(const Fault& fault) {
    const std::string what = record::textOf(fault, record::Language::English).what;
    return what + " (" + fault.what() + ")";
}

record::Verdict refusalOf(FindingId id, const std::string& subject) {
    record::Verdict verdict;
    verdict.add(findingOf(id, Severity::Refuse, subject));
    return verdict;
}

} // namespace

ledger::FileLock Station::lockKeeping(bool wait) const {
    return ledger::FileLock(m_home.locks() / "keeping", wait);
}

// At every start: what was cut off in the middle is ended, as far as that needs no network.
void Station::settleKeeping() {
    std::error_code error;
    std::vector<std::string> open;
    for (std::filesystem::directory_iterator at(m_home.staged(), error), end; !error && at != end;
         at.increment(error)) {
        open.push_back(at->path().filename().string());
    }
    if (open.empty()) {
        return;
    }
    try {
        const ledger::FileLock lock = lockKeeping(false);
        const signing::Trust believed = trust();
        for (const std::string& id : open) {
            settleOne(id, believed);
        }
        Checkpoints(*this).make();
    } catch (const Fault&) {
        // Another process is at it, or it cannot be now: `complete` and `renew` say so; looking at
        // other records must stay possible.
    }
}

void Station::settleOne(const std::string& job, const signing::Trust& believed) {
    try {
        Keeping keeping(*this, job, stationActor());
        // What is refused stays as it is: `complete`, `renew` and `archive verify` show it until
        // people act.
        static_cast<void>(keeping.settle(believed));
    } catch (const Fault&) {
        // As above; one record's trouble must not hold up the others.
    }
}

KeepReport Station::complete(const Session& session, const std::string& recordId) {
    KeepReport refused;
    const record::Actor actor =
        draftFor(session, Authority::Work, {}, record::readClock(), refused.verdict).actor;
    if (!refused.verdict.permitted()) {
        return refused;
    }
    Round round(*this, actor);
    const std::vector<std::string> one = recordId.empty()
                                             ? std::vector<std::string>()
                                             : std::vector<std::string>{jobOfRecord(recordId).id};
    KeepReport report = completeJobs(round, recordId.empty() ? jobsToComplete() : one);
    Checkpoints(*this).make();
    return report;
}

std::vector<std::string> Station::jobsToComplete() {
    std::vector<std::string> jobs =
        m_ledger->jobsWaiting(EntryKind::RecordSealed, EntryKind::RecordCompleted);
    const std::set<std::string> gone = jobsDeleted(*m_ledger);
    std::erase_if(jobs, [&](const std::string& job) { return gone.contains(job); });
    return jobs;
}

KeepReport Station::completeJobs(Round& round, const std::vector<std::string>& jobs) {
    KeepReport report;
    if (jobs.empty()) {
        return report;
    }
    const ledger::FileLock lock = lockKeeping(round.urgency == Urgency::Asked);
    for (const std::string& id : jobs) {
        std::string recordId = id;
        try {
            Keeping keeping(*this, id, round.actor);
            recordId = keeping.sealed().recordId;
            const KeepOutcome outcome = completeOne(round, keeping);
            if (!outcome.verdict.permitted()) {
                keeping.noteRefusal(outcome.verdict);
                report.refused.emplace_back(recordId, outcome.verdict);
            } else if (!outcome.waitsFor.empty()) {
                report.pending.emplace_back(recordId, outcome.waitsFor);
            } else if (outcome.nothingToDo) {
                report.nothingToDo.push_back(recordId);
            } else {
                report.noteDone(keeping.sealed());
            }
        } catch (const Fault& fault) { // one record's trouble must not hold up the others
            report.pending.emplace_back(recordId, why(fault));
        }
    }
    return report;
}

KeepOutcome Station::completeOne(Round& round, Keeping& keeping) {
    if (keeping.sealed().completed) {
        return {.verdict = {}, .waitsFor = {}, .nothingToDo = true};
    }
    if (keeping.sealed().signerRevoked) {
        return {refusalOf(FindingId::SignerCertificateRevoked, kSignaturePath), {}};
    }
    if (keeping.sealed().completing || keeping.sealed().layerStarted) {
        KeepOutcome settled{keeping.settle(round.trust()), {}};
        if (!settled.verdict.permitted() || keeping.sealed().completed) {
            return settled;
        }
        // Bytes that are staged no longer are made anew: a warning tells of it.
        if (settled.verdict.has(FindingId::FileAltered)) {
            KeepOutcome again = completeSignature(round, keeping);
            if (!again.verdict.permitted() || !again.waitsFor.empty()) {
                return again;
            }
        }
    } else {
        KeepOutcome signature = completeSignature(round, keeping);
        if (!signature.verdict.permitted() || !signature.waitsFor.empty()) {
            return signature;
        }
    }
    return layTimestamp(round, keeping);
}

// Up to the signature with its validation data in the record.
KeepOutcome Station::completeSignature(Round& round, Keeping& keeping) {
    if (record::Verdict altered = compareKept(keeping.sealed(), keeping.folder);
        !altered.permitted()) {
        return {std::move(altered), {}};
    }
    const signing::Der signature = keeping.signature();
    signing::SealCompletion made = signing::completeSeal(signature, round.trust());
    if (!made.complete()) {
        const auto files = signing::openRecordFiles(keeping.folder);
        round.obtainLists(signing::certificatesOfRecord(*files), keeping.sealed().provenAt);
        made = signing::completeSeal(signature, round.trust());
    }
    if (!made.complete()) {
        return {{}, waitsFor(made.waitingFor)};
    }
    // With the lists at hand now: a signer who was revoked before the token's time shows only here.
    const record::Verdict verdict = keeping.verify(round.trust());
    if (verdict.has(FindingId::SignerCertificateRevoked)) {
        keeping.append(EntryKind::SignerRevocationFound, record::Json::object({}), verdict);
        return {verdict, {}};
    }
    if (!verdict.permitted()) {
        return {verdict, {}};
    }
    keeping.startCompletion(made.cms);
    return {keeping.place(), {}};
}

// One archive timestamp over the record as it now is.
KeepOutcome Station::layTimestamp(Round& round, Keeping& keeping) {
    const record::Verdict before = keeping.verify(round.trust());
    if (!before.permitted()) {
        return {before, {}};
    }
    const auto files = signing::openRecordFiles(keeping.folder);
    std::optional<signing::MadeLayer> made;
    const auto lay = [&] {
        round.services.ask(
            [&](signing::TimestampAuthority& authority, const signing::Trust& believed) {
                made = signing::makeArchiveTimestamp(*files, authority, round.layerTerms(believed));
                return made->layer.at;
            });
    };
    try {
        lay();
    } catch (const Fault& fault) {
        if (fault.kind != record::FaultKind::RevocationUnavailable) {
            throw;
        }
        // The authority below must be proven by a list in force, which may have to come first.
        round.obtainLists(signing::certificatesOfRecord(*files), std::nullopt);
        lay();
    }
    keeping.startLayer(*made);
    return {keeping.settle(round.trust()), {}};
}

} // namespace seihon::station
