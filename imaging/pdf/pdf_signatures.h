#pragma once

#include "record/received_document.h"

// What stands in a stranger's PDF about its signatures; judged by nobody here. Only the process
// that reads such files and its tests link this.
namespace seihon::imaging::pdf {

// Never repairs a broken file: another program would repair it in another way. Never throws for
// what the file says.
record::PdfReading readSignatures(record::Bytes file);

} // namespace seihon::imaging::pdf
