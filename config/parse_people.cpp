#include "config/config.h"

#include "config/toml_reader.h"

#include <algorithm>
#include <set>

namespace seihon::config {

namespace {

bool isUserName(std::string_view text) {
    const auto first = [](char c) {
        return c >= 'a' && c <= 'z';
    };
    return !text.empty() && text.size() <= 32 && first(text.front()) &&
           std::all_of(text.begin(), text.end(), [&](char c) {
               return first(c) || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
           });
}

template <typename Term>
void readTerm(TableReader& reader, Term& term) {
    term.from = reader.instant("from");
    term.until = reader.instant("until");
    if (term.until <= term.from) {
        reader.refuseHere("until", "is not after from");
    }
}

regulation::Appointment readAppointment(TableReader& reader) {
    regulation::Appointment appointment;
    appointment.role = reader.choice<record::Role>("role");
    if (appointment.role == record::Role::Station) {
        reader.refuseHere("role", "is the program itself; no person is appointed to it");
    }
    readTerm(reader, appointment);
    if (reader.has("letter")) {
        appointment.letter = reader.text("letter");
    }
    reader.finish();
    return appointment;
}

regulation::Training readTraining(TableReader& reader) {
    regulation::Training training;
    training.subject = reader.text("subject");
    readTerm(reader, training);
    reader.finish();
    return training;
}

regulation::Absence readAbsence(TableReader& reader) {
    regulation::Absence absence;
    readTerm(reader, absence);
    reader.finish();
    return absence;
}

regulation::Delegation readDelegation(TableReader& reader) {
    regulation::Delegation delegation;
    delegation.principal = reader.text("for");
    delegation.role = reader.choice<record::Role>("role");
    readTerm(reader, delegation);
    if (reader.has("letter")) {
        delegation.letter = reader.text("letter");
    }
    reader.finish();
    return delegation;
}

// Nobody lends what they do not hold, nor for longer [F3].
void judgeDelegation(const TableReader& reader, const Person& deputy,
                     const regulation::Delegation& delegation, const std::vector<Person>& people) {
    const auto principal = std::find_if(people.begin(), people.end(), [&](const Person& person) {
        return person.user == delegation.principal;
    });
    if (principal == people.end() || principal->user == deputy.user) {
        reader.refuseHere("for", "names no other person of this file");
    }
    const auto holds = [&](const regulation::Appointment& one) {
        return one.role == delegation.role && one.from <= delegation.from &&
               delegation.until <= one.until;
    };
    if (std::none_of(principal->appointments.begin(), principal->appointments.end(), holds)) {
        reader.refuseHere("role", "is not held by " + principal->user + " for the whole time");
    }
    if (delegation.role == record::Role::Administrator ||
        delegation.role == record::Role::Maintenance || delegation.role == record::Role::Auditor) {
        reader.refuseHere("role", "cannot be delegated; appoint the person [F2]");
    }
}

// A delegation is judged when everybody is known.
struct Lent {
    TableReader reader;
    std::size_t deputy;
    std::size_t delegation;
};

constexpr const char* kAuthentication = "authentication_certificate_sha256";

// The card's other certificate, for logging in [F1]; a key file holds one key.
void readAuthentication(TableReader& reader, Person& person) {
    if (!reader.has(kAuthentication)) {
        return;
    }
    person.authenticationSha256 = reader.digest(kAuthentication);
    if (!person.pkcs12.empty()) {
        reader.refuseHere(kAuthentication, "stands beside pkcs12, which holds one key");
    }
    if (person.authenticationSha256 == record::Digest{}) {
        reader.refuseHere(kAuthentication, "is all zeros; leave it out");
    }
    if (person.authenticationSha256 == person.certificateSha256) {
        reader.refuseHere(kAuthentication, "is the certificate for signing; leave it out");
    }
}

void readKeys(TableReader& reader, Person& person) {
    // Somebody without a card (a night desk) has none of these items; half a card is a mistake.
    if (reader.has("token_label") || reader.has("pkcs12") || reader.has("certificate_sha256") ||
        reader.has(kAuthentication)) {
        if (reader.has("pkcs12")) {
            person.pkcs12 = reader.text("pkcs12", TextKind::FileName);
            if (reader.has("token_label")) {
                reader.refuseHere("pkcs12", "stands beside token_label; a person has one key");
            }
        } else {
            person.tokenLabel = reader.text("token_label");
        }
        person.certificateSha256 = reader.digest("certificate_sha256");
        if (person.certificateSha256 == record::Digest{}) {
            reader.refuseHere("certificate_sha256", "is all zeros; leave it out with token_label");
        }
        readAuthentication(reader, person);
    }
}

Person readPerson(TableReader& reader, std::size_t index, std::vector<Lent>& lent) {
    Person person;
    person.user = reader.text("user");
    if (!isUserName(person.user)) {
        reader.refuseHere("user", "must be small letters, digits, '.', '_' and '-', at most 32");
    }
    person.name = reader.text("name");
    readKeys(reader, person);
    for (TableReader& item : reader.tables("appointment")) {
        person.appointments.push_back(readAppointment(item));
    }
    for (TableReader& item : reader.tables("training")) {
        person.trainings.push_back(readTraining(item));
    }
    for (TableReader& item : reader.tables("absence")) {
        person.absences.push_back(readAbsence(item));
    }
    for (TableReader& item : reader.tables("delegation")) {
        person.delegations.push_back(readDelegation(item));
        lent.push_back({item, index, person.delegations.size() - 1});
    }
    if (person.appointments.empty()) {
        refuse(reader.file(), reader.line(), "[[person]] " + person.user + " has no appointment");
    }
    reader.finish();
    return person;
}

} // namespace

std::vector<Person> parsePeople(std::string_view text, const std::string& fileName) {
    const TomlValue document = parseToml(text, fileName);
    TableReader root(fileName, document, "");
    std::vector<Person> people;
    std::set<std::string> users;
    std::set<record::Digest> certificates;
    std::vector<Lent> lent;
    for (TableReader& reader : root.tables("person")) {
        Person person = readPerson(reader, people.size(), lent);
        if (!users.insert(person.user).second) {
            reader.refuseHere("user", "is there twice");
        }
        // One certificate is one person: no shared accounts [F1].
        if (person.certificateSha256 != record::Digest{} &&
            !certificates.insert(person.certificateSha256).second) {
            reader.refuseHere("certificate_sha256", "belongs to another person already");
        }
        if (person.authenticationSha256 != record::Digest{} &&
            !certificates.insert(person.authenticationSha256).second) {
            reader.refuseHere(kAuthentication, "belongs to another person already");
        }
        people.push_back(std::move(person));
    }
    for (const Lent& one : lent) {
        const Person& deputy = people[one.deputy];
        judgeDelegation(one.reader, deputy, deputy.delegations[one.delegation], people);
    }
    root.finish(); // a home that was just made has nobody yet
    return people;
}

} // namespace seihon::config
