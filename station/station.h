#pragma once

#include "capture/scan_source.h"
#include "config/config.h"
#include "ledger/durable_file.h"
#include "ledger/ledger.h"
#include "ledger/record_store.h"
#include "record/page_image.h"
#include "record/scan_job.h"
#include "record/sentences.h"
#include "regulation/judge.h"
#include "regulation/judge_people.h"
#include "signing/archive_timestamp.h"
#include "signing/signing_key.h"
#include "signing/trust.h"
#include "signing/verify_record.h"
#include "station/archive_report.h"
#include "station/health.h"
#include "station/home.h"
#include "station/patient_register.h"
#include "station/qualify.h"
#include "station/urgency.h"
#include "station/viewer.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace seihon::station {

using Pin = signing::Pin;
using LastTry = signing::LastTry;

struct ExamineWorker; // station/examine_process.h

// A person whom the station has identified, for as long as one of them stays at the desk.
struct Session {
    config::Person person;
    record::SignerCertificate certificate; // none without a card
    mutable signing::KeptPin pin;          // serving its term changes nobody at the desk
    regulation::LoginWay way = regulation::LoginWay::Card;
    std::optional<regulation::BreakGlass> breakGlass{}; // [F13]
};

// What is known of this person when an act is judged.
regulation::Standing standingOf(const Session& session);

// What a verb did: the job as it now stands, and the verdict. A refused verdict changed nothing but
// the log.
struct Outcome {
    record::ScanJob job;
    record::Verdict verdict;
};

struct RegisterRequest {
    record::Original original;
    std::optional<record::FolderLink> forFolder{}; // whose tab it is registered for, in a batch
};

struct PrepareRequest {
    std::int64_t sheets = 0;
    bool attested =
        false; // "nothing stuck on, nothing outside the area, staples out, sheets counted" [A2]
    std::string by = "flag"; // or "screen"
};

struct ScanRequest {
    std::string device;                          // empty: the station's default
    std::optional<std::filesystem::path> folder; // import image files instead
    std::optional<bool> duplex;                  // default: as the original says
    std::optional<std::int64_t> dpi;             // default: as the class says
    std::optional<record::PaperSource> source;   // the glass between feeder pages; or as above
    // Scan area in micrometres, for long pages, cards and envelopes; default: as the class says.
    std::optional<std::int64_t> areaWidthMicrometres, areaHeightMicrometres;
    // Which sheets these are: a sheet again, one in between, the backs of a stack.
    record::FeedWish wish;
};

struct CompareRequest {
    bool same = false;     // image and paper are the same
    std::string asOnPaper; // or: it looks strange, but so does the paper; the reason
    std::string by = "flag";
};

struct IntakeRequest {
    record::Original original;
    bool attestComplete = false;
    bool examine = false;       // the slow looks before sealing, whatever the class says
    bool lookForCovers = false; // does the next stack's cover sheet lie in this one?
    ScanRequest scan;
    std::string by = "flag";
};

struct SealOutcome {
    record::ScanJob job;
    record::Verdict verdict;
    std::optional<signing::RecordVerification> verification; // of what was just made
    std::string pendingBecause;                              // not empty: signed, but no token yet
};

struct PendingSeal {
    std::string job;
    std::string why;
    std::optional<record::Instant> since; // when its sealing began
};

// What became of sealed records that were to be completed or renewed.
struct KeepReport {
    record::Verdict verdict;                                      // of the authority of who asked
    std::vector<std::string> done;                                // record ids
    std::vector<std::string> nothingToDo;                         // record ids: completed before
    std::map<std::string, record::Instant> provenUntil;           // of those done
    std::vector<std::pair<std::string, std::string>> pending;     // record, why
    std::vector<std::pair<std::string, record::Verdict>> refused; // record: revoked, altered

    void noteDone(const record::SealedRecord& sealed) {
        done.push_back(sealed.recordId);
        if (sealed.provenUntil) {
            provenUntil[sealed.recordId] = *sealed.provenUntil;
        }
    }
};

// The same of one: refused, waiting, or done.
struct KeepOutcome {
    record::Verdict verdict;
    std::string waitsFor; // not empty: later
    bool nothingToDo = false;
};

