#pragma once

#include "record/instant.h"

#include <string>
#include <string_view>

namespace seihon::record {

// A UUIDv7 (RFC 9562 §5.7) in its canonical text: sorts by the time it was made.
std::string makeId(Instant now);

bool isId(std::string_view text);

// The time inside the id: it names the archive folder of a record. Faults: Malformed.
Instant instantOfId(std::string_view id);

// "2026/11/22/<id>": where a record lies below the archive, by the UTC date inside its id.
std::string archivePathOfId(std::string_view id);

} // namespace seihon::record
