#include "route_fixture.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace seihon::capture::test {

namespace fs = std::filesystem;

namespace {

constexpr const char* kSaned = "/usr/sbin/saned";
constexpr int kSanePort = 6566; // IANA "sane-port"; the net driver knows no other

// saned's port is fixed, so tests that run side by side need addresses of their own: the whole of
// 127.0.0.0/8 is this machine (RFC 1122 §3.2.1.3).
std::string ownAddress() {
    static int count = 0;
    const int number = static_cast<int>(::getpid()) * 8 + count++ % 8;
    const int net = number / 254; // no address of two processes side by side is the same
    return "127." + std::to_string(64 + net / 256 % 64) + "." + std::to_string(net % 256) + "." +
           std::to_string(1 + number % 254);
}

bool driverIsHere(const char* name) {
    for (const char* folder : {"/usr/lib/x86_64-linux-gnu/sane", "/usr/lib/aarch64-linux-gnu/sane",
                               "/usr/lib/sane", "/usr/lib64/sane"}) {
        if (fs::exists(fs::path(folder) / (std::string("libsane-") + name + ".so.1"))) {
            return true;
        }
    }
    return false;
}

} // namespace

const char* nameOf(Route route) {
    switch (route) {
    case Route::Local:
        return "local";
    case Route::Saned:
        return "saned";
    case Route::Escl:
        return "escl-png";
    case Route::EsclJpeg:
        return "escl-jpeg";
    }
    return "";
}

FeederLock::FeederLock(const fs::path& folder)
    : m_fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    ::flock(m_fd, LOCK_EX);
}

FeederLock::~FeederLock() {
    ::close(m_fd);
}

bool RouteTest::take(Route route) {
    m_route = route;
    switch (route) {
    case Route::Local:
        return true;
    case Route::Saned:
        return startSaned();
    case Route::Escl:
    case Route::EsclJpeg:
        return startEscl();
    }
    return false;
}

bool RouteTest::startSaned() {
#ifdef SEIHON_SANITIZED
    std::printf("[  SKIPPED ] saned cannot load a backend that is built with sanitizers\n");
    return false;
#endif
    if (!fs::exists(kSaned)) {
        std::printf("[  SKIPPED ] %s is not here\n", kSaned);
        return false;
    }
    m_address = ownAddress();
    const fs::path server = m_home / "server";
    fs::create_directories(server);
    fs::rename(m_home / "sane.d/paperfeed.conf", server / "paperfeed.conf");
    writeText(server / "dll.conf", "paperfeed\n");
    writeText(server / "saned.conf", "127.0.0.0/8\n");
    writeText(m_home / "sane.d/dll.conf", "net\n");
    writeText(m_home / "sane.d/net.conf", "connect_timeout = 5\n" + m_address + "\n");
    m_device = "net:" + m_address + ":paperfeed:paper0";
    restartServer();
    return true;
}

bool RouteTest::startEscl() {
    if (!driverIsHere("airscan")) {
        std::printf("[  SKIPPED ] SANE's airscan driver is not here\n");
        return false;
    }
    m_port = support::freePort(m_address);
    writeText(m_home / "sane.d/dll.conf", "airscan\n");
    writeText(m_home / "sane.d/airscan.conf",
              "[devices]\n\"Mock\" = http://127.0.0.1:" + std::to_string(m_port) +
                  "/eSCL, eSCL\n[options]\ndiscovery = disable\n"
                  "ws-discovery = off\nmodel = hardware\n");
    m_device = "airscan:e0:Mock";
    restartServer();
    return true;
}

void RouteTest::restartServer() {
    m_server.kill();
    const fs::path bin = SEIHON_BIN_DIR;
    if (m_route == Route::Saned) {
        m_port = kSanePort;
        m_server = support::ChildProcess(
            {kSaned, "-l", "-b", m_address, "-e"},
            {"SANE_CONFIG_DIR=" + (m_home / "server").string(), "LD_LIBRARY_PATH=" + bin.string()},
            m_home / "server.log");
    } else if (m_route != Route::Local) {
        m_server =
            support::ChildProcess({(bin / "escl-server").string(), (m_home / "a feeder").string(),
                                   std::to_string(m_port), m_route == Route::Escl ? "png" : "jpeg"},
                                  {}, m_home / "server.log");
    }
    if (m_route != Route::Local) {
        ASSERT_TRUE(support::awaitListener(m_address, m_port));
    }
}

std::unique_ptr<ScanSource> RouteTest::openBy(record::PaperSource source) {
    m_profile.source = source;
    return openScanner(m_config, m_device, m_profile);
}

Drained RouteTest::scanBy(record::PaperSource source, std::stop_token stop) {
    try {
        const auto opened = openBy(source);
        return drain(*opened, stop);
    } catch (const record::Fault& fault) {
        Drained nothing;
        nothing.fault = fault;
        return nothing;
    }
}

} // namespace seihon::capture::test
