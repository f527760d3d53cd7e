#pragma once

#include "dicom-net/exchange.h"
#include "station/deliveries.h"

#include <chrono>
#include <optional>

// Private to Deliveries.
namespace seihon::station {

// One target's turn.
struct Deliveries::Round {
    Round(Station& owner, const config::DeliveryTarget& to, std::filesystem::path in,
          record::Verdict& into)
        : station(owner), target(to), folder(std::move(in)), verdict(into) {}

    std::filesystem::path place(const Delivery& delivery) const {
        return folder / delivery.recordId;
    }
    std::filesystem::path objects(const Delivery& delivery) const {
        return place(delivery) / "objects";
    }
    // The answer ended the talk with this target for now; said once for all that wait.
    void away(const dicom_net::Answer& answer, std::size_t waiting);
    // Why the newest try came to nothing, for the list; no evidence.
    void note(const Delivery& delivery, const std::string& why) const;

    Station& station;
    const config::DeliveryTarget& target;
    std::filesystem::path folder;
    record::Verdict& verdict;
    std::size_t waiting = 0;
    std::string whole; // the record whose objects were just found as the log names them
    std::optional<ObjectSyntaxes> syntaxes; // what it takes; asked once, when it matters
};

std::string serviceOf(const config::DeliveryTarget& target);
// Under which name asking for commitment of one record rests.
std::string askingFor(const config::DeliveryTarget& target, const Delivery& delivery);
record::Finding aboutDelivery(record::FindingId id, const Delivery& delivery, std::string measured);
record::Finding coercedFinding(const Delivery& delivery, const std::string& how);

} // namespace seihon::station
