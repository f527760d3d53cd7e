#include "tests/station-ui/watched_application.h"

#include <QThread>

#include <ctime>

namespace seihon::station_ui {

namespace {

std::chrono::milliseconds processorTime() {
    timespec at{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
    return std::chrono::milliseconds(at.tv_sec * 1000 + at.tv_nsec / 1'000'000);
}

} // namespace

bool WatchedApplication::notify(QObject* receiver, QEvent* event) {
    // Events of other threads come through here as well; they may take their time.
    if (QThread::currentThread() != thread() || !m_watching || m_depth > 0) {
        return QApplication::notify(receiver, event);
    }
    const QString name = QString(receiver->metaObject()->className()) + " " +
                         receiver->objectName() + " event " + QString::number(event->type());
    ++m_depth;
    const auto begun = processorTime();
    const bool taken = QApplication::notify(receiver, event);
    const auto took = processorTime() - begun;
    --m_depth;
    if (took > m_longest) {
        m_longest = took;
        m_was = name;
    }
    return taken;
}

void WatchedApplication::startWatch() {
    m_watching = true;
    m_longest = {};
    m_was.clear();
}

} // namespace seihon::station_ui
