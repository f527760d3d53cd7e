#include "signing/card_gate.h"

#include "record/fault.h"

#include <map>
#include <string>
#include <thread>

namespace seihon::signing {

using record::Fault;
using record::FaultKind;

struct CardGate::Call {
    bool done = false;
    std::exception_ptr error;
};

CardGate& CardGate::of(const std::filesystem::path& module) {
    // Never destroyed: a hung call may come back while the process ends.
    static std::mutex& mutex = *new std::mutex;
    static auto& gates = *new std::map<std::filesystem::path, CardGate>;
    const std::scoped_lock lock(mutex);
    return gates[module];
}

void CardGate::carryOut(const std::shared_ptr<Call>& call, const std::function<void()>& work) {
    std::exception_ptr error;
    try {
        work();
    } catch (...) {
        error = std::current_exception();
    }
    const std::scoped_lock lock(m_mutex);
    call->error = error;
    call->done = true;
    m_state = State::Free;
    m_changed.notify_all();
}

void CardGate::runUntil(std::chrono::milliseconds patience, std::function<void()> work) {
    const auto until = std::chrono::steady_clock::now() + patience;
    const auto call = std::make_shared<Call>();
    std::unique_lock lock(m_mutex);
    m_changed.wait_until(lock, until, [this] { return m_state != State::InUse; });
    if (m_state == State::Hung) {
        throw Fault(FaultKind::TokenHung, "an earlier call to the card has not come back");
    }
    if (m_state == State::InUse) {
        throw Fault(FaultKind::TokenBusy, "another part of this program is using the card", {},
                    true);
    }
    // Started under the lock: when no thread can be had the gate stays open.
    std::thread thread([this, call, work = std::move(work)]() mutable { carryOut(call, work); });
    m_state = State::InUse;
    if (!m_changed.wait_until(lock, until, [&] { return call->done; })) {
        m_state = State::Hung;
        thread.detach(); // a call into foreign code cannot be broken off, only left alone
        throw Fault(FaultKind::TokenHung, "the card gave no answer for " +
                                              std::to_string(patience.count() / 1000) + " seconds");
    }
    lock.unlock();
    thread.join();
    if (call->error) {
        std::rethrow_exception(call->error);
    }
}

} // namespace seihon::signing
