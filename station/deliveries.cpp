#include "station/deliveries.h"

#include "ledger/durable_file.h"
#include "record/fault.h"
#include "record/id.h"
#include "record/json_fields.h"
#include "station/access_log.h"
#include "station/back_off.h"
#include "station/delivery_round.h"
#include "station/dicom_errand.h"
#include "station/entry_walk.h"
#include "station/file_digest.h"
#include "station/findings.h"

#include <algorithm>

namespace seihon::station {

namespace fs = std::filesystem;
using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::FindingId;
using record::Json;
using record::Severity;

namespace {

constexpr std::int64_t kDeliveryNoteBytes = 64 << 10;
constexpr std::chrono::seconds kTargetTurn{20}; // a long queue is no reason for the rest to wait
constexpr std::chrono::minutes kAskedTurn{30};
constexpr std::chrono::hours kUnconfirmedTooLong{24};
constexpr std::chrono::hours kWaitsTooLong{1};
constexpr std::chrono::hours kKeptUnconfirmable{30 * 24};
constexpr std::size_t kMostDeliveryFindings = 20;

std::string noteIn(const fs::path& file) {
    try {
        const auto bytes = ledger::readWhole(file, kDeliveryNoteBytes);
        return {bytes.begin(), std::find(bytes.begin(), bytes.end(), '\n')}; // it is one line
    } catch (const Fault&) {
        return {}; // not there
    }
}

record::Finding aboutDelivery(FindingId id, const Delivery& delivery, std::string measured) {
    record::Finding finding =
        findingOf(id, Severity::Warn, delivery.target + " " + delivery.recordId);
    finding.measured = std::move(measured);
    return finding;
}

// Not one of its objects was taken or refused with a status, which is so when no encoding of them
// is taken: made anew, they may be made otherwise.
bool wasNotAnswered(const Delivery& delivery) {
    return delivery.stage == "store" &&
           std::none_of(delivery.statuses.begin(), delivery.statuses.end(),
                        [](const ObjectStatus& one) { return one.status.has_value(); });
}

} // namespace

std::string serviceOf(const config::DeliveryTarget& target) {
    if (target.kind == config::DeliveryKind::Fhir) {
        return "delivery " + target.name + " " + target.fhir.url;
    }
    if (target.kind == config::DeliveryKind::Folder) {
        return "delivery " + target.name + " " + target.folder.folder.string();
    }
    return "delivery " + target.name + " " + target.dicom.host + ":" +
           std::to_string(target.dicom.port);
}

const config::Deliveries& Deliveries::settings() {
    if (!m_settings) {
        m_settings = readDeliveries(m_station.home());
    }
    return *m_settings;
}

fs::path Deliveries::folderOf(const config::DeliveryTarget& target) const {
    return m_station.home().root / "deliveries" / target.name;
}

// Oldest first: the ids begin with their time.
std::vector<std::string> Deliveries::recordsIn(const config::DeliveryTarget& target) const {
    std::vector<std::string> records;
    std::error_code away;
    for (fs::directory_iterator one(folderOf(target), away), end; !away && one != end;
         one.increment(away)) {
        if (record::isId(one->path().filename().string())) {
            records.push_back(one->path().filename().string());
        }
    }
    std::sort(records.begin(), records.end());
    return records;
}

Delivery Deliveries::look(const config::DeliveryTarget& target, const std::string& recordId) {
    Delivery delivery = foldDelivery(target.name, recordId,
                                     AccessLog(m_station).ledger().entriesOfRecord(recordId));
    const fs::path place = folderOf(target) / recordId;
    if (delivery.state == DeliveryState::Failed) {
        delivery.retried = noteIn(place / "retry") == std::to_string(delivery.sequence);
    }
    delivery.lastTry = noteIn(place / "last-try");
    return delivery;
}

// A folder for each record that is to go, then how far the log was read: a crash between reads some
// entries twice. Other classes or another first day: the log is read from its beginning.
void Deliveries::takeSealed(const config::DeliveryTarget& target) {
    ledger::Ledger& log = AccessLog(m_station).ledger();
    const fs::path file = folderOf(target) / "taken.json";
    std::string wish = record::formatInstant(target.sealedFrom);
    for (const std::string& one : target.classes) {
        wish += " " + one;
    }
    std::uint64_t from = 0;
    try {
        const Json json = record::parseJson(noteIn(file));
        if (json.at("wish").asString() == wish) {
            from = static_cast<std::uint64_t>(std::max<std::int64_t>(json.at("next").asInt(), 0));
        }
    } catch (const Fault&) {
        from = 0;
    }
    if (from > log.head().size) { // of a log that was longer: restored from before
        from = 0;
    }
    std::uint64_t next = from;
    forEachOfKind(
        log, EntryKind::RecordSealed,
        [&](const record::Entry& entry) {
            const std::string& name = entry.what.facts.at("documentClass").asString();
            const bool wanted = std::find(target.classes.begin(), target.classes.end(), name) !=
                                target.classes.end();
            if (wanted && entry.at >= target.sealedFrom &&
                look(target, entry.what.record).state != DeliveryState::Confirmed) {
                ledger::makeDurableFolder(folderOf(target) / entry.what.record);
            }
            next = entry.sequence + 1;
        },
        from);
    if (next != from) {
        ledger::makeDurableFolder(folderOf(target));
        const Json json = Json::object({{"wish", wish}, {"next", next}});
        ledger::replaceDurably(file, record::bytesOf(record::canonical(json)));
    }
}

void Deliveries::workOn(const config::DeliveryTarget& target, Urgency urgency,
                        record::Verdict& verdict) {
    takeSealed(target);
    Round round(m_station, target, folderOf(target), verdict);
    const std::vector<std::string> records = recordsIn(target);
    const auto until = std::chrono::steady_clock::now() +
                       (urgency == Urgency::Asked ? std::chrono::seconds(kAskedTurn) : kTargetTurn);
    round.waiting = records.size();
    for (const std::string& recordId : records) {
        if (std::chrono::steady_clock::now() >= until) {
            break;
        }
        Delivery delivery = look(target, recordId);
        if (!advance(round, delivery)) {
            return; // the others would fare no better
        }
        --round.waiting;
    }
    BackOff(m_station.home().backOffFile()).answered(serviceOf(target));
}

// What was withdrawn [F4], or deleted by law [F14], goes nowhere any more.
bool Deliveries::isGone(const std::string& recordId) {
    try {
        return m_station.jobOfRecord(recordId).later.withdrawn ||
               !fs::exists(m_station.recordFolder(recordId));
    } catch (const Fault& fault) {
        if (fault.kind == FaultKind::NotFound) {
            return true;
        }
        throw;
    }
}

// False: the target does not answer.
bool Deliveries::advance(Round& round, Delivery& delivery) {
    if (isGone(delivery.recordId)) {
        settle(round, delivery);
        return true;
    }
    if (delivery.state == DeliveryState::Failed && !delivery.retried) {
        round.verdict.add(aboutDelivery(FindingId::DeliveryFailed, delivery,
                                        statusWords(delivery, record::Language::English)));
        return true;
    }
    if (delivery.state == DeliveryState::Confirmed) {
        settle(round, delivery);
        return true;
    }
    if (delivery.state == DeliveryState::Sent) {
        return confirm(round, delivery);
    }
    const bool unanswered =
        round.target.kind == config::DeliveryKind::Dicom && wasNotAnswered(delivery);
    const bool again = delivery.retried && (unanswered || !isWhole(round, delivery));
    if (delivery.objects.empty() || again) {
        if (!agreeOnSyntaxes(round)) {
            return false;
        }
        if (!prepare(round, delivery)) {
            return true;
        }
    }
    return send(round, delivery) &&
           (delivery.state != DeliveryState::Sent || confirm(round, delivery));
}

// Once a turn: what was found whole a moment ago, under the target's lock, is not read again.
bool Deliveries::isWhole(Round& round, const Delivery& delivery) const {
    if (round.whole == delivery.recordId) {
        return true;
    }
    const bool whole =
        std::all_of(delivery.objects.begin(), delivery.objects.end(), [&](const auto& one) {
            try {
                const FileDigest found = digestOfFile(round.objects(delivery) / one.file);
                return found.sha256 == one.digest && found.bytes == one.bytes;
            } catch (const Fault&) {
                return false;
            }
        });
    round.whole = whole ? delivery.recordId : std::string();
    return whole;
}

// Objects are durable, then their names are in the log, then the first byte may leave: whatever is
// killed in between, no object gets a second name. What has a name and was not logged was never
// sent, and is made anew.
bool Deliveries::prepare(Round& round, Delivery& delivery) {
    const fs::path making = round.place(delivery) / "making";
    round.whole.clear();
    fs::remove_all(making);
    fs::remove_all(round.objects(delivery));
    ledger::makeDurableFolder(making);
    const record::ScanJob job = m_station.jobOfRecord(delivery.recordId);
    ObjectsMade made;
    try {
        made = m_make(m_station,
                      {job, round.target, making, round.syntaxes.value_or(ObjectSyntaxes{})});
    } catch (const Fault& fault) {
        made.refused = fault.what();
    }
    if (!made.refused.empty() || made.objects.empty()) {
        delivery.statuses = {
            {"", {}, made.refused.empty() ? "nothing to make an object of" : made.refused}};
        fail(round, delivery, "objects");
        return false;
    }
    for (DeliveryObject& one : made.objects) {
        const FileDigest written = digestOfFile(making / one.file);
        one.bytes = written.bytes;
        one.digest = written.sha256;
    }
    ledger::syncTree(making);
    ledger::renameDurably(making, round.objects(delivery));
    delivery.objects = std::move(made.objects);
    round.whole = delivery.recordId;
    delivery.study = made.study;
    delivery.series = made.series;
    append(EntryKind::DeliveryPrepared, delivery,
           Json::object({{"kind", record::enumName(round.target.kind)},
                         {"study", delivery.study},
                         {"series", delivery.series},
                         {"objects", toJson(delivery.objects)}}));
    delivery.state = DeliveryState::Waiting;
    return true;
}

void Deliveries::append(EntryKind kind, const Delivery& delivery, Json facts) {
    facts.set("target", delivery.target);
    if (facts.find("statuses") != nullptr) {
        const record::Patient patient = m_station.jobOfRecord(delivery.recordId).original.patient;
        facts.set("statuses", toJson(withoutPatient(delivery.statuses, patient)));
    }
    record::EntryDraft draft;
    draft.kind = kind;
    draft.actor = AccessLog(m_station).stationActor();
    draft.job = delivery.job;
    draft.record = delivery.recordId;
    draft.facts = std::move(facts);
    draft.regulation = m_station.regulation().digest;
    AccessLog(m_station).ledger().append(draft, record::readClock());
}

void Deliveries::fail(Round& round, Delivery& delivery, const std::string& stage) {
    append(EntryKind::DeliveryFailed, delivery,
           Json::object({{"stage", stage}, {"statuses", toJson(delivery.statuses)}}));
    delivery.state = DeliveryState::Failed;
    round.verdict.add(aboutDelivery(FindingId::DeliveryFailed, delivery,
                                    statusWords(delivery, record::Language::English)));
}

void Deliveries::settle(const Round& round, const Delivery& delivery) {
    fs::remove_all(round.place(delivery));
}

record::Verdict Deliveries::work(Urgency urgency) {
    record::Verdict verdict;
    try {
        (void)settings();
    } catch (const Fault& fault) { // sealing and the rest of the round go on
        return verdict.add(
            findingOf(FindingId::DeliveryTargetRefuses, Severity::Warn, fault.what()));
    }
    const BackOff rest(m_station.home().backOffFile());
    for (const config::DeliveryTarget& target : settings().targets) {
        if (urgency == Urgency::Background &&
            rest.restsUntil(serviceOf(target), record::readClock())) {
            continue; // `doctor` tells of it
        }
        try {
            // Two at once would send everything twice.
            const ledger::FileLock lock(m_station.home().locks() / ("delivery-" + target.name));
            workOn(target, urgency, verdict);
        } catch (const Fault& fault) {
            if (fault.kind != FaultKind::JobBusy) { // a full disk, say: nobody else waits for this
                verdict.add(findingOf(FindingId::DeliveryTargetAway, Severity::Warn,
                                      target.name + ": " + fault.what()));
            }
        }
    }
    return verdict;
}

std::vector<Delivery> Deliveries::list() {
    std::vector<Delivery> all;
    for (const config::DeliveryTarget& target : settings().targets) {
        takeSealed(target);
        for (const std::string& recordId : recordsIn(target)) {
            Delivery delivery = look(target, recordId);
            if (delivery.state != DeliveryState::Confirmed) {
                all.push_back(std::move(delivery));
            }
        }
    }
    return all;
}

std::vector<Delivery> Deliveries::listAll(std::int64_t confirmed) {
    std::vector<Delivery> all = list();
    forNewest(AccessLog(m_station).ledger(), EntryKind::DeliveryConfirmed,
              [&](const record::Entry& entry) {
                  all.push_back(foldDelivery(
                      entry.what.facts.at("target").asString(), entry.what.record,
                      AccessLog(m_station).ledger().entriesOfRecord(entry.what.record)));
                  return --confirmed > 0;
              });
    return all;
}

std::int64_t Deliveries::retry(const std::string& recordId, const std::string& target) {
    std::int64_t retried = 0;
    for (const config::DeliveryTarget& one : settings().targets) {
        if (!record::isId(recordId) || (!target.empty() && one.name != target) ||
            !fs::exists(folderOf(one) / recordId)) {
            continue;
        }
        const ledger::FileLock lock(m_station.home().locks() / ("delivery-" + one.name), true);
        const Delivery delivery = look(one, recordId);
        if (delivery.state == DeliveryState::Failed) {
            ledger::replaceDurably(folderOf(one) / recordId / "retry",
                                   record::bytesOf(std::to_string(delivery.sequence)));
            BackOff(m_station.home().backOffFile()).answered(serviceOf(one));
            ++retried;
        }
    }
    if (retried == 0) {
        throw Fault(FaultKind::NotFound, "nothing of this record failed on its way");
    }
    return retried;
}

record::Verdict Deliveries::standing() {
    record::Verdict verdict;
    const record::Instant now = record::readClock();
    for (const config::DeliveryTarget& target : settings().targets) {
        std::int64_t late = 0;
        std::string why;
        for (const std::string& recordId : recordsIn(target)) {
            const Delivery delivery = look(target, recordId);
            // A clock that was set back makes a wait look endless; then it is over at once.
            const auto since = now < delivery.at ? kUnconfirmedTooLong * 2 : now - delivery.at;
            const bool full = verdict.findings.size() >= kMostDeliveryFindings;
            if (delivery.state == DeliveryState::Failed && !delivery.retried && !full) {
                verdict.add(aboutDelivery(FindingId::DeliveryFailed, delivery,
                                          statusWords(delivery, record::Language::English)));
            } else if (delivery.state == DeliveryState::Sent && since > kUnconfirmedTooLong &&
                       !full && target.confirmation != config::Confirmation::None) {
                verdict.add(aboutDelivery(FindingId::DeliveryUnconfirmed, delivery,
                                          record::formatInstant(delivery.at)));
            } else if (delivery.state == DeliveryState::Waiting && since > kWaitsTooLong) {
                ++late;
                why = delivery.lastTry.empty() ? why : ": " + delivery.lastTry;
            }
        }
        if (late > 0) {
            verdict.add(
                findingOf(FindingId::DeliveryTargetAway, Severity::Warn, target.name + why));
            verdict.findings.back().measured = late;
        }
    }
    return verdict;
}

bool Deliveries::confirm(Round& round, Delivery& delivery) {
    if (round.target.kind != config::DeliveryKind::Dicom) {
        return confirmDocument(round, delivery);
    }
    switch (round.target.confirmation) {
    case config::Confirmation::Commitment:
        return confirmByCommitment(round, delivery);
    case config::Confirmation::Query:
        return confirmByQuery(round, delivery);
    case config::Confirmation::None:
        // It stays "sent"; its objects go when nobody will ask for them any more.
        if (record::readClock() - delivery.at > kKeptUnconfirmable) {
            settle(round, delivery);
        }
        return true;
    }
    return true;
}

} // namespace seihon::station
