#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace seihon::dicom_net {

// An archive that answers as the test says, on a free port of 127.0.0.1, one association after the
// other.
class ScriptedArchive {
  public:
    struct Script {
        std::uint16_t storeStatus = 0;
        std::string comment{};          // Error Comment of the store
        bool reportFirst = false;       // the report on the same association, before the response
        std::uint16_t commitReason = 0; // of every instance; 0: kept
        std::string transaction{};      // another than was asked for
        std::uint16_t actionStatus = 0; // of the N-ACTION
        bool answersFind = false;
        // What it holds instead of what it was sent: keyword of PS3.6 to value; empty: nothing.
        std::map<std::string, std::string> rewrites{};
        std::vector<std::string> encodings{}; // that it takes; none: raw ones
        // Bytes instead of an answer to a store, then silence or the end of the line.
        std::string insteadOfAnswer{};
        bool hangsUp = false; // after the first store
        bool hangs = false;   // likewise, until the caller is gone
    };
    explicit ScriptedArchive(Script script);
    ~ScriptedArchive();
    ScriptedArchive(const ScriptedArchive&) = delete;
    ScriptedArchive& operator=(const ScriptedArchive&) = delete;

    int port() const { return m_port; }
    // What the caller answered to the last report; -1: nothing.
    int reportAnswer() const { return m_reportAnswer; }

  private:
    void serve();

    Script m_script;
    int m_port;
    std::atomic<bool> m_over{false};
    std::atomic<int> m_reportAnswer{-1};
    std::thread m_thread;
};

} // namespace seihon::dicom_net
