#pragma once

#include <optional>

namespace CLI {
class App;
}

namespace seihon::station_cli {

// What verbs take that make documents of records for others.
struct DocumentArguments {
    std::optional<int> jpegQuality;
    bool text = false;
};

struct Arguments;

// record pdf, record cda
void addDocumentVerbs(CLI::App& record, Arguments& args);

} // namespace seihon::station_cli
