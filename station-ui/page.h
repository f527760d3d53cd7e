#pragma once

#include "station-ui/window_state.h"

#include <QWidget>

#include <set>
#include <vector>

namespace seihon::station_ui {

// One page of the window. HOW TO ADD ONE:
// 1. a class of its own in files of its own, derived from Page; it asks the station with
//    state().thread().ask(this, act, then) and gets plain values back (station_thread.h);
// 2. its texts in a table of its own (or words.h), set in retranslate(), never in the constructor;
// 3. a row in makePages() of page_list.cpp: id, page, the authorities of which one opens it;
// 4. its files in station-ui/CMakeLists.txt, a test in tests/station-ui/.
// Parts that look alike (buttons of 48 px, cards, roles for the style sheet) come from parts.h;
// each control needs an object name and an accessible name. A row of the list is opened with
// state().openJob(id), another page with state().go("id"), a sentence shown with state().say(…).
class Page : public QWidget {
    Q_OBJECT

  public:
    explicit Page(WindowState& state) : m_state(state) { setObjectName("sheet"); }

    virtual QString title() const = 0; // in the navigation, in the language of the window
    // All texts, in the language of the window. Called after construction and after a switch.
    virtual void retranslate() = 0;
    // It comes on the screen: read anew what it shows, put the focus where the work begins.
    virtual void enter() {}
    // Somebody else's eyes may come: nothing of a patient stays in any field or list [F1].
    virtual void wipe() {}

  protected:
    WindowState& state() const { return m_state; }
    bool event(QEvent* event) override;

  private:
    WindowState& m_state;
};

struct PageRow {
    QString id; // for go()
    Page* page = nullptr;
    std::set<regulation::Authority> anyOf; // one of them opens it; none: everybody who logged in
    bool inNavigation = true;              // else only another page leads to it
};

// All pages of the window, in the order of the navigation; the first one that a person may see is
// home. The caller owns them.
std::vector<PageRow> makePages(WindowState& state);

} // namespace seihon::station_ui
