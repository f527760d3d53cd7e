#pragma once

#include "config/deliveries.h"
#include "dicom-net/exchange.h"
#include "dicom/document.h"
#include "station/delivery.h"
#include "station/station.h"

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace seihon::station {

// What a target takes objects of a class as; not there: the least that is wished.
using ObjectSyntaxes = std::map<std::string, dicom::TransferSyntax>;

// What is to be made of one sealed record for one target.
struct ObjectsWanted {
    const record::ScanJob& job;
    const config::DeliveryTarget& target;
    std::filesystem::path into; // a folder that is there and empty
    ObjectSyntaxes syntaxes{};
};

struct ObjectsMade {
    std::string study, series;
    std::vector<DeliveryObject> objects;         // digest and size are filled in by the queue
    std::string refused;                         // not empty: no object can be made of it, and why
    std::vector<std::string> writtenOtherwise{}; // attributes with characters outside of the set
};

using MakeObjects = std::function<ObjectsMade(Station&, const ObjectsWanted&)>;
// station/delivery_objects.cpp
ObjectsMade makeDicomObjects(Station& station, const ObjectsWanted& wanted);
// station/delivery_documents.cpp: a viewing copy for what takes documents, objects for an archive.
ObjectsMade makeObjectsFor(Station& station, const ObjectsWanted& wanted);

// What became of a person's word about the deliveries of one record.
struct DeliveryAct {
    record::Verdict verdict; // of the person's authority
    std::int64_t deliveries = 0;
};

// The queue of what goes to other systems (deliveries.toml,
// docs/decisions/0083-the-delivery-queue.md). What is waiting lies in the home's deliveries/ as
// TARGET/RECORD with the objects, made and noted in the log before the first byte leaves; what
// became of it is in the log. A target that is away holds up nothing but itself.
class Deliveries {
  public:
    explicit Deliveries(Station& station, MakeObjects make = makeObjectsFor)
        : m_station(station), m_make(std::move(make)) {}

    // One round: takes what was sealed, prepares, sends, has it confirmed. Findings only: nobody
    // waits for a target. DeliveryTargetAway, DeliveryTargetRefuses, DeliveryTargetUntrusted,
    // DeliveryFailed, DeliveryCoerced.
    record::Verdict work(Urgency urgency);
    // What is not confirmed yet, by target, oldest first; also at targets that are gone.
    std::vector<Delivery> list();
    // The same with the newest that were confirmed.
    std::vector<Delivery> listAll(std::int64_t confirmed);
    // What failed or was given up is sent again by the next round; `target` empty: whichever did.
    // Faults: NotFound when the record has no such delivery.
    DeliveryAct retry(const Session& session, const std::string& recordId,
                      const std::string& target);
    // What is not confirmed need not arrive any more, also at a target that deliveries.toml does
    // not name now; its prepared objects go. Faults: NotFound; Usage without a reason.
    DeliveryAct giveUp(const Session& session, const std::string& recordId,
                       const std::string& target, const std::string& reason);
    // For `doctor`, without asking anybody.
    record::Verdict standing();
    std::size_t targets() { return settings().targets.size(); }

  private:
    struct Round;
    const config::Deliveries& settings();
    // Of a target by its name, also of one that deliveries.toml does not name any more.
    std::filesystem::path folderOf(const std::string& target) const;
    std::vector<std::string> recordsIn(const std::string& target) const;
    std::vector<std::string> goneTargets();
    Delivery look(const std::string& target, const std::string& recordId);
    bool isWanted(const config::DeliveryTarget& target, const std::string& recordId);
    void takeSealed(const config::DeliveryTarget& target, bool fromBeginning);
    void settleWithdrawn(const std::string& target);
    void addClassesUnknown(const config::DeliveryTarget& target, record::Verdict& verdict);
    void addStanding(const config::DeliveryTarget& target, record::Verdict& verdict);
    void workOn(const config::DeliveryTarget& target, Urgency urgency, record::Verdict& verdict);
    bool isGone(const std::string& recordId);
    bool advance(Round& round, Delivery& delivery);
    bool prepare(Round& round, Delivery& delivery);
    bool send(Round& round, Delivery& delivery);
    bool confirm(Round& round, Delivery& delivery);
    bool confirmByCommitment(Round& round, Delivery& delivery);
    bool confirmByQuery(Round& round, Delivery& delivery);
    bool compareWithHeld(Round& round, Delivery& delivery, record::Json facts);
    dicom_net::Request askingToCommit(const Round& round, const Delivery& delivery);
    bool agreeOnSyntaxes(Round& round);
    bool sendDocument(Round& round, Delivery& delivery);
    bool confirmDocument(Round& round, Delivery& delivery);
    bool isWhole(Round& round, const Delivery& delivery) const;
    void append(record::EntryKind kind, const Delivery& delivery, record::Json facts);
    void fail(Round& round, Delivery& delivery, const std::string& stage);
    void failAltered(Round& round, Delivery& delivery);
    void breakOff(Delivery& delivery);
    void settle(const Round& round, const Delivery& delivery);

    Station& m_station;
    MakeObjects m_make;
    std::optional<config::Deliveries> m_settings;
};

} // namespace seihon::station
