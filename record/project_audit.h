#pragma once

#include "record/act.h"
#include "record/digest.h"
#include "record/entry.h"
#include "record/enum_names.h"
#include "record/json.h"

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

// The audit of a project of old paper by a qualified person from outside [C4].
namespace seihon::record {

enum class AuditDirection {
    RecordToPaper, // sealed records: is the paper there, and the same?
    PaperToRecord, // lines of a list that somebody else keeps (mail log, index sheets): is there a
                   // record of it?
};

template <>
struct EnumNames<AuditDirection> {
    static constexpr std::array<std::pair<AuditDirection, std::string_view>, 2> table{
        {{AuditDirection::RecordToPaper, "record-to-paper"},
         {AuditDirection::PaperToRecord, "paper-to-record"}}};
};

enum class AuditAnswer { Same, Fault, NotFound };

template <>
struct EnumNames<AuditAnswer> {
    static constexpr std::array<std::pair<AuditAnswer, std::string_view>, 3> table{
        {{AuditAnswer::Same, "same"},
         {AuditAnswer::Fault, "fault"},
         {AuditAnswer::NotFound, "not-found"}}};
};

// Who audits, and what speaks for it.
struct Auditor {
    std::string user; // as people.toml names the account
    std::string name, affiliation, qualification, number, independence;
    friend bool operator==(const Auditor&, const Auditor&) = default;
};

Json toJson(const Auditor& auditor);
Auditor auditorFromJson(const Json& json);

// Something that was drawn, and what was found of it.
struct AuditItem {
    std::int64_t number = 0; // in the audit, from 1
    AuditDirection direction{};
    std::int64_t place = 0; // in its population, from 0, in the order of the log or of the list
    std::string recordId;   // drawn, or found for a line of the list; empty: none
    std::string line;       // of the list, as it stands there; may be about a patient
    std::set<std::string> viewed; // records whose pages the auditor was shown for it
    std::optional<AuditAnswer> answer;
    Act answered;
    std::optional<Act> settled; // the closing word of the house on a fault
};

// One draw: of the records, or of one list.
struct AuditDraw {
    AuditDirection direction{};
    Digest seed; // the auditor's own
    Digest of;   // what is drawn from: the root of the checkpoint, or the digest of the list's file
    std::int64_t population = 0;
    std::vector<std::int64_t> places; // in the order of drawing
    Act act;
};

// Nothing but the fold of its entries, which carry its id in place of a job's.
struct ProjectAudit {
    std::string id, project;
    Digest plan; // in force
    Auditor auditor;
    std::vector<std::string> subjects; // what is audited, as the plan says
    Act started;
    // Population: records of the project that were sealed by entries in [from, size). `size` and
    // `root` are a checkpoint's; before `from` an earlier audit has covered them.
    std::uint64_t from = 0, size = 0;
    Digest root;
    std::int64_t population = 0;
    std::vector<AuditDraw> draws;
    std::vector<AuditItem> items;
    std::optional<Act> closed; // with the auditor's conclusion
    std::uint64_t lastSequence = 0;

    const AuditItem* item(std::int64_t number) const; // null: there is none
};

struct AuditCount {
    std::int64_t drawn = 0; // = same + faults + notFound + open
    std::int64_t same = 0, faults = 0, notFound = 0, open = 0;
    std::int64_t settled = 0; // of faults and not found
};
AuditCount countItems(const ProjectAudit& audit, AuditDirection direction);

// Places of a population, from 0, in the order of drawing: for i = 1, 2, … the number
// SHA-256("SEED:OF:i") modulo the population, leaving out what was drawn before, until there are
// `count`. So a sample of a million records costs as many digests as it has places.
std::vector<std::int64_t> drawPlaces(const Digest& seed, const Digest& of, std::int64_t population,
                                     std::int64_t count);

bool isAboutProjectAudit(EntryKind kind);

// One entry of the audit; refusals change nothing. Faults: LedgerBroken when it does not fit.
void apply(ProjectAudit& audit, const Entry& entry);
ProjectAudit foldProjectAudit(std::span<const Entry> entries);

// Lines of a list: its file is UTF-8, one line each, empty ones are none. At most 1 MiB, 20,000
// lines of 300 bytes, no control characters, none twice. Faults: Malformed, naming the line.
constexpr std::size_t kAuditListBytes = std::size_t{1} << 20;
std::vector<std::string> parseAuditList(std::string_view text);

} // namespace seihon::record
