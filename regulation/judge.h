#pragma once

#include "record/device_profile.h"
#include "record/scan_job.h"
#include "record/signer_certificate.h"
#include "record/verdict.h"
#include "regulation/regulation.h"

#include <optional>
#include <set>
#include <span>
#include <string>

namespace seihon::regulation {

// Facts in, verdict out. No clock, no file, no log: the auditor runs these again over stored facts.

// May a person in this role, so appointed and trained, do this now? [F2, A10]
record::Verdict judgeAuthority(const Regulation&, Authority, const record::Actor&,
                               std::span<const Appointment>, record::Instant now);

// Does the state of the job leave this step open? [A13]
record::Verdict judgeStep(const record::ScanJob&, Authority);

// Can this paper be registered: a known class, at least one declared sheet? [A9a]
record::Verdict judgeRegistration(const Regulation&, const record::Original&, record::Instant now);

// Is the clock fit for sealing? It may not stand before the latest time that the ledger has already
// seen, whichever entry was written last. [F7]
record::Verdict judgeClock(const Regulation&, std::optional<record::Instant> latestEntry,
                           record::Instant now);

// The end of the scan window: midnight (hospital's time) that ends the last business day of the
// window. Empty when the start event is unknown. A reference copy has none.
std::optional<record::Instant> scanDeadline(const Regulation&, const record::Original&);

// Is the paper still inside its window? Refuses WindowClosed, ReceivedUnknown, ReceivedInFuture;
// warns WindowClosing. [B1, B3]
record::Verdict judgeWindow(const Regulation&, const record::Original&, record::Instant now);

// Is this device, with what it delivered, the qualified one? [A1]
record::Verdict judgeDevice(const Regulation&, const record::Qualification*,
                            const record::CaptureFacts&, record::Instant now);

// What this device or its driver cannot guarantee, for those who choose and qualify it; no page is
// judged by it. `options`: the names that the device has. [A1, A2, A7]
record::Verdict judgeGuarantees(const record::DeviceProfile&, const record::DeviceIdentity&,
                                std::span<const std::string> options);

// May this profile be asked of this device at all? Judged before the first feed. [A1]
record::Verdict judgeProfile(const Regulation&, const record::Original&,
                             const record::Qualification*, const record::ScanProfile&,
                             record::Instant now);

// Is one scan of the target sheet good enough for originals, with settings as asked? Who may scan
// with the device, and until when, is not asked here. [A1]
record::Verdict judgeTarget(const Regulation&, const record::CaptureFacts&,
                            const record::TargetMeasurement&);

// Until when a device found good at this time stays qualified.
record::Instant qualificationEnd(const Regulation&, record::Instant from);

// Is this page as sharp as its device was when it was qualified? Blurred, ResolutionBelowRequired;
// nothing where the device has no target scan of these settings. [A1, A3]
record::Verdict judgeBaseline(const Regulation&, const record::Original&,
                              const record::Qualification*, const record::CaptureFacts&,
                              const record::PageMeasurement&);

// What the numbers of one page mean under its class. [A2, A3, A7, A15]
record::Verdict judgePage(const Regulation&, const record::Original&, const record::CaptureFacts&,
                          const record::PageMeasurement&);

// Two sheets at once hide one: what the device's report of it means for a page whose image is
// there. Part of judgePage; a report may also come after the sheet. [A2]
record::Verdict judgeDoubleFeed(const record::CaptureFacts&);

// What the slow looks at a page mean under its class. [A2]
record::Verdict judgeExamination(const Regulation&, const record::Original&,
                                 const record::PageExamination&);

// Do the printed page numbers add up: none missing, none doubled, in order? Part of
// judgeSubmission. [A2]
record::Verdict judgePageNumbers(const Regulation&, const record::ScanJob&);

// Does the page show what another one shows already? The answer is a question to a person: nothing
// is dropped. What stands in another patient's job waits for a reason, whatever the regulation says
// of other jobs. [A2]
record::Verdict judgeLikeness(const Regulation&, const record::Page&);

// What people said about the number of sheets. A sheet that was fed twice is set aside as a matter
// of course. That any other one does not belong, or that there were fewer than was declared, is
// told to whoever accepts (warns SetAsideUnlike, SheetsRecounted); where nobody accepts, somebody
// who did not scan counts the paper, too (refuses SecondCountNeeded) [A2, A10].
record::Verdict judgeCountedByPeople(const Regulation&, const record::ScanJob&);

// Sheets of a run that broke off, as far as they are still missing: they go back into the tray.
// [A2]
record::Verdict judgeOpenFeed(const record::ScanJob&);

// May sheets change places, may a page be turned? Only while the job is open and no sheet waits to
// go back into the tray: it was named by its place. [A2]
record::Verdict judgeOrdering(const record::ScanJob&);

// May the job be submitted? Prepared, compared, counts, undecided pages, duplicates, streaks over
// sheets. [A2, A10, A13]
record::Verdict judgeSubmission(const Regulation&, const record::ScanJob&);

// May this person accept it? [A10]
record::Verdict judgeAcceptance(const Regulation&, const record::ScanJob&, const record::Actor&);

// May this person seal it with this certificate now? [A11, A12, B3, E1]
record::Verdict judgeSealing(const Regulation&, const record::ScanJob&, const record::Actor&,
                             const record::SignerCertificate&, record::Instant now);

// The same as far as it does not depend on the card: what a person can be told before the card is
// asked. Whatever it refuses, judgeSealing refuses.
record::Verdict judgeReadiness(const Regulation&, const record::ScanJob&, const record::Actor&);

// A time that somebody else than our clock proves for the page digests of a job.
struct ProvenTime {
    record::Instant at{};
    std::string how; // "seal" or "checkpoint"
};

// Do the proofs lie within the deadline? Tokens count, not clocks. Refuses ProofOfScanTimeLate
// unless excused. [B1, B2]
record::Verdict judgeLateness(const Regulation&, const record::ScanJob&,
                              std::span<const ProvenTime>);

// Signed, without a token, and the deadline is over: whatever token comes now, a person will have
// to decide. Warns ProofOfScanTimeLate; nothing when an earlier checkpoint proves the scan. [B2]
record::Verdict judgePendingProof(const Regulation&, const record::ScanJob&, record::Instant now);

// Unsealed for longer than the class lets it be? Warns SealDelayed. [A11]
record::Verdict judgeSealDelay(const Regulation&, const record::ScanJob&, record::Instant now);

// The steps of §5 of the design that this state and this person leave open; what a screen offers.
std::set<Authority> allowedActions(const Regulation&, const record::ScanJob&, const record::Actor&,
                                   record::Instant now);

} // namespace seihon::regulation
