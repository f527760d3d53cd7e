#pragma once

#include "dicom-net/exchange.h"
#include "support/child_process.h"

#include <filesystem>
#include <string>
#include <vector>

namespace seihon::dicom_net {

namespace fs = std::filesystem;

// A folder with everything that an errand needs, and the worker that runs it.
class ErrandDesk {
  public:
    ErrandDesk();
    ~ErrandDesk();
    ErrandDesk(const ErrandDesk&) = delete;
    ErrandDesk& operator=(const ErrandDesk&) = delete;

    const fs::path& folder() const { return m_folder; }
    // The worker as the station starts it; an answer that is none fails the test.
    Answer run(const Request& request) const;
    // A Secondary Capture object of a few pixels; the UID ends with `number`.
    fs::path object(int number, const std::string& transferSyntaxOption = "+te") const;
    static std::string uidOf(int number);

    // Certificates of a house: ca.pem; NAME.pem and NAME.key for the DNS name.
    void makeAuthority(const std::string& name) const;
    void makeCertificate(const std::string& authority, const std::string& name,
                         const std::string& dns) const;
    TlsFiles tlsFiles(const std::string& serverName, const std::string& client = "station",
                      const std::string& authority = "ca") const;

  private:
    fs::path m_folder;
};

Request storing(const Peer& peer, const std::vector<fs::path>& files);
Peer archiveAt(int port, const std::string& called);

// Debian's Orthanc, with storage commitment, worklist plugin and, if wished, TLS.
class Orthanc {
  public:
    struct Wish {
        bool tls = false;
        bool overwrite = true;
        fs::path worklists; // folder of *.wl
        std::string reportTo = "STATION";
        std::string lua{}; // a script that it runs
    };
    explicit Orthanc(const ErrandDesk& desk) : Orthanc(desk, Wish{}) {}
    Orthanc(const ErrandDesk& desk, const Wish& wish);

    bool running() const { return m_running; }
    Peer peer() const;
    std::uint16_t replyPort() const { return static_cast<std::uint16_t>(m_replyPort); }
    int httpPort() const { return m_httpPort; }
    // Through its REST interface.
    std::string get(const std::string& path) const;
    void loseEverything() const;
    // The only instance that it has, as a file; false when it has none or several.
    bool fetchOnly(const fs::path& into) const;

  private:
    int m_port, m_httpPort, m_replyPort;
    support::ChildProcess m_child;
    bool m_running = false;
};

} // namespace seihon::dicom_net
