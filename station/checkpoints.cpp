#include "station/checkpoints.h"

#include "record/fault.h"
#include "record/json_fields.h"
#include "regulation/calendar.h"
#include "signing/checkpoint.h"
#include "signing/station_key.h"
#include "signing/timestamp.h"
#include "station/anchors.h"
#include "station/checkpoint_rules.h"
#include "station/entry_walk.h"
#include "station/findings.h"
#include "station/round.h"

#include <algorithm>
#include <limits>

namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::FindingId;
using record::Instant;
using record::Json;
using record::Severity;

namespace {

constexpr std::chrono::minutes kQuarter{15};
constexpr std::uint64_t kToTheEnd = std::numeric_limits<std::int64_t>::max();

bool isOfCheckpoints(EntryKind kind) {
    return kind == EntryKind::CheckpointMade || kind == EntryKind::CheckpointTimestamped ||
           kind == EntryKind::CheckpointWitnessed || kind == EntryKind::WitnessRefused;
}

// Steps on the way to a decision, and looks: they wait for the quarter of an hour. Everything else
// is an act that somebody may wish undone.
bool canWait(EntryKind kind) {
    switch (kind) {
    case EntryKind::JobOpened:
    case EntryKind::Prepared:
    case EntryKind::ScanStarted:
    case EntryKind::PageCaptured:
    case EntryKind::PageExamined:
    case EntryKind::SealStarted:
    case EntryKind::RecordSigned:
    case EntryKind::CompletionStarted:
    case EntryKind::RenewalStarted:
    case EntryKind::RecordVerified:
    case EntryKind::RecordViewed:
    case EntryKind::RecordSearched:
    case EntryKind::JobViewed:
    case EntryKind::LogViewed:
    case EntryKind::LogProven:
    case EntryKind::LogVerified:
    case EntryKind::LoggedIn:
    case EntryKind::ClockChecked:
    case EntryKind::AuditReplayed:
    case EntryKind::BackupMade:
    case EntryKind::BackupFailed:
    case EntryKind::RestoreDrilled:
    case EntryKind::ArchivePartVerified:
    case EntryKind::CoverSheetPrinted:
    case EntryKind::CoverSheetScanned:
    case EntryKind::SampleOpened:
    case EntryKind::SamplePageViewed:
    case EntryKind::InspectionPageViewed:
    case EntryKind::ProjectAuditPagesViewed:
    case EntryKind::DeliveryPrepared:
    case EntryKind::DeliverySent:
    case EntryKind::DeliveryConfirmed:
    case EntryKind::DeliveryFailed:
    case EntryKind::DeliveryBrokeOff:
        return true;
    default:
        return isOfCheckpoints(kind);
    }
}

} // namespace

// A log whose seals and decisions no checkpoint covers has been cut or rewritten, or the station
// died at that moment and `seihon work` makes one. A program that is still at it makes one soon.
bool isUncovered(const record::Entry& entry, Instant now) {
    return entry.what.kind == EntryKind::RecordSealed ||
           (!canWait(entry.what.kind) && now - entry.at > 2 * kQuarter);
}

// Entries about checkpoints alone are no reason for another one: it would never end.
bool Checkpoints::isNew(std::uint64_t from) const {
    bool found = false;
    forEntries(*m_station.m_ledger, from, kToTheEnd, [&](const record::Entry& entry) {
        found = !isOfCheckpoints(entry.what.kind);
        return !found;
    });
    return found;
}

bool Checkpoints::isDue(std::uint64_t from, Instant now) const {
    std::optional<Instant> oldest;
    bool decides = false;
    forEntries(*m_station.m_ledger, from, kToTheEnd, [&](const record::Entry& entry) {
        if (!oldest && !isOfCheckpoints(entry.what.kind)) {
            oldest = entry.at;
        }
        decides = !canWait(entry.what.kind);
        return !decides;
    });
    // A clock that was set back makes the wait look endless; then it is over at once.
    return decides || (oldest && (now - *oldest >= kQuarter || now < *oldest));
}

void Checkpoints::make() {
    const ledger::TreeHead head = m_station.m_ledger->head();
    const auto newest = m_station.m_ledger->newestCheckpoints(1, false);
    if (!newest.empty() && (newest.front().size >= head.size || !isNew(newest.front().size))) {
        return;
    }
    // A key that is not the trusted one would spoil the log for good: what is written stays.
    const std::string& id = m_station.m_config.stationId;
    const std::filesystem::path file = m_station.m_home.stationKey();
    if (signing::stationPublicKey(file) != trustedStationKey(m_station.trust(), id)) {
        throw Fault(FaultKind::ConfigInvalid,
                    "keys/station.pem is not the key that trust.toml names for " + id,
                    {{"file", file.string()}});
    }
    ledger::Checkpoint checkpoint;
    checkpoint.size = head.size;
    checkpoint.root = head.root;
    checkpoint.at = record::readClock();
    checkpoint.note = signing::signCheckpoint(file, id, head.size, head.root);
    m_station.m_ledger->addCheckpoint(checkpoint);
    Anchors(m_station).bringUp();
}

