#pragma once

#include "source_tree.h"

#include <optional>
#include <string>
#include <vector>

namespace seihon::architecture {

// One row of the table of edges: the files below `prefix` may include these.
struct Unit {
    std::string prefix;               // "capture/", "capture/paperfeed/"
    std::vector<std::string> mayUse;  // prefixes of other units; "*" for all
    std::vector<std::string> foreign; // beginnings of third-party header names
};

// One row of the table of closed doors: within a unit, these files never include those headers.
struct ClosedDoor {
    std::vector<std::string> files; // prefixes; with "!" in front an exception
    std::vector<std::string> never; // beginnings of header names
};

// What ARCHITECTURE.md says; the page is the rule, the tests only read it.
struct Page {
    std::vector<Unit> units;
    std::vector<ClosedDoor> doors;

    // The unit with the longest prefix; null when the file belongs to none.
    const Unit* unitOf(const std::string& path) const;
};

// Reads the two tables under "## Folders and edges" and "## Closed doors": a row's cells hold their
// words in backquotes.
Page readPage(const SourceFile& markdown);

} // namespace seihon::architecture
