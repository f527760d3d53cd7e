#include "imaging/tiff.h"
#include "record/fault.h"
#include "record/id.h"
#include "record/json_fields.h"
#include "record/sentences.h"
#include "signing/cms.h"
#include "signing/record_rules.h"
#include "signing/station_key.h"
#include "station/batch_gate.h"
#include "station/card_use.h"
#include "station/checkpoints.h"
#include "station/clock_watch.h"
#include "station/cover_desk.h"
#include "station/findings.h"
#include "station/project_gate.h"
#include "station/record_json.h"
#include "station/round.h"
#include "station/samples.h"
#include "station/verb.h"

#include <system_error>

// Sealing (design §5): SealStarted → build and sign → RecordSigned → token, verify, judge → into
// the archive → RecordSealed. Every step can be repeated after a crash at any point; the record
// appears once or not at all.
namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::Json;
using regulation::Authority;

namespace {

constexpr std::int64_t kSignatureBytes = 4 << 20;
const std::filesystem::path kSignatureFile = "META-INF/signature001.p7s";
const std::filesystem::path kManifestFile = "META-INF/ASiCManifest001.xml";

std::string jsonBytes(const record::ScanJob& job, const regulation::Regulation& rules,
                      const std::string& stationId, const std::filesystem::path& stationKey) {
    record::Json json = recordJson({.job = job,
                                    .regulation = rules,
                                    .recordId = job.sealing->recordId,
                                    .stationId = stationId,
                                    .signer = job.sealing->act.actor,
                                    .certificate = job.sealing->certificate,
                                    .sealStartedAt = job.sealing->act.at,
                                    .scanProof = job.sealing->scanProof});
    json.set("stationSignature", signing::signAsStation(stationKey, signing::stationMessage(json)));
    return record::canonical(json);
}

record::Manifest manifestOf(const record::ScanJob& job, const std::string& recordJsonBytes) {
    record::Manifest manifest;
    manifest.entries.push_back({"record.json", record::sha256(recordJsonBytes)});
    if (job.sealing->scanProof) {
        manifest.entries.push_back(
            {std::string(record::kScanProofPath), job.sealing->scanProof->sha256});
    }
    for (const record::Page& page : job.pages) {
        manifest.entries.push_back({pagePath(page.number), page.fileDigest});
    }
    return manifest;
}

// A page enters the record by a second name of the same bytes (no copy, no second chance to
// differ); on file systems without hard links by a durable copy.
void placePage(const std::filesystem::path& capture, const std::filesystem::path& page) {
    std::error_code failed;
    std::filesystem::create_hard_link(capture, page, failed);
    if (failed) {
        ledger::writeDurably(page, ledger::readWhole(capture, kTiffBytes));
    }
}

} // namespace

SealOutcome Station::seal(const Session& session, const std::string& jobId) {
    const record::ScanJob before = job(jobId);
    std::set<record::Role> signers;
    const regulation::Regulation& rules = regulationOf(before.regulation);
    if (const auto found = rules.classes.find(before.original.documentClass);
        found != rules.classes.end()) {
        signers = found->second.signerRoles;
    }
    Samples(*this).commitSeeds(); // before this one is sealed: nobody can know whether it is drawn
    Round round(*this, Urgency::Asked);
    {
        Verb verb(*this, jobId, Authority::Seal, session, signers);
        if (session.way != regulation::LoginWay::Card) { // there is no key to ask: hand over [W]
            const record::Verdict step = verb.judgeStep();
            verb.permits(step);
            return {verb.job, step, {}, {}};
        }
        SealOutcome started = startSeal(verb, round, session);
        if (!started.verdict.permitted()) {
            return started;
        }
    }
    return finishSeal(jobId, round);
}

