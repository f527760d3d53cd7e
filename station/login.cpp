#include "identity/card_login.h"
#include "identity/credentials.h"
#include "identity/password.h"
#include "identity/totp.h"
#include "record/fault.h"
#include "station/card_use.h"
#include "station/credentials_file.h"
#include "station/emergency_looks.h"
#include "station/entry_walk.h"
#include "station/people.h"

#include <algorithm>

// Who is at the desk. Whether they must wait is a fold of the log: it survives a restart, and no
// card and no password is touched meanwhile [F1].
namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::Json;

namespace {

// Beyond the number that closes a login, failures still lengthen an administrator's wait.
constexpr std::size_t kMoreFailures = 16;
// No code is as old as this.
constexpr std::chrono::minutes kCodeForgotten{10};

bool isAdministrator(const config::Person& person, record::Instant now) {
    return std::any_of(person.appointments.begin(), person.appointments.end(),
                       [&](const regulation::Appointment& one) {
                           return one.role == record::Role::Administrator &&
                                  regulation::inForce(one, now);
                       });
}

Json failureFacts(const std::string& user, std::string_view why, bool counts) {
    return Json::object({{"user", user.substr(0, 64)}, {"why", why}, {"counts", counts}});
}

// Wrong secrets of this person since the newest login or unlocking, newest first.
regulation::LoginFailures failuresOf(ledger::Ledger& ledger, const std::string& user,
                                     std::size_t enough) {
    std::vector<std::pair<std::uint64_t, record::Instant>> failures;
    forNewest(ledger, EntryKind::LoginFailed, [&](const record::Entry& entry) {
        const Json* counts = entry.what.facts.find("counts");
        if (counts != nullptr && counts->asBool() &&
            entry.what.facts.at("user").asString() == user) {
            failures.emplace_back(entry.sequence, entry.at);
        }
        return failures.size() < enough;
    });
    if (failures.empty()) {
        return {};
    }
    std::uint64_t since = 0;
    for (const EntryKind kind : {EntryKind::LoggedIn, EntryKind::LoginUnlocked}) {
        forNewest(ledger, kind, [&](const record::Entry& entry) {
            if (entry.sequence < failures.back().first) {
                return false;
            }
            const bool itsOwn = entry.what.facts.at("user").asString() == user;
            since = itsOwn ? std::max(since, entry.sequence) : since;
            return !itsOwn;
        });
    }
    regulation::LoginFailures result;
    for (const auto& [sequence, at] : failures) {
        if (sequence > since) {
            ++result.count;
            result.last = std::max(result.last, at);
        }
    }
    return result;
}

} // namespace

regulation::Standing standingOf(const Session& session) {
    return {session.person.appointments, session.person.trainings, session.person.absences,
            session.person.delegations,  session.breakGlass,       session.way};
}

Session Station::login(const std::string& user, signing::Pin pin) {
    return People(*this).login(user, std::move(pin));
}

const config::Person& People::personNamed(const std::string& user, record::EntryDraft& failed,
                                          record::Instant now) {
    notice(); // who was appointed or dismissed since the program began
    const auto person = std::find_if(m_station.m_people.begin(), m_station.m_people.end(),
                                     [&](const config::Person& p) { return p.user == user; });
    failed.kind = EntryKind::LoginFailed;
    failed.actor = m_station.stationActor();
    failed.regulation = m_station.m_regulation->digest;
    if (person == m_station.m_people.end()) {
        failed.facts = failureFacts(user, "unknown user", false);
        m_station.m_ledger->append(failed, now);
        throw Fault(FaultKind::LoginRefused,
                    "nobody is registered as \"" + user.substr(0, 64) + "\"");
    }
    return *person;
}

regulation::LockOut People::lockOutOf(const config::Person& person, record::Instant now) {
    const regulation::LockOutRules& rules = m_station.m_regulation->people.lockOut;
    const std::size_t enough = static_cast<std::size_t>(rules.closedAfter) + kMoreFailures;
    return regulation::lockOutOf(rules, failuresOf(*m_station.m_ledger, person.user, enough),
                                 isAdministrator(person, now));
}

void People::refuseWhileLocked(const config::Person& person, record::EntryDraft& failed,
                               record::Instant now) {
    const regulation::LockOut lockOut = lockOutOf(person, now);
    if (!lockOut.locked(now)) {
        return;
    }
    failed.facts = failureFacts(person.user, "locked out", false);
    m_station.m_ledger->append(failed, now);
    throw Fault(FaultKind::LoginLocked,
                lockOut.closed
                    ? "closed until an administrator opens it"
                    : "until " + record::formatLocal(*lockOut.until,
                                                     m_station.m_regulation->calendar.utcOffset),
                {{"user", person.user}}, !lockOut.closed);
}

