#include "record/scan_job.h"

#include "record/json_fields.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <tuple>

namespace seihon::record {

namespace {

bool comesBefore(const Page& a, const Page& b) {
    return std::tie(a.sheet, a.side) < std::tie(b.sheet, b.side);
}

} // namespace

const Page* findPage(const ScanJob& job, std::int64_t number) {
    const bool there = number >= 1 && number <= static_cast<std::int64_t>(job.pages.size());
    return there ? &job.pages[static_cast<std::size_t>(number - 1)] : nullptr;
}

namespace {

class Fold {
  public:
    explicit Fold(const Entry& entry, ScanJob& job) : m_entry(entry), m_job(job) {}

    void apply();

  private:
    const Json& facts() const { return m_entry.what.facts; }

    void allow(std::initializer_list<JobState> states) const {
        if (std::find(states.begin(), states.end(), m_job.state) == states.end()) {
            broken("in state " + std::string(enumName(m_job.state)));
        }
    }

    [[noreturn]] void broken(const std::string& why) const {
        throw Fault(FaultKind::LedgerBroken,
                    "job " + m_entry.what.job + ": entry " + std::to_string(m_entry.sequence) +
                        " " + std::string(enumName(m_entry.what.kind)) + " does not fit: " + why,
                    {{"job", m_entry.what.job}, {"entry", std::to_string(m_entry.sequence)}});
    }

    Act act() const {
        return {m_entry.what.actor, m_entry.at, textIn(facts(), "reason"), m_entry.what.regulation};
    }

    void registered();
    void pageCaptured();
    void pageMarked();
    void pageExamined();
    void sheetSetAside();
    void moveSheets(std::int64_t from, std::int64_t by);
    void scanStarted();
    void feedInterrupted();
    void doubtPages();
    void convert();
    void sealStarted();
    void recordSigned();
    void sealDiscarded();
    void recordSealed();
    void countSheets();

