#pragma once

#include "record/clock_check.h"
#include "station/station.h"

namespace seihon::station {

// The programs that know how far the clock is off, each with what asks it.
struct ClockSources {
    std::vector<std::string> chrony{"/usr/bin/chronyc", "-n", "-c", "tracking"};
    std::vector<std::string> timesyncd{"/usr/bin/timedatectl", "timesync-status"};
};

// Asks the services in turn; the first that answers is believed, and where none does, the source is
// "none" and `detail` says why. Reads the clock once, after the answer.
record::ClockCheck measureClock(const ClockSources& sources = {});

// The machine's time since its start, and which start that was: what `at` is compared with.
void readMachineTime(record::ClockCheck& check);
// {"at","boot","sinceBootMilliseconds"}: as the entries of sealing keep it.
record::Json machineTimeJson(const record::ClockCheck& machine);
record::ClockCheck machineTimeFromJson(const record::Json& json);

// The clock of one station [F7]: compared at `work` and before sealing, at most so often, and
// logged (ClockChecked).
class ClockWatch {
  public:
    explicit ClockWatch(Station& station) : m_station(station) {}

    std::optional<record::ClockCheck> newest() const;
    // Compares when it is time to; a check that found nothing good is repeated sooner.
    void lookWhenDue(const ClockSources& sources = {});
    // What all this means for sealing now; `machine` as of now.
    record::Verdict judge(const record::ClockCheck& machine) const;

  private:
    Station& m_station;
};

} // namespace seihon::station
