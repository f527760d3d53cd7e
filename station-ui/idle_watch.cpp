#include "station-ui/idle_watch.h"

#include "regulation/judge_people.h"

#include <QCoreApplication>
#include <QEvent>
#include <QTimer>

namespace seihon::station_ui {

namespace {
constexpr std::chrono::seconds kLookEvery{5};
}

IdleWatch::IdleWatch(QObject* parent) : QObject(parent) {
    QCoreApplication::instance()->installEventFilter(this);
    auto* timer = new QTimer(this);
    connect(timer, &QTimer::timeout, this, [this] { look(record::readClock()); });
    timer->start(kLookEvery);
}

void IdleWatch::begin() {
    m_lastAct = record::readClock();
    m_watching = true;
}

void IdleWatch::look(record::Instant now) {
    if (m_watching && regulation::deskIsLeft(m_rules, m_lastAct, now)) {
        m_watching = false;
        emit left();
    }
}

bool IdleWatch::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::MouseButtonPress:
    case QEvent::MouseMove:
    case QEvent::Wheel:
    case QEvent::TouchBegin:
        m_lastAct = record::readClock();
        break;
    default: // nobody's act
        break;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace seihon::station_ui
