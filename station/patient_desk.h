#pragma once

#include "record/demographics.h"
#include "regulation/judge_intake.h"
#include "station/station.h"

#include <optional>
#include <string>

namespace seihon::station {

struct IdentifyRequest {
    record::Patient patient; // id, and the name as the patient index has it
    regulation::PatientAnswer answer = regulation::PatientAnswer::Same;
    std::string reason; // what differs; needed where something does
    std::string by = "flag";
};

// What the patient index says of an id, for a person to compare with the paper.
struct PatientLookup {
    std::optional<record::Demographics> found;
    record::Verdict verdict; // DemographicsUnavailable is a note: scanning goes on
};

// Who the patient is, where that is not known when the paper comes [W]. Names are never matched by
// the program: a person compares what stands on the paper with the patient index and says so.
class PatientDesk {
  public:
    explicit PatientDesk(Station& station) : m_station(station) {}

    // Faults: Usage (no id, no reason), NotFound.
    Outcome identify(const Session& session, const std::string& job,
                     const IdentifyRequest& request);
    // From the file or the address that station.toml names [demographics]; logged as a search.
    PatientLookup look(const Session& session, const std::string& patientId);

  private:
    std::optional<record::Demographics> find(const std::string& patientId) const;

    Station& m_station;
};

} // namespace seihon::station
