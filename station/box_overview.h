#pragma once

#include "record/box.h"
#include "record/verdict.h"
#include "station/station.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// A box of old paper as people look at it: counts, what stands open, what may be done with each
// folder now. Nothing of a patient is in it [F16]. [W]
namespace seihon::station {

struct TabOverview {
    std::int64_t number = 0;
    std::string documentClass;
    bool duplex = false, separatorSeen = false;
    record::SheetSum sum;
};

struct FolderOverview {
    std::int64_t number = 0;
    std::vector<TabOverview> tabs;
    record::SheetSum sum;
    std::int64_t openExceptions = 0;      // that concern it by name
    std::optional<record::Retrieval> out; // while somebody has it
    std::optional<record::Refiling> refiled;
    // Of a person who may at all.
    record::Verdict mayGoOut, mayComeBack, mayBeRefiled;
};

// Where the feeding of the box stands: for whoever comes to the scanner.
struct FeedStanding {
    bool running = false;   // now, or it never reported its end
    bool brokenOff = false; // the newest ended before its stack did
    std::string fault;      // why
    bool stopped = false;   // somebody stopped it: the paper lies in the tray as it did
    // The tab that the next sheet belongs to; folder 0: a separator comes next.
    record::TabPlace at;
    std::int64_t next = 1; // sheet of that tab: it lies on top, those before it are safe
    std::int64_t batches = 0, separators = 0, unplaced = 0;
};

struct BoxOverview {
    std::string id, number, project;
    std::int64_t expectedFolders = 0;
    std::string sealCame, sealGoes;
    bool closed = false;
    record::SheetSum sum;
    record::Pace pace; // of all its batches; its end: if feeding went on now
    std::vector<FolderOverview> folders;
    std::vector<record::BoxException> exceptions;
    record::Verdict standing; // what a look at it tells
    record::Verdict mayClose;
    FeedStanding feed;

    std::int64_t openExceptions() const;
    // Sheets that are through, of those that must be, for a bar.
    std::int64_t accounted() const;
    std::int64_t whole() const;
};

// Faults: NotFound.
BoxOverview overviewOf(Station& station, const std::string& box);
FeedStanding feedStandingOf(Station& station, const record::Box& box);

} // namespace seihon::station
