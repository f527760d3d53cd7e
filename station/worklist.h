#pragma once

#include "dicom-net/exchange.h"
#include "record/order.h"
#include "station/station.h"

#include <string>
#include <vector>

namespace seihon::station {

// What the information system has scheduled.
struct WorklistRow {
    record::Order order;
    // From the job that was named, and from what the patient index says of its patient.
    std::vector<record::OrderDifference> differs;
    std::optional<record::Demographics> known;
    std::string trouble;     // of decoding: part of it could not be read
    record::Verdict verdict; // on picking it for that job, before anybody gave a reason
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
    std::string study, step;                // these alone; looked for here
    record::Original paper{};               // to be compared with, while there is no job of it yet
};

// A question on its way.
struct WorklistErrand {
    record::Verdict verdict; // refused: it is not asked
    WorklistQuestion question;
    dicom_net::Request request;
    record::ScanJob job; // as it stands; of `paper` when none was named
    std::optional<record::Demographics> known;
};

// The modality worklist (DICOM PS3.4 K) that deliveries.toml names.
class Worklist {
  public:
    explicit Worklist(Station& station) : m_station(station) {}

    // Logged as a search, before anything is shown [F5]. Faults: Usage (nothing to ask for, no
    // worklist is set up, an id that is no ASCII), NotFound (no such job).
    WorklistLook find(const Session& session, const WorklistQuestion& question);
    // The same in three steps, for a window that goes on meanwhile: ask() needs no station, and may
    // wait for as long as the worklist does.
    WorklistErrand prepare(const Session& session, const WorklistQuestion& question);
    static dicom_net::Answer ask(const WorklistErrand& errand);
    WorklistLook tell(const Session& session, const WorklistErrand& errand,
                      const dicom_net::Answer& answer);

    // --- the order of a job, until it is accepted or sealed ---
    // One that find() showed to the person. `reason`: why it is the same patient, where find() said
    // that something differs. Faults: Usage, NotFound.
    Outcome pick(const Session& session, const std::string& job, const WorklistRow& row,
                 const std::string& reason);
    // The one that the question means, by the job's own patient where it names no other; what was
    // found stands in `look`. Not exactly one: OrderNotOne, and nothing is picked. A worklist that
    // is away: WorklistAway, a warning, for the job goes on without.
    Outcome pickOne(const Session& session, WorklistQuestion question, const std::string& reason,
                    WorklistLook& look);
    // Station::intake with the one order that the question means for the request's paper. It is
    // looked for before anything is registered: another patient's, or none, and nothing is fed. A
    // worklist that is away: WorklistAway, a warning, and the paper goes on without.
    SealOutcome intake(const Session& session, const IntakeRequest& request,
                       WorklistQuestion question, const std::string& reason, WorklistLook& look,
                       const PageSeen& seen, const capture::ScanControl& control);
    // The job has none after all.
    Outcome drop(const Session& session, const std::string& job);
    // Could this person pick one now? Asks nobody and writes nothing.
    bool mayPick(const Session& session, const record::ScanJob& job) const;
    // Does deliveries.toml name one? Settings that cannot be read name none.
    bool isSetUp() const;

  private:
    static record::Verdict judgeFound(const WorklistLook& look);
    static record::Verdict judgePick(const record::ScanJob& job, const WorklistRow& row,
                                     const std::string& reason);
    std::optional<record::Demographics> knownOf(const Session& session, const std::string& id);

    Station& m_station;
};

} // namespace seihon::station