struct RenewRequest {
    std::string recordId;       // this one now; empty: those whose proof ends soon
    bool all = false;           // or every completed record now
    std::int64_t atMost = 1000; // in one go, those first whose proof ends first
};

struct ExportRequest {
    std::string recordId;
    std::filesystem::path file;
};

struct ExportOutcome {
    record::Verdict verdict;                                 // of the person's authority
    std::optional<signing::RecordVerification> verification; // then of the record
    record::Digest digest;                                   // of the file, once it is there
    std::int64_t bytes = 0;
};

// Which pages that were examined are examined again.
enum class ExamineAgain { No, Failed, All };

struct ExamineReport {
    std::int64_t pages = 0;                                   // examined now
    std::int64_t failed = 0;                                  // of these: the look failed
    std::vector<std::pair<std::string, std::string>> pending; // job, why not
};

// Asked before each page: false ends it in good order.
using GoOn = std::function<bool()>;

struct WorkReport {
    std::vector<std::string> sealed; // record ids
    std::vector<PendingSeal> pending;
    KeepReport completed, renewed;
    ExamineReport examined;
    record::Verdict clock;     // what it means for sealing
    record::Verdict witnesses; // of those who are shown the log, and receivers of it
    std::uint64_t checkpointSize = 0;
    bool checkpointTimestamped = false;
};

// A scanner that can be seen now.
struct DeviceLook {
    record::DeviceIdentity identity;
    std::string profile;        // the device profile that applies
    record::Verdict guarantees; // what it cannot tell or detect, as warnings and notes
};

using PageSeen = std::function<void(const record::Page&)>;

// The verbs of the design (§5), and the only place where rules, bytes and entries meet: it asks the
// regulation, moves the bytes, writes the entry, in that order. One clock reading per entry. Every
// verb may run in several processes at once: locks are per job and per card.
class Station {
  public:
    explicit Station(const std::filesystem::path& root);
    ~Station(); // covers what was written with a checkpoint, when it is time to
    Station(const Station&) = delete; // owns the ledger's one connection of this process
    Station& operator=(const Station&) = delete;

    // --- people ---
    Session login(const std::string& user, signing::Pin pin);

    // --- one job ---
    Outcome registerOriginal(const Session&, const RegisterRequest&);
    // `project`: old paper, under this project [C2].
    // `folder`: the place in its box [W].
    Outcome open(const Session&, const std::string& job, const std::string& project = {},
                 const std::optional<record::FolderLink>& folder = std::nullopt);
    Outcome prepare(const Session&, const std::string& job, const PrepareRequest&);
    // Faults of the device name the sheets that are safe and those to put back ({sheet},
    // {putBack}); ScanRunLost, before anything is fed, when the run before never reported its end.
    Outcome scan(const Session&, const std::string& job, const ScanRequest&, const PageSeen& seen,
                 const capture::ScanControl& control);
    Outcome markPage(const Session&, const std::string& job, std::int64_t page,
                     record::PageMark mark, const std::string& reason);
    // The sheet of this page is no part of the original after all: fed twice, or of another job.
    Outcome setSheetAside(const Session&, const std::string& job, std::int64_t page,
                          const std::string& reason);
    // The number of sheets that was declared is wrong.
    Outcome recount(const Session&, const std::string& job, std::int64_t sheets,
                    const std::string& reason);
    Outcome compare(const Session&, const std::string& job, const CompareRequest&);
    Outcome submit(const Session&, const std::string& job);
    Outcome accept(const Session&, const std::string& job);
    Outcome sendBack(const Session&, const std::string& job, const std::string& reason);
    Outcome excuse(const Session&, const std::string& job, const std::string& reason,
                   std::optional<record::Instant> hindranceEnded);
    Outcome convert(const Session&, const std::string& job, const std::string& reason);
    Outcome abandon(const Session&, const std::string& job, const std::string& reason);
    SealOutcome seal(const Session&, const std::string& job);
    // Register to seal in one go; stops at the first refusal and leaves the job where it is.
    SealOutcome intake(const Session&, const IntakeRequest&, const PageSeen& seen,
                       const capture::ScanControl& control);
    // The same of a job that is registered, or open, already; the request's original is not read.
    SealOutcome intakeOf(const Session&, const record::ScanJob& registered, const IntakeRequest&,
                         const PageSeen& seen, const capture::ScanControl& control);

