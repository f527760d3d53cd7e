#include "imaging/pdf/pdf_signatures.h"
#include "record/fault.h"
#include "support/signed_pdf.h"
#include "tests/fuzz/edits.h"

#include <cstdlib>

using namespace seihon;

namespace {

std::vector<std::uint8_t> makeDocument() {
    const auto sign = [](const std::string&) {
        return std::vector<std::uint8_t>{0x30, 0x00};
    };
    support::SignedPdf pdf("original");
    pdf.sign("first", sign, "ETSI.CAdES.detached", 64)
        .showing("changed")
        .sign("second", sign, "ETSI.RFC3161", 64);
    return {pdf.bytes.begin(), pdf.bytes.end()};
}

} // namespace

// Edits of a signed document, or the bytes themselves: every reading can be sent to the station and
// says of the range what is true of the bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::vector<std::uint8_t> good = makeDocument();
    if (size == 0) {
        return 0;
    }
    const std::vector<std::uint8_t> file = fuzz::editedOrItself(good, data, size);
    const record::PdfReading reading = imaging::pdf::readSignatures(file);
    const record::PdfReading again =
        record::pdfReadingFromJson(record::parseJson(record::canonical(record::toJson(reading))));
    if (again.signatures.size() != reading.signatures.size()) {
        std::abort();
    }
    for (const record::PdfSignature& signature : reading.signatures) {
        const auto& range = signature.byteRange;
        if (signature.holeIsContents && (file[static_cast<std::size_t>(range[1])] != '<' ||
                                         file[static_cast<std::size_t>(range[2]) - 1] != '>')) {
            std::abort();
        }
    }
    return 0;
}
