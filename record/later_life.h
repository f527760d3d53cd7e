#pragma once

#include "record/act.h"
#include "record/digest.h"
#include "record/entry.h"
#include "record/enum_names.h"
#include "record/instant.h"
#include "record/json.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What becomes of a record after it was sealed, and of its paper. A sealed record is never changed:
// a correction is another record that names it [F4].
namespace seihon::record {

// One fact that the paper has otherwise: "dose", "1 tablet", "2 tablets". Medical data: private.
struct Correction {
    std::string what, before, after;
    friend bool operator==(const Correction&, const Correction&) = default;
};

inline constexpr std::size_t kMostCorrections = 100;
inline constexpr std::size_t kLongestCorrectionText = 2000; // bytes

Json toJson(const std::vector<Correction>& corrections);
// [{"what","before","after"}]: strict, each with something in `what` and a difference. Faults:
// Malformed.
std::vector<Correction> correctionsFromJson(const Json& list);
// The same from a file that a person wrote, at most 1 MiB. Faults: Malformed.
std::vector<Correction> parseCorrections(std::string_view text);

// The sealed version that a job's record is to take the place of.
struct Amends {
    std::string recordId;
    Digest manifestDigest;
    Instant provenAt{}; // when its seal proves its pages
    std::string reason;
    bool samePages = false; // its pages, bit by bit: an electronic correction, no paper was fed
    bool otherPatient = false;
    std::vector<Correction> corrections;
    friend bool operator==(const Amends&, const Amends&) = default;
};

// The public facts, with the people who scanned the pages; corrections are private facts.
Json toJson(const Amends& amends, const std::vector<std::string>& scannedBy);
Amends amendsFrom(const Json& facts, const Json& privateFacts);

// A job that was opened to amend this record, whatever became of it.
struct AmendmentJob {
    std::string job;
    Act act;
    bool fork = false; // beside another one, and somebody said so
};

struct Withdrawal {
    Act act;
    bool wrongPatient = false;
};

enum class IncidentKind { WrongPatient, Withdrawn, SampleFault };

template <>
struct EnumNames<IncidentKind> {
    static constexpr std::array<std::pair<IncidentKind, std::string_view>, 3> table{
        {{IncidentKind::WrongPatient, "wrong-patient"},
         {IncidentKind::Withdrawn, "withdrawn"},
         {IncidentKind::SampleFault, "sample-fault"}}};
};

// Something that went wrong with a sealed record; a manager closes it with what was done about it.
struct Incident {
    std::string id;
    IncidentKind kind{};
    Act opened;
    std::optional<Act> closed; // the reason is what was done
};

struct PaperPlace {
    std::string box, shelf, position; // as written on them; never a patient's data
    friend bool operator==(const PaperPlace&, const PaperPlace&) = default;
};

// "Sealed, paper kept" is what nobody has to say [B5].
struct Paper {
    std::optional<PaperPlace> place;
    Act placed;
    std::optional<Instant> holdUntil;
    bool recalled = false; // to be fetched: its record was withdrawn
    std::optional<Act> releaseProposed;
};

struct LaterLife {
    std::vector<AmendmentJob> amendedBy;
    std::optional<Withdrawal> withdrawn;
    std::vector<Incident> incidents;
    Paper paper;
};

// The oldest that nobody has closed; null when there is none.
const Incident* openIncident(const LaterLife& life);

// One of AmendmentOpened, RecordWithdrawn, SampleFaultFound, IncidentClosed, PaperPlaced and
// PaperReleaseProposed. Faults: LedgerBroken when it does not fit.
void apply(LaterLife& life, const Entry& entry);

} // namespace seihon::record
