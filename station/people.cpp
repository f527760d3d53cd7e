#include "station/people.h"

#include "config/people_rights.h"
#include "ledger/durable_file.h"
#include "record/fault.h"
#include "record/json_fields.h"
#include "station/credentials_file.h"
#include "station/emergency_looks.h"
#include "station/entry_walk.h"
#include "station/findings.h"
#include "station/typed_text.h"

#include <algorithm>
#include <map>

// The list of people, its changes and its review; who looked.
namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::FindingId;
using record::Json;
using record::Severity;
using regulation::Authority;

void People::notice() {
    const std::filesystem::path file = m_station.m_home.peopleFile();
    const auto bytes = ledger::readWhole(file, kConfigFileBytes);
    const std::string text(bytes.begin(), bytes.end());
    const record::Digest digest = record::sha256(text);
    if (digest == m_station.m_peopleDigest) {
        return;
    }
    std::vector<config::Person> people;
    try {
        people = config::parsePeople(text, file.string());
    } catch (const Fault& fault) {
        if (fault.kind != FaultKind::ConfigInvalid) {
            throw;
        }
        m_station.m_peopleTrouble = fault.what();
        return takeLastList(fault); // a slip of the pen stops no care [B6]
    }
    m_station.m_peopleTrouble.clear();
    try {
        const ledger::FileLock lock(m_station.m_home.locks() / "people", true);
        record::EntryDraft draft; // who edited the file, it does not say
        draft.actor = m_station.stationActor();
        draft.regulation = m_station.m_regulation->digest;
        logList(text, people, std::move(draft));
    } catch (const Fault& fault) {
        const auto last = m_station.m_ledger->newestOfKind(EntryKind::PeopleChanged);
        if (!isOfStorage(fault)) {
            throw;
        }
        if (!last || record::textIn(last->what.facts, "digest") != digest.hex()) {
            return takeLastList(fault); // without a trace nobody is appointed
        }
    }
    m_station.m_people = std::move(people);
    m_station.m_peopleDigest = digest;
}

// What the list changed, everybody can read.
void People::logList(const std::string& text, const std::vector<config::Person>& people,
                     record::EntryDraft draft) {
    const record::Digest digest = record::sha256(text);
    const auto before = m_station.m_ledger->newestOfKind(EntryKind::PeopleChanged);
    if (before && before->what.facts.at("digest").asString() == digest.hex()) {
        return;
    }
    const config::Rights rights = config::rightsOf(people);
    draft.kind = EntryKind::PeopleChanged;
    draft.facts = Json::object({{"digest", digest.hex()}, {"people", config::toJson(rights)}});
    if (before) {
        draft.facts.set(
            "changes",
            config::changesOf(config::rightsFromJson(before->what.facts.at("people")), rights));
    }
    const std::filesystem::path kept = m_station.m_home.peopleKept(digest);
    if (!std::filesystem::exists(kept)) {
        ledger::makeDurableFolder(kept.parent_path());
        ledger::writeDurably(kept, record::bytesOf(text));
    }
    m_station.m_ledger->append(draft, record::readClock());
}

// The list that the log names goes on, until the file can be read again.
void People::takeLastList(const Fault& unreadable) {
    const auto last = m_station.m_ledger->newestOfKind(EntryKind::PeopleChanged);
    const std::string name = last ? record::textIn(last->what.facts, "digest") : std::string();
    const record::Digest digest = last ? record::Digest::fromHex(name) : record::Digest{};
    if (!last || !std::filesystem::exists(m_station.m_home.peopleKept(digest))) {
        throw Fault(unreadable);
    }
    const auto bytes = ledger::readWhole(m_station.m_home.peopleKept(digest), kConfigFileBytes);
    const std::string text(bytes.begin(), bytes.end());
    if (record::sha256(text) != digest) {
        throw Fault(unreadable);
    }
    m_station.m_people = config::parsePeople(text, name + ".toml");
    m_station.m_peopleDigest = digest;
}

