#include "page.h"

#include <stdexcept>

namespace seihon::architecture {

namespace {

std::vector<std::string> cellsOf(const std::string& row) {
    std::vector<std::string> cells;
    std::size_t at = 1; // after the first bar
    for (std::size_t bar = row.find('|', at); bar != std::string::npos; bar = row.find('|', at)) {
        cells.push_back(row.substr(at, bar - at));
        at = bar + 1;
    }
    return cells;
}

std::vector<std::string> wordsOf(const std::string& cell) {
    std::vector<std::string> words;
    for (std::size_t open = cell.find('`'); open != std::string::npos;) {
        const std::size_t close = cell.find('`', open + 1);
        if (close == std::string::npos) {
            throw std::runtime_error("ARCHITECTURE.md: a backquote is not closed: " + cell);
        }
        words.push_back(cell.substr(open + 1, close - open - 1));
        open = cell.find('`', close + 1);
    }
    return words;
}

// Rows of the first table after the heading, without its two head rows.
std::vector<std::vector<std::string>> tableUnder(const SourceFile& page, const std::string& heading,
                                                 std::size_t columns) {
    std::vector<std::vector<std::string>> rows;
    bool here = false;
    bool inTable = false;
    for (const std::string& line : page.lines) {
        if (line.starts_with("## ")) {
            here = line == heading;
        }
        const bool row = here && line.starts_with("|");
        if (inTable && !row) {
            break;
        }
        inTable = row;
        if (!row) {
            continue;
        }
        rows.push_back(cellsOf(line));
        if (rows.back().size() != columns) {
            throw std::runtime_error("ARCHITECTURE.md: a row without " + std::to_string(columns) +
                                     " cells: " + line);
        }
    }
    if (rows.size() < 3) {
        throw std::runtime_error("ARCHITECTURE.md: no table under \"" + heading + "\"");
    }
    rows.erase(rows.begin(), rows.begin() + 2);
    return rows;
}

std::string asPrefix(const std::string& word) {
    return word == "*" ? word : word + "/";
}

} // namespace

const Unit* Page::unitOf(const std::string& path) const {
    const Unit* best = nullptr;
    for (const Unit& unit : units) {
        if (path.starts_with(unit.prefix) &&
            (best == nullptr || unit.prefix.size() > best->prefix.size())) {
            best = &unit;
        }
    }
    return best;
}

Page readPage(const SourceFile& markdown) {
    Page page;
    for (const auto& cells : tableUnder(markdown, "## Folders and edges", 4)) {
        const std::vector<std::string> name = wordsOf(cells[0]);
        if (name.size() != 1) {
            throw std::runtime_error("ARCHITECTURE.md: one folder a row, not " + cells[0]);
        }
        Unit unit{asPrefix(name[0]), {}, wordsOf(cells[3])};
        for (const std::string& word : wordsOf(cells[2])) {
            unit.mayUse.push_back(asPrefix(word));
        }
        page.units.push_back(std::move(unit));
    }
    for (const auto& cells : tableUnder(markdown, "## Closed doors", 3)) {
        page.doors.push_back({wordsOf(cells[0]), wordsOf(cells[1])});
    }
    return page;
}

} // namespace seihon::architecture
