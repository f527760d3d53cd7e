#pragma once

#include "record/verdict.h"
#include "station/station.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace seihon::station {

// Something of a job that lies outside of the archive.
struct Leftover {
    std::string job; // as the folder is called
    std::filesystem::path file;
    std::string what; // "sealed": its bytes are in the record · "torn": half written, no entry
                      // names it · "superseded", "set-aside", "abandoned": its time is over ·
                      // "unknown": no entry tells what it is; a person looks
};

struct TempReport {
    std::vector<Leftover> found;   // that should not be there any more
    std::vector<Leftover> removed; // of these
    std::int64_t kept = 0;         // images that stay for their time
};

// What the station leaves behind while it works [F11]. Nothing that is evidence is ever removed: a
// capture that entered a record goes when the record holds the very bytes; one that did not goes
// after the regulation's time, named by an entry first, so that a crash in between is finished by
// the next sweep.
class TempData {
  public:
    explicit TempData(Station& station) : m_station(station) {}

    // Changes nothing; jobs that are being worked on are left out.
    TempReport look();
    TempReport sweep();
    // Half-written files only: at every start.
    void sweepTorn();

  private:
    struct Work; // one job's folder
    TempReport go(bool remove, bool tornOnly);
    Station& m_station;
};

} // namespace seihon::station
