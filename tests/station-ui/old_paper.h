#pragma once

#include "station/station.h"

#include <filesystem>
#include <string>
#include <vector>

namespace seihon::station_ui {

// A project of old paper that runs on a demo home, made with the station's own verbs: the clerk
// scans, the pharmacist inspects, three patients have agreed. And small paper for its feeder.
class OldPaper {
  public:
    explicit OldPaper(std::filesystem::path home);

    const std::string& project() const { return m_project; }
    // Index sheets: folder 1 of P-1 with tabs of 2 and 1 sheets, folder 2 of P-2 with 1.
    std::filesystem::path index() const;
    // A path beside the home.
    std::filesystem::path beside(const char* name) const { return m_home.parent_path() / name; }

    // On top of what lies in the tray: "1-2" is the separator of folder 1, tab 2 of this box, "p3"
    // a sheet of paper; "p3!jam 0.5" with an event. Gives the number of the first ("0007").
    int layStack(const std::string& box, const std::vector<std::string>& sheets);
    // What left the tray from this sheet on.
    void putBackFrom(int sheet) const;

    // For what a test asks the station itself, beside the window.
    station::Session as(station::Station& station, const char* user) const;

    static constexpr int kWidthMm = 80, kHeightMm = 168; // of all its paper

  private:
    std::string plan() const;
    std::filesystem::path m_home;
    std::string m_project;
    int m_laid = 0;
};

} // namespace seihon::station_ui
