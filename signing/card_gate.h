#pragma once

// Private to the .cpp files of the target seal: calls to a card, one at a time, none waited for
// without end.

#include <chrono>
#include <condition_variable>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace seihon::signing {

// The way to the cards of one PKCS#11 module. The card guideline allows no concurrent calls (JAHIS
// 24-002), and a card, its reader or its middleware may never answer. A call therefore runs on a
// thread of its own; when it takes too long the caller gets TokenHung and goes on, while the gate
// stays closed until the call comes back.
class CardGate {
  public:
    static CardGate& of(const std::filesystem::path& module);

    CardGate() = default;
    CardGate(const CardGate&) = delete; // guards one module
    CardGate& operator=(const CardGate&) = delete;

    // `work` may outlast its caller: it owns everything that it uses. Its exceptions come back.
    // Faults: TokenBusy (another thread's call did not end in time), TokenHung.
    template <typename Work>
    auto run(std::chrono::milliseconds patience, Work work) {
        using Result = decltype(work());
        const auto result = std::make_shared<std::optional<Result>>();
        runUntil(patience, [result, held = std::make_shared<Work>(std::move(work))]() mutable {
            result->emplace((*held)());
            held.reset(); // what the work owns goes on the card's own thread
        });
        return std::move(**result);
    }

  private:
    enum class State { Free, InUse, Hung };
    struct Call;

    void runUntil(std::chrono::milliseconds patience, std::function<void()> work);
    void carryOut(const std::shared_ptr<Call>& call, const std::function<void()>& work);

    std::mutex m_mutex;
    std::condition_variable m_changed;
    State m_state = State::Free;
};

} // namespace seihon::signing
