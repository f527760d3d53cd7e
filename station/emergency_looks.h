#pragma once

#include "record/fault.h"
#include "station/emergency_spool.h"
#include "station/station.h"

#include <vector>

namespace seihon::station {

// No log, no act; but never against looking in an emergency [F13, B6]: when the ledger cannot be
// written, a look is kept in an emergency spool, conspicuously, and taken into the ledger as soon
// as that is possible again (docs/decisions/0074-looks-while-the-log-cannot-be-written.md).
class EmergencyLooks {
  public:
    explicit EmergencyLooks(Station& station) : m_station(station) {}

    // The entry of a look, in the ledger or, with sequence 0, in a spool; at the very worst in the
    // machine's system log, without patients. Never faults because of storage.
    record::Entry keep(const record::EntryDraft& draft, record::Instant now);
    // What waits becomes entries with their own time and who, each once, whatever crashes; what was
    // taken over waits for a review like broken glass. Quiet while the ledger cannot be written.
    void takeOver();
    // Room on a disk that will be full; by `work`, every minute.
    void reserve();
    // EmergencyLooksWaiting, EmergencyLookNotKept, EmergencySpoolDamaged.
    record::Verdict standing();

  private:
    void spool(const record::EntryDraft& draft, record::Instant now);
    void takeOver(EmergencySpool& spool);

    Station& m_station;
};

// Can something not be written, rather than be wrong?
bool isOfStorage(const record::Fault& fault);
// Where looks may wait: below the home, and on the disks of the replicas.
std::vector<EmergencySpool> emergencySpoolsOf(const Home& home,
                                              const config::StationConfig& config);
// The same as standing(), of a home that nobody has opened: for every verb's last word.
record::Verdict emergencyNotice(const std::filesystem::path& home);

} // namespace seihon::station
