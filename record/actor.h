#pragma once

#include "record/enum_names.h"
#include "record/instant.h"
#include "record/json.h"

#include <string>

namespace seihon::record {

// Roles of the operating regulation [F2]. A healthcare role (hcRole, ISO 17090) is another thing:
// it is in a certificate.
enum class Role {
    Registrar,
    ScanOperator,
    InformationCreationManager,
    RecordsSupervisor,
    Auditor,
    Administrator,
    Maintenance,
    Station, // the program itself: settling at start, `work`
};

template <>
struct EnumNames<Role> {
    static constexpr std::array<std::pair<Role, std::string_view>, 8> table{
        {{Role::Registrar, "registrar"},
         {Role::ScanOperator, "scan-operator"},
         {Role::InformationCreationManager, "information-creation-manager"},
         {Role::RecordsSupervisor, "records-supervisor"},
         {Role::Auditor, "auditor"},
         {Role::Administrator, "administrator"},
         {Role::Maintenance, "maintenance"},
         {Role::Station, "station"}}};
};

// A person acting in a role.
struct Actor {
    std::string user; // login name
    std::string name; // as shown at that time
    Role role = Role::Station;
    std::string onBehalfOf{}; // the user whose role it is, under a delegation [F3]
    bool breakGlass = false;  // without the right to it, in an emergency [F13]
    friend bool operator==(const Actor&, const Actor&) = default;
};

// Which question was put, who answered what, and whether on screen or by a flag [A2].
struct Attestation {
    std::string question; // id, e.g. "prepared", "compared"
    std::string answer;
    std::string reason;
    std::string by = "flag"; // "screen" or "flag"
    Actor actor;
    Instant at{};
    friend bool operator==(const Attestation&, const Attestation&) = default;
};

Json toJson(const Actor& actor);
Actor actorFromJson(const Json& json);
Json toJson(const Attestation& attestation);
Attestation attestationFromJson(const Json& json);

} // namespace seihon::record