record::EntryDraft People::draftBy(const Session& session, EntryKind kind,
                                   record::Instant now) const {
    record::EntryDraft draft;
    draft.kind = kind;
    draft.actor = {session.person.user, session.person.name, record::Role::Registrar};
    for (const regulation::Appointment& one : session.person.appointments) {
        if (regulation::inForce(one, now)) {
            draft.actor.role = one.role;
            break;
        }
    }
    draft.regulation = m_station.m_regulation->digest;
    return draft;
}

// --- looking ---

namespace {

Authority authorityOfLook(EntryKind kind) {
    return kind == EntryKind::LogViewed        ? Authority::ViewLog
           : kind == EntryKind::RecordSearched ? Authority::SearchRecords
           : kind == EntryKind::RecordVerified ? Authority::VerifyArchive
                                               : Authority::ViewRecord;
}

} // namespace

record::EntryDraft People::draftOfLook(const Station& station, const Viewer& viewer,
                                       EntryKind kind) {
    record::EntryDraft draft;
    draft.kind = kind;
    draft.regulation = station.m_regulation->digest;
    draft.actor = station.stationActor();
    if (viewer.session != nullptr) {
        const Session& session = *viewer.session;
        draft.actor = station.actorOf(session, authorityOfLook(kind), {}, record::readClock());
        draft.facts = Json::object({{"user", session.person.user},
                                    {"proven", true},
                                    {"way", record::enumName(session.way)}});
    } else if (viewer.isPerson) { // said to be, not proven
        draft.facts = Json::object({{"user", viewer.saidToBe.substr(0, 64)}, {"proven", false}});
    }
    return draft;
}

record::Verdict People::judgeLook(const Viewer& viewer, Authority authority,
                                  const std::string& recordId) {
    if (viewer.session == nullptr) {
        return {};
    }
    const record::Instant now = record::readClock();
    record::EntryDraft draft = draftBy(*viewer.session, EntryKind::Refused, now);
    draft.actor = m_station.actorOf(*viewer.session, authority, {}, now);
    record::Verdict verdict = regulation::judgePerson(
        *m_station.m_regulation, authority, draft.actor, standingOf(*viewer.session), now);
    if (!verdict.permitted()) {
        draft.record = recordId;
        draft.facts = Json::object({{"verb", record::enumName(authority)}});
        draft.verdict = verdict;
        m_station.m_ledger->append(draft, now);
    }
    return verdict;
}

void People::sawJob(const Viewer& viewer, const std::string& job) {
    record::EntryDraft draft = draftOfLook(m_station, viewer, EntryKind::JobViewed);
    draft.job = job;
    EmergencyLooks(m_station).keep(draft, record::readClock());
}

void People::sawWaiting(const Viewer& viewer, std::int64_t jobs) {
    record::EntryDraft draft = draftOfLook(m_station, viewer, EntryKind::RecordSearched);
    draft.facts.set("list", "open-jobs");
    draft.facts.set("jobs", jobs);
    EmergencyLooks(m_station).keep(draft, record::readClock());
}

void People::sawLog(const Viewer& viewer, const Json& what, const Json& aboutWhom) {
    record::EntryDraft draft = draftOfLook(m_station, viewer, EntryKind::LogViewed);
    for (const auto& [key, value] : what.asObject()) {
        draft.facts.set(key, value);
    }
    draft.privateFacts = aboutWhom;
    m_station.m_ledger->append(draft, record::readClock());
}

// --- review ---

// Whoever can write the file can appoint people; what a review has not seen yet is shown until
// somebody else has looked at it [F2]. The list that a home began with was seen by its founder.
void People::judgeChangedSince(const std::optional<record::Entry>& review,
                               record::Verdict& verdict) {
    const auto first = m_station.m_ledger->entriesOfKind(EntryKind::PeopleChanged, 0, 1);
    const std::string seen = review          ? record::textIn(review->what.facts, "digest")
                             : first.empty() ? std::string()
                                             : record::textIn(first.front().what.facts, "digest");
    const auto newest = m_station.m_ledger->newestOfKind(EntryKind::PeopleChanged);
    if (newest && record::textIn(newest->what.facts, "digest") != seen) {
        record::Finding finding = measuredFinding(FindingId::PeopleChangedSinceReview,
                                                  Severity::Warn, std::to_string(newest->sequence));
        finding.subject =
            record::formatLocal(newest->at, m_station.m_regulation->calendar.utcOffset);
        verdict.add(std::move(finding));
    }
}

