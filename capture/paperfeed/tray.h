#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace seihon::capture::paperfeed {

// One leaf of paper: the files of its sides, by name in tray/. An empty name is a side with nothing
// on it.
struct Sheet {
    std::string base;
    std::string front;
    std::string back;
};

struct ConfiguredDevice {
    std::string name;
    std::filesystem::path folder;
};

// `device NAME FOLDER` lines; the folder is the rest of the line. Other lines are left alone.
std::vector<ConfiguredDevice> parseConfig(const std::string& text);
// Reads paperfeed.conf from the folders of SANE_CONFIG_DIR; none there: no device.
std::vector<ConfiguredDevice> readConfig();

// Who the device says it is; the file `identity` (lines `vendor`, `model`, `serial`, `firmware`)
// changes it, so that a swapped or updated device can be played.
struct Identity {
    std::string vendor = "Seihon";
    std::string model = "Paper feeder (DEMO)";
    std::string serial;
    std::string firmware = "1.0";
};

// A line of the file `options`: `start NAME VALUE` is what an option is set to when the device is
// opened, `stuck NAME VALUE` what it stays at whatever is set, without a word.
struct OptionQuirk {
    bool stuck = false;
    std::string name;
    std::string value;
};

// Throws std::runtime_error for any other line.
std::vector<OptionQuirk> parseQuirks(const std::string& text);

// The feeder's folder: tray/ out/ flat/ state. A person may move files at any time, so nothing is
// remembered.
class Tray {
  public:
    explicit Tray(std::filesystem::path folder);

    // In name order.
    std::vector<Sheet> sheets() const { return sheetsIn("tray"); }
    std::vector<Sheet> onGlass() const { return sheetsIn("flat"); }
    // nullopt when the file is gone.
    std::optional<std::string> readSide(const char* part, const std::string& name) const;
    std::string readEvents(const Sheet& sheet) const;

    // False when a file of the sheet was no longer there: the sheet was taken away by hand.
    bool moveOut(const Sheet& sheet) const;
    // The sheet that was moved out last, by this process or another; its files lie in out/.
    std::optional<Sheet> lastOut() const;
    void consumeEvents(const Sheet& sheet) const;

    // A line `NAME 1` of the state file.
    bool state(const char* name) const;
    void setState(const char* name) const;
    // Of a device that is called `name` in the configuration.
    Identity identity(const std::string& name) const;
    std::vector<OptionQuirk> quirks() const;
    const std::filesystem::path& folder() const { return m_folder; }

  private:
    std::vector<Sheet> sheetsIn(const char* part) const;
    // The name it got; empty when it was gone.
    std::string moveFile(const std::filesystem::path& from, const std::string& name) const;

    std::filesystem::path m_folder;
};

} // namespace seihon::capture::paperfeed