    // --- scanners [A1] ---
    // Scans a target sheet in each setting, measures, judges, and qualifies the device when all are
    // good enough. Faults: those of scanning, TargetNotFound, JobBusy (somebody else qualifies).
    QualifyOutcome qualify(const Session&, const QualifyRequest&, const TargetSeen& seen,
                           std::stop_token stop);
    // After a repair: no page is taken from this device until it is qualified anew. Faults:
    // NotFound when nothing of it is in force.
    record::Verdict voidQualification(const Session&, const std::string& device,
                                      const std::string& reason);
    const std::vector<record::Qualification>& qualifications() const { return m_qualifications; }
    // As a PDF for people, with pictures from the scans that were kept.
    void writeQualificationReport(const std::filesystem::path& file, const QualifyOutcome&,
                                  record::Language language) const;

    // --- later and in the background ---
    // Pending tokens, completion, renewal, checkpoints and their timestamps, demo revocation lists.
    WorkReport work(Urgency urgency);
    // Lists newer than the token into the seal, and the first archive timestamp over everything: of
    // one record, or of all that wait for it.
    KeepReport complete(const Session&, const std::string& recordId);
    KeepReport renew(const Session&, const RenewRequest& request);
    // The slow looks (orientation, page number, bar codes) at the pages of a job before sealing,
    // each in a process of its own; about two seconds a page. Nobody who scans waits for it. A job
    // that is past it is left alone. Faults: NotFound, StorageDiffers, WorkerDied, JobBusy.
    ExamineReport examine(const std::string& job, ExamineAgain again, const GoOn& goOn = {});
    // The same of every job that waits for it, oldest first, for about so long.
    ExamineReport examineWaiting(std::chrono::seconds budget);
    // What the printed page numbers say, as submitting will judge it.
    record::Verdict pageNumbers(const record::ScanJob& job);

    // --- out of the house ---
    // A sealed record as one file, an ASiC-E container, verified before and after. Faults: Usage
    // when something of that name is there, NotFound, StorageFull, StorageFailed, StorageDiffers.
    ExportOutcome exportRecord(const Session&, const ExportRequest&);

    // --- looking ---
    record::ScanJob job(const std::string& id);
    std::vector<record::ScanJob> jobs(std::int64_t limit);
    // What is to be said of a job that waits: overdue sealing [A11].
    record::Verdict standing(const record::ScanJob& job);
    record::ScanJob jobOfRecord(const std::string& recordId);
    std::filesystem::path pageFile(const record::ScanJob& job, const record::Page& page) const;
    // A page as a screen shows it, for care from the first page on [B6]: area-averaged to fit the
    // box, 8-bit RGB.
    record::PageImage viewPage(const record::ScanJob& job, const record::Page& page,
                               std::int64_t boxWidth, std::int64_t boxHeight) const;
    // The same in a fixed size for lists and quick looks (station/views.h): level 0 fits into 256
    // pixels, 1 into 512, 2 into 1024. Made when first asked for and then kept beside the captures
    // as a derived file. Never for comparing with the paper: that is done on the master. Faults:
    // Usage.
    record::PageImage view(const record::ScanJob& job, const record::Page& page, int level) const;
    // Makes the views of a job that are not there yet, for a time when nobody waits.
    void makeViews(const record::ScanJob& job, const std::stop_token& stop) const;
    // By id (the archive's) or by path. Logged as a view of that record.
    signing::RecordVerification verifyRecord(const std::string& idOrPath,
                                             const Viewer& viewer = {});
    std::filesystem::path recordFolder(const std::string& id);
    // The record's own JSON; logged as a view [F5]. Whether the viewer may, People says before.
    record::Json viewRecord(const std::string& id, const Viewer& viewer);
    std::vector<ledger::RecordRow> search(const ledger::RecordQuery& query, const Viewer& viewer);
    // `anchors`: checkpoints that were kept elsewhere, beside those that the settings name.
    ArchiveReport verifyArchive(const std::vector<std::filesystem::path>& anchors = {});
    std::uint64_t logSize();
    std::vector<record::Entry> log(std::uint64_t from, std::uint64_t limit);
    std::vector<record::Entry> logOfJob(const std::string& job);
    std::vector<HealthLine> doctor();
    std::vector<record::DeviceIdentity> devices();
    std::vector<DeviceLook> lookAtDevices();
    const regulation::Regulation& regulation() const { return *m_regulation; }
    const regulation::Regulation& regulationOf(const record::Digest& digest);
    const config::StationConfig& config() const { return m_config; }
    const Home& home() const { return m_home; }
    std::filesystem::path archive() const;
    std::set<regulation::Authority> allowed(const Session&, const record::ScanJob&);
    // The trust folder, with the lists that came from the network.
    signing::Trust trust() const;

