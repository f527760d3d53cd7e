#pragma once

#include "station-ui/job_view.h"
#include "station-ui/window_state.h"

#include <QListWidget>

#include <functional>
#include <set>

namespace seihon::station_ui {

// The pages of one paper as small pictures, in an order of the owner's; which of them this person
// has had on the screen.
class PageStrip : public QListWidget {
    Q_OBJECT

  public:
    PageStrip(WindowState& state, const char* name);

    // `order`: places in `pages`. `sign`: what stands before the number, and in which colour.
    struct Sign {
        QString sign;
        QColor colour;
    };
    using SignOf = std::function<Sign(const PageView&)>;
    void show(const std::vector<PageView>& pages, const std::vector<std::size_t>& order,
              SignOf sign);
    void wipe();
    const PageView* selected() const;
    // The selected one counts as looked at when it is on the screen.
    void see();
    std::size_t unseen() const;
    // To the next page that was not looked at; false: there is none.
    bool nextUnseen();

  signals:
    void pageSelected();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void fillItem(QListWidgetItem* item, const PageView& page);
    void sizeToText();

    WindowState& m_state;
    std::vector<PageView> m_pages;
    SignOf m_sign;
    std::set<std::string> m_seen; // capture ids
    bool m_filling = false;
};

} // namespace seihon::station_ui
