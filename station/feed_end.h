#pragma once

#include "imaging/tiff.h"
#include "record/fault.h"
#include "regulation/regulation.h"
#include "station/verb.h"

#include <string>
#include <vector>

// Private to feeding, of one job or of a whole box: how a run ends in the log.
namespace seihon::station {

// Line art loses colour, so it is only made, and only coded as such, where the class says that the
// paper has none [A15].
imaging::LineArtCoding lineArtCodingOf(const regulation::DocumentClass& documentClass);

// `doubtful`: the sheet whose image is there but may hide another one; 0 for none.
void appendInterruption(Station::Verb& verb, const record::Fault& fault, std::int64_t sheet,
                        const std::vector<std::int64_t>& putBack, std::int64_t doubtful);
void appendEnd(Station::Verb& verb, std::int64_t pages, const char* outcome);

record::Fault withSheets(const record::Fault& fault, const std::string& job, std::int64_t sheet,
                         const std::vector<std::int64_t>& putBack);
// The same trouble, told as what it is: the sheet before has an image that may hide this one.
record::Fault afterSheetFault(const record::Fault& reported, std::int64_t doubtful);

} // namespace seihon::station
