#pragma once

#include "record/digest.h"
#include "record/entry.h"
#include "record/enum_names.h"
#include "record/original.h"
#include "record/sentences.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace seihon::station {

// What is on its way of one record to one target. Sent and confirmed are different: the other side
// said "taken", and it said "kept".
// Given up: a person said that it need not arrive, and why.
enum class DeliveryState { Waiting, Sent, Confirmed, Failed, GivenUp };

// One file that was made of a sealed record, and the names it has for ever.
struct DeliveryObject {
    std::string file; // in the delivery's folder
    std::string sopClass, sopInstance, transferSyntax;
    record::Digest digest;
    std::int64_t bytes = 0;
};

// What was said of one object.
struct ObjectStatus {
    std::string sopInstance;
    std::optional<std::int64_t> status; // record/dicom_status.h; none: why not, in `words`
    std::string words;
};

struct Delivery {
    std::string target, recordId, job;
    DeliveryState state = DeliveryState::Waiting;
    std::vector<DeliveryObject> objects; // none yet: not prepared
    std::string study, series;
    std::string stage; // where it failed: objects, store, commitment, query
    std::vector<ObjectStatus> statuses;
    std::string confirmedBy;           // commitment or query
    std::vector<std::string> compared; // what it showed to be as it was sent, or allowed otherwise
    record::Instant at{};              // of the newest entry about it, or of the seal
    bool retried = false;              // a person asked for it since it failed or was given up
    bool brokeOff = false;             // since it was made or asked for: some of it may be there
    bool withdrawn = false;            // the record was [F4]
    bool targetGone = false;           // deliveries.toml does not name the target any more
    std::string lastTry;               // why the newest try came to nothing; no evidence
};

// The newest state that the log knows, from the entries that name the record.
Delivery foldDelivery(const std::string& target, const std::string& recordId,
                      const std::vector<record::Entry>& entries);

record::Json toJson(const std::vector<DeliveryObject>& objects);
record::Json toJson(const std::vector<ObjectStatus>& statuses);

// Another system may repeat whom it speaks of; the public lines of the log do not [F6].
std::vector<ObjectStatus> withoutPatient(std::vector<ObjectStatus> statuses,
                                         const record::Patient& patient);

// The first status that is not plain success, in words; `more` others stand behind it.
std::string statusWords(const Delivery& delivery, record::Language language);
std::string_view wordFor(DeliveryState state, record::Language language);

} // namespace seihon::station

namespace seihon::record {

template <>
struct EnumNames<station::DeliveryState> {
    static constexpr std::array table =
        std::to_array<std::pair<station::DeliveryState, std::string_view>>({
            {station::DeliveryState::Waiting, "waiting"},
            {station::DeliveryState::Sent, "sent"},
            {station::DeliveryState::Confirmed, "confirmed"},
            {station::DeliveryState::Failed, "failed"},
            {station::DeliveryState::GivenUp, "given-up"},
        });
};

} // namespace seihon::record
