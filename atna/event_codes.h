#pragma once

#include "atna/audit_message.h"

#include <optional>

// Private to atna.
namespace seihon::atna {

struct EventCodes {
    Code event;
    std::optional<Code> type;
    Action action = Action::Execute;
    Outcome outcome = Outcome::Success; // the best that this kind of entry can mean
};

// What DICOM has no word for stands under its own name, in the code system "Seihon".
EventCodes codesOf(record::EntryKind kind);

inline constexpr const char* kOwnCodes = "Seihon";

Code auditLogUsed(); // 110101
Code ownCode(std::string_view word);
Code dicomCode(const char* value, const char* meaning);

} // namespace seihon::atna