void People::noteLogin(Session& session, std::optional<std::int64_t> step, record::Instant now) {
    record::EntryDraft draft = draftBy(session, EntryKind::LoggedIn, now);
    draft.facts =
        Json::object({{"user", session.person.user}, {"way", record::enumName(session.way)}});
    if (session.way == regulation::LoginWay::Card) { // which of the card's keys was asked
        draft.facts.set("certificate", session.certificate.sha256.hex());
    }
    if (step) {
        draft.facts.set("step", *step);
    }
    // Where the log cannot be written the card still counts wrong PINs; used codes nobody counts.
    if (session.way == regulation::LoginWay::Card) {
        EmergencyLooks(m_station).keep(draft, now);
    } else {
        m_station.m_ledger->append(draft, now);
    }
    session.breakGlass = glassBrokenBy(session.person.user, now);
}

Session People::login(const std::string& user, signing::Pin pin) {
    const record::Instant now = record::readClock();
    record::EntryDraft failed;
    const config::Person person = personNamed(user, failed, now);
    refuseWhileLocked(person, failed, now);
    try {
        const auto key = takeLoginKey(m_station.m_home, m_station.m_config, person, pin);
        Session session{person, {}, {}};
        const bool ownKey = person.authenticationSha256 != record::Digest{};
        session.certificate = identity::loginWithCard(
            *key, pin, ownKey ? person.authenticationSha256 : person.certificateSha256,
            ownKey ? identity::LoginKey::Authentication : identity::LoginKey::Signing, now);
        // The answer to the challenge is not yet one of the batch's signatures.
        const regulation::Regulation& rules = *m_station.m_regulation;
        session.pin = {std::move(pin), now, {rules.pinKept, rules.pinSignatures}};
        noteLogin(session, std::nullopt, now);
        return session;
    } catch (const Fault& fault) {
        failed.facts =
            failureFacts(user, record::nameOf(fault.kind), fault.kind == FaultKind::PinWrong);
        m_station.m_ledger->append(failed, now);
        throw;
    }
}

// A code serves once [RFC 6238 §5.2]; which ones were used, the log knows. A clock that was set
// back does not make them new.
std::optional<std::int64_t> People::stepUsed(const std::string& user, record::Instant now) {
    std::optional<std::int64_t> used;
    forNewest(*m_station.m_ledger, EntryKind::LoggedIn, [&](const record::Entry& entry) {
        const Json* step = entry.what.facts.find("step");
        if (step != nullptr && entry.what.facts.at("user").asString() == user) {
            used = step->asInt();
            return false;
        }
        return entry.at > now || now - entry.at < kCodeForgotten;
    });
    return used;
}

bool People::isLogged(const std::string& user, const record::Digest& digest) {
    bool logged = false;
    forNewest(*m_station.m_ledger, EntryKind::CredentialSet, [&](const record::Entry& entry) {
        if (entry.what.facts.at("user").asString() != user) {
            return true;
        }
        logged = entry.what.facts.at("digest").asString() == digest.hex();
        return false; // only the newest counts
    });
    return logged;
}

Session People::loginByPassword(const std::string& user, signing::Pin password, signing::Pin code) {
    record::EntryDraft failed;
    const config::Person person = personNamed(user, failed, record::readClock());
    // One at a time: two windows must not use one code, nor two guesses one count.
    const ledger::FileLock lock(m_station.m_home.locks() / ("login-" + user), true);
    const record::Instant now = record::readClock();
    refuseWhileLocked(person, failed, now);
    const auto refuse = [&](const char* why, bool counts) {
        failed.facts = failureFacts(user, why, counts);
        m_station.m_ledger->append(failed, now);
        throw Fault(FaultKind::LoginRefused, why);
    };
    const identity::Credentials credentials = readCredentials(m_station.m_home);
    const auto found = credentials.find(user);
    if (found == credentials.end() || !found->second.complete()) {
        refuse("this person has no password with one-time codes", false);
    }
    const identity::Credential& credential = found->second;
    if (!isLogged(user, identity::digestOf(user, credential))) { // edited by hand
        refuse("the log does not know these credentials; an administrator sets them anew", false);
    }
    // Both are tried whatever the first one says: a guess learns nothing of either.
    const bool fits = identity::passwordFits(credential.passwordHash, password);
    const auto step = identity::stepOfCode(credential.totpSecret, code, now, stepUsed(user, now));
    if (!fits || !step) {
        refuse("password or one-time code is wrong, or the code was used already", true);
    }
    Session session{person, {}, {}};
    session.way = regulation::LoginWay::Password;
    noteLogin(session, step, now);
    return session;
}

} // namespace seihon::station
