#include "station/station.h"
#include "station/checkpoints.h"

#include "record/fault.h"
#include "record/id.h"
#include "signing/crl_fetch.h"
#include "signing/demo_pki.h"
#include "station/emergency_looks.h"
#include "station/people.h"
#include "station/project_gate.h"
#include "station/software_watch.h"
#include "station/temp_data.h"
#include "station/verb.h"

#include <algorithm>

namespace seihon::station {

using record::Fault;
using record::FaultKind;

namespace {

std::string textOf(const std::filesystem::path& file) {
    const std::vector<std::uint8_t> bytes = ledger::readWhole(file, kConfigFileBytes);
    return {bytes.begin(), bytes.end()};
}

} // namespace

regulation::Regulation loadRegulationByDigest(const Home& home, const record::Digest& digest) {
    const std::filesystem::path file = home.regulations() / (digest.hex() + ".toml");
    const std::string text = textOf(file);
    if (record::sha256(text) != digest) {
        throw Fault(FaultKind::ConfigInvalid,
                    file.string() + ": not the regulation that the ledger names",
                    {{"file", file.string()}});
    }
    return config::parseRegulation(text, file.string());
}

Station::Station(const std::filesystem::path& root) : m_home{std::filesystem::absolute(root)} {
    if (!std::filesystem::exists(m_home.stationFile())) {
        throw Fault(FaultKind::NotFound,
                    "no station home at " + root.string() + " (make one with `seihon init`)",
                    {{"file", m_home.stationFile().string()}});
    }
    m_config = config::parseStation(textOf(m_home.stationFile()), m_home.stationFile().string());
    m_ledger = ledger::openSqliteLedger(m_home.ledger(), m_config.stationId);
    readQualifications();
    m_store = ledger::openFolderStore(archive());
    takeRegulationInForce();
    People(*this).notice();
    if (m_config.demo) {
        signing::useDemoTokens(m_home.tokens());
    }
    try {
        SoftwareWatch(*this).notice();
        settleOpenSeals();
        settleKeeping();
        TempData(*this).sweepTorn();
    } catch (const Fault& fault) {
        if (!isOfStorage(fault)) { // looking goes on [B6]; whoever acts meets the same trouble
            throw;
        }
    }
    EmergencyLooks(*this).takeOver();
}

signing::Trust Station::trust() const {
    signing::Trust trust = signing::loadTrust(m_home.trust());
    for (signing::Der& list : signing::keptCrls(m_home.crls())) {
        trust.crls.push_back(std::move(list));
    }
    return trust;
}

Station::~Station() {
    Checkpoints(*this).makeWhenDue();
}

std::filesystem::path Station::archive() const {
    return m_config.archive.is_absolute() ? m_config.archive : m_home.root / m_config.archive;
}

const regulation::Regulation& Station::regulationOf(const record::Digest& digest) {
    const auto known = m_regulations.find(digest);
    if (known != m_regulations.end()) {
        return known->second;
    }
    return m_regulations.emplace(digest, loadRegulationByDigest(m_home, digest)).first->second;
}

void Station::takeRegulationInForce() {
    const auto activation = m_ledger->newestOfKind(record::EntryKind::RegulationActivated);
    if (!activation) {
        throw Fault(FaultKind::ConfigInvalid, "no regulation has been activated");
    }
    m_regulation =
        &regulationOf(record::Digest::fromHex(activation->what.facts.at("digest").asString()));
}

record::Actor Station::actorOf(const Session& session, regulation::Authority authority,
                               const std::set<record::Role>& preferred, record::Instant now) const {
    return regulation::actingAs(*m_regulation, authority, session.person.user, session.person.name,
                                standingOf(session), preferred, now);
}

record::EntryDraft Station::draftFor(const Session& session, regulation::Authority authority,
                                     const std::string& recordId, record::Instant now,
                                     record::Verdict& verdict) {
    takeRegulationInForce();
    record::EntryDraft draft;
    draft.kind = record::EntryKind::Refused;
    draft.record = recordId;
    draft.regulation = m_regulation->digest;
    draft.facts = record::Json::object({{"verb", record::enumName(authority)}});
    draft.actor = actorOf(session, authority, {}, now);
    verdict =
        regulation::judgePerson(*m_regulation, authority, draft.actor, standingOf(session), now);
    if (!verdict.permitted()) {
        draft.verdict = verdict;
        m_ledger->append(draft, now);
    } else {
        People::announceProxy(*this, draft.actor, authority, {}, now);
    }
    return draft;
}

record::Actor Station::stationActor() const {
    return {"station", m_config.stationId, record::Role::Station};
}

const record::Qualification* Station::qualificationOf(const std::string& device) {
    readQualifications(); // a repair that somebody else reported counts at once
    return newestQualification(m_qualifications, device);
}

void Station::requireSpace() const {
    const std::int64_t free = ledger::freeBytes(m_home.root);
    if (free < m_config.freeBytesRequired) {
        throw Fault(FaultKind::StorageFull,
                    "only " + std::to_string(free >> 20) + " MiB free, " +
                        std::to_string(m_config.freeBytesRequired >> 20) +
                        " MiB are required before paper is fed",
                    {{"file", m_home.root.string()}});
    }
}

record::ScanJob Station::job(const std::string& id) {
    record::ScanJob job = record::fold(m_ledger->entriesOfJob(id));
    if (job.id.empty()) {
        throw Fault(FaultKind::NotFound, "no job \"" + id.substr(0, 64) + "\"", {{"job", id}});
    }
    return job;
}

std::vector<record::ScanJob> Station::jobs(std::int64_t limit) {
    std::vector<record::ScanJob> jobs;
    for (const std::string& id : m_ledger->jobs(limit)) {
        record::ScanJob job = record::fold(m_ledger->entriesOfJob(id));
        if (!job.id.empty()) { // else an id that was never registered, only refused
            jobs.push_back(std::move(job));
        }
    }
    return jobs;
}

record::Verdict Station::standing(const record::ScanJob& job) {
    record::Verdict verdict =
        regulation::judgeSealDelay(regulationOf(job.regulation), job, record::readClock());
    verdict.merge(
        regulation::judgePendingProof(regulationOf(job.regulation), job, record::readClock()));
    if (job.sealRefused) { // its seal was built and discarded: somebody has to decide [B2]
        for (const record::Finding& finding : job.sealRefused->findings) {
            if (finding.severity == record::Severity::Refuse) {
                verdict.add(finding);
            }
        }
    }
    if (job.project && job.state != record::JobState::Sealed &&
        job.state != record::JobState::Abandoned) {
        verdict.merge(projectStanding(*this, job));
    }
    if (job.state == record::JobState::Open) { // what still has to go back into the tray
        verdict.merge(regulation::judgeOpenFeed(job));
    }
    if (job.state == record::JobState::Open || job.state == record::JobState::Submitted) {
        verdict.merge(regulation::judgeCountedByPeople(regulationOf(job.regulation), job));
    }
    return verdict;
}

record::ScanJob Station::jobOfRecord(const std::string& recordId) {
    const auto sealed = record::isId(recordId) ? m_ledger->sealedEntry(recordId) : std::nullopt;
    if (!sealed) {
        throw Fault(FaultKind::NotFound, "no sealed record \"" + recordId.substr(0, 64) + "\"");
    }
    return job(sealed->what.job);
}

std::filesystem::path Station::pageFile(const record::ScanJob& job,
                                        const record::Page& page) const {
    if (job.sealed) {
        std::string number = std::to_string(page.number);
        number.insert(0, 4 - std::min<std::size_t>(number.size(), 4), '0');
        return archive() / job.sealed->path / "pages" / (number + ".tif");
    }
    return m_home.captures(job.id) / page.file;
}

std::set<regulation::Authority> Station::allowed(const Session& session,
                                                 const record::ScanJob& job) {
    std::set<regulation::Authority> all;
    const record::Instant now = record::readClock();
    std::set<record::Role> roles;
    for (const regulation::Appointment& appointment : session.person.appointments) {
        roles.insert(appointment.role);
    }
    for (const regulation::Delegation& delegation : session.person.delegations) {
        roles.insert(delegation.role);
    }
    for (const record::Role role : roles) {
        const record::Actor actor{session.person.user, session.person.name, role};
        all.merge(regulation::allowedActions(regulationOf(job.regulation), job, actor, now));
    }
    return all;
}

} // namespace seihon::station
