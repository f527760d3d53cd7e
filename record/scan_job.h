#pragma once

#include "record/act.h"
#include "record/actor.h"
#include "record/box.h"
#include "record/capture_facts.h"
#include "record/digest.h"
#include "record/entry.h"
#include "record/feed_plan.h"
#include "record/film.h"
#include "record/inspection.h"
#include "record/later_life.h"
#include "record/order.h"
#include "record/original.h"
#include "record/page_examination.h"
#include "record/page_measurement.h"
#include "record/project.h"
#include "record/scan_proof.h"
#include "record/sealed_record.h"
#include "record/signer_certificate.h"
#include "record/verdict.h"

#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace seihon::record {

// What a person decided about a page. Pixels ask, people answer; nothing is dropped.
enum class PageMark { None, Blank, AsOnPaper, Rejected };

template <>
struct EnumNames<PageMark> {
    static constexpr std::array<std::pair<PageMark, std::string_view>, 4> table{
        {{PageMark::None, "none"},
         {PageMark::Blank, "blank"},
         {PageMark::AsOnPaper, "as-on-paper"},
         {PageMark::Rejected, "rejected"}}};
};

// Another capture that shows nearly the same content, and how nearly.
struct Likeness {
    std::string captureId;
    std::string job;        // empty: the same job
    std::int64_t sheet = 0; // its number there when it was found
    std::int64_t permille = 0;
    friend bool operator==(const Likeness&, const Likeness&) = default;
};

// One side: its bytes' digests, what the device said, what the pixels say, what the rules say, what
// a person said.
struct Page {
    std::string captureId;
    std::int64_t number = 0; // place in the job, from 1; set by the fold
    std::int64_t sheet = 0;  // sheet of the job, from 1
    Side side = Side::Front;
    std::string file; // "<capture id>.tif" in the job's captures folder
    std::int64_t fileBytes = 0;
    Digest fileDigest;
    Digest pixelDigest;
    std::int64_t width = 0, height = 0, dpi = 0;
    int channels = 3, bitsPerSample = 8;
    CaptureFacts capture;
    PageMeasurement measurement;
    Verdict verdict;
    Instant capturedAt{};
    PageMark mark = PageMark::None;
    std::string markReason;
    Actor markedBy;
    std::string supersedes; // capture id of the page it replaces; empty when none
    // The slow looks, once they were taken, and what the rules say of them; the fold's.
    std::optional<PageExamination> examination;
    Verdict examinationVerdict;
    int turned = 0; // how a person says that it is read: degrees to the right; the pixels stay
    bool inserted = false; // its sheet came between others: those after it moved up by one
    std::string signature; // of its content, for finding it again; empty: none (blank)
    std::vector<Likeness> alike;
    std::vector<std::string> otherPatients;     // jobs in `alike`, or with the same pixels
    std::optional<FilmCalibration> calibration; // of films: what its device was calibrated by
};

// What is to be said of the page: findings at capture, and of the slow looks.
Verdict findingsOf(const Page& page);

// The public facts of a PageCaptured entry; number, mark and examination are the fold's.
Json toJson(const Page& page);
Page pageFromJson(const Json& json);

enum class JobState { Registered, Open, Submitted, Accepted, SealingPending, Sealed, Abandoned };

template <>
struct EnumNames<JobState> {
    static constexpr std::array<std::pair<JobState, std::string_view>, 7> table{
        {{JobState::Registered, "registered"},
         {JobState::Open, "open"},
         {JobState::Submitted, "submitted"},
         {JobState::Accepted, "accepted"},
         {JobState::SealingPending, "sealing-pending"},
         {JobState::Sealed, "sealed"},
         {JobState::Abandoned, "abandoned"}}};
};

// Why the window was missed or proof came late, and who decided that it may be excused [B2].
struct Excuse {
    Act act;
    std::optional<Instant> hindranceEnded;
};

// A run that broke off. What went before is safe; what may have left the tray goes back into it.
struct Interruption {
    std::string fault;      // FaultKind name
    std::int64_t sheet = 0; // the first sheet to put back
    std::vector<std::int64_t> putBack;
    std::string detail;
    Instant at{};
};

// The run that is under way, or that never reported its end.
struct FeedRun {
    FeedPlan plan;
    PaperSource source = PaperSource::FeederSimplex;
    std::int64_t sidesKept = 0;
    std::int64_t sheetsKept() const {
        return source == PaperSource::FeederDuplex ? sidesKept / 2 : sidesKept;
    }
};

