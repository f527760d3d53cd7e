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
    void consumeEvents(const Sheet& sheet) const;

    // A line `NAME 1` of the state file.
    bool state(const char* name) const;
    // NAME.front.png is the front of NAME, NAME.png the only side.
    const std::filesystem::path& folder() const { return m_folder; }

  private:
    std::vector<Sheet> sheetsIn(const char* part) const;
    bool moveFile(const std::filesystem::path& from, const std::string& name) const;

    std::filesystem::path m_folder;
};

} // namespace seihon::capture::paperfeed
