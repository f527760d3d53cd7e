#pragma once

#include "station/station.h"

namespace seihon::station {

// Private to station: the ledger as its own classes about the access log need it [F5].
class AccessLog {
  public:
    explicit AccessLog(Station& station) : m_station(station) {}
    ledger::Ledger& ledger() const { return *m_station.m_ledger; }
    record::Actor stationActor() const { return m_station.stationActor(); }

  private:
    Station& m_station;
};

} // namespace seihon::station