// Up to RecordSigned; finds a half-done seal of the same person and goes on with it.
SealOutcome Station::startSeal(Verb& verb, Round& round, const Session& session) {
    const bool resuming = verb.job.state == record::JobState::SealingPending;
    if (resuming && verb.job.sealing->signatureDigest) {
        return {verb.job, {}, {}, {}};
    }
    round.obtainLists({}, std::nullopt); // the demo's, before they end
    ClockWatch clock(*this);
    clock.lookWhenDue();
    const auto key = takeKey(m_home, m_config, session.person, session.pin.look(verb.now));
    record::SignerCertificate certificate = signing::describeCertificate(key->certificate());

    record::Verdict verdict = signing::judgeSignerCertificate(round.trust(), key->certificate(), {},
                                                              {}, verb.now, certificate);
    if (verdict.has(record::FindingId::RevocationUnknown) &&
        round.obtainLists({key->certificate()}, std::nullopt)) {
        verdict = signing::judgeSignerCertificate(round.trust(), key->certificate(), {}, {},
                                                  verb.now, certificate);
    }
    if (certificate.sha256 != session.person.certificateSha256) {
        verdict.add(measuredFinding(record::FindingId::SignerIsNotActor, record::Severity::Refuse,
                                    certificate.holder));
    }
    record::ClockCheck machine;
    readMachineTime(machine);
    const std::optional<record::Instant> latest = latestEntryTime();
    verdict.merge(regulation::judgeClock(*m_regulation, latest, verb.now));
    verdict.merge(clock.judge(machine));
    // Asked again on resuming: between the first try and this one an appointment may have ended.
    verdict.merge(regulation::judgePerson(*m_regulation, Authority::Seal, verb.actor,
                                          standingOf(session), verb.now));
    if (!resuming) {
        verdict.merge(regulation::judgeStep(verb.job, Authority::Seal));
    }
    verdict.merge(
        regulation::judgeSealing(verb.rules(), verb.job, verb.actor, certificate, verb.now));
    std::optional<ProjectGate> gate(std::in_place, *this, verb.job); // until SealStarted [C1, C2]
    verdict.merge(gate->judge(Authority::Seal, verb.actor, verb.now));
    std::optional<BatchGate> place(std::in_place, *this, verb.job); // the same [W]
    verdict.merge(place->judge(Authority::Seal));
    Json judgedWith = Json::object({{"certificate", record::toJson(certificate)},
                                    {"machine", machineTimeJson(machine)},
                                    {"latestEntry", record::instantOrNull(latest)}});
    if (place->link()) {
        judgedWith.set("tabCounts", place->counts());
    }
    if (!verb.permits(verdict, judgedWith)) {
        return {verb.job, verdict, {}, {}};
    }
    if (resuming) {
        dropStaleSeal(verb, certificate);
    }
    if (verb.job.state != record::JobState::SealingPending) {
        const auto proof = keepScanProof(verb.job, round);
        // The manifest is fixed before its first side effect: what is built later must give this
        // digest.
        record::ScanJob sealing = verb.job;
        sealing.sealing = record::Sealing{record::makeId(verb.now),
                                          {},
                                          certificate,
                                          {verb.actor, verb.now, {}, m_regulation->digest},
                                          {},
                                          proof};
        const std::string json =
            jsonBytes(sealing, verb.rules(), m_config.stationId, m_home.stationKey());
        const std::string manifest = signing::manifestXml(manifestOf(sealing, json));
        Json facts = judgedWith;
        facts.set("recordId", sealing.sealing->recordId);
        facts.set("manifestDigest", record::sha256(manifest).hex());
        facts.set("scanProof", proof ? record::toJson(*proof) : Json());
        verb.append(EntryKind::SealStarted, std::move(facts), verdict);
    }
    place.reset();
    gate.reset();
    buildRecord(verb.job);
    signRecord(verb.job, session, *key);
    verb.tick();
    const auto signature = ledger::readWhole(m_home.signature(verb.job.id), kSignatureBytes);
    verb.append(EntryKind::RecordSigned,
                Json::object({{"signatureDigest", record::sha256(signature).hex()}}));
    return {verb.job, verdict, {}, {}};
}

// What was started and never signed, when another signer takes over, or when the card stayed away
// so long that only a later checkpoint still proves the scan in time [B1].
void Station::dropStaleSeal(Verb& verb, const record::SignerCertificate& certificate) {
    const auto deadline = regulation::scanDeadline(verb.rules(), verb.job.original);
    const bool late = deadline && verb.now > *deadline && !verb.job.sealing->scanProof;
    record::Verdict why;
    if (verb.job.sealing->certificate.sha256 != certificate.sha256) {
        why.add(measuredFinding(record::FindingId::SignerIsNotActor, record::Severity::Note,
                                certificate.holder));
    } else if (late) {
        why.add(measuredFinding(record::FindingId::ProofOfScanTimeLate, record::Severity::Note,
                                record::formatInstant(verb.now), record::formatInstant(*deadline)));
    } else {
        return;
    }
    discardSeal(verb.job, why, verb.actor);
    verb.job = job(verb.job.id);
}