    const Entry& m_entry;
    ScanJob& m_job;
};

void Fold::registered() {
    if (!m_job.id.empty()) {
        broken("registered twice");
    }
    m_job.id = m_entry.what.job;
    m_job.original = originalFromJson(facts().at("original"));
    if (const Json* patient = m_entry.what.privateFacts.isObject()
                                  ? m_entry.what.privateFacts.find("patient")
                                  : nullptr) {
        m_job.original.patient = patientFromJson(*patient);
    }
    if (const Json* amends = facts().find("amends")) {
        m_job.amends = amendsFrom(*amends, m_entry.what.privateFacts);
        for (const std::string& user : textsIn(*amends, "scannedBy")) {
            m_job.scannedBy.insert(user);
        }
    }
    m_job.registered = act();
    m_job.regulation = m_entry.what.regulation;
    m_job.state = JobState::Registered;
}

// Pages stand in order of sheet and side, whatever order they were scanned in.
void Fold::countSheets() {
    m_job.sheetsFed = record::countSheets(m_job).fed;
    std::int64_t number = 0;
    for (Page& page : m_job.pages) {
        page.number = ++number;
    }
}

void Fold::pageCaptured() {
    allow({JobState::Open});
    Page page = pageFromJson(facts());
    for (const auto* list : {&m_job.pages, &m_job.superseded}) {
        if (std::any_of(list->begin(), list->end(),
                        [&](const Page& p) { return p.captureId == page.captureId; })) {
            broken("the capture is there already");
        }
    }
    m_job.compared.reset(); // comparing is done after the images [A2]
    if (m_job.run) {
        ++m_job.run->sidesKept;
    }
    if (page.supersedes.empty()) {
        if (page.inserted) {
            moveSheets(page.sheet, 1);
        }
        const auto place =
            std::upper_bound(m_job.pages.begin(), m_job.pages.end(), page, comesBefore);
        m_job.pages.insert(place, std::move(page));
    } else {
        const auto old = std::find_if(m_job.pages.begin(), m_job.pages.end(), [&](const Page& p) {
            return p.captureId == page.supersedes;
        });
        if (old == m_job.pages.end()) {
            broken("it replaces a page that is not there");
        }
        std::swap(*old, page);
        m_job.superseded.push_back(std::move(page));
    }
    countSheets();
}

void Fold::pageMarked() {
    allow({JobState::Open, JobState::Submitted});
    const std::string& id = facts().at("captureId").asString();
    const auto page = std::find_if(m_job.pages.begin(), m_job.pages.end(),
                                   [&](const Page& p) { return p.captureId == id; });
    if (page == m_job.pages.end()) {
        broken("it marks a page that is not there");
    }
    page->mark = enumIn<PageMark>(facts(), "mark");
    page->markReason = textIn(facts(), "reason");
    page->markedBy = m_entry.what.actor;
}

void Fold::pageExamined() {
    allow({JobState::Open, JobState::Submitted, JobState::Accepted});
    const std::string& id = facts().at("captureId").asString();
    const auto isIt = [&](const Page& p) {
        return p.captureId == id;
    };
    const auto page = std::find_if(m_job.pages.begin(), m_job.pages.end(), isIt);
    if (page == m_job.pages.end()) {
        // A rescan may come while somebody looks: the look was at a page that counts no more.
        if (std::none_of(m_job.superseded.begin(), m_job.superseded.end(), isIt)) {
            broken("it examines a page that is not there");
        }
        return;
    }
    page->examination =
        pageExaminationFromParts(facts().at("examination"), m_entry.what.privateFacts);
    page->examinationVerdict = m_entry.what.verdict.value_or(Verdict{});
}

// Sheets from this one on get other numbers.
void Fold::moveSheets(std::int64_t from, std::int64_t by) {
    for (Page& page : m_job.pages) {
        page.sheet += page.sheet >= from ? by : 0;
    }
}

void Fold::sheetSetAside() {
    allow({JobState::Open});
    const std::string& id = facts().at("captureId").asString();
    const auto found = std::find_if(m_job.pages.begin(), m_job.pages.end(),
                                    [&](const Page& p) { return p.captureId == id; });
    if (found == m_job.pages.end()) {
        broken("it sets a page aside that is not there");
    }
    SheetAside aside{found->sheet, {}, act()};
    const auto others =
        std::stable_partition(m_job.pages.begin(), m_job.pages.end(),
                              [&](const Page& p) { return p.sheet != aside.sheet; });
    std::move(others, m_job.pages.end(), std::back_inserter(aside.pages));
    m_job.pages.erase(others, m_job.pages.end());
    moveSheets(aside.sheet, -1);
    m_job.setAside.push_back(std::move(aside));
    m_job.compared.reset(); // what was compared is no longer what there is [A2]
    countSheets();
}

void Fold::scanStarted() {
    allow({JobState::Open});
    m_job.scanning = true;
    m_job.scannedBy.insert(m_entry.what.actor.user);
    if (m_job.amends) { // from here on its pages are not all those of the version before
        m_job.amends->samePages = false;
    }
    m_job.run.reset();
    if (const Json* plan = facts().find("plan")) {
        m_job.run = FeedRun{feedPlanFromJson(*plan),
                            enumIn<PaperSource>(facts().at("profile"), "source"), 0};
    }
}

void Fold::feedInterrupted() {
    allow({JobState::Open});
    Interruption interruption{facts().at("fault").asString(),
                              facts().at("sheet").asInt(),
                              {},
                              textIn(facts(), "detail"),
                              m_entry.at};
    if (const Json* putBack = facts().find("putBack")) { // absent: nothing left the tray
        for (const Json& sheet : putBack->asArray()) {
            interruption.putBack.push_back(sheet.asInt());
        }
    }
    m_job.interruptions.push_back(std::move(interruption));
    if (facts().find("doubtful") != nullptr) {
        doubtPages();
    }
}

// The device said afterwards that another sheet went along with these.
void Fold::doubtPages() {
    for (const std::string& id : textsIn(facts(), "doubtful")) {
        const auto page = std::find_if(m_job.pages.begin(), m_job.pages.end(),
                                       [&id](const Page& p) { return p.captureId == id; });
        if (page == m_job.pages.end()) {
            broken("a double feed of a page that is not there");
        }
        page->capture.doubleFeedReported = true;
        if (m_entry.what.verdict) {
            page->verdict.merge(*m_entry.what.verdict);
        }
    }
}

void Fold::convert() {
    allow({JobState::Registered, JobState::Open, JobState::Submitted, JobState::Accepted});
    m_job.referenceCopy = true;
    m_job.original.documentClass = facts().at("documentClass").asString();
    if (m_job.state != JobState::Registered) {
        m_job.state = JobState::Open;
    }
    m_job.submitted.reset();
    m_job.accepted.reset();
}

void Fold::sealStarted() {
    allow({JobState::Submitted, JobState::Accepted});
    Sealing sealing;
    sealing.recordId = facts().at("recordId").asString();
    sealing.manifestDigest = digestIn(facts(), "manifestDigest");
    sealing.certificate = signerCertificateFromJson(facts().at("certificate"));
    sealing.act = act();
    m_job.sealing = std::move(sealing);
    m_job.state = JobState::SealingPending;
}

void Fold::recordSigned() {
    allow({JobState::SealingPending});
    m_job.sealing->signatureDigest = digestIn(facts(), "signatureDigest");
}

void Fold::sealDiscarded() {
    allow({JobState::SealingPending});
    m_job.sealing.reset();
    m_job.state = m_job.accepted ? JobState::Accepted : JobState::Submitted;
}

void Fold::recordSealed() {
    allow({JobState::SealingPending});
    if (m_entry.what.record != m_job.sealing->recordId) {
        broken("another record was being sealed");
    }
    m_job.sealed = sealedRecordFrom(m_entry);
    if (m_job.sealed->manifestDigest != m_job.sealing->manifestDigest) {
        broken("another manifest was being sealed");
    }
    m_job.state = JobState::Sealed;
}

void Fold::apply() {
    if (m_job.id.empty() && m_entry.what.kind != EntryKind::OriginalRegistered &&
        m_entry.what.kind != EntryKind::Refused) {
        broken("the job was never registered");
    }
    if (!m_job.id.empty() && m_entry.what.job != m_job.id) {
        broken("it belongs to another job");
    }
    if (!m_job.id.empty() && m_entry.sequence <= m_job.lastSequence) {
        broken("out of order");
    }
    m_job.lastSequence = m_entry.sequence;
    switch (m_entry.what.kind) {
    case EntryKind::OriginalRegistered:
        return registered();
    case EntryKind::JobOpened:
        allow({JobState::Registered});
        m_job.opened = act();
        m_job.regulation = m_entry.what.regulation;
        m_job.state = JobState::Open;
        return;
    case EntryKind::Prepared:
        allow({JobState::Open});
        m_job.prepared = attestationFromJson(facts().at("attestation"));
        m_job.sheetsPrepared = facts().at("sheets").asInt();
        return;
    case EntryKind::ScanStarted:
        return scanStarted();
    case EntryKind::PageCaptured:
        return pageCaptured();
    case EntryKind::FeedInterrupted:
        return feedInterrupted();
    case EntryKind::ScanEnded:
        allow({JobState::Open});
        m_job.scanning = false;
        m_job.run.reset();
        m_job.lastRun = textIn(facts(), "outcome");
        return;
    case EntryKind::PageMarked:
        return pageMarked();
    case EntryKind::PageExamined:
        return pageExamined();
    case EntryKind::SheetSetAside:
        return sheetSetAside();
    case EntryKind::Compared:
        allow({JobState::Open});
        m_job.compared = attestationFromJson(facts().at("attestation"));
        return;
    case EntryKind::JobSubmitted:
        allow({JobState::Open});
        m_job.submitted = act();
        m_job.sentBack.reset();
        m_job.state = JobState::Submitted;
        return;
    case EntryKind::SentBack:
        allow({JobState::Submitted, JobState::Accepted});
        m_job.sentBack = act();
        m_job.submitted.reset();
        m_job.accepted.reset();
        m_job.state = JobState::Open;
        return;
    case EntryKind::Accepted:
        allow({JobState::Submitted});
        m_job.accepted = act();
        m_job.state = JobState::Accepted;
        return;
    case EntryKind::Excused:
        allow({JobState::Registered, JobState::Open, JobState::Submitted, JobState::Accepted});
        m_job.excuse = Excuse{act(), instantIn(facts(), "hindranceEnded")};
        return;
    case EntryKind::ConvertedToReference:
        return convert();
    case EntryKind::SealStarted:
        return sealStarted();
    case EntryKind::RecordSigned:
        return recordSigned();
    case EntryKind::SealDiscarded:
        return sealDiscarded();
    case EntryKind::RecordSealed:
        return recordSealed();
    case EntryKind::JobAbandoned:
        allow({JobState::Registered, JobState::Open, JobState::Submitted, JobState::Accepted});
        m_job.abandoned = act();
        m_job.state = JobState::Abandoned;
        return;
    case EntryKind::CompletionStarted:
    case EntryKind::RenewalStarted:
    case EntryKind::RecordCompleted:
    case EntryKind::RecordRenewed:
    case EntryKind::SignerRevocationFound:
        allow({JobState::Sealed});
        return record::apply(*m_job.sealed, m_entry);
    case EntryKind::RecordVerified:
        if (m_job.sealed && m_job.sealed->recordId == m_entry.what.record) {
            m_job.sealed->lastVerdict = m_entry.what.verdict;
        }
        return;
    case EntryKind::AmendmentOpened:
    case EntryKind::RecordWithdrawn:
    case EntryKind::SampleFaultFound:
    case EntryKind::IncidentClosed:
    case EntryKind::PaperReleaseProposed:
        allow({JobState::Sealed});
        return record::apply(m_job.later, m_entry);
    case EntryKind::PaperPlaced: // where the paper is may be said at any time [B5, D2]
        return record::apply(m_job.later, m_entry);
    // Acts that are logged with the job but change nothing about it.
    case EntryKind::HomeInitialised:
    case EntryKind::RegulationActivated:
    case EntryKind::Refused:
    case EntryKind::RecordViewed:
    case EntryKind::RecordExported:
    case EntryKind::RecordSearched:
    case EntryKind::LogViewed:
    case EntryKind::LoginFailed:
    case EntryKind::ClockChecked:
    case EntryKind::CheckpointMade:
    case EntryKind::CheckpointTimestamped:
    case EntryKind::DeviceQualified:
    case EntryKind::QualificationRefused:
    case EntryKind::QualificationVoided:
    case EntryKind::RegulationApproved:
    case EntryKind::AuditReplayed:
    case EntryKind::ConformityRecorded:
    case EntryKind::ConformityCountersigned:
    case EntryKind::PeopleChanged:
    case EntryKind::PeopleReviewed:
    case EntryKind::CredentialSet:
    case EntryKind::LoggedIn:
    case EntryKind::LoginUnlocked:
    case EntryKind::BreakGlassStarted:
    case EntryKind::BreakGlassReviewed:
    case EntryKind::ProxyAct:
    case EntryKind::ProxyConfirmed:
    case EntryKind::JobViewed:
    case EntryKind::SampleOpened:
    case EntryKind::SampleDrawn:
    case EntryKind::SamplePageViewed:
    case EntryKind::SamplePageInspected:
    case EntryKind::SampleClosed:
        return;
    }
}

} // namespace

void apply(ScanJob& job, const Entry& entry) {
    Fold(entry, job).apply();
}

ScanJob fold(std::span<const Entry> entries) {
    ScanJob job;
    for (const Entry& entry : entries) {
        apply(job, entry);
    }
    return job;
}

} // namespace seihon::record
