#pragma once

#include "record/act.h"
#include "record/entry.h"
#include "record/enum_names.h"
#include "record/original.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

// Old paper as it stands on the shelf: box → folder → tab → sheet [W]. A box is nothing but the
// fold of its entries, which carry its id in place of a job's.
namespace seihon::record {

// To which place of which box a job belongs: in JobOpened and in record.json.
struct FolderLink {
    std::string box;
    std::int64_t folder = 0, tab = 0;
    std::int64_t part = 1;   // of the tab, from 1; the others are supplementary
    std::string supplements; // record id that a supplementary one adds to; empty: none
    friend bool operator==(const FolderLink&, const FolderLink&) = default;
};

Json toJson(const FolderLink& link);
// Faults: Malformed.
FolderLink folderLinkFromJson(const Json& json);

inline constexpr std::int64_t kMostFolders = 1000; // of one box
inline constexpr std::int64_t kMostTabs = 50;      // of one folder

// What is not as the index sheet says.
enum class BoxTrouble {
    Missing,             // fewer sheets than the index sheet says
    Extra,               // more
    Foreign,             // a sheet of another patient
    Stray,               // turned up by itself
    NoSeparator,         // sheets that came before any separator
    ForeignSeparator,    // of another box, or of a folder that this one does not have
    RepeatedSeparator,   // seen before
    UnreadableSeparator, // looks like one
    SeparatorMissing,    // the others of its folder came by
};

template <>
struct EnumNames<BoxTrouble> {
    static constexpr std::array<std::pair<BoxTrouble, std::string_view>, 9> table{
        {{BoxTrouble::Missing, "missing"},
         {BoxTrouble::Extra, "extra"},
         {BoxTrouble::Foreign, "foreign"},
         {BoxTrouble::Stray, "stray"},
         {BoxTrouble::NoSeparator, "no-separator"},
         {BoxTrouble::ForeignSeparator, "foreign-separator"},
         {BoxTrouble::RepeatedSeparator, "repeated-separator"},
         {BoxTrouble::UnreadableSeparator, "unreadable-separator"},
         {BoxTrouble::SeparatorMissing, "separator-missing"}}};
};

// How a person settled it. All but Found and Voided change what the folder must add up to.
enum class BoxEnd {
    Open,
    Found,    // scanned in the end, or fed anew: the counts say so themselves
    Missing,  // so many sheets are not there
    Extra,    // so many belong there that the index sheet does not count
    Moved,    // so many belong to another folder
    Withheld, // so many stay paper: the patient objects, or somebody decided so
    Voided,   // its folder was typed by mistake; not for people to say
};

template <>
struct EnumNames<BoxEnd> {
    static constexpr std::array<std::pair<BoxEnd, std::string_view>, 7> table{
        {{BoxEnd::Open, "open"},
         {BoxEnd::Found, "found"},
         {BoxEnd::Missing, "missing"},
         {BoxEnd::Extra, "extra"},
         {BoxEnd::Moved, "moved"},
         {BoxEnd::Withheld, "withheld"},
         {BoxEnd::Voided, "voided"}}};
};

struct TabPlace {
    std::int64_t folder = 0; // 0: nobody knows
    std::int64_t tab = 0;
    friend auto operator<=>(const TabPlace&, const TabPlace&) = default;
};

// Settled by a person, in words; the station may open it.
struct BoxException {
    std::int64_t number = 0; // in the box, from 1
    BoxTrouble trouble{};
    TabPlace at;
    std::int64_t sheets = 0;
    std::string remark;
    Act opened;
    BoxEnd end = BoxEnd::Open;
    std::int64_t settledSheets = 0;
    TabPlace to; // of moved sheets
    std::optional<Act> settled;
    std::int64_t sealedThen = 0; // sheets of the folders that it concerns, when it was settled
    TabPlace openedAt;           // as it was opened; `at` is as it was settled
    std::vector<Act> takenBack;  // settlements, oldest first, with the reasons

    bool changesCounts() const {
        return end != BoxEnd::Open && end != BoxEnd::Found && end != BoxEnd::Voided;
    }
    // Says that sheets of the index sheet are not there, and no more.
    bool isAboutIndexOnly() const {
        return trouble == BoxTrouble::Missing || trouble == BoxTrouble::SeparatorMissing;
    }
    // Or may concern it: nobody knows of which folder it is.
    bool concerns(std::int64_t folder) const {
        return at.folder == 0 || at.folder == folder || to.folder == folder;
    }
};

struct BoxTab {
    std::int64_t number = 0;
    std::string documentClass;
    std::int64_t sheets = 0; // as the index sheet says
    bool duplex = false;
    std::vector<std::string> jobs; // its parts, in order
    bool separatorSeen = false;
};

// A folder that somebody needs now [W]: who, where, until when.
struct Retrieval {
    std::string to, place;
    std::optional<Instant> due;
    Act takenOut;
    std::optional<Act> returned;
};

struct Refiling {
    std::int64_t sheets = 0; // counted by the person
    Act act;
};

struct BoxFolder {
    std::int64_t number = 0;
    Patient patient;
    std::vector<BoxTab> tabs;
    std::vector<Retrieval> retrievals; // oldest first
    std::optional<Refiling> refiled;   // while nothing was done with its paper afterwards
    Act added;

