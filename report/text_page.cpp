#include "record/clean_text.h"
#include "report/document.h"

#include <algorithm>

namespace seihon::report {

namespace {

// Columns that a terminal gives the text: Japanese characters take two. cleanText has made it valid
// UTF-8.
std::size_t terminalWidth(const std::string& text) {
    std::size_t width = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0) != 0x80) {
            width += byte >= 0xE2 ? 2 : 1;
        }
    }
    return width;
}

std::string oneLine(std::string_view text) {
    std::string line = record::cleanText(text);
    std::replace(line.begin(), line.end(), '\n', ' ');
    return line;
}

} // namespace

std::string briefTextOf(const Document& document) {
    std::string text = oneLine(document.title);
    if (document.demo) {
        text += "  [" + oneLine(document.demoMark) + "]";
    }
    text += "\n" + oneLine(document.banner.text) + "\n";
    std::size_t widest = 0;
    for (const Section& section : document.sections) {
        for (const auto& [name, cell] : section.facts) {
            widest = section.brief ? std::max(widest, terminalWidth(oneLine(name))) : widest;
        }
    }
    for (const Section& section : document.sections) {
        if (!section.brief) {
            continue;
        }
        for (const auto& [name, cell] : section.facts) {
            const std::string label = oneLine(name);
            text += "  " + label + std::string(widest - terminalWidth(label) + 2, ' ') +
                    oneLine(cell.text) + "\n";
        }
        for (const auto& row : section.rows) {
            std::string line = " ";
            for (const Cell& cell : row) {
                if (!cell.fixedWidth && !cell.text.empty()) {
                    line += " " + oneLine(cell.text);
                }
            }
            text += line + "\n";
        }
        for (const std::string& command : section.commands) {
            text += "    " + oneLine(command) + "\n";
        }
    }
    return text;
}

} // namespace seihon::report
