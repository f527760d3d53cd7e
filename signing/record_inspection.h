#pragma once

#include "record/json.h"
#include "record/verdict.h"

namespace seihon::signing {

// What record.json of a job of a project says of its inspection by a second person [C3]: complete,
// drawn as its seed says, and by nobody who had a hand in scanning. Notes PagesInspected. Faults:
// Malformed.
record::Verdict judgeInspectionMember(const record::Json& recordJson);

} // namespace seihon::signing
