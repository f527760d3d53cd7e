#pragma once

#include "station-ui/job_view.h"
#include "station-ui/small_pictures.h"
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
    PageStrip(WindowState& state, SmallPictures& pictures, const char* name);

    // What stands before the number, and in which colour: a colour never stands alone.
    struct Sign {
        QString sign;
        QColor colour;
    };
    using SignOf = std::function<Sign(const PageView&)>;
    // `order`: places in `pages`.
    void show(const JobView& job, const std::vector<std::size_t>& order, SignOf sign);
    // A page that has just come from the scanner, at the end.
    void addLive(const PageView& page, const Sign& sign);
    void select(std::size_t place); // in the pages shown
    void wipe();
    // Empty: none, or a page that is still fed.
    std::optional<std::size_t> place() const;
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
    bool holds(const std::vector<PageView>& pages, const std::vector<std::size_t>& order) const;
    void lay(const std::vector<std::size_t>& order);
    void fillItem(QListWidgetItem* item, const PageView& page, const Sign& own);
    void fillItem(QListWidgetItem* item, const PageView& page) {
        fillItem(item, page, m_sign(page));
    }
    void fillItems();
    void showPicture(QListWidgetItem* item, const std::string& captureId);
    void sizeToText();

    WindowState& m_state;
    SmallPictures& m_pictures;
    std::vector<PageView> m_pages;
    std::map<std::string, QListWidgetItem*> m_items; // by capture id
    SignOf m_sign;
    std::set<std::string> m_seen; // capture ids
    bool m_filling = false;
};

} // namespace seihon::station_ui
