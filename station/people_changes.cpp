#include "config/write.h"
#include "record/fault.h"
#include "signing/pkcs11_cards.h"
#include "station/findings.h"
#include "station/people.h"
#include "station/typed_text.h"

#include <algorithm>

// Who is appointed, and who leaves: the same file that a hand may edit, written by the station, and
// an entry that names who did it. Somebody else looks at the change (`user review`).
namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::Json;
using regulation::Authority;

namespace {

const config::Person* personOf(const std::vector<config::Person>& people, const std::string& user) {
    const auto found = std::find_if(people.begin(), people.end(),
                                    [&](const config::Person& one) { return one.user == user; });
    return found == people.end() ? nullptr : &*found;
}

// What has begun ends now; what would begin later never does.
template <typename Term>
void endTerms(std::vector<Term>& terms, record::Instant now) {
    std::erase_if(terms, [&](const Term& term) { return term.from >= now; });
    for (Term& term : terms) {
        term.until = std::min(term.until, now);
    }
}

} // namespace

void People::refuseOwn(const Session& session, const std::string& user, record::Instant now,
                       record::EntryDraft draft, record::Verdict& verdict) {
    if (session.person.user != user) {
        return;
    }
    verdict.add(findingOf(record::FindingId::OwnActNotReviewed, record::Severity::Refuse, user));
    draft.kind = EntryKind::Refused;
    draft.facts = Json::object({{"verb", record::enumName(Authority::ManagePeople)}});
    draft.verdict = verdict;
    m_station.m_ledger->append(draft, now);
}

record::EntryDraft People::draftOfChange(const Session& session, const std::string& user,
                                         record::Instant now, record::Verdict& verdict) {
    notice();
    record::EntryDraft draft =
        m_station.draftFor(session, Authority::ManagePeople, {}, now, verdict);
    if (verdict.permitted()) {
        refuseOwn(session, user, now, draft, verdict);
    }
    return draft;
}

// Under the lock: what a hand wrote since the last look is logged first, in nobody's name.
std::vector<config::Person> People::readList() {
    const std::filesystem::path file = m_station.m_home.peopleFile();
    const auto bytes = ledger::readWhole(file, kConfigFileBytes);
    const std::string text(bytes.begin(), bytes.end());
    std::vector<config::Person> people = config::parsePeople(text, file.string());
    record::EntryDraft draft;
    draft.actor = m_station.stationActor();
    draft.regulation = m_station.m_regulation->digest;
    logList(text, people, std::move(draft));
    return people;
}

// The parser judges what it would read; then the bytes, and the entry last.
void People::writeList(const std::vector<config::Person>& people, const record::EntryDraft& draft) {
    const std::filesystem::path file = m_station.m_home.peopleFile();
    const std::string text = config::peopleToml(people);
    std::vector<config::Person> read = config::parsePeople(text, file.string());
    ledger::replaceDurably(file, record::bytesOf(text));
    std::filesystem::permissions(file, std::filesystem::perms::owner_write,
                                 std::filesystem::perm_options::add);
    logList(text, read, draft);
    m_station.m_people = std::move(read);
    m_station.m_peopleDigest = record::sha256(text);
    m_station.m_peopleTrouble.clear();
}

