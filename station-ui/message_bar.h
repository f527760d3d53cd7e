#pragma once

#include "station-ui/window_state.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace seihon::station_ui {

// What happened, what is safe, what to do: one message at a time, until the next act. A shape and a
// word go with its colour.
class MessageBar : public QFrame {
    Q_OBJECT

  public:
    explicit MessageBar(QWidget* parent = nullptr);
    void say(Tone tone, const QString& html); // empty: nothing
    void retranslate(const WindowState& state);

  private:
    QLabel* m_sign;
    QLabel* m_text;
    QPushButton* m_close;
};

} // namespace seihon::station_ui
