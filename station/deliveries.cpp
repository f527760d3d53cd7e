#include "station/deliveries.h"

#include "ledger/durable_file.h"
#include "record/fault.h"
#include "record/file_digest.h"
#include "record/id.h"
#include "record/json_fields.h"
#include "station/access_log.h"
#include "station/back_off.h"
#include "station/delivery_round.h"
#include "station/dicom_errand.h"
#include "station/entry_walk.h"
#include "station/findings.h"

#include <algorithm>
#include <set>

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
constexpr std::chrono::hours kKeptUnconfirmable{30 * 24};

std::string noteIn(const fs::path& file) {
    try {
        const auto bytes = ledger::readWhole(file, kDeliveryNoteBytes);
        return {bytes.begin(), std::find(bytes.begin(), bytes.end(), '\n')}; // it is one line
    } catch (const Fault&) {
        return {}; // not there
    }
}

// Not one of its objects was taken or refused with a status, which is so when no encoding of them
// is taken: made anew, they may be made otherwise.
bool wasNotAnswered(const Delivery& delivery) {
    return delivery.stage == "store" &&
           std::none_of(delivery.statuses.begin(), delivery.statuses.end(),
                        [](const ObjectStatus& one) { return one.status.has_value(); });
}

} // namespace

record::Finding aboutDelivery(FindingId id, const Delivery& delivery, std::string measured) {
    record::Finding finding =
        findingOf(id, Severity::Warn, delivery.target + " " + delivery.recordId);
    finding.measured = std::move(measured);
    return finding;
}

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

fs::path Deliveries::folderOf(const std::string& target) const {
    return m_station.home().root / "deliveries" / target;
}

