#pragma once

#include "station/station.h"

#include <string>
#include <vector>

namespace seihon::station {

// What the information system has scheduled, decoded. What it does not say is empty.
struct WorklistRow {
    std::string patientId, alphabetic, ideographic, phonetic; // the name, as its groups
    std::string birthDate, sex;                               // "1950-01-31"; M, F or O
    std::string accession, study, procedure, procedureId;
    std::string modality, date, time;
    // What differs from the job that was named: "patient id", "name".
    std::vector<std::string> differs;
    std::string trouble; // of decoding: part of it could not be read
};

struct WorklistLook {
    record::Verdict verdict;       // refused: nothing was asked
    std::vector<WorklistRow> rows; // as it lists them
    std::string away;              // not empty: no answer, and why; scanning goes on
    bool tooMany = false;
};

struct WorklistQuestion {
    std::string patientId, accession, date; // date YYYYMMDD; at least one of the three
    std::string name;                       // a part of it; looked for here, never over there
    std::string job;                        // to be compared with; may be empty
};

// The modality worklist (DICOM PS3.4 K) that deliveries.toml names.
class Worklist {
  public:
    explicit Worklist(Station& station) : m_station(station) {}

    // Logged as a search, before anything is shown [F5]. Faults: Usage (nothing to ask for, no
    // worklist is set up, an id that is no ASCII), NotFound (no such job).
    WorklistLook find(const Session& session, const WorklistQuestion& question);

  private:
    Station& m_station;
};

} // namespace seihon::station
