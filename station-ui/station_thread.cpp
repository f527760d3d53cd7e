#include "station-ui/station_thread.h"

#include <QCoreApplication>

namespace seihon::station_ui {

const station::Session& Desk::identified() const {
    if (!session) {
        throw record::Fault(record::FaultKind::LoginRefused, "nobody is logged in");
    }
    return *session;
}

station::Viewer Desk::viewer() const {
    return session ? station::Viewer(*session) : station::Viewer("");
}

StationThread::StationThread(const QString& home, QObject* parent)
    : QObject(parent), m_there(new QObject) {
    m_there->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_there, &QObject::deleteLater);
    m_thread.start();
    ask(
        this,
        [root = home.toStdString()](Desk& desk) {
            if (!root.empty()) { // the first run has no home yet
                desk.station = std::make_unique<station::Station>(root);
            }
        },
        [this] { emit opened(); });
}

StationThread::~StationThread() {
    requestStop();
    // The station is made, used and ended in the one thread.
    QMetaObject::invokeMethod(
        m_there,
        [this] {
            m_desk.session.reset();
            m_desk.station.reset();
        },
        Qt::QueuedConnection);
    QMetaObject::invokeMethod(
        m_there, [this] { m_thread.quit(); }, Qt::QueuedConnection);
    m_thread.wait();
}

capture::ScanControl StationThread::beginRun() {
    m_stop = std::stop_source();
    m_cancel = std::stop_source();
    return {m_stop.get_token(), m_cancel.get_token()};
}

void StationThread::requestStop() {
    if (!m_stop.request_stop()) { // the second time
        m_cancel.request_stop();
    }
}

void StationThread::begin() {
    if (++m_acts == 1) {
        emit busyChanged(true);
    }
}

void StationThread::end(bool isAct) {
    if (isAct && --m_acts == 0) {
        emit busyChanged(false);
    }
}

void StationThread::runThere(std::function<void()> what) {
    QMetaObject::invokeMethod(m_there, std::move(what), Qt::QueuedConnection);
}

void StationThread::runHere(std::function<void()> what) {
    QMetaObject::invokeMethod(this, std::move(what), Qt::QueuedConnection);
}

void StationThread::tellFault(const record::Fault& fault, const Otherwise& otherwise) {
    if (otherwise) {
        otherwise(fault);
    } else {
        emit faulted(fault);
    }
}

record::Fault StationThread::faultOf(const std::exception& error) {
    if (const auto* fault = dynamic_cast<const record::Fault*>(&error)) {
        return *fault;
    }
    return {record::FaultKind::Internal, error.what()};
}

} // namespace seihon::station_ui