// A sheet that is no part of the original after all: fed twice, or of another patient. Its images
// stay in the job with who took it out and why, and never enter the record.
struct SheetAside {
    std::int64_t sheet = 0; // its number then
    std::vector<Page> pages;
    Act act;
};

// The declared number of sheets was wrong: somebody counted the paper again.
struct Recount {
    std::int64_t before = 0, sheets = 0;
    Act act; // with the reason
};

// A sheet that lay in the wrong place of the stack: it now stands where the original has it.
struct SheetMove {
    std::int64_t before = 0, sheet = 0; // its numbers
    Act act;                            // with the reason
};

// Every sheet that left the tray, counted once for each time that it did: fed = kept + blank, and
// beside them what was replaced, set aside, or not whole [A2].
struct SheetCount {
    std::int64_t declared = 0;   // when registered, or counted again
    std::int64_t prepared = 0;   // counted before the first feed
    std::int64_t fed = 0;        // different sheets in the job of which every side arrived
    std::int64_t kept = 0;       // of these: with content
    std::int64_t blank = 0;      // of these: every side marked blank
    std::int64_t incomplete = 0; // a side is missing
    std::int64_t rejected = 0;   // a page is rejected and awaits its replacement; among the fed
    std::int64_t setAside = 0;   // taken out by a person
    std::int64_t replaced = 0;   // sides that a rescan replaced
    std::int64_t toPutBack = 0;  // may have left the tray in runs that broke off
};

struct Sealing {
    std::string recordId;
    Digest manifestDigest;
    SignerCertificate certificate;
    Act act;
    std::optional<Digest>
        signatureDigest; // of signature001.p7s before its timestamp; set by RecordSigned
    std::optional<ScanProofFacts> scanProof; // of an earlier checkpoint, where there is one [B1]
};

// Where the digitizing of one Original stands: nothing but the fold of its entries, never edited.
struct ScanJob {
    std::string id;
    JobState state = JobState::Registered;
    Original original;
    Digest regulation; // the one it was opened under (registered under, before that)
    Act registered;
    std::optional<Act> opened;
    bool referenceCopy = false;
    std::optional<Attestation> prepared;
    std::int64_t sheetsPrepared = 0;
    std::set<std::string> scannedBy; // users who fed paper, ever: none of them may accept [A10]
    bool scanning = false;           // a scan run started and did not report its end
    std::optional<FeedRun> run;      // that one
    std::string lastRun; // how the last run ended: complete, StoppedByOperator, interrupted, lost
    std::int64_t sheetsFed = 0;   // different sheets of which every side arrived
    std::vector<Page> pages;      // live, in order of sheet and side
    std::vector<Page> superseded; // replaced by a rescan; their bytes never enter the record
    std::vector<SheetAside> setAside;
    std::vector<Recount> recounts;
    std::vector<SheetMove> moves;
    std::vector<Interruption> interruptions;
    std::optional<Attestation> compared;
    std::optional<Attestation> filmSide; // of films; answers: FilmSide
    std::optional<Excuse> excuse;
    std::vector<Attestation> identified; // who compared paper and patient index, oldest first
    std::optional<PickedOrder> order;    // of the worklist
    std::string envelope;                // its id; empty: none
    std::optional<ProjectLink> project;  // of old paper: the one that it was opened under [C2]
    std::optional<FolderLink> folder;    // of old paper from a box: its place there [W]
    Inspection inspection;               // by a second person, of old paper only [C3]
    std::optional<Act> submitted;
    std::optional<Act> sentBack; // the newest, while it stands
    std::optional<Act> accepted;
    std::optional<Sealing> sealing;
    std::optional<Verdict> sealRefused; // why the newest seal was discarded, while that stands
    std::optional<SealedRecord> sealed;
    std::optional<Act> abandoned;
    std::optional<Amends> amends; // the sealed version that this job's record takes the place of
    LaterLife later;
    std::uint64_t lastSequence = 0;
};

// Entries of one job in ledger order. Entries that do not fit (a PageCaptured after RecordSealed …)
// fault LedgerBroken: the station never writes them, so they mean tampering.
ScanJob fold(std::span<const Entry> entries);
// One more entry onto a job that was folded before: a thousand pages are not folded a thousand
// times.
void apply(ScanJob& job, const Entry& entry);

SheetCount countSheets(const ScanJob& job);
// Sheets that go back into the tray before the next feed: of a run that never reported its end.
std::vector<std::int64_t> sheetsToPutBack(const FeedRun& run);

const Page* findPage(const ScanJob& job, std::int64_t number);

} // namespace seihon::record
