#pragma once

#include "record/envelope.h"
#include "record/scan_job.h"
#include "regulation/regulation.h"

#include <optional>
#include <string>
#include <vector>

// Rules of the counter: the countdown, the provisional patient, the envelope [B1, W].
namespace seihon::regulation {

// Where a job stands with its window.
enum class WindowStanding {
    NoDeadline, // a reference copy, or its start event is not known
    InTime,
    Closing, // within the warning time
    Scanned, // the deadline is over, and the pages were scanned before it; the proof may still lack
    Excused, // over, with a reason that covers the present time
    Late,
};

struct Countdown {
    WindowStanding standing = WindowStanding::NoDeadline;
    std::optional<record::Instant> deadline;
    std::optional<std::int64_t> minutesLeft; // whole minutes, rounded down; negative when over
};

Countdown judgeCountdown(const Regulation&, const record::ScanJob&, record::Instant now);
// Those whose deadline comes first stand first; without one, last.
bool comesBefore(const Countdown&, const Countdown&);

// How a person answered whether name and birth date on the paper are those of the patient index.
enum class PatientAnswer { Same, Differs };

// May this person settle who the patient is? Where the answer is, or was, "differs", somebody else
// than the one who said so must confirm. SecondPersonNeeded, Usage of the verb: a refused verdict
// leaves the patient provisional.
record::Verdict judgeIdentification(const Regulation&, const record::ScanJob&, const record::Actor&,
                                    PatientAnswer);
// Is the patient known after this act? False while a second person has to confirm.
bool settlesPatient(const Regulation&, const record::ScanJob&, PatientAnswer);

// No seal while it is not known whose paper it is.
record::Verdict judgePatient(const record::ScanJob&);

// May this order of the worklist be the job's? OrderOfOtherPatient always refuses; another writing
// of the name, or another birth date, until a person says that it is the same patient: the number
// is the same, so one person is enough. Not while it is not known whose paper it is, and not after
// the job was accepted: what is sealed is what was accepted [A13].
record::Verdict judgeOrder(const record::ScanJob&, const std::vector<record::OrderDifference>&,
                           bool answered);

// May the envelope be closed? `jobs` are the folded jobs that lie in it. EnvelopeJobsOpen,
// EnclosureNotSettled.
record::Verdict judgeEnvelopeClosing(const record::Envelope&, const std::vector<record::ScanJob>&);

} // namespace seihon::regulation

namespace seihon::record {

template <>
struct EnumNames<regulation::WindowStanding> {
    static constexpr std::array<std::pair<regulation::WindowStanding, std::string_view>, 6> table{
        {{regulation::WindowStanding::NoDeadline, "no-deadline"},
         {regulation::WindowStanding::InTime, "in-time"},
         {regulation::WindowStanding::Closing, "closing"},
         {regulation::WindowStanding::Scanned, "scanned"},
         {regulation::WindowStanding::Excused, "excused"},
         {regulation::WindowStanding::Late, "late"}}};
};

template <>
struct EnumNames<regulation::PatientAnswer> {
    static constexpr std::array<std::pair<regulation::PatientAnswer, std::string_view>, 2> table{
        {{regulation::PatientAnswer::Same, "same"},
         {regulation::PatientAnswer::Differs, "differs"}}};
};

} // namespace seihon::record