record::Verdict People::appoint(const Session& session, const config::Person& wanted) {
    requireWords(wanted.name, "the name");
    const record::Instant now = record::readClock();
    record::Verdict verdict;
    const record::EntryDraft draft = draftOfChange(session, wanted.user, now, verdict);
    if (!verdict.permitted()) {
        return verdict;
    }
    const ledger::FileLock lock(m_station.m_home.locks() / "people", true);
    std::vector<config::Person> people = readList();
    const auto known = std::find_if(people.begin(), people.end(), [&](const config::Person& one) {
        return one.user == wanted.user;
    });
    if (known == people.end()) {
        people.push_back(wanted);
    } else {
        if (known->name != wanted.name) { // two people of one user name: never
            throw Fault(FaultKind::Usage, "\"" + wanted.user + "\" is " + known->name + " already");
        }
        if (wanted.certificateSha256 != record::Digest{}) { // a new card takes the old one's place
            known->tokenLabel = wanted.tokenLabel;
            known->pkcs12.clear();
            known->certificateSha256 = wanted.certificateSha256;
            known->authenticationSha256 = wanted.authenticationSha256;
        }
        known->appointments.insert(known->appointments.end(), wanted.appointments.begin(),
                                   wanted.appointments.end());
        known->trainings.insert(known->trainings.end(), wanted.trainings.begin(),
                                wanted.trainings.end());
    }
    writeList(people, draft);
    return verdict;
}

record::Verdict People::retire(const Session& session, const std::string& user) {
    const record::Instant now = std::chrono::floor<std::chrono::seconds>(record::readClock());
    record::Verdict verdict;
    const record::EntryDraft draft = draftOfChange(session, user, now, verdict);
    if (!verdict.permitted()) {
        return verdict;
    }
    const ledger::FileLock lock(m_station.m_home.locks() / "people", true);
    std::vector<config::Person> people = readList();
    if (personOf(people, user) == nullptr) {
        throw Fault(FaultKind::NotFound, "nobody is registered as \"" + user.substr(0, 64) + "\"");
    }
    for (config::Person& one : people) {
        if (one.user == user) {
            endTerms(one.appointments, now);
            endTerms(one.delegations, now);
            continue;
        }
        std::vector<regulation::Delegation> lent; // nobody lends what they do not hold any more
        std::erase_if(one.delegations, [&](const regulation::Delegation& delegation) {
            if (delegation.principal == user) {
                lent.push_back(delegation);
            }
            return delegation.principal == user;
        });
        endTerms(lent, now);
        one.delegations.insert(one.delegations.end(), lent.begin(), lent.end());
    }
    // Somebody who never held anything leaves no line behind, nor whom they would have acted for.
    if (personOf(people, user)->appointments.empty()) {
        std::erase_if(people, [&](const config::Person& one) { return one.user == user; });
    }
    writeList(people, draft);
    return verdict;
}

std::vector<CardHere> cardsIn(const config::StationConfig& config) {
    std::vector<CardHere> cards;
    if (config.pkcs11Module.empty()) {
        return cards;
    }
    std::vector<signing::CardSeen> seen =
        signing::lookAtCards(config.pkcs11Module, config.cardPatience).cards;
    if (!config.authenticationModule.empty()) { // the same cards, seen by the other library
        for (signing::CardSeen& one :
             signing::lookAtCards(config.authenticationModule, config.cardPatience).cards) {
            seen.push_back(std::move(one));
        }
    }
    for (const signing::CardSeen& one : seen) {
        auto card = std::find_if(cards.begin(), cards.end(), [&](const CardHere& known) {
            return known.label == one.label && known.serial == one.serial;
        });
        if (card == cards.end()) {
            card = cards.insert(cards.end(), {one.label, one.serial, {}, {}, {}, {}, {}});
        }
        for (const signing::Der& der : one.certificates) {
            const record::SignerCertificate certificate = signing::describeCertificate(der);
            if (signing::authenticatesOnly(der)) {
                card->authentication = certificate.sha256;
                continue;
            }
            card->signing = certificate.sha256;
            card->holder = certificate.holder;
            card->notAfter = certificate.notAfter;
        }
    }
    std::erase_if(cards, [](const CardHere& card) { return card.signing == record::Digest{}; });
    return cards;
}

std::vector<CardHere> People::cardsHere() {
    notice();
    std::vector<CardHere> cards = cardsIn(m_station.m_config);
    for (CardHere& card : cards) {
        for (const config::Person& person : m_station.m_people) {
            if (person.certificateSha256 == card.signing) {
                card.user = person.user;
            }
        }
    }
    return cards;
}

} // namespace seihon::station
