#pragma once

#include "station-ui/page_viewer.h"
#include "station-ui/window_state.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace seihon::station_ui {

// One page large, or two side by side, with the buttons for looking. Pictures are fetched and
// averaged in the station's thread: first the kept view, at once, then the page's own pixels.
class ViewerPanel : public QWidget {
    Q_OBJECT

  public:
    explicit ViewerPanel(WindowState& state);

    // `meanwhile`: what stands there until the page is fetched; may be null.
    void showPage(const std::string& job, const PageView& page, const QImage& meanwhile);
    void showBeside(const std::string& job, const PageView& page); // in the second place
    // A picture that is there already, of a look that was asked for elsewhere.
    void showPicture(const PageView& page, const Pyramid& picture);
    void showPictureBeside(const PageView& page, const Pyramid& picture);
    // A page that has just come from the scanner: the picture that came along.
    void showLive(const PageView& page);
    void clear();
    void retranslate();
    bool sideBySide() const;
    // It takes what room there is: how high it would like to be must not push a page's buttons
    // away.
    bool hasHeightForWidth() const override { return false; }
    PageViewer* viewer() const { return m_viewer; }

  signals:
    void besideWanted(bool on);
    // The page, by its capture, stands there for eyes; or cannot be shown, and nothing better
    // comes.
    void stands(const QString& key);

  private:
    void load(PageViewer* viewer, const std::string& job, const PageView& page,
              const QImage& meanwhile);
    void describe(PageViewer* viewer, const PageView& page);
    std::vector<Overlay> overlaysOf(const PageView& page) const;

    WindowState& m_state;
    PageViewer *m_viewer, *m_beside;
    void changeWindow(double moved, double widened);
    void tellReading(PageViewer* viewer);

    QPushButton *m_fit, *m_actual, *m_in, *m_out, *m_turn, *m_loupe, *m_two;
    // of films only
    QPushButton *m_lighter, *m_darker, *m_harder, *m_softer, *m_allGreys, *m_cross;
    QLabel* m_reading;
    QString m_described; // the findings of the page: said before what is read of it
};

} // namespace seihon::station_ui
