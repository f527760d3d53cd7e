#pragma once

#include "record/enum_names.h"
#include "record/instant.h"
#include "record/json.h"

#include <optional>
#include <string>

namespace seihon::record {

// How it is known when the paper came into the house [B1]; first receipt anywhere counts.
enum class ReceptionEvidence { CounterRegistration, DateStamp, MailLog, Claim };

template <>
struct EnumNames<ReceptionEvidence> {
    static constexpr std::array<std::pair<ReceptionEvidence, std::string_view>, 4> table{
        {{ReceptionEvidence::CounterRegistration, "counter-registration"},
         {ReceptionEvidence::DateStamp, "date-stamp"},
         {ReceptionEvidence::MailLog, "mail-log"},
         {ReceptionEvidence::Claim, "claim"}}};
};

// Patient data stands apart: it goes into the private part of an entry, never into its public
// facts.
struct Patient {
    std::string id;
    std::string name;
    friend bool operator==(const Patient&, const Patient&) = default;
};

// The facts about one paper; no image.
struct Original {
    std::string documentClass;
    Patient patient;
    // The start event of the window, as the class says: received or created.
    std::optional<Instant> receivedAt;
    std::optional<Instant> createdAt;
    ReceptionEvidence evidence = ReceptionEvidence::Claim;
    std::int64_t sheets = 0; // declared
    bool duplex = false;
    std::string remark;
    bool provisional = false; // who the patient is, is not known yet: no id, a name as on the paper
    std::int64_t label = 0;   // of a pre-printed label; 0: none
    friend bool operator==(const Original&, const Original&) = default;
};

Json toJson(const Patient& patient);
Patient patientFromJson(const Json& json);
// Without the patient: the public part.
Json toJson(const Original& original);
Original originalFromJson(const Json& json);

} // namespace seihon::record