record::Verdict People::check() {
    const record::Instant now = record::readClock();
    notice();
    std::vector<regulation::NamedStanding> people;
    for (const config::Person& person : m_station.m_people) {
        people.push_back(
            {person.user,
             {person.appointments, person.trainings, person.absences, person.delegations}});
    }
    record::Verdict verdict = regulation::judgePeople(*m_station.m_regulation, people, now);
    if (!m_station.m_peopleTrouble.empty()) {
        record::Finding finding =
            measuredFinding(FindingId::PeopleFileInvalid, Severity::Refuse, Json());
        finding.subject = m_station.m_peopleTrouble;
        verdict.add(std::move(finding));
    }
    auto last = m_station.m_ledger->newestOfKind(EntryKind::PeopleReviewed);
    judgeChangedSince(last, verdict);
    if (!last) {
        last = m_station.m_ledger->newestOfKind(EntryKind::HomeInitialised);
    }
    if (last) {
        verdict.merge(regulation::judgeReview(*m_station.m_regulation, last->at, now));
    }
    for (const config::Person& person : m_station.m_people) {
        const regulation::LockOut lockOut = lockOutOf(person, now);
        if (lockOut.locked(now)) {
            record::Finding finding = measuredFinding(
                FindingId::LoginClosed, lockOut.closed ? Severity::Warn : Severity::Note,
                lockOut.until ? record::formatInstant(*lockOut.until) : "closed");
            finding.subject = person.user;
            verdict.add(std::move(finding));
        }
    }
    const auto add = [&](FindingId id, Severity severity, const OpenAct& open) {
        record::Finding finding = measuredFinding(id, severity, record::formatInstant(open.at),
                                                  std::to_string(open.sequence));
        finding.subject = open.actor.user;
        verdict.add(std::move(finding));
    };
    for (const OpenAct& open : openBreakGlass()) {
        add(FindingId::BreakGlassNotReviewed, Severity::Warn, open);
    }
    for (const OpenAct& open : openProxyActs()) {
        const bool late = now - open.at >= m_station.m_regulation->people.confirmProxyIn;
        add(FindingId::ProxyNotConfirmed, late ? Severity::Warn : Severity::Note, open);
    }
    return verdict;
}

std::vector<PersonRow> People::list() {
    const record::Instant now = record::readClock();
    notice();
    std::map<std::string, record::Instant> logins;
    forNewest(*m_station.m_ledger, EntryKind::LoggedIn, [&](const record::Entry& entry) {
        logins.try_emplace(entry.what.facts.at("user").asString(), entry.at);
        return logins.size() < m_station.m_people.size();
    });
    const identity::Credentials credentials = readCredentials(m_station.m_home);
    std::vector<PersonRow> rows;
    for (const config::Person& person : m_station.m_people) {
        PersonRow row{person, false, lockOutOf(person, now), {}};
        const auto found = credentials.find(person.user);
        row.hasPassword = found != credentials.end() && found->second.complete() &&
                          isLogged(person.user, identity::digestOf(person.user, found->second));
        if (const auto login = logins.find(person.user); login != logins.end()) {
            row.lastLogin = login->second;
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

record::Verdict People::review(const Session& session, const std::string& remark) {
    requireLine(remark, "the remark");
    const record::Instant now = record::readClock();
    notice();
    record::Verdict verdict;
    record::EntryDraft draft =
        m_station.draftFor(session, Authority::ReviewPeople, {}, now, verdict);
    if (!verdict.permitted()) {
        return verdict;
    }
    draft.kind = EntryKind::PeopleReviewed;
    draft.facts = Json::object({{"digest", m_station.m_peopleDigest.hex()}, {"remark", remark}});
    m_station.m_ledger->append(draft, now);
    return verdict;
}

} // namespace seihon::station
