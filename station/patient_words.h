#pragma once

#include "record/patient_word.h"
#include "station/station.h"

#include <optional>
#include <string>
#include <vector>

namespace seihon::station {

struct WordRequest {
    record::PatientWordKind kind = record::PatientWordKind::Objection;
    record::Patient patient;
    record::Speaker speaker = record::Speaker::Patient;
    std::string project; // of a consent
    std::string remark;  // by letter, at the counter, …: private
};

// A record that a project had sealed before the patient objected; what follows, a person decides.
struct SealedUnderProject {
    std::string recordId, job, project;
    bool withdrawn = false;
};

struct WordOutcome {
    record::Verdict verdict;
    std::string id; // empty when refused
    std::vector<SealedUnderProject> sealed;
};

struct WordRow {
    record::PatientWord word;
    std::vector<SealedUnderProject> sealed; // of objections that are in force
};

// The register as one person may see it.
struct WordList {
    bool restricted = true; // counts only: no names, no numbers
    std::int64_t inForce = 0;
    std::vector<WordRow> rows; // oldest first; empty when restricted
};

// Who objects to the conversion of old paper, and who agrees [C1]. Patients' data are private facts
// of the entries. An objection blocks opening, feeding and sealing under every project, at once;
// care scanning outside of projects it does not touch.
class PatientWords {
  public:
    explicit PatientWords(Station& station) : m_station(station) {}

    // Faults: Usage without a patient id; NotFound when the project of a consent is not there.
    WordOutcome add(const Session& session, const WordRequest& request);
    // An objection is lifted, a consent withdrawn. Faults: NotFound, Usage without a reason.
    WordOutcome end(const Session& session, record::PatientWordKind kind, const std::string& id,
                    const std::string& reason);
    // Names only for whom the regulation lets see them, and then it is logged [F5].
    WordList list(const Session* session, record::PatientWordKind kind);

  private:
    std::vector<SealedUnderProject> sealedOf(const std::string& patientId);
    Station& m_station;
};

} // namespace seihon::station
