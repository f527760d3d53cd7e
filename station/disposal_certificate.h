#pragma once

#include "record/sentences.h"
#include "station/disposal_desk.h"

#include <filesystem>
#include <string>

namespace seihon::station {

// What a disposal list is, who did what on it, and which records took the place of the paper [C6]:
// as .pdf, .html or .txt. Before the act it is called a list; afterwards a certificate. No
// patient's data stand in it. Faults: NotFound; Usage for another ending or a file that is there
// already.
void writeDisposalCertificate(Station& station, const std::string& list,
                              const std::filesystem::path& file, record::Language language);

} // namespace seihon::station
