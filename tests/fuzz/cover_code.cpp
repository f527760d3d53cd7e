#include "record/cover_code.h"

#include <cstdlib>

using namespace seihon;

// A bar code from any paper: a job, a label, a separator or nothing; and what is read was written
// that way.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const record::CoverCode code = record::readCoverCode(text);
    const bool job = code.kind == record::CoverCode::Kind::Job;
    const bool label = code.kind == record::CoverCode::Kind::Label;
    if ((job && record::codeOfJob(code.job) != text) ||
        (label && record::codeOfLabel(code.label) != text) ||
        (code.kind == record::CoverCode::Kind::Separator &&
         record::codeOfSeparator(code.box, code.folder, code.tab) != text)) {
        std::abort();
    }
    return 0;
}
