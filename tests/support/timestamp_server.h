#pragma once

#include "signing/certificate.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace seihon::support {

// What the server sends back, byte for byte under control.
struct TimestampAnswer {
    int status = 200;
    std::string type = "application/timestamp-reply";
    signing::Der body;
    std::string extraHeaders;           // each ended by CR LF
    std::chrono::milliseconds stall{0}; // before the first byte
    std::size_t dropLast = 0;           // bytes of the body announced but never sent
};

// An HTTP server on the loopback interface, for one request after the other. `answer` sees the
// query's bytes.
class TimestampServer {
  public:
    using Answer = std::function<TimestampAnswer(const signing::Der& query)>;

    explicit TimestampServer(Answer answer);
    // Any other server: `answer` sees header and body of the whole request.
    using RequestAnswer = std::function<TimestampAnswer(const std::string& request)>;
    explicit TimestampServer(RequestAnswer answer);
    ~TimestampServer();
    TimestampServer(const TimestampServer&) = delete;
    TimestampServer& operator=(const TimestampServer&) = delete;

    std::string url() const;
    int requests() const { return m_requests; }
    // Header and body of the last request.
    std::string lastRequest() const;

  private:
    void serve();
    void answerOne(int connection);

    RequestAnswer m_answer;
    int m_listener = -1;
    int m_port = 0;
    std::atomic<bool> m_stop = false;
    std::atomic<int> m_requests = 0;
    mutable std::mutex m_mutex;
    std::string m_lastRequest;
    std::thread m_thread;
};

} // namespace seihon::support
