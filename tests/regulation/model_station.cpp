#include "model_station.h"

#include "record/feed_plan.h"
#include "record/json_fields.h"

#include <algorithm>

namespace seihon::regulation {

using record::Actor;
using record::EntryKind;
using record::FindingId;
using record::Json;
using record::Verdict;

namespace {

const Actor kModelStationActor{"station", "st-1", record::Role::Station};

Verdict verdictWith(FindingId id) {
    Verdict verdict;
    record::Finding finding;
    finding.id = id;
    return verdict.add(finding);
}

Json listOf(const std::vector<std::int64_t>& numbers) {
    Json list = Json::array();
    for (const std::int64_t number : numbers) {
        list.push(number);
    }
    return list;
}

// As it comes back from the ledger.
record::Entry throughTheLedger(const record::Entry& entry) {
    const std::string line = record::canonical(record::publicLine(entry));
    record::Entry read = record::entryFromPublicLine(record::parseJson(line));
    read.what.privateFacts = entry.what.privateFacts;
    return read;
}

} // namespace

Verdict ModelStation::seen(Verdict verdict) const {
    if (m_blindTo) {
        std::erase_if(verdict.findings,
                      [&](const record::Finding& finding) { return finding.id == *m_blindTo; });
    }
    return verdict;
}

// Station::actorOf
Actor ModelStation::actorOf(const ModelPerson& person, Authority authority,
                            const std::set<record::Role>& preferred) const {
    return actingAs(m_regulation, authority, person.user, person.user, person.standing, preferred,
                    now);
}

// Station::Verb::judgeStep
Verdict ModelStation::judgeVerb(const ModelPerson& person, const Actor& actor,
                                Authority authority) const {
    Verdict verdict = judgePerson(m_regulation, authority, actor, person.standing, now);
    return seen(verdict.merge(judgeStep(m_job, authority)));
}

bool ModelStation::permits(const Verdict& verdict, const Actor& actor, Authority authority) {
    if (verdict.permitted()) {
        return true;
    }
    append(EntryKind::Refused, actor, Json::object({{"verb", record::enumName(authority)}}),
           verdict);
    return false;
}

void ModelStation::append(EntryKind kind, const Actor& actor, Json facts,
                          std::optional<Verdict> verdict) {
    record::Entry entry;
    entry.station = "st-1";
    entry.sequence = m_entries.size();
    entry.at = now;
    entry.what.kind = kind;
    entry.what.actor = actor;
    entry.what.job = "job-1";
    entry.what.record = m_job.sealing ? m_job.sealing->recordId : std::string();
    entry.what.facts = std::move(facts);
    entry.what.verdict = std::move(verdict);
    entry.what.regulation = m_regulation.get().digest;
    record::Entry stored = useLedgerLines ? throughTheLedger(entry) : std::move(entry);
    record::apply(m_job, stored);
    m_entries.push_back(std::move(stored));
}

Verdict ModelStation::registerOriginal(const ModelPerson& person,
                                       const record::Original& original) {
    const Actor actor = actorOf(person, Authority::Register);
    Verdict verdict = judgePerson(m_regulation, Authority::Register, actor, person.standing, now);
    verdict = seen(verdict.merge(judgeRegistration(m_regulation, original, now)));
    if (verdict.permitted()) { // a refusal belongs to no job
        append(EntryKind::OriginalRegistered, actor,
               Json::object({{"original", record::toJson(original)}}), verdict);
    }
    return verdict;
}

Verdict ModelStation::open(const ModelPerson& person) {
    const Actor actor = actorOf(person, Authority::Open);
    const Verdict step = judgeVerb(person, actor, Authority::Open);
    if (permits(step, actor, Authority::Open)) {
        append(EntryKind::JobOpened, actor, Json::object({}),
               seen(judgeWindow(m_regulation, m_job.original, now)));
    }
    return step;
}

Verdict ModelStation::prepare(const ModelPerson& person, std::int64_t sheets, bool attested) {
    const Actor actor = actorOf(person, Authority::Scan);
    Verdict verdict = judgeVerb(person, actor, Authority::Scan);
    if (!attested) {
        verdict = seen(verdict.merge(verdictWith(FindingId::NotPrepared)));
    }
    if (permits(verdict, actor, Authority::Scan)) {
        const record::Attestation attestation{
            "prepared", attested ? "yes" : "no", {}, "flag", actor, now};
        append(EntryKind::Prepared, actor,
               Json::object({{"attestation", record::toJson(attestation)}, {"sheets", sheets}}));
    }
    return verdict;
}

// A run that never reported its end; false: sheets go back first, nothing is fed.
bool ModelStation::settleLostRun(const Actor& actor) {
    if (!m_job.scanning) {
        return true;
    }
    std::vector<std::int64_t> putBack;
    if (m_job.run) {
        putBack = record::sheetsToPutBack(*m_job.run);
    }
    append(EntryKind::FeedInterrupted, actor,
           Json::object({{"fault", "ScanRunLost"},
                         {"sheet", putBack.empty() ? m_job.sheetsFed + 1 : putBack.front()},
                         {"putBack", listOf(putBack)},
                         {"detail", ""}}));
    append(EntryKind::ScanEnded, actor, Json::object({{"pages", 0}, {"outcome", "lost"}}));
    return putBack.empty();
}

// station/keep_pages.cpp
void ModelStation::keep(const Actor& actor, const ModelRun& run, const record::FeedPlan& plan,
                        std::int64_t nth) {
    const bool duplex = run.profile.source == record::PaperSource::FeederDuplex;
    const ModelSide& side = run.sides[static_cast<std::size_t>(nth)];
    record::Page page;
    page.captureId = "c" + std::to_string(m_entries.size()) + "-" + std::to_string(++m_captures);
    page.file = page.captureId + ".tif";
    page.capture = side.facts;
    page.capture.feed = (duplex ? nth / 2 : nth) + 1;
    page.sheet = plan.sheetOf(page.capture.feed);
    page.side = plan.side.value_or(side.side);
    page.inserted = plan.pass == record::FeedPass::Insert && page.side == record::Side::Front;
    if (!page.inserted) {
        for (const record::Page& old : m_job.pages) {
            if (old.sheet == page.sheet && old.side == page.side) {
                page.supersedes = old.captureId;
            }
        }
    }
    page.pixelDigest = side.pixels;
    page.fileDigest = record::sha256(page.captureId);
    page.width = 2574;
    page.height = 3602;
    page.dpi = 300;
    page.measurement = side.measurement;
    page.capturedAt = now;
    page.verdict = judgeDevice(m_regulation, run.qualification, page.capture, now);
    page.verdict.merge(judgePage(m_regulation, m_job.original, page.capture, page.measurement));
    page.verdict.merge(judgeLikeness(m_regulation, page));
    page.verdict = seen(std::move(page.verdict));
    append(EntryKind::PageCaptured, actor, record::toJson(page), page.verdict);
}

void ModelStation::breakOff(const Actor& actor, const ModelRun& run, const record::FeedPlan& plan) {
    const auto sides = static_cast<std::int64_t>(run.sides.size());
    const bool duplex = run.profile.source == record::PaperSource::FeederDuplex;
    const std::int64_t kept = duplex ? sides / 2 : sides;
    const std::vector<std::int64_t> putBack = plan.sheetsAfter(kept, kept + 1);
    append(EntryKind::FeedInterrupted, actor,
           Json::object({{"fault", "PaperJam"},
                         {"sheet", putBack.empty() ? std::int64_t{1} : putBack.front()},
                         {"putBack", listOf(putBack)},
                         {"detail", ""}}));
    append(EntryKind::ScanEnded, actor,
           Json::object({{"pages", sides}, {"outcome", "interrupted"}}));
}

Verdict ModelStation::scan(const ModelPerson& person, const ModelRun& run) {
    const Actor actor = actorOf(person, Authority::Scan);
    Verdict verdict = judgeVerb(person, actor, Authority::Scan);
    if (!m_job.prepared) {
        verdict = seen(verdict.merge(verdictWith(FindingId::NotPrepared)));
    }
    verdict = seen(verdict.merge(
        judgeProfile(m_regulation, m_job.original, run.qualification, run.profile, now)));
    if (!permits(verdict, actor, Authority::Scan) || !settleLostRun(actor)) {
        return verdict;
    }
    const record::FeedPlan plan = record::planFeed(m_job, run.wish);
    append(EntryKind::ScanStarted, actor,
           Json::object({{"device", "paperfeed:paper0"},
                         {"profile", record::toJson(run.profile)},
                         {"plan", record::toJson(plan)}}),
           verdict);
    const bool duplex = run.profile.source == record::PaperSource::FeederDuplex;
    for (std::size_t i = 0; i < run.sides.size(); ++i) {
        const auto nth = static_cast<std::int64_t>(i);
        if (plan.sheetOf((duplex ? nth / 2 : nth) + 1) == 0) {
            break; // the run has as many as it asked for
        }
        keep(actor, run, plan, nth);
    }
    if (run.end == RunEnd::Interrupted) {
        breakOff(actor, run, plan);
    } else if (run.end == RunEnd::Complete) {
        append(EntryKind::ScanEnded, actor,
               Json::object({{"pages", run.sides.size()}, {"outcome", "complete"}}));
    }
    return verdict;
}

Verdict ModelStation::examine(std::int64_t number, const record::PageExamination& looked) {
    const record::Page* page = record::findPage(m_job, number);
    const bool early = m_job.state == record::JobState::Open ||
                       m_job.state == record::JobState::Submitted ||
                       m_job.state == record::JobState::Accepted;
    if (page == nullptr || !early) {
        return {};
    }
    append(
        EntryKind::PageExamined, kModelStationActor,
        Json::object({{"captureId", page->captureId}, {"examination", record::publicJson(looked)}}),
        seen(judgeExamination(m_regulation, m_job.original, looked)));
    return {};
}

Verdict ModelStation::markPage(const ModelPerson& person, std::int64_t number,
                               record::PageMark mark, const std::string& reason) {
    const record::Page* page = record::findPage(m_job, number);
    if (page == nullptr || (reason.empty() && (mark == record::PageMark::AsOnPaper ||
                                               mark == record::PageMark::Rejected))) {
        return {}; // a fault of usage, and no entry
    }
    const Actor actor = actorOf(person, Authority::MarkPage);
    const Verdict verdict = judgeVerb(person, actor, Authority::MarkPage);
    if (permits(verdict, actor, Authority::MarkPage)) {
        append(EntryKind::PageMarked, actor,
               Json::object({{"captureId", page->captureId},
                             {"page", number},
                             {"mark", record::enumName(mark)},
                             {"reason", reason}}));
    }
    return verdict;
}

Verdict ModelStation::setSheetAside(const ModelPerson& person, std::int64_t number) {
    const record::Page* page = record::findPage(m_job, number);
    if (page == nullptr) {
        return {};
    }
    const Actor actor = actorOf(person, Authority::MarkPage);
    Verdict verdict = judgeVerb(person, actor, Authority::MarkPage);
    if (m_job.state != record::JobState::Open) {
        verdict = seen(verdict.merge(verdictWith(FindingId::StepNotAllowed)));
    }
    if (permits(verdict, actor, Authority::MarkPage)) {
        append(EntryKind::SheetSetAside, actor,
               Json::object({{"captureId", page->captureId},
                             {"page", number},
                             {"sheet", page->sheet},
                             {"reason", "fed twice"}}));
    }
    return verdict;
}

Verdict ModelStation::recount(const ModelPerson& person, std::int64_t sheets) {
    const Actor actor = actorOf(person, Authority::Scan);
    Verdict verdict = judgeVerb(person, actor, Authority::Scan);
    record::Original counted = m_job.original;
    counted.sheets = sheets;
    verdict = seen(verdict.merge(judgeRegistration(m_regulation, counted, now)));
    if (permits(verdict, actor, Authority::Scan)) {
        append(EntryKind::SheetsRecounted, actor,
               Json::object({{"before", m_job.original.sheets}, {"sheets", sheets}}));
    }
    return verdict;
}

Verdict ModelStation::compare(const ModelPerson& person, bool same, const std::string& asOnPaper) {
    const Actor actor = actorOf(person, Authority::Compare);
    Verdict verdict = judgeVerb(person, actor, Authority::Compare);
    if (m_job.pages.empty()) {
        verdict = seen(verdict.merge(verdictWith(FindingId::NoPages)));
    }
    if (permits(verdict, actor, Authority::Compare)) {
        const record::Attestation attestation{
            "compared", same ? "same" : "as-on-paper", asOnPaper, "flag", actor, now};
        append(EntryKind::Compared, actor,
               Json::object({{"attestation", record::toJson(attestation)}}));
    }
    return verdict;
}

Verdict ModelStation::submit(const ModelPerson& person) {
    const Actor actor = actorOf(person, Authority::Submit);
    Verdict verdict = judgeVerb(person, actor, Authority::Submit);
    verdict = seen(verdict.merge(judgeSubmission(m_regulation, m_job)));
    if (permits(verdict, actor, Authority::Submit)) {
        append(EntryKind::JobSubmitted, actor, Json::object({}), verdict);
    }
    return verdict;
}

Verdict ModelStation::accept(const ModelPerson& person) {
    const Actor actor = actorOf(person, Authority::Accept);
    Verdict verdict = judgeVerb(person, actor, Authority::Accept);
    verdict = seen(verdict.merge(judgeAcceptance(m_regulation, m_job, actor)));
    if (permits(verdict, actor, Authority::Accept)) {
        append(EntryKind::Accepted, actor, Json::object({}), verdict);
    }
    return verdict;
}

Verdict ModelStation::sendBack(const ModelPerson& person) {
    const Actor actor = actorOf(person, Authority::SendBack);
    const Verdict verdict = judgeVerb(person, actor, Authority::SendBack);
    if (permits(verdict, actor, Authority::SendBack)) {
        append(EntryKind::SentBack, actor, Json::object({{"reason", "look again"}}));
    }
    return verdict;
}

Verdict ModelStation::excuse(const ModelPerson& person, const std::string& reason,
                             std::optional<record::Instant> hindranceEnded) {
    const Actor actor = actorOf(person, Authority::Excuse);
    const Verdict verdict = judgeVerb(person, actor, Authority::Excuse);
    if (permits(verdict, actor, Authority::Excuse)) {
        append(EntryKind::Excused, actor,
               Json::object({{"reason", reason},
                             {"hindranceEnded", record::instantOrNull(hindranceEnded)}}));
    }
    return verdict;
}

Verdict ModelStation::convert(const ModelPerson& person) {
    const Actor actor = actorOf(person, Authority::Convert);
    const Verdict verdict = judgeVerb(person, actor, Authority::Convert);
    if (permits(verdict, actor, Authority::Convert)) {
        append(EntryKind::ConvertedToReference, actor,
               Json::object({{"reason", "late"},
                             {"documentClass", "reference-copy"},
                             {"from", m_job.original.documentClass}}));
    }
    return verdict;
}

Verdict ModelStation::abandon(const ModelPerson& person) {
    const Actor actor = actorOf(person, Authority::Abandon);
    const Verdict verdict = judgeVerb(person, actor, Authority::Abandon);
    if (permits(verdict, actor, Authority::Abandon)) {
        append(EntryKind::JobAbandoned, actor, Json::object({{"reason", "not ours"}}));
    }
    return verdict;
}

// Station::startSeal
Verdict ModelStation::startSeal(const ModelPerson& person, const record::SignerCertificate& card,
                                bool dies) {
    const bool resuming = m_job.state == record::JobState::SealingPending;
    if (resuming && m_job.sealing->signatureDigest) {
        return {};
    }
    const auto kind = m_regulation.get().classes.find(m_job.original.documentClass);
    const Actor actor =
        actorOf(person, Authority::Seal,
                kind == m_regulation.get().classes.end() ? std::set<record::Role>{}
                                                         : kind->second.signerRoles);
    Verdict verdict;
    if (card.sha256 != person.certificate.sha256) {
        verdict.merge(verdictWith(FindingId::SignerIsNotActor));
    }
    const auto latest = std::max_element(
        m_entries.begin(), m_entries.end(),
        [](const record::Entry& a, const record::Entry& b) { return a.at < b.at; });
    verdict.merge(judgeClock(m_regulation, latest->at, now));
    verdict.merge(judgePerson(m_regulation, Authority::Seal, actor, person.standing, now));
    if (!resuming) {
        verdict.merge(judgeStep(m_job, Authority::Seal));
    }
    verdict = seen(verdict.merge(judgeSealing(m_regulation, m_job, actor, card, now)));
    if (!permits(verdict, actor, Authority::Seal)) {
        return verdict;
    }
    if (resuming && m_job.sealing->certificate.sha256 != card.sha256) {
        discardSeal({}, actor);
    }
    if (m_job.state != record::JobState::SealingPending) {
        const std::string id = "record-" + std::to_string(++m_records);
        append(EntryKind::SealStarted, actor,
               Json::object({{"recordId", id},
                             {"manifestDigest", record::sha256(id).hex()},
                             {"certificate", record::toJson(card)}}),
               verdict);
    }
    if (!dies) {
        append(EntryKind::RecordSigned, actor,
               Json::object({{"signatureDigest", record::sha256("signature").hex()}}));
    }
    return verdict;
}

void ModelStation::discardSeal(const Verdict& why, const Actor& actor) {
    append(EntryKind::SealDiscarded, actor, Json::object({{"recordId", m_job.sealing->recordId}}),
           why);
}

} // namespace seihon::regulation
