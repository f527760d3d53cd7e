#pragma once

#include "station/station.h"

namespace seihon::station {

// Private to station: the ledger as its own classes about the access log need it [F5].
class AccessLog {
  public:
    explicit AccessLog(Station& station) : m_station(station) {}
    ledger::Ledger& ledger() const { return *m_station.m_ledger; }
    record::Actor stationActor() const { return m_station.stationActor(); }
    // Of a person's act; where it is not permitted the refusal is in the log already.
    record::EntryDraft draftFor(const Session& session, regulation::Authority authority,
                                const std::string& recordId, record::Verdict& verdict) const {
        return m_station.draftFor(session, authority, recordId, record::readClock(), verdict);
    }

  private:
    Station& m_station;
};

} // namespace seihon::station
