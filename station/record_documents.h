#pragma once

#include "documents/cda.h"
#include "documents/viewing_copy.h"
#include "station/station.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace seihon::station {

struct PdfRequest {
    std::string recordId;
    std::filesystem::path file;     // a new one
    std::optional<int> jpegQuality; // none: every pixel as in the master
    bool withText = false;          // lay what a program read invisibly over the images
    record::Language language = record::Language::Japanese;
};

struct CdaRequest {
    std::string recordId;
    std::filesystem::path file; // a new one
};

struct DocumentOutcome {
    record::Verdict verdict; // of the person's authority; refused: nothing was written
    std::optional<signing::RecordVerification> verification;
    record::Digest digest; // of the file
    std::int64_t bytes = 0, pages = 0;
    std::int64_t unreadPages = 0; // whose text the program could not read
    bool made() const { return verification && verification->verdict.permitted(); }
};

// Forms of a sealed record for others: made from the record, told to be no original, and read back
// before they leave (docs/decisions/0084-viewing-copies.md). Each that leaves is a RecordExported
// entry with its form.
class RecordDocuments {
  public:
    explicit RecordDocuments(Station& station) : m_station(station) {}

    // PDF/A-2b for eyes. A record that does not verify gives none. Faults: Usage (the file is
    // there, or inside of the archive), NotFound, StorageFull, StorageFailed, StorageDiffers when
    // what was made is not what it should be.
    DocumentOutcome writePdf(const Session& session, const PdfRequest& request);
    // An XDS-SD document (CDA R2, IHE ITI TF-3 5.2) with a lossless PDF/A-1b inside. Faults: as
    // writePdf, and ConfigInvalid where deliveries.toml has no [cda]; Usage for pages of 16 bits.
    DocumentOutcome writeCda(const Session& session, const CdaRequest& request);
    // For the station itself: the copy alone, of a record that verifies, as a file of that name.
    // The entry is whoever's who sends it. Faults: as writePdf.
    void writeCopy(const PdfRequest& request);

  private:
    struct Draft;
    struct Source;
    signing::RecordVerification verified(const std::string& recordId, record::Instant now) const;
    // Whether the person may, and whether the record holds; none: not.
    std::unique_ptr<Draft> begin(const Session& session, const std::string& recordId,
                                 const std::filesystem::path& file, DocumentOutcome& outcome);
    documents::ViewingCopy copyOf(const Source& source, const PdfRequest& request,
                                  DocumentOutcome& outcome) const;
    // Written and read back.
    void makeCopy(const Source& source, const documents::ViewingCopy& copy,
                  const std::filesystem::path& file) const;
    documents::ScannedDocument scanOf(const Source& source, const documents::ViewingCopy& copy);
    // The entry, then the name: what leaves the house is in the log before it can be taken [F5].
    void publish(Draft& draft, record::Json form, DocumentOutcome& outcome);

    Station& m_station;
};

} // namespace seihon::station
