#pragma once

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

  private:
    struct Draft;
    // Whether the person may, and whether the record holds; none: not.
    std::unique_ptr<Draft> begin(const Session& session, const std::string& recordId,
                                 const std::filesystem::path& file, DocumentOutcome& outcome);
    documents::ViewingCopy copyOf(const Draft& draft, const PdfRequest& request,
                                  DocumentOutcome& outcome) const;
    // The entry, then the name: what leaves the house is in the log before it can be taken [F5].
    void publish(Draft& draft, record::Json form, DocumentOutcome& outcome);

    Station& m_station;
};

} // namespace seihon::station
