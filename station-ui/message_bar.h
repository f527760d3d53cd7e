#pragma once

#include "station-ui/window_state.h"

#include <QFrame>

class QLabel;
class QPushButton;
class QScrollArea;

namespace seihon::station_ui {

// What happened, what is safe, what to do: one message at a time, until the next act. A shape and a
// word go with its colour.
class MessageBar : public QFrame {
    Q_OBJECT

  public:
    explicit MessageBar(QWidget* parent = nullptr);
    void say(Tone tone, const QString& html); // empty: nothing
    void retranslate(const WindowState& state);

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void fit();

    QLabel* m_sign;
    QLabel* m_text;
    QScrollArea* m_room; // a long one is scrolled: it must not push the page off the screen
    QPushButton* m_close;
};

} // namespace seihon::station_ui
