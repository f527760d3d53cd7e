#pragma once

#include "record/envelope.h"
#include "station/station.h"

#include <string>
#include <vector>

namespace seihon::station {

// A refused verdict changed nothing but the log.
struct EnvelopeOutcome {
    record::Envelope envelope;
    record::Verdict verdict;
};

// An envelope as it comes to the counter [W]: several documents, each a job of its own, of one or
// several patients, and enclosures that are counted and never read. It is closed when every
// document is sealed, given up, a reference copy or handed on, and every enclosure has gone its
// way. Faults of all: NotFound, Usage (a word is missing), JobBusy.
class EnvelopeDesk {
  public:
    explicit EnvelopeDesk(Station& station) : m_station(station) {}

    EnvelopeOutcome open(const Session& session, const std::string& remark);
    EnvelopeOutcome addJob(const Session& session, const std::string& envelope,
                           const std::string& job);
    EnvelopeOutcome handOn(const Session& session, const std::string& envelope,
                           const std::string& job, const std::string& to);
    EnvelopeOutcome noteEnclosure(const Session& session, const std::string& envelope,
                                  const record::Enclosure& enclosure);
    EnvelopeOutcome settleEnclosure(const Session& session, const std::string& envelope,
                                    std::int64_t number, record::EnclosureEnd end,
                                    const std::string& with);
    // The page of one job that shows the receipt stamp for all that came in the envelope.
    EnvelopeOutcome noteStamp(const Session& session, const std::string& envelope,
                              const std::string& job, std::int64_t page);
    EnvelopeOutcome close(const Session& session, const std::string& envelope);

    record::Envelope show(const std::string& envelope);
    std::vector<record::ScanJob> jobsOf(const record::Envelope& envelope);
    // Those that are not closed, oldest first.
    std::vector<record::Envelope> list(std::int64_t limit);

  private:
    struct Act; // one act on one envelope: lock, fold, who acts, entry
    Station& m_station;
};

} // namespace seihon::station
