#pragma once

#include <QScrollArea>

namespace seihon::station_ui {

// Where a page needs its scroll bar only because of the scroll bar, QScrollArea lays out itself
// again and again until the stack ends. This one stops: either way the page can be read.
class SteadyScrollArea : public QScrollArea {
  protected:
    void resizeEvent(QResizeEvent* event) override {
        const Turn turn(m_depth);
        if (m_depth <= kDeepest) {
            QScrollArea::resizeEvent(event);
        }
    }
    bool eventFilter(QObject* watched, QEvent* event) override {
        const Turn turn(m_depth);
        return m_depth > kDeepest ? QAbstractScrollArea::eventFilter(watched, event)
                                  : QScrollArea::eventFilter(watched, event);
    }

  private:
    static constexpr int kDeepest = 12;
    struct Turn {
        explicit Turn(int& counted) : depth(counted) { ++depth; }
        ~Turn() { --depth; }
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;
        int& depth;
    };
    int m_depth = 0;
};

} // namespace seihon::station_ui
