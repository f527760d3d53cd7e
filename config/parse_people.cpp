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

regulation::Appointment readAppointment(TableReader& reader) {
    regulation::Appointment appointment;
    appointment.role = reader.choice<record::Role>("role");
    if (appointment.role == record::Role::Station) {
        reader.refuseHere("role", "is the program itself; no person is appointed to it");
    }
    appointment.from = reader.instant("from");
    appointment.until = reader.instant("until");
    if (appointment.until <= appointment.from) {
        reader.refuseHere("until", "is not after from");
    }
    reader.finish();
    return appointment;
}

Person readPerson(TableReader& reader) {
    Person person;
    person.user = reader.text("user");
    if (!isUserName(person.user)) {
        reader.refuseHere("user", "must be small letters, digits, '.', '_' and '-', at most 32");
    }
    person.name = reader.text("name");
    // Somebody without a card (a night desk) has none of these items; half a card is a mistake.
    if (reader.has("token_label") || reader.has("pkcs12") || reader.has("certificate_sha256")) {
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
    }
    for (TableReader& item : reader.tables("appointment")) {
        person.appointments.push_back(readAppointment(item));
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
    for (TableReader& reader : root.tables("person")) {
        Person person = readPerson(reader);
        if (!users.insert(person.user).second) {
            reader.refuseHere("user", "is there twice");
        }
        // One certificate is one person: no shared accounts [F1].
        if (person.certificateSha256 != record::Digest{} &&
            !certificates.insert(person.certificateSha256).second) {
            reader.refuseHere("certificate_sha256", "belongs to another person already");
        }
        people.push_back(std::move(person));
    }
    root.finish(); // a home that was just made has nobody yet
    return people;
}

} // namespace seihon::config
