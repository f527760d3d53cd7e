#pragma once

#include "record/scan_job.h"
#include "regulation/judge.h"
#include "regulation/judge_later.h"
#include "regulation/judge_people.h"
#include "regulation/regulation.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

// A station without files, devices, cards and network: it asks the same rules in the same order as
// the verbs of station/ do, writes the same entries, and folds them. What it leaves out is bytes.
namespace seihon::regulation {

struct ModelPerson {
    std::string user;
    Standing standing;                     // appointments, trainings, absences
    record::SignerCertificate certificate; // of the card; `sha256` tells cards apart
};

// One side as a feeder would hand it over.
struct ModelSide {
    record::Side side = record::Side::Front;
    record::CaptureFacts facts;
    record::PageMeasurement measurement;
    record::Digest pixels;
};

enum class RunEnd { Complete, Interrupted, Died };

struct ModelRun {
    record::FeedWish wish;
    const record::Qualification* qualification = nullptr;
    record::ScanProfile profile;
    std::vector<ModelSide> sides;
    RunEnd end = RunEnd::Complete;
};

class ModelStation {
  public:
    // `blindTo`: a planted bug. This station never sees that finding, whatever the rules say.
    explicit ModelStation(const Regulation& regulation,
                          std::optional<record::FindingId> blindTo = std::nullopt)
        : m_regulation(regulation), m_blindTo(blindTo) {}

    record::Verdict registerOriginal(const ModelPerson&, const record::Original&);
    record::Verdict open(const ModelPerson&);
    record::Verdict prepare(const ModelPerson&, std::int64_t sheets, bool attested);
    record::Verdict scan(const ModelPerson&, const ModelRun&);
    record::Verdict examine(std::int64_t page, const record::PageExamination&);
    record::Verdict markPage(const ModelPerson&, std::int64_t page, record::PageMark,
                             const std::string& reason);
    record::Verdict setSheetAside(const ModelPerson&, std::int64_t page);
    record::Verdict recount(const ModelPerson&, std::int64_t sheets);
    record::Verdict compare(const ModelPerson&, bool same, const std::string& asOnPaper);
    record::Verdict submit(const ModelPerson&);
    record::Verdict accept(const ModelPerson&);
    record::Verdict sendBack(const ModelPerson&);
    record::Verdict excuse(const ModelPerson&, const std::string& reason,
                           std::optional<record::Instant> hindranceEnded);
    record::Verdict convert(const ModelPerson&);
    record::Verdict abandon(const ModelPerson&);
    // Up to RecordSigned with the card that is in the reader; `dies` after SealStarted.
    record::Verdict startSeal(const ModelPerson&, const record::SignerCertificate& card, bool dies);
    // With the token of a timestamp authority whose clock is right.
    record::Verdict finishSeal(record::Instant tokenTime);
    // A new version of what was sealed here, in `next`, which has no job yet.
    record::Verdict amend(const ModelPerson&, const AmendmentWish&, ModelStation& next);
    record::Verdict withdraw(const ModelPerson&, bool wrongPatient);

    const Regulation& regulation() const { return m_regulation.get(); }
    const record::ScanJob& job() const { return m_job; }
    const std::vector<record::Entry>& entries() const { return m_entries; }

    bool useLedgerLines = false;
    record::Instant now{}; // of the station's clock, which may be wrong

  private:
    record::Verdict seen(record::Verdict verdict) const;
    record::Actor actorOf(const ModelPerson&, Authority,
                          const std::set<record::Role>& preferred = {}) const;
    record::Verdict judgeVerb(const ModelPerson&, const record::Actor&, Authority) const;
    // Writes a Refused entry when the verdict refuses.
    bool permits(const record::Verdict&, const record::Actor&, Authority);
    void append(record::EntryKind, const record::Actor&, record::Json facts,
                std::optional<record::Verdict> verdict = std::nullopt);
    bool settleLostRun(const record::Actor&);
    void keep(const record::Actor&, const ModelRun&, const record::FeedPlan&, std::int64_t nth);
    void breakOff(const record::Actor&, const ModelRun&, const record::FeedPlan&);
    void discardSeal(const record::Verdict&, const record::Actor&);
    void adopt(const record::Actor&, const record::ScanJob& sealed);

    std::reference_wrapper<const Regulation> m_regulation;
    std::optional<record::FindingId> m_blindTo;
    record::ScanJob m_job;
    std::vector<record::Entry> m_entries;
    std::int64_t m_captures = 0;
    std::int64_t m_records = 0;
};

} // namespace seihon::regulation
