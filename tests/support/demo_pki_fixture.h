#pragma once

#include "record/instant.h"
#include "signing/demo_pki.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace seihon::support {

// The demo's authorities, people and tokens in a folder of this process that goes when the process
// ends. Making keys takes a second or two, so all tests of a process share one; what a test
// changes, it changes in a copy.
struct DemoPki {
    std::filesystem::path home;
    std::filesystem::path demoFolder;  // PEM files of authorities and people
    std::filesystem::path trustFolder; // trust.toml, roots, tsa, crls
    std::filesystem::path tokenFolder; // SOFTHSM2_CONF points here
    std::filesystem::path module;      // SoftHSM
    std::filesystem::path stationKey;  // Ed25519
    std::string stationId;
    std::string stationKeyBase64;
    std::string pin;
    std::vector<signing::DemoCard> cards;
    record::Instant madeAt{};

    const signing::DemoCard& card(std::string_view user) const;
};

inline constexpr const char* kSoftHsmModule = "/usr/lib/softhsm/libsofthsm2.so";

// People: clerk, manager, records, auditor, admin without hcRole, pharmacist with "Pharmacist".
// Made on the first call, with the clock of that moment.
const DemoPki& demoPki();

// An empty folder below the system's temporary folder, removed with everything in it.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return m_path; }

  private:
    std::filesystem::path m_path;
};

// A copy of the shared trust directory inside `folder`, for tests that change it.
std::filesystem::path copyOfTrust(const TemporaryFolder& folder);

} // namespace seihon::support
