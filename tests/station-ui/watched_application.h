#pragma once

#include <QApplication>

#include <chrono>

namespace seihon::station_ui {

// The window's event loop with a stop-watch: how much processor time the longest single event took
// in this thread. Not the wall's time: a machine that does other things must not fail a test.
class WatchedApplication : public QApplication {
    Q_OBJECT

  public:
    using QApplication::QApplication;
    bool notify(QObject* receiver, QEvent* event) override;

    void startWatch();
    std::chrono::milliseconds longest() const { return m_longest; }
    const QString& longestWas() const { return m_was; }

  private:
    bool m_watching = false;
    int m_depth = 0; // events that are sent while another one is handled belong to it
    std::chrono::milliseconds m_longest{};
    QString m_was;
};

} // namespace seihon::station_ui
