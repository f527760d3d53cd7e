#include "station/record_documents.h"

#include "documents/check_pdfa.h"
#include "imaging/tiff.h"
#include "record/fault.h"
#include "record/id.h"
#include "station/examine_process.h"
#include "station/outgoing_file.h"

namespace seihon::station {

namespace fs = std::filesystem;
using record::Fault;
using record::FaultKind;
using record::Json;
using regulation::Authority;

// A document under a name of its own until it is good; what is not published goes.
struct RecordDocuments::Draft {
    Draft(record::EntryDraft ofEntry, fs::path ofRecord, const fs::path& to)
        : entry(std::move(ofEntry)), folder(std::move(ofRecord)), target(to),
          file(fs::path(to).concat("." + record::newId() + ".part")) {}
    ~Draft() {
        std::error_code ignored;
        fs::remove(file, ignored);
    }
    Draft(const Draft&) = delete; // owns the file
    Draft& operator=(const Draft&) = delete;

    record::EntryDraft entry;
    fs::path folder, target, file;
    record::Json content;           // record.json
    record::Digest manifestDigest{};
};

namespace {

record::PageImage masterOf(const fs::path& folder, const Json& page,
                           std::vector<std::uint8_t>& bytes) {
    const fs::path file = folder / page.at("file").asString();
    bytes = ledger::readWhole(file, kTiffBytes);
    if (record::sha256(bytes).hex() != page.at("sha256").asString()) {
        throw Fault(FaultKind::StorageDiffers, "the page is not what the record names",
                    {{"file", file.string()}});
    }
    return imaging::decodeTiff(bytes);
}

std::string inWords(const std::vector<std::string>& problems) {
    std::string all;
    for (const std::string& problem : problems) {
        all += (all.empty() ? "" : "; ") + problem;
    }
    return all;
}

void requireGood(const std::vector<std::string>& problems, const fs::path& file) {
    if (!problems.empty()) {
        throw Fault(FaultKind::StorageDiffers, file.string() + ": " + inWords(problems),
                    {{"file", file.string()}});
    }
}

} // namespace

std::optional<RecordDocuments::Draft> RecordDocuments::begin(const Session& session,
                                                             const std::string& recordId,
                                                             const fs::path& file,
                                                             DocumentOutcome& outcome) {
    return std::nullopt;
}

} // namespace seihon::station
