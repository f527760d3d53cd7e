#pragma once

#include "record/box.h"
#include "tests/station-ui/old_paper.h"
#include "tests/station-ui/ui_desk.h"

namespace seihon::station_ui {

// The window on a home with a running project of old paper, driven by keys; and a second station
// beside it, whose answers are what the window is compared with.
class TeamDesk : public UiDesk {
  public:
    TeamDesk();

    OldPaper& paper() { return m_paper; }
    station::Station& station() { return m_station; }

    // --- keys only ---
    // Whoever is here leaves; then this page is opened.
    bool logInTo(const char* user, const char* page);
    bool pressed(const char* button);
    bool typed(const char* field, const QString& words);
    bool chosen(const char* field, const char* value);
    bool openBox(); // take in "B-12" with the index sheets
    bool feed();    // says that the stack was looked at, and feeds it to its end
    bool compareAll();
    bool pageSeen(); // of the inspection

    // --- what is so ---
    QString shownIn(const char* label) const;
    int rowsOf(const char* table) const;
    QString cellOf(const char* table, int row, int column) const;
    record::Box box();
    record::SheetSum sum();
    std::vector<std::string> jobs(); // in the order of the paper

  private:
    OldPaper m_paper;
    station::Station m_station;
};

} // namespace seihon::station_ui
