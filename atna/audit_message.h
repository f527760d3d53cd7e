#pragma once

#include "record/entry.h"

#include <string>
#include <vector>

namespace seihon::atna {

// A coded value of the schema: csd-code, codeSystemName, originalText.
struct Code {
    std::string value, system, meaning;
    friend bool operator==(const Code&, const Code&) = default;
};

// PS3.15 A.5.1: Create, Read, Update, Delete, Execute.
enum class Action : char { Create = 'C', Read = 'R', Update = 'U', Delete = 'D', Execute = 'E' };

// EventOutcomeIndicator. 12 (the application is gone) is never said: who could still write an entry
// is not gone.
enum class Outcome { Success = 0, MinorFailure = 4, SeriousFailure = 8 };

struct Participant {
    std::string userId;
    std::string alternativeUserId; // empty: none
    std::string userName;          // empty: none
    bool isRequestor = false;
    std::vector<Code> roles;
};

struct Detail { // ParticipantObjectDetail; the value is sent in base64, as the schema wants
    std::string type, value;
};

struct Object {
    std::string id;
    Code idType;
    int typeCode = 2; // system object
    int role = 0;     // ParticipantObjectTypeCodeRole; 0: none
    // One of the two stands in a message: a name, or what was asked.
    std::string name;
    std::string query;
    std::vector<Detail> details;
};

// One audit message, PS3.15 A.5. Every one of the log's entries gives exactly one, so that a gap
// among their numbers is a gap.
struct AuditMessage {
    Code event;
    std::vector<Code> eventTypes;
    Action action = Action::Execute;
    record::Instant at{};
    Outcome outcome = Outcome::Success;
    std::string outcomeDescription; // finding ids; empty: none
    std::vector<Participant> participants;
    std::string auditSource;
    std::vector<Object> objects;
};

// Of the public line alone: no patient's data is in any message, whatever the entry holds [F16].
AuditMessage messageOf(const record::Entry& entry);

// UTF-8, as the schema of A.5.1 has it. Characters that no XML may hold are shown as U+FFFD.
std::string xmlOf(const AuditMessage& message);

} // namespace seihon::atna