void Station::buildRecord(const record::ScanJob& job) {
    const std::filesystem::path folder = m_home.building(job.id);
    // What a crash left half-built is not evidence yet: it is built anew from the captures and the
    // ledger.
    std::filesystem::remove_all(folder);
    std::filesystem::remove(m_home.signature(job.id));
    const std::string json =
        jsonBytes(job, regulationOf(job.regulation), m_config.stationId, m_home.stationKey());
    const std::string manifest = signing::manifestXml(manifestOf(job, json));
    if (record::sha256(manifest) != job.sealing->manifestDigest) {
        throw Fault(FaultKind::LedgerBroken, "the record built for job " + job.id +
                                                 " is not the one its SealStarted entry names");
    }
    ledger::makeDurableFolder(folder / "pages");
    ledger::makeDurableFolder(folder / "META-INF");
    for (const record::Page& page : job.pages) {
        const std::filesystem::path capture = m_home.captures(job.id) / page.file;
        placePage(capture, folder / pagePath(page.number));
        const auto bytes = ledger::readWhole(folder / pagePath(page.number), kTiffBytes);
        if (record::sha256(bytes) != page.fileDigest) {
            throw Fault(FaultKind::StorageDiffers,
                        "page " + std::to_string(page.number) + " is not what was captured",
                        {{"file", capture.string()}});
        }
    }
    ledger::writeDurably(folder / "mimetype", record::bytesOf(signing::kMimetype));
    ledger::writeDurably(folder / "record.json", record::bytesOf(json));
    if (job.sealing->scanProof) {
        const auto proof = ledger::readWhole(m_home.scanProof(job.id), record::kScanProofBytes);
        if (record::sha256(proof) != job.sealing->scanProof->sha256) {
            throw Fault(FaultKind::StorageDiffers, "the proof of scan time is not the one kept",
                        {{"file", m_home.scanProof(job.id).string()}});
        }
        ledger::writeDurably(folder / record::kScanProofPath, proof);
    }
    ledger::writeDurably(folder / kManifestFile, record::bytesOf(manifest));
}

void Station::signRecord(const record::ScanJob& job, const Session& session,
                         signing::SigningKey& key) {
    const auto manifest =
        ledger::readWhole(m_home.building(job.id) / kManifestFile, kSignatureBytes);
    const signing::ValidationMaterial material =
        signing::validationMaterialFor(trust(), key.certificate(), job.sealing->act.at);
    try {
        const signing::Pin& pin = session.pin.spend(record::readClock());
        ledger::writeDurably(
            m_home.signature(job.id),
            signing::signDetached(manifest, key, pin, material, job.sealing->act.at));
    } catch (const Fault& fault) {
        if (fault.kind == FaultKind::PinWrong || fault.kind == FaultKind::PinLocked ||
            fault.kind == FaultKind::PinLastTry) {
            session.pin.forget(); // changed since the login: it must not cost a second try
        }
        throw;
    }
}

// The signature with a token of the first service that gives an acceptable one.
std::vector<std::uint8_t> Station::withToken(const record::ScanJob& job, Round& round) {
    const auto cms = ledger::readWhole(m_home.signature(job.id), kSignatureBytes);
    if (record::sha256(cms) != *job.sealing->signatureDigest) {
        throw Fault(FaultKind::StorageDiffers, "the stored signature is not the one that was made",
                    {{"file", m_home.signature(job.id).string()}});
    }
    const signing::Token token =
        round.services.token(signing::signatureValueDigest(cms), m_regulation->clockTolerance);
    return signing::withSignatureTimestamp(
        cms, token.der, signing::validationMaterialForToken(round.trust(), token.der, token.at));
}