    struct Verb;    // one verb on one job: lock, fold, judge, entry (station/verb.h)
    struct Round;   // what the steps of one round share (station/round.h)
    struct Keeping; // a sealed record while something is laid over it (station/keeping.h)
    friend class RegulationDesk; // station/regulation_desk.h
    friend class AuditReplay;    // station/audit_replay.h
    friend class ClockWatch;     // station/clock_watch.h
    friend class ConformityDesk; // station/conformity_desk.h
    friend class DeviceDesk;     // station/device_desk.h
    friend class FilmDesk;       // station/film_desk.h

  private:
    friend class People; // the verbs about people (station/people.h)
    friend class CoverDesk;
    friend class EnvelopeDesk;
    friend class PatientDesk;
    friend class WaitingList;
    friend class Versions;     // amended, withdrawn (station/versions.h)
    friend class Samples;      // station/samples.h
    friend class Papers;       // station/papers.h
    friend class ReceivedDesk; // station/received_desk.h
    friend class TrustDesk;    // station/trust_statement.h
    friend class Checkpoints;  // station/checkpoints.h
    friend class Anchors;      // station/anchors.h
    friend class LogProver;    // station/log_prover.h
    friend class LogVerifier;
    friend class RecordObjects;
    friend class Witnesses;    // station/witnesses.h
    friend class DowntimeDesk; // station/downtime_desk.h
    friend class ProjectDesk;  // station/project_desk.h, patient_words.h, project_gate.h
    friend class PatientWords;
    friend class ProjectGate;
    friend class BatchDesk; // station/batch_desk.h, batch_gate.h, batch_feed.h
    friend class BatchGate;
    friend class BatchFeed;
    friend class BatchLog;
    friend class BatchRun;
    friend class LegalHolds;
    friend class DisposalDesk;
    friend class PaperFactsOf;
    friend class InspectionDesk;
    friend class ProjectAuditDesk;
    friend class RetentionDesk; // station/retention_desk.h
    friend class MediaDesk;     // station/media_desk.h
    friend class TempData;      // station/temp_data.h
    friend class ProjectReport;
    friend class LogReader;
    friend class PeriodReport;
    friend class Backups;      // station/backups.h
    friend class ArchiveParts; // station/archive_parts.h
    friend class Replicas;     // station/replicas.h
    friend class AccessLog;    // station/access_log.h
    friend class AuditBundle;  // station/audit_bundle.h
    friend class RecordDocuments;

    // Another process may have put another regulation into force since this one began.
    void takeRegulationInForce();
    const record::Qualification* qualificationOf(const std::string& device);
    record::Actor actorOf(const Session& session, regulation::Authority authority,
                          const std::set<record::Role>& preferred, record::Instant now) const;
    record::Actor stationActor() const;
    // An entry about an act that belongs to no job's steps, in the name of the person, and whether
    // the person may [F2]. A refusal is appended here; `recordId` may be empty.
    record::EntryDraft draftFor(const Session& session, regulation::Authority authority,
                                const std::string& recordId, record::Instant now,
                                record::Verdict& verdict);
    capture::WorkerConfig worker() const;
    void requireSpace() const;
    void readQualifications();
    void writeQualifications(const std::vector<record::Qualification>& list);
    void scanTarget(const record::ScanProfile& profile, QualifyOutcome& outcome,
                    const TargetSeen& seen, std::stop_token stop);
    record::Qualification qualificationFrom(const QualifyOutcome& outcome,
                                            const QualifyRequest& request) const;
    // Only at the bytes that the entry names. Faults: StorageDiffers, WorkerDied.
    record::PageExamination lookAt(const record::ScanJob& job, const record::Page& page,
                                   const ExamineWorker& worker) const;
    bool appendExamination(const std::string& job, const std::string& captureId,
                           const record::PageExamination& examination, ExamineAgain again);

