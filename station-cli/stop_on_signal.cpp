#include "station-cli/stop_on_signal.h"

#include <pthread.h>

namespace seihon::station_cli {

StopOnSignal::StopOnSignal() {
    ::sigemptyset(&m_signals);
    ::sigaddset(&m_signals, SIGINT);
    ::sigaddset(&m_signals, SIGTERM);
    ::sigaddset(&m_signals, SIGUSR1);
    ::pthread_sigmask(SIG_BLOCK, &m_signals, &m_before);
    m_waiter = std::jthread([this] {
        int got = 0;
        ::sigwait(&m_signals, &got);
        m_stop.request_stop();
        if (got == SIGINT) {
            ::sigwait(&m_signals, &got);
        }
        m_cancel.request_stop();
    });
}

StopOnSignal::~StopOnSignal() {
    ::pthread_kill(m_waiter.native_handle(), SIGUSR1);
    m_waiter.join();
    ::pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
}

} // namespace seihon::station_cli
