#pragma once

#include "record/digest.h"
#include "record/enum_names.h"
#include "record/signer_certificate.h"
#include "record/verdict.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// A signed electronic document that came from outside [A14]: what a reader of PDF found in it, and
// what the station makes of that.
namespace seihon::record {

// No file that comes in is longer, and none has more signatures: what is above is logged and not
// read.
inline constexpr std::int64_t kReceivedBytes = 128ll << 20;
inline constexpr std::size_t kMaxPdfSignatures = 16;
// Certificates and revocation lists of a document's security store (/DSS), each.
inline constexpr std::size_t kMaxPdfMaterial = 32;

enum class PdfState { Readable, NotPdf, Encrypted, Damaged, TooMuch };

template <>
struct EnumNames<PdfState> {
    static constexpr std::array<std::pair<PdfState, std::string_view>, 5> table{
        {{PdfState::Readable, "readable"},
         {PdfState::NotPdf, "not-pdf"},
         {PdfState::Encrypted, "encrypted"},
         {PdfState::Damaged, "damaged"},
         {PdfState::TooMuch, "too-much"}}};
};

// What is shown now, beside what the revision showed that a signature covers.
enum class LaterShown { Same, SignaturesAdded, Changed, Unknown };

template <>
struct EnumNames<LaterShown> {
    static constexpr std::array<std::pair<LaterShown, std::string_view>, 4> table{
        {{LaterShown::Same, "same"},
         {LaterShown::SignaturesAdded, "signatures-added"},
         {LaterShown::Changed, "changed"},
         {LaterShown::Unknown, "unknown"}}};
};

// One signature field with a value (ISO 32000-1 §12.8), as it stands there and judged by nobody.
struct PdfSignature {
    std::string field;
    std::string subFilter;
    std::vector<std::int64_t> byteRange;
    bool holeIsContents = false; // between the two ranges stands /Contents in hex, and no more
    LaterShown later = LaterShown::Same;
};

struct PdfReading {
    PdfState state = PdfState::Damaged;
    std::string failure; // why it cannot be read
    std::int64_t pages = 0;
    bool repaired = false; // the reader had to look past something
    std::vector<PdfSignature> signatures;
    std::vector<std::vector<std::uint8_t>> certificates, lists; // of the security store
};

Json toJson(const PdfReading& reading);
// The answer of a process that read a stranger's file: strict, with limits. Faults: Malformed.
PdfReading pdfReadingFromJson(const Json& json);

// Broken: proven wrong. ChangedAfterSigning: what was signed is whole, and something else is shown
// now. CannotBeJudged: nothing is wrong, and not enough is known or believed to say that it is
// good.
enum class ReceivedState { Good, NotSigned, CannotBeJudged, ChangedAfterSigning, Broken };

template <>
struct EnumNames<ReceivedState> {
    static constexpr std::array<std::pair<ReceivedState, std::string_view>, 5> table{
        {{ReceivedState::Good, "good"},
         {ReceivedState::NotSigned, "not-signed"},
         {ReceivedState::CannotBeJudged, "cannot-be-judged"},
         {ReceivedState::ChangedAfterSigning, "changed-after-signing"},
         {ReceivedState::Broken, "broken"}}};
};

struct ReceivedSignature {
    std::string field;
    std::string subFilter;
    ReceivedState state = ReceivedState::CannotBeJudged;
    Verdict verdict;
    SignerCertificate signer;        // no holder: it could not be read
    std::optional<Instant> signedAt; // claimed
    std::optional<Instant> provenAt; // by a timestamp that holds
    bool coversWholeFile = false;
};

struct ReceivedDocument {
    ReceivedState state = ReceivedState::CannotBeJudged;
    std::int64_t pages = 0;
    Verdict verdict; // about the file as a whole
    std::vector<ReceivedSignature> signatures;
};

// For the log: digests, numbers and ids of findings, without anybody's name.
Json publicJson(const ReceivedDocument& document);
// What names people: holders, fields, the findings with their words.
Json privateJson(const ReceivedDocument& document);

} // namespace seihon::record
