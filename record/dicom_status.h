#pragma once

#include "record/sentences.h"

#include <cstdint>
#include <string>

namespace seihon::record {

// "0xA700" and what it means: statuses of DIMSE services (PS3.7 C, PS3.4 B.2.3) and failure reasons
// of storage commitment (PS3.3 C.14.1.1), which share their numbers.
std::string dicomStatusWords(std::int64_t status, Language language);

// The object is there, with a warning (PS3.7 C.3).
bool isDicomWarning(std::int64_t status);
// The peer may well take it later (PS3.4 B.2.3: out of resources; C.14.1.1: resource limitation).
bool isDicomTransient(std::int64_t status);

} // namespace seihon::record
