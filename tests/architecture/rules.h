#pragma once

#include "page.h"
#include "source_tree.h"

#include <string>
#include <vector>

namespace seihon::architecture {

struct Violation {
    std::string place; // file:line
    std::string what;
};

using Violations = std::vector<Violation>;

// #include lines between folders, and third-party headers, against the table of ARCHITECTURE.md.
Violations judgeEdges(const Page& page, const SourceTree& tree);
Violations judgeDoors(const Page& page, const SourceTree& tree);
// A library's headers use the standard library alone; a header "private to" its folder may use
// more, and nobody else includes it, directly or through others.
Violations judgeHeaders(const Page& page, const SourceTree& tree);
Violations judgeOwnHeaderFirst(const SourceTree& tree);
Violations judgeLength(const SourceTree& tree);
// Words that stand for unfinished work, paths outside the project, pages that are not there, names
// that say nothing.
Violations judgeWords(const SourceTree& tree);
// Files and folders named in backquotes on a page are there.
Violations judgePaths(const SourceTree& tree);

} // namespace seihon::architecture