// From RecordSigned to RecordSealed; called again by `work` and at start until it gets there.
SealOutcome Station::finishSeal(const std::string& jobId, Round& round) {
    const ledger::FileLock lock = lockJob(m_home, jobId, true);
    const record::ScanJob job = this->job(jobId);
    if (job.state == record::JobState::Sealed) {
        return {job, {}, verifyRecord(job.sealed->recordId), {}};
    }
    if (job.state != record::JobState::SealingPending || !job.sealing->signatureDigest) {
        return {job, {}, {}, "waits for its signer's card"};
    }
    if (m_store->holds(job.sealing->recordId)) { // died between the rename and the last entry
        m_store->settle(job.sealing->recordId);
        return commitSeal(job, signing::verifyRecord(m_store->pathOf(job.sealing->recordId),
                                                     round.trust(), record::readClock()));
    }
    const std::filesystem::path folder = m_home.building(jobId);
    std::filesystem::remove(folder / kSignatureFile);
    try {
        ledger::writeDurably(folder / kSignatureFile, withToken(job, round));
    } catch (const Fault& fault) { // the stated fallback: sealing pending, never shown as done
        if (fault.kind != FaultKind::TimestampUnavailable &&
            fault.kind != FaultKind::TimestampRefused) {
            throw;
        }
        return {job, {}, {}, record::textOf(fault, record::Language::English).what};
    }
    // Verify what we just made, before anybody relies on it.
    const signing::RecordVerification made =
        signing::verifyRecord(folder, round.trust(), record::readClock());
    record::Verdict verdict = made.verdict;
    if (made.provenAt) {
        std::vector<regulation::ProvenTime> proofs{{*made.provenAt, "seal"}};
        if (made.scanProvenAt) {
            proofs.push_back({*made.scanProvenAt, "checkpoint"});
        }
        if (job.amends && job.amends->samePages) { // the same pages have been proven before
            proofs.push_back({job.amends->provenAt, "earlier-version"});
        }
        verdict.merge(regulation::judgeLateness(regulationOf(job.regulation), job, proofs));
    }
    const ProjectGate gate(*this, job); // somebody may have objected since it was signed
    verdict.merge(gate.judge(Authority::Seal, job.sealing->act.actor, record::readClock()));
    const BatchGate place(*this, job); // nor has anything in its folder turned up [W]
    verdict.merge(place.judge(Authority::Seal));
    if (!verdict.permitted()) {
        discardSeal(job, verdict, stationActor());
        return {this->job(jobId), verdict, made, {}};
    }
    ledger::syncTree(folder);
    m_store->commit(folder, job.sealing->recordId);
    return commitSeal(job, made);
}

SealOutcome Station::commitSeal(const record::ScanJob& job,
                                const signing::RecordVerification& made) {
    if (!made.verdict.permitted() || made.manifestDigest != job.sealing->manifestDigest) {
        throw Fault(FaultKind::StorageDiffers,
                    "the record in the archive is not the one that was sealed",
                    {{"file", m_store->pathOf(job.sealing->recordId).string()}});
    }
    const auto signature =
        ledger::readWhole(m_store->pathOf(job.sealing->recordId) / kSignatureFile, kSignatureBytes);
    record::EntryDraft draft;
    draft.kind = EntryKind::RecordSealed;
    draft.actor = job.sealing->act.actor;
    draft.job = job.id;
    draft.record = job.sealing->recordId;
    draft.facts = Json::object({{"recordId", job.sealing->recordId},
                                {"documentClass", job.original.documentClass},
                                {"path", record::archivePathOfId(job.sealing->recordId)},
                                {"manifestDigest", job.sealing->manifestDigest.hex()},
                                {"signatureDigest", record::sha256(signature).hex()},
                                {"provenAt", record::formatInstant(*made.provenAt)},
                                {"pages", job.pages.size()}});
    if (job.project) { // what an audit of the project draws from [C4]
        draft.facts.set("project", job.project->id);
    }
    draft.privateFacts = Json::object({{"patient", record::toJson(job.original.patient)}});
    draft.verdict = made.verdict;
    draft.regulation = m_regulation->digest;
    m_ledger->append(draft, record::readClock());
    // The captures live on inside the record; nothing of the paper stays behind in working folders
    // [F11].
    for (const record::Page& page : job.pages) {
        std::filesystem::remove(m_home.captures(job.id) / page.file);
    }
    CoverDesk(*this).forget(job.id);
    std::filesystem::remove_all(m_home.views(job.id));
    std::filesystem::remove(m_home.signature(job.id));
    std::filesystem::remove(m_home.scanProof(job.id));
    Checkpoints(*this).make();
    return {this->job(job.id), made.verdict, made, {}};
}

void Station::discardSeal(const record::ScanJob& job, const record::Verdict& why,
                          const record::Actor& actor) {
    record::EntryDraft draft;
    draft.kind = EntryKind::SealDiscarded;
    draft.actor = actor;
    draft.job = job.id;
    draft.record = job.sealing->recordId;
    draft.facts = Json::object({{"recordId", job.sealing->recordId}});
    draft.verdict = why;
    draft.regulation = m_regulation->digest;
    m_ledger->append(draft, record::readClock());
    std::filesystem::remove_all(m_home.building(job.id));
    std::filesystem::remove(m_home.signature(job.id));
    std::filesystem::remove(m_home.scanProof(job.id));
}

void Station::settleOpenSeals() {
    for (const std::string& id : m_ledger->jobsWithOpenSeal()) {
        const record::ScanJob job = this->job(id);
        // Only what needs no network and no card is done before the verb; `work` does the rest.
        if (job.sealing && job.sealing->signatureDigest && m_store->holds(job.sealing->recordId)) {
            Round round(*this, Urgency::Background);
            finishSeal(id, round);
        }
    }
}

} // namespace seihon::station
