#pragma once

#include "record/sentences.h"

#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace seihon::report {

// What a report says, apart from how it is shown. Foreign text stands in it as it came; the writers
// clean it.

enum class Tone { Plain, Good, Caution, Bad };

struct Cell {
    std::string text;
    Tone tone = Tone::Plain;
    bool fixedWidth = false; // digests, paths
};

class Canvas;
struct Box;

// A drawing as wide as the page's text; the HTML page holds it as a picture, short text not at all.
struct Figure {
    double height = 0; // mm
    std::function<void(Canvas&, const Box&)> draw;
};

struct Section {
    std::string heading;
    bool brief = false; // belongs into the short text too
    std::vector<std::pair<std::string, Cell>> facts;
    std::vector<std::string> columns;
    std::vector<double> widths; // of the columns, as shares of the page
    std::vector<std::vector<Cell>> rows;
    std::vector<std::string> paragraphs;
    std::vector<std::string> commands;
    std::vector<Figure> figures; // below all else
};

struct Document {
    record::Language language = record::Language::Japanese;
    bool demo = false;
    std::string title, subtitle;
    Cell banner; // the result in a few words
    std::string demoMark;
    std::vector<Section> sections;
    std::string foot;
};

std::string htmlOf(const Document& document);
// Sections marked brief, without page tables' digests, for a terminal.
std::string briefTextOf(const Document& document);
// A4. Faults: StorageFailed.
void writePdf(const std::filesystem::path& file, const Document& document);

} // namespace seihon::report
