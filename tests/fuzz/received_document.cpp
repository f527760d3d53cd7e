#include "signing/received_document.h"
#include "imaging/pdf/pdf_signatures.h"
#include "signing/cms.h"
#include "support/signed_pdf.h"
#include "tests/fuzz/edits.h"
#include "tests/signing/verify_pki.h"

#include <cstdlib>

using namespace seihon;
using namespace seihon::signing;

namespace {

std::vector<std::uint8_t> makeSigned() {
    const forge::Authorities& all = forge::authorities();
    support::SignedPdf pdf("original");
    pdf.sign("first", [&](const std::string& covered) {
        const auto key = forge::makeKey(all.signer);
        return signDetached(record::bytesOf(covered), *key, Pin("1234"),
                            {{all.issuing.certificate}, {}}, forge::kSigned);
    });
    return {pdf.bytes.begin(), pdf.bytes.end()};
}

bool isGood(const std::vector<std::uint8_t>& file, const record::PdfReading& reading) {
    return judgeReceived(file, reading, forge::authorities().trust, forge::kNow).state ==
           record::ReceivedState::Good;
}

} // namespace

// Edits of a signed document beside the reading of the good one, as if the reader had been taken
// over: what is signed cannot change unseen. The certificates inside are not covered by the
// signature itself, and upper-case digits say the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::vector<std::uint8_t> good = makeSigned();
    static const record::PdfReading reading = imaging::pdf::readSignatures(good);
    if (!isGood(good, reading)) {
        std::abort();
    }
    if (size == 0) {
        return 0;
    }
    const std::vector<std::uint8_t> file = fuzz::editedOrItself(good, data, size);
    const bool accepted = isGood(file, reading);
    const auto& range = reading.signatures[0].byteRange;
    const auto from = static_cast<std::size_t>(range[1]);
    const auto until = static_cast<std::size_t>(range[2]);
    const bool coveredSame =
        file.size() == good.size() &&
        std::equal(good.begin(), good.begin() + range[1], file.begin()) &&
        std::equal(good.begin() + range[2], good.end(), file.begin() + range[2]);
    if (accepted && (!coveredSame || file[from] != '<' || file[until - 1] != '>')) {
        std::abort();
    }
    return 0;
}
