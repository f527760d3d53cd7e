#include "station/document_file.h"

#include "ledger/durable_file.h"
#include "record/fault.h"

namespace seihon::station {

void writeDocument(const std::filesystem::path& file, const report::Document& document) {
    if (std::filesystem::exists(file)) {
        throw record::Fault(record::FaultKind::Usage, file.string() + " is there already",
                            {{"file", file.string()}});
    }
    if (file.extension() == ".pdf") {
        return report::writePdf(file, document);
    }
    if (file.extension() != ".html" && file.extension() != ".txt") {
        throw record::Fault(record::FaultKind::Usage,
                            "a document is written as .pdf, .html or .txt");
    }
    ledger::writeDurably(file, record::bytesOf(file.extension() == ".html"
                                                   ? report::htmlOf(document)
                                                   : report::briefTextOf(document)));
}

} // namespace seihon::station
