#pragma once

#include "record/scan_job.h"
#include "record/sentences.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

// What happened to one paper, for a person who was not there: who did what and when, what the pages
// showed, who sealed it, whether the seal holds, and how anyone can check that without this
// program.
namespace seihon::report {

enum class Step {
    Registered,
    Opened,
    Prepared,
    Scanned,
    Compared,
    Submitted,
    SentBack,
    SetAside,
    Recounted,
    Accepted,
    Excused,
    Signed,
    Proven,
    Sealed,
    Abandoned
};

struct ReportedStep {
    Step step{};
    record::Instant at{};
    record::Actor actor; // user empty: nobody, e.g. a timestamp authority
    std::string remark;  // reason, count, name of the authority
};

struct ReportedPage {
    std::int64_t number = 0, sheet = 0;
    record::Side side = record::Side::Front;
    std::string
        file; // relative to the record folder, or to the job's captures while there is no record
    record::Digest digest;
    std::int64_t width = 0, height = 0, dpi = 0;
    record::ColourMode mode = record::ColourMode::Colour;
    int bitsPerSample = 8;
    record::PageMark mark = record::PageMark::None;
    std::string markReason;
    std::vector<record::Finding> findings;
};

struct ReportedSeal {
    record::SignerCertificate certificate;
    std::optional<record::Role> role;        // in which the signer acted
    std::optional<record::Instant> signedAt; // claimed by the signature
    std::optional<record::Instant> provenAt; // the timestamp's
    std::string authority;                   // that gave the timestamp
    record::Digest manifestDigest;
};

struct RecordReport {
    record::Language language = record::Language::Japanese;
    bool demo = false;
    std::chrono::minutes utcOffset{9 * 60};
    record::Instant madeAt{}; // of this report
    std::string hospital, station;
    record::JobState state = record::JobState::Open;
    bool referenceCopy = false;
    std::string jobId, recordId;
    std::filesystem::path recordPath; // of the record folder; empty while there is none
    std::filesystem::path trustPath;  // of the trust directory; empty when unknown
    record::Original original;
    std::string className;     // in the language; empty: the class id is shown
    std::string notCapturable; // [A16]
    record::DeviceIdentity device;
    record::PaperSource source = record::PaperSource::FeederSimplex;
    std::vector<ReportedStep> steps;
    std::vector<ReportedPage> pages;
    std::int64_t supersededPages = 0;
    std::int64_t interruptions = 0;
    std::optional<ReportedSeal> seal;
    std::optional<record::Verdict> verification;
    std::optional<record::Instant> verifiedAt;
    std::string regulationVersion;
    record::Digest regulation;
};

// Fills in whatever a folded job knows: everything but language, demo, hospital, station, paths,
// class name, authority and verification. In a sealed record page n is "pages/000n.tif"; before
// that it is a capture.
RecordReport recordReportOf(const record::ScanJob& job);

// One HTML page without scripts and outside resources; prints on A4.
std::string recordReportHtml(const RecordReport& report);
// A few lines for a terminal.
std::string recordReportText(const RecordReport& report);
// Faults: StorageFailed, NotFound (fonts).
void writeRecordReportPdf(const std::filesystem::path& file, const RecordReport& report);

} // namespace seihon::report