// Oldest first: the ids begin with their time.
std::vector<std::string> Deliveries::recordsIn(const std::string& target) const {
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

Delivery Deliveries::look(const std::string& target, const std::string& recordId) {
    Delivery delivery =
        foldDelivery(target, recordId, AccessLog(m_station).ledger().entriesOfRecord(recordId));
    delivery.lastTry = noteIn(folderOf(target) / recordId / "last-try");
    return delivery;
}

// Whether it still is to arrive there, as the log says.
bool Deliveries::isWanted(const config::DeliveryTarget& target, const std::string& recordId) {
    const Delivery delivery = look(target.name, recordId);
    const bool keptForNobody = delivery.state == DeliveryState::Sent &&
                               target.confirmation == config::Confirmation::None &&
                               record::readClock() - delivery.at > kKeptUnconfirmable;
    return delivery.state != DeliveryState::Confirmed && delivery.state != DeliveryState::GivenUp &&
           !keptForNobody && !isGone(recordId);
}

// A folder for each record that is to go, then how far the log was read: a crash between reads some
// entries twice. Other classes or another first day: the log is read from its beginning. So it is
// once a day, and whenever a person asks: what the file says is nobody's evidence, and a folder may
// have been removed.
void Deliveries::takeSealed(const config::DeliveryTarget& target, bool fromBeginning) {
    ledger::Ledger& log = AccessLog(m_station).ledger();
    const fs::path file = folderOf(target.name) / "taken.json";
    const std::string today = record::formatInstant(record::readClock()).substr(0, 10);
    std::string wish = record::formatInstant(target.sealedFrom);
    for (const std::string& one : target.classes) {
        wish += " " + one;
    }
    std::uint64_t from = 0;
    try {
        const Json json = record::parseJson(noteIn(file));
        if (!fromBeginning && json.at("wish").asString() == wish &&
            json.at("wholeOn").asString() == today) {
            from = static_cast<std::uint64_t>(std::max<std::int64_t>(json.at("next").asInt(), 0));
        }
    } catch (const Fault&) {
        from = 0;
    }
    if (from > log.head().size) { // of a log that was longer: restored from before
        from = 0;
    }
    std::set<std::string> arrived; // most have, and are not looked at one by one
    if (from == 0) {
        forEachOfKind(log, EntryKind::DeliveryConfirmed, [&](const record::Entry& entry) {
            if (record::textIn(entry.what.facts, "target") == target.name) {
                arrived.insert(entry.what.record);
            }
        });
    }
    std::uint64_t next = from;
    forEachOfKind(
        log, EntryKind::RecordSealed,
        [&](const record::Entry& entry) {
            const std::string& name = entry.what.facts.at("documentClass").asString();
            const bool asked = std::find(target.classes.begin(), target.classes.end(), name) !=
                               target.classes.end();
            if (asked && entry.at >= target.sealedFrom && !arrived.contains(entry.what.record) &&
                isWanted(target, entry.what.record)) {
                ledger::makeDurableFolder(folderOf(target.name) / entry.what.record);
            }
            next = entry.sequence + 1;
        },
        from);
    if (next != from) {
        ledger::makeDurableFolder(folderOf(target.name));
        const Json json = Json::object({{"wish", wish}, {"next", next}, {"wholeOn", today}});
        ledger::replaceDurably(file, record::bytesOf(record::canonical(json)));
    }
}

void Deliveries::workOn(const config::DeliveryTarget& target, Urgency urgency,
                        record::Verdict& verdict) {
    takeSealed(target, urgency == Urgency::Asked);
    Round round(m_station, target, folderOf(target.name), verdict);
    settleWithdrawn(target.name); // also while the target is away
    const std::vector<std::string> records = recordsIn(target.name);
    const auto until = std::chrono::steady_clock::now() +
                       (urgency == Urgency::Asked ? std::chrono::seconds(kAskedTurn) : kTargetTurn);
    round.waiting = records.size();
    for (const std::string& recordId : records) {
        if (std::chrono::steady_clock::now() >= until) {
            break;
        }
        Delivery delivery = look(target.name, recordId);
        if (!advance(round, delivery)) {
            return; // the others would fare no better
        }
        --round.waiting;
    }
    BackOff(m_station.home().backOffFile()).answered(serviceOf(target));
}

void Deliveries::settleWithdrawn(const std::string& target) {
    for (const std::string& recordId : recordsIn(target)) {
        if (look(target, recordId).withdrawn) {
            fs::remove_all(folderOf(target) / recordId);
        }
    }
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
    if (delivery.state == DeliveryState::Confirmed || delivery.state == DeliveryState::GivenUp) {
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
                const record::FileDigest found =
                    record::digestOfFile(round.objects(delivery) / one.file);
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
        const record::FileDigest written = record::digestOfFile(making / one.file);
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
                         {"objects", toJson(delivery.objects)},
                         {"writtenOtherwise", record::textsJson(made.writtenOtherwise)}}));
    delivery.state = DeliveryState::Waiting;
    delivery.brokeOff = false;
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

// It was sent, and what it is to be compared with is lost or was altered since: a person decides
// whether it is made and sent anew, under other names, or given up.
void Deliveries::failAltered(Round& round, Delivery& delivery) {
    delivery.statuses = {
        {"", {}, "the prepared objects are lost or altered here: nothing to compare with"}};
    fail(round, delivery, "comparison");
}

// Some of it has left the house, and nobody says that it was kept [F6]: once for all tries.
void Deliveries::breakOff(Delivery& delivery) {
    if (!delivery.brokeOff) {
        append(EntryKind::DeliveryBrokeOff, delivery,
               Json::object({{"stage", "store"}, {"statuses", toJson(delivery.statuses)}}));
        delivery.brokeOff = true;
    }
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
    for (const std::string& target : goneTargets()) {
        try {
            const ledger::FileLock lock(m_station.home().locks() / ("delivery-" + target));
            settleWithdrawn(target);
        } catch (const Fault& fault) {
            if (fault.kind != FaultKind::JobBusy) { // another round is at it
                verdict.add(findingOf(FindingId::DeliveryTargetGone, Severity::Warn,
                                      target + ": " + fault.what()));
            }
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