void Checkpoints::makeWhenDue() noexcept {
    try {
        const auto newest = m_station.m_ledger->newestCheckpoints(1, false);
        if (isDue(newest.empty() ? 0 : newest.front().size, record::readClock())) {
            make();
        }
    } catch (...) { // see the header
    }
}

// A token of an accredited service is paid for; but paper that is scanned in the last minutes of
// its window must not be proven after it [B1].
bool Checkpoints::tokenIsDue(Instant now) const {
    const auto stamped = m_station.m_ledger->newestCheckpoints(1, true);
    const regulation::Calendar& calendar = m_station.m_regulation->calendar;
    const bool dayEnds =
        regulation::hospitalDay(calendar, now) != regulation::hospitalDay(calendar, now + kQuarter);
    return stamped.empty() || dayEnds || now - stamped.front().at >= kQuarter ||
           now < stamped.front().at;
}

void Checkpoints::logToken(const ledger::Checkpoint& checkpoint, const signing::Token& token) {
    record::EntryDraft draft;
    draft.kind = EntryKind::CheckpointTimestamped;
    draft.actor = m_station.stationActor();
    draft.facts = Json::object({{"size", static_cast<std::int64_t>(checkpoint.size)},
                                {"noteSha256", record::sha256(checkpoint.note).hex()},
                                {"tokenSha256", record::sha256(record::Bytes(token.der)).hex()},
                                {"at", record::formatInstant(token.at)}});
    draft.regulation = m_station.m_regulation->digest;
    m_station.m_ledger->append(draft, record::readClock());
}

void Checkpoints::timestamp(Station::Round& round, WorkReport& report) {
    const auto newest = m_station.m_ledger->newestCheckpoints(1, false);
    if (newest.empty()) {
        return;
    }
    const ledger::Checkpoint& checkpoint = newest.front(); // it covers all before it
    report.checkpointSize = checkpoint.size;
    report.checkpointTimestamped = !checkpoint.token.empty();
    if (report.checkpointTimestamped ||
        (round.urgency == Urgency::Background && !tokenIsDue(record::readClock()))) {
        return;
    }
    try {
        const signing::Token token = round.services.token(record::sha256(checkpoint.note),
                                                          m_station.m_regulation->clockTolerance);
        m_station.m_ledger->setCheckpointToken(checkpoint.size, token.der);
        Anchors(m_station).bringUp();
        logToken(checkpoint, token);
        report.checkpointTimestamped = true;
    } catch (const Fault& fault) {
        if (fault.kind != FaultKind::TimestampUnavailable &&
            fault.kind != FaultKind::TimestampRefused) {
            throw;
        }
    }
}

void Checkpoints::findUncovered(std::uint64_t from, record::Verdict& verdict) {
    const Instant now = record::readClock();
    forEntries(*m_station.m_ledger, from, kToTheEnd, [&](const record::Entry& entry) {
        if (isUncovered(entry, now)) {
            verdict.add(findingOf(FindingId::CheckpointInvalid, Severity::Refuse,
                                  "none covers entry " + std::to_string(entry.sequence)));
            return false;
        }
        return true;
    });
}

record::Verdict Checkpoints::verify(const signing::Trust& believed) {
    const std::vector<ledger::Checkpoint> all = m_station.m_ledger->checkpoints();
    record::Verdict verdict =
        judgeCheckpoints(all, m_station.m_config.stationId, believed, record::readClock());
    findUncovered(all.empty() ? 0 : all.back().size, verdict);
    forEachOfKind(*m_station.m_ledger, EntryKind::CheckpointTimestamped,
                  [&](const record::Entry& entry) { judgeLoggedToken(entry, all, verdict); });
    WitnessStanding witnesses;
    for (const EntryKind kind : {EntryKind::CheckpointWitnessed, EntryKind::WitnessRefused}) {
        forEachOfKind(*m_station.m_ledger, kind, [&](const record::Entry& entry) {
            witnesses.take(entry, all, believed, verdict);
        });
    }
    witnesses.finish(verdict);
    return verdict;
}

} // namespace seihon::station
