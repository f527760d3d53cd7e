#include "config/people_rights.h"

#include "record/json_fields.h"

#include <algorithm>
#include <iterator>

namespace seihon::config {

using record::Json;

namespace {

template <typename Term>
std::string during(const Term& term) {
    return record::formatInstant(term.from) + " – " + record::formatInstant(term.until);
}

std::string withLetter(const std::string& letter) {
    return letter.empty() ? "" : " (" + letter + ")";
}

Json missingFrom(const std::set<std::string>& lines, const std::set<std::string>& other) {
    std::vector<std::string> missing;
    std::set_difference(lines.begin(), lines.end(), other.begin(), other.end(),
                        std::back_inserter(missing));
    return record::textsJson(missing);
}

const std::set<std::string>& linesOf(const Rights& rights, const std::string& user) {
    static const std::set<std::string> kNone;
    const auto found = rights.find(user);
    return found == rights.end() ? kNone : found->second;
}

} // namespace

Rights rightsOf(const std::vector<Person>& people) {
    Rights rights;
    for (const Person& person : people) {
        std::set<std::string>& lines = rights[person.user];
        lines.insert("name " + person.name);
        if (person.certificateSha256 != record::Digest{}) {
            lines.insert("certificate " + person.certificateSha256.hex());
        }
        if (person.authenticationSha256 != record::Digest{}) {
            lines.insert("authentication certificate " + person.authenticationSha256.hex());
        }
        for (const regulation::Appointment& one : person.appointments) {
            lines.insert("role " + std::string(record::enumName(one.role)) + " " + during(one) +
                         withLetter(one.letter));
        }
        for (const regulation::Training& one : person.trainings) {
            lines.insert("training " + one.subject + " " + during(one));
        }
        for (const regulation::Absence& one : person.absences) {
            lines.insert("absence " + during(one));
        }
        for (const regulation::Delegation& one : person.delegations) {
            lines.insert("acts for " + one.principal + " as " +
                         std::string(record::enumName(one.role)) + " " + during(one) +
                         withLetter(one.letter));
        }
    }
    return rights;
}

Json changesOf(const Rights& before, const Rights& after) {
    std::set<std::string> users;
    for (const Rights* rights : {&before, &after}) {
        for (const auto& [user, lines] : *rights) {
            users.insert(user);
        }
    }
    Json changes = Json::object({});
    for (const std::string& user : users) {
        const auto& old = linesOf(before, user);
        const auto& now = linesOf(after, user);
        if (old != now) {
            changes.set(user, Json::object({{"added", missingFrom(now, old)},
                                            {"removed", missingFrom(old, now)}}));
        }
    }
    return changes;
}

Json toJson(const Rights& rights) {
    Json json = Json::object({});
    for (const auto& [user, lines] : rights) {
        json.set(user, record::textsJson({lines.begin(), lines.end()}));
    }
    return json;
}

Rights rightsFromJson(const Json& json) {
    Rights rights;
    for (const auto& [user, lines] : json.asObject()) {
        for (const Json& line : lines.asArray()) {
            rights[user].insert(line.asString());
        }
    }
    return rights;
}

} // namespace seihon::config
