#pragma once

#include <string>

namespace CLI {
class App;
}

namespace seihon::station_cli {

// What `record dicom` takes, beyond what others take as well.
struct DicomArguments {
    std::string syntax = "raw", charset = "utf-8", outside = "refuse";
    bool single = false, sign = false;
};

struct Arguments;

// record dicom
void addDicomVerbs(CLI::App& app, Arguments& args);

} // namespace seihon::station_cli
