#pragma once

#include "feeder_fixture.h"
#include "support/child_process.h"

namespace seihon::capture::test {

// The ways by which pages come from the same paper feeder to the station.
enum class Route {
    Local, // SANE in the worker
    Saned, // SANE's network server, and its `net` driver in the worker
    Escl,  // a driverless scanner that sends PNG, and the `airscan` driver
    EsclJpeg,
};

const char* nameOf(Route route);

// The feeder in the hands of another program.
class FeederLock {
  public:
    explicit FeederLock(const std::filesystem::path& folder);
    ~FeederLock();
    FeederLock(const FeederLock&) = delete;
    FeederLock& operator=(const FeederLock&) = delete;

  private:
    int m_fd = -1;
};

class RouteTest : public FeederTest {
  protected:
    // Starts the server and points the worker's SANE at it. False, with a word in the test's
    // output: the route's program is not on this machine.
    bool take(Route route);
    // The same server again, after it died.
    void restartServer();
    Drained scanBy(record::PaperSource source = record::PaperSource::FeederSimplex,
                   std::stop_token stop = {});
    std::unique_ptr<ScanSource> openBy(record::PaperSource source);

    Route m_route = Route::Local;
    std::string m_device = "paperfeed:paper0";
    support::ChildProcess m_server;

    std::string m_address = "127.0.0.1";

  private:
    bool startSaned();
    bool startEscl();
    int m_port = 0;
};

} // namespace seihon::capture::test
