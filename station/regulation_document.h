#pragma once

#include "regulation/regulation.h"

#include <filesystem>
#include <string>

namespace seihon::station {

// 運用管理規程: a regulation file as the document that a hospital reads, amends and signs, in
// Japanese, as one HTML page that prints on A4 and loads nothing. Its numbers are those of the
// file; the names of the people are left open. Which file it was made from stands on it, by digest
// [A9].
std::string regulationDocument(const regulation::Regulation& regulation);

// The same into a new file. Faults: Usage when something of that name is there.
void writeRegulationDocument(const std::filesystem::path& file,
                             const regulation::Regulation& regulation);

} // namespace seihon::station
