#pragma once

#include "dicom/document.h"
#include "dicom/signature.h"
#include "station/station.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace seihon::station {

// What an archive (PACS) takes. The study is the one that the job's order names, or the record's
// own: one record, one study, however often it is sent.
struct ObjectRequest {
    std::string recordId;
    std::filesystem::path folder; // a new one
    dicom::TransferSyntax syntax = dicom::TransferSyntax::ExplicitLittleEndian;
    // By SOP class, where some are to be in another one.
    std::map<std::string, dicom::TransferSyntax> syntaxOf;
    // Not empty: this viewing copy of the record as one Encapsulated PDF, instead of images.
    std::filesystem::path pdf;
    std::string characterSet = "ISO_IR 192"; // (0008,0005)
    dicom::OutsideRule outside = dicom::OutsideRule::Refuse;
    bool sign = false; // each with the person's card and a timestamp; an extra (decision 11)
    bool singleFrames = false; // an object for each page, for archives that know no others
};

struct MadeObject {
    std::filesystem::path file;
    std::string sopClass, sopInstance, transferSyntax;
    record::Digest digest;
    std::int64_t bytes = 0;
    std::int64_t firstPage = 0, pages = 0;
};

struct ObjectOutcome {
    // Of the person's authority, and of what cannot be said: DicomTextOutside, DicomTextTooLong,
    // DicomPageUnfit. Never with a character of a name: verdicts are in the log.
    record::Verdict verdict;
    std::optional<signing::RecordVerification> verification; // of the record
    std::string studyUid, seriesUid;
    std::vector<MadeObject> objects;       // none: nothing was written
    std::vector<std::string> outsideNames; // what was written otherwise; for the screen only
    bool made() const { return !objects.empty(); }
};

// Sealed records as DICOM objects: forms for delivery. The record stays what is evidence
// (docs/decisions/0080-dicom-objects-are-delivery-forms.md).
class RecordObjects {
  public:
    explicit RecordObjects(Station& station) : m_station(station) {}

    // As an act of a person: the entry RecordExported with every UID and digest is there before the
    // folder is. Faults: Usage when something of that name is there, NotFound, those of storage; of
    // the card and of the timestamp services when objects are signed.
    ObjectOutcome exportTo(const Session& session, const ObjectRequest& request);

    // For a delivery, whose entries are the caller's: it notes the UIDs before anything is sent.
    // Files below a folder that is there. Nobody's authority is asked, and nothing is signed.
    // Faults: also Malformed for a character set that is not written.
    ObjectOutcome make(const ObjectRequest& request);

  private:
    struct Draft;
    struct Signing;
    ObjectOutcome make(const ObjectRequest& request, const dicom::ObjectSigner* signer);
    void writeRun(Draft& draft, std::size_t from, std::size_t to);
    void writeObject(Draft& draft, const dicom::Document& document, std::size_t from,
                     std::size_t to);
    void writePdf(Draft& draft);
    dicom::Document documentOf(const Draft& draft, std::size_t from, std::size_t to) const;

    Station& m_station;
};

// Of a film: digitized film, and where its device was calibrated what its values mean as density
// and how far apart its pixels lie [A4, A8]. Of anything else nothing.
void describeFilm(dicom::Document& document, const record::Page& page);

// {"form":"dicom","study","series","objects":[{"sopClass","sopInstance","transferSyntax","sha256",
// "bytes","firstPage","pages"}]}: what an entry says of objects.
record::Json factsOf(const ObjectOutcome& outcome);

} // namespace seihon::station