    bool isOut() const { return !retrievals.empty() && !retrievals.back().returned; }
};

// A folder that was typed by mistake; of its paper nothing was scanned.
struct VoidedFolder {
    std::int64_t number = 0;
    Act act;
};

struct BoxRecount {
    std::int64_t folders = 0;
    Act act;
};

// What a sheet is that was kept beside the pages. Refused: the separator of a folder that may not
// be fed now.
enum class BatchSheet { Separator, Repeated, Refused, Foreign, Unreadable, Unplaced };

template <>
struct EnumNames<BatchSheet> {
    static constexpr std::array<std::pair<BatchSheet, std::string_view>, 6> table{
        {{BatchSheet::Separator, "separator"},
         {BatchSheet::Repeated, "repeated"},
         {BatchSheet::Refused, "refused"},
         {BatchSheet::Foreign, "foreign"},
         {BatchSheet::Unreadable, "unreadable"},
         {BatchSheet::Unplaced, "unplaced"}}};
};

// One feed after the other through the stacks of a box.
struct BatchRun {
    bool running = false;         // or it never reported its end
    bool brokenOff = false;       // the newest ended before its stack did
    std::int64_t batches = 0;     // begun so far
    std::uint64_t sequence = 0;   // of the newest one's first entry
    std::optional<FolderLink> at; // where the next sheet goes; none: a separator must come
    std::string fault;            // why it broke off
    Actor by;
    std::set<std::string> fedBy; // users, ever
    Instant began{};             // the newest one
    // Of all that said how they ended: how long they took, and the sheets they kept as pages.
    std::chrono::milliseconds fedFor{};
    std::int64_t sheets = 0;
    std::int64_t separators = 0, unplaced = 0; // sheets that were kept beside the pages
};

struct Box {
    std::string id;
    std::string number; // as it is written on it
    std::string project;
    std::int64_t expectedFolders = 0;
    std::vector<BoxRecount> recounts; // of its folders, oldest first
    std::string sealCame;             // number of the seal that it came with; empty: none
    std::string sealGoes; // that it is shut with; while nothing was taken out of it afterwards
    std::set<std::string> seals; // keys of every number that it was ever shut with
    Act opened;
    std::vector<BoxFolder> folders; // by number
    std::vector<VoidedFolder> voided;
    std::vector<BoxException> exceptions;
    BatchRun batch;
    std::optional<Act> closed;
    std::uint64_t lastSequence = 0;

    const BoxFolder* folder(std::int64_t number) const; // null: there is none
    const BoxTab* tab(const TabPlace& place) const;
    const BoxException* exception(std::int64_t number) const;
};

// Seal numbers as they are compared: without spaces, and neither case nor width tells them apart.
std::string sealNumberKey(std::string_view number);

// The tabs of a folder as FolderAdded has them.
Json tabsJson(const std::vector<BoxTab>& tabs);

bool isAboutBox(EntryKind kind);

// One entry of the box; refusals change nothing. Faults: LedgerBroken when it does not fit.
void apply(Box& box, const Entry& entry);
Box foldBox(std::span<const Entry> entries);

// Sheets of one tab that are in the station's jobs; the newest version of each record counts.
struct TabCount {
    std::int64_t scanned = 0; // not sealed yet
    std::int64_t sealed = 0;
    std::int64_t openJobs = 0;
};

using TabCounts = std::map<TabPlace, TabCount>; // what is not in it, has none

Json toJson(const TabCounts& counts);
// Faults: Malformed.
TabCounts tabCountsFromJson(const Json& json);

// expected + extra + movedIn = sealed + scanned + missing + movedOut + withheld + open
struct SheetSum {
    std::int64_t expected = 0, extra = 0, movedIn = 0;
    std::int64_t sealed = 0, scanned = 0, missing = 0, movedOut = 0, withheld = 0;
    std::int64_t openJobs = 0;

    // Not accounted for yet; below 0: more than there should be.
    std::int64_t open() const {
        return expected + extra + movedIn - sealed - scanned - missing - movedOut - withheld;
    }
    // Sheets of paper that the folder must hold.
    std::int64_t paper() const { return expected + extra + movedIn - missing - movedOut; }
    SheetSum& operator+=(const SheetSum& other);
};

SheetSum sumOf(const Box& box, const TabPlace& tab, const TabCounts& counts);
SheetSum sumOf(const Box& box, const BoxFolder& folder, const TabCounts& counts);
SheetSum sumOf(const Box& box, const TabCounts& counts);

// Sheets in sealed records of the folders that an exception concerns; of the box, when nobody knows
// which.
std::int64_t sealedSheetsOf(const TabCounts& counts, const BoxException& one);

// How fast a batch goes, and when so many sheets more will be through.
struct Pace {
    std::int64_t sheetsPerHour = 0;
    std::int64_t left = 0;
    std::optional<Instant> end; // none while nothing is known
};
Pace paceOf(Instant began, Instant now, std::int64_t sheets, std::int64_t left);
// The same of all batches of the box so far: when the rest would be through, if feeding went on
// now.
Pace paceOf(const Box& box, Instant now, std::int64_t left);

} // namespace seihon::record
