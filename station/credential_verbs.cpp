#include "identity/credentials.h"
#include "identity/password.h"
#include "identity/totp.h"
#include "ledger/durable_file.h"
#include "record/fault.h"
#include "station/credentials_file.h"
#include "station/findings.h"
#include "station/people.h"

#include <algorithm>

// Passwords and one-time codes of people without a card, and opening a login that was closed [F1].
// The log holds that something was set and its digest; never a secret.
namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::Json;
using regulation::Authority;

namespace {

ledger::FileLock lockCredentials(const Home& home) {
    return ledger::FileLock(home.locks() / "credentials", true);
}

} // namespace

// One's own needs no right but the login; somebody else's is the administrator's work, and the
// entry names both.
record::EntryDraft People::draftForCredential(const Session& session, const std::string& user,
                                              record::Instant now, record::Verdict& verdict) {
    notice();
    if (std::none_of(m_station.m_people.begin(), m_station.m_people.end(),
                     [&](const config::Person& person) { return person.user == user; })) {
        throw Fault(FaultKind::NotFound, "nobody is registered as \"" + user.substr(0, 64) + "\"");
    }
    record::EntryDraft draft =
        session.person.user == user
            ? draftBy(session, EntryKind::CredentialSet, now)
            : m_station.draftFor(session, Authority::ManagePeople, {}, now, verdict);
    draft.kind = EntryKind::CredentialSet;
    return draft;
}

record::Verdict People::setPassword(const Session& session, const std::string& user,
                                    signing::Pin password) {
    const record::Instant now = record::readClock();
    record::Verdict verdict;
    record::EntryDraft draft = draftForCredential(session, user, now, verdict);
    if (!verdict.permitted()) {
        return verdict;
    }
    const std::string weakness =
        identity::weaknessOf(password, user, m_station.m_regulation->people.passwordCharacters);
    if (!weakness.empty()) {
        throw Fault(FaultKind::Usage, "the password is not good enough: " + weakness);
    }
    const ledger::FileLock lock = lockCredentials(m_station.m_home);
    identity::Credentials credentials = readCredentials(m_station.m_home);
    identity::Credential& one = credentials[user];
    one.passwordHash = identity::hashPassword(password);
    one.setAt = now;
    writeCredentials(m_station.m_home, credentials);
    draft.facts = Json::object(
        {{"user", user}, {"what", "password"}, {"digest", identity::digestOf(user, one).hex()}});
    m_station.m_ledger->append(draft, now);
    return verdict;
}

TotpOutcome People::newTotpSecret(const Session& session, const std::string& user) {
    const record::Instant now = record::readClock();
    TotpOutcome outcome;
    record::EntryDraft draft = draftForCredential(session, user, now, outcome.verdict);
    if (!outcome.verdict.permitted()) {
        return outcome;
    }
    const ledger::FileLock lock = lockCredentials(m_station.m_home);
    identity::Credentials credentials = readCredentials(m_station.m_home);
    identity::Credential& one = credentials[user];
    one.totpSecret = identity::makeTotpSecret();
    one.setAt = now;
    writeCredentials(m_station.m_home, credentials);
    draft.facts = Json::object({{"user", user},
                                {"what", "one-time codes"},
                                {"digest", identity::digestOf(user, one).hex()}});
    m_station.m_ledger->append(draft, now);
    outcome.uri = identity::totpUri(one.totpSecret, user, m_station.m_config.stationId);
    return outcome;
}

record::Verdict People::unlock(const Session& session, const std::string& user) {
    const record::Instant now = record::readClock();
    record::Verdict verdict;
    record::EntryDraft draft = draftForCredential(session, user, now, verdict);
    refuseOwn(session, user, now, draft, verdict);
    if (!verdict.permitted()) {
        return verdict;
    }
    draft.kind = EntryKind::LoginUnlocked;
    draft.facts = Json::object({{"user", user}});
    m_station.m_ledger->append(draft, now);
    return verdict;
}

} // namespace seihon::station
