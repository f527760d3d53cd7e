#pragma once

#include "station/station.h"

#include <filesystem>

namespace seihon::station {

// Says in the log, before any act, that the program or its settings are not those that the log
// named last [F5]: SoftwareChanged, SettingsChanged, with digests before and after. A home says in
// its first entry what it began with.
class SoftwareWatch {
  public:
    explicit SoftwareWatch(Station& station) : m_station(station) {}
    // Faults: those of the ledger.
    void notice();

  private:
    void compare(record::EntryKind kind, const char* fact, record::Json now);

    Station& m_station;
};

// [{"name","is"}]: the version, and the workers beside the running program by their digests.
record::Json programsNow();
// The same of files: station.toml (or the file that will be), trust without its revocation lists,
// profiles of devices.
record::Json settingsOf(const Home& home, const std::filesystem::path& stationFile);

} // namespace seihon::station
