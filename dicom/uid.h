#pragma once

#include <string>
#include <string_view>

namespace seihon::dicom {

// PS3.5 §9.1: at most 64 characters, numbers without leading zeros between dots.
bool isUid(std::string_view text);

// "2.25." and the UUID as one decimal number (PS3.5 §B.2). One id gives one UID, so that an id that
// was made once and noted can never become two UIDs. Faults: Malformed.
std::string uidOfUuid(std::string_view uuid);

} // namespace seihon::dicom
