#include "model_station.h"

// The end of a seal, and what comes after: Versions::amend and Versions::withdraw without bytes.
namespace seihon::regulation {

using record::Actor;
using record::EntryKind;
using record::Json;
using record::Verdict;

// Station::finishSeal
Verdict ModelStation::finishSeal(record::Instant tokenTime) {
    if (m_job.state != record::JobState::SealingPending || !m_job.sealing->signatureDigest) {
        return {};
    }
    std::vector<ProvenTime> proofs{{tokenTime, "seal"}};
    if (m_job.amends && m_job.amends->samePages) {
        proofs.push_back({m_job.amends->provenAt, "earlier-version"});
    }
    Verdict verdict = seen(judgeLateness(m_regulation, m_job, proofs));
    if (!verdict.permitted()) {
        discardSeal(verdict, Actor{"station", "st-1", record::Role::Station});
        return verdict;
    }
    append(EntryKind::RecordSealed, m_job.sealing->act.actor,
           Json::object({{"recordId", m_job.sealing->recordId},
                         {"documentClass", m_job.original.documentClass},
                         {"path", "p"},
                         {"manifestDigest", m_job.sealing->manifestDigest.hex()},
                         {"signatureDigest", record::sha256("signature").hex()},
                         {"provenAt", record::formatInstant(tokenTime)},
                         {"pages", m_job.pages.size()}}),
           verdict);
    return verdict;
}

Verdict ModelStation::amend(const ModelPerson& person, const AmendmentWish& wish,
                            ModelStation& next) {
    const Actor actor = actorOf(person, Authority::AmendRecord);
    Verdict verdict = judgeVerb(person, actor, Authority::AmendRecord);
    verdict.merge(judgeRegistration(m_regulation, m_job.original, now));
    for (const Authority right :
         {Authority::Register, Authority::Open, Authority::Scan, Authority::MarkPage}) {
        verdict.merge(judgePerson(m_regulation, right, actor, person.standing, now));
    }
    verdict = seen(verdict.merge(judgeAmendment(m_regulation, m_job, wish, {})));
    if (!permits(verdict, actor, Authority::AmendRecord)) {
        return verdict;
    }
    record::Amends amends{m_job.sealed->recordId,
                          m_job.sealed->manifestDigest,
                          m_job.sealed->provenAt,
                          "wrong",
                          wish.samePages,
                          wish.otherPatient,
                          {}};
    amends.corrections.resize(static_cast<std::size_t>(wish.corrections), {"dose", "1", "2"});
    append(EntryKind::AmendmentOpened, actor,
           Json::object({{"job", "job-2"}, {"reason", "wrong"}, {"fork", false}}), verdict);
    next.now = now;
    next.m_captures = m_captures; // ids are unique over all jobs
    record::Entry entry;
    entry.station = "st-1";
    entry.at = now;
    entry.what.kind = EntryKind::OriginalRegistered;
    entry.what.actor = actor;
    entry.what.job = "job-1";
    entry.what.regulation = m_regulation.get().digest;
    entry.what.facts = Json::object(
        {{"original", record::toJson(m_job.original)},
         {"amends", record::toJson(amends, {m_job.scannedBy.begin(), m_job.scannedBy.end()})}});
    entry.what.privateFacts = Json::object({{"patient", record::toJson(m_job.original.patient)},
                                            {"corrections", record::toJson(amends.corrections)}});
    record::apply(next.m_job, entry);
    next.m_entries.push_back(entry);
    if (wish.samePages) {
        next.adopt(actor, m_job);
    }
    return verdict;
}

void ModelStation::adopt(const Actor& actor, const record::ScanJob& sealed) {
    append(EntryKind::JobOpened, actor, Json::object({}));
    append(EntryKind::Prepared, actor,
           Json::object({{"attestation", record::toJson(*sealed.prepared)},
                         {"sheets", sealed.sheetsPrepared}}));
    for (record::Page page : sealed.pages) {
        page.supersedes.clear();
        page.inserted = false;
        append(EntryKind::PageCaptured, actor, record::toJson(page), page.verdict);
        if (page.examination) {
            append(EntryKind::PageExamined, actor,
                   Json::object({{"captureId", page.captureId},
                                 {"examination", record::publicJson(*page.examination)}}),
                   page.examinationVerdict);
        }
        if (page.mark != record::PageMark::None) {
            append(EntryKind::PageMarked, actor,
                   Json::object({{"captureId", page.captureId},
                                 {"page", page.number},
                                 {"mark", record::enumName(page.mark)},
                                 {"reason", page.markReason}}));
        }
    }
}

Verdict ModelStation::withdraw(const ModelPerson& person, bool wrongPatient) {
    const Actor actor = actorOf(person, Authority::WithdrawRecord);
    Verdict verdict = judgeVerb(person, actor, Authority::WithdrawRecord);
    verdict = seen(verdict.merge(judgeShowing(m_job, false)));
    if (permits(verdict, actor, Authority::WithdrawRecord)) {
        append(EntryKind::RecordWithdrawn, actor,
               Json::object({{"reason", "another patient"},
                             {"wrongPatient", wrongPatient},
                             {"incident", "i-1"}}));
    }
    return verdict;
}

} // namespace seihon::regulation