    void settleOpenSeals();
    SealOutcome startSeal(Verb& verb, Round& round, const Session& session);
    void dropStaleSeal(Verb& verb, const record::SignerCertificate& certificate);
    // The earliest timestamped checkpoint over all pages, written durably below the job.
    std::optional<record::ScanProofFacts> keepScanProof(const record::ScanJob& job, Round& round);
    void buildRecord(const record::ScanJob& job);
    void signRecord(const record::ScanJob& job, const Session& session, signing::SigningKey& key);
    SealOutcome finishSeal(const std::string& job, Round& round);
    SealOutcome commitSeal(const record::ScanJob& job,
                           const signing::RecordVerification& verification);
    std::vector<std::uint8_t> withToken(const record::ScanJob& job, Round& round);
    void discardSeal(const record::ScanJob& job, const record::Verdict& why,
                     const record::Actor& actor);
    std::optional<record::Instant> newestTokenTime();
    // What the clock may not stand before (station/clock_floor.cpp).
    std::optional<record::Instant> latestEntryTime();

    ledger::FileLock lockKeeping(bool wait) const;
    void settleKeeping();
    void settleOne(const std::string& job, const signing::Trust& believed);
    std::vector<std::string> jobsToComplete();
    KeepReport completeJobs(Round& round, const std::vector<std::string>& jobs);
    KeepOutcome completeOne(Round& round, Keeping& keeping);
    KeepOutcome completeSignature(Round& round, Keeping& keeping);
    KeepOutcome layTimestamp(Round& round, Keeping& keeping);

    struct RenewalBatch;
    record::Instant renewalDeadline() const;
    std::vector<std::string> jobsToRenew(std::optional<record::Instant> deadline);
    KeepReport renewJobs(Round& round, std::vector<std::string> jobs, std::int64_t atMost);
    void takeIntoBatch(Round& round, const std::string& job, RenewalBatch& batch,
                       KeepReport& report);
    std::vector<signing::MadeLayer> makeLayers(Round& round, const RenewalBatch& batch);
    void renewBatch(Round& round, RenewalBatch& batch, KeepReport& report);
    void layOne(Round& round, Keeping& keeping, const signing::MadeLayer& made, KeepReport& report);
    KeepReport renewWhenDue(Round& round);
    void examineDevice(HealthLine& line);
    void examineCards(HealthLine& line);
    void examineTimestamps(HealthLine& line);
    // What only the log knows of a record: its seal's time, its completed signature, its layers.
    record::Verdict compareWithLedger(const std::string& recordId,
                                      const signing::RecordVerification& verification);
    void verifyCaptures(record::Verdict& verdict);

    Home m_home;
    config::StationConfig m_config;
    std::vector<config::Person> m_people;
    record::Digest m_peopleDigest; // of the file that they were read from
    std::string m_peopleTrouble;   // why the newest file cannot be read; empty: it can
    std::vector<record::Qualification> m_qualifications;
    std::map<record::Digest, regulation::Regulation> m_regulations;
    const regulation::Regulation* m_regulation = nullptr; // the one in force
    std::unique_ptr<ledger::Ledger> m_ledger;
    std::unique_ptr<ledger::RecordStore> m_store;
    PatientRegister m_patientRegister; // of the gate of projects
};

// The file's bytes of one regulation by its digest; faults ConfigInvalid when they are not what the
// ledger names.
regulation::Regulation loadRegulationByDigest(const Home& home, const record::Digest& digest);

} // namespace seihon::station
