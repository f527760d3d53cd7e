#include "record/json_fields.h"
#include "station-cli/commands.h"
#include "station-cli/secret_input.h"
#include "station/people.h"

// People: who may what, how they log in, and who has looked at exceptional acts.
namespace seihon::station_cli {

using record::Fault;
using record::FaultKind;
using record::Json;
using record::Language;

namespace {

std::string day(const station::Station& station, record::Instant at) {
    return record::formatLocal(at, station.regulation().calendar.utcOffset).substr(0, 10);
}

template <typename Term>
std::string during(const station::Station& station, const Term& term) {
    return day(station, term.from) + " – " + day(station, term.until);
}

template <typename Term>
Json termJson(const Term& term) {
    return Json::object(
        {{"from", record::formatInstant(term.from)}, {"until", record::formatInstant(term.until)}});
}

Json personJson(const station::PersonRow& row, record::Instant now) {
    Json roles = Json::array(), trainings = Json::array(), delegations = Json::array();
    for (const regulation::Appointment& one : row.person.appointments) {
        Json json = termJson(one);
        json.set("role", record::enumName(one.role));
        json.set("letter", one.letter);
        roles.push(std::move(json));
    }
    for (const regulation::Training& one : row.person.trainings) {
        Json json = termJson(one);
        json.set("subject", one.subject);
        trainings.push(std::move(json));
    }
    for (const regulation::Delegation& one : row.person.delegations) {
        Json json = termJson(one);
        json.set("for", one.principal);
        json.set("role", record::enumName(one.role));
        delegations.push(std::move(json));
    }
    const bool card = row.person.certificateSha256 != record::Digest{};
    return Json::object({{"user", row.person.user},
                         {"name", row.person.name},
                         {"appointments", std::move(roles)},
                         {"trainings", std::move(trainings)},
                         {"delegations", std::move(delegations)},
                         {"card", card},
                         {"password", row.hasPassword},
                         {"lockedOut", row.lockOut.locked(now)},
                         {"lockedUntil", record::instantOrNull(row.lockOut.until)},
                         {"lastLogin", record::instantOrNull(row.lastLogin)}});
}

std::string personText(const station::Station& station, const Output& output,
                       const station::PersonRow& row, record::Instant now) {
    const bool japanese = output.language() == Language::Japanese;
    std::string text = row.person.user + "  " + row.person.name;
    text +=
        row.person.certificateSha256 != record::Digest{} ? (japanese ? "  カード" : "  card") : "";
    text += row.hasPassword ? (japanese ? "  パスワード" : "  password") : "";
    text += row.lockOut.locked(now) ? (japanese ? "  ログイン不可" : "  LOCKED OUT") : "";
    text += "\n";
    for (const regulation::Appointment& one : row.person.appointments) {
        text += "    " + std::string(record::wordFor(one.role, output.language())) + "  " +
                during(station, one) + (one.letter.empty() ? "" : "  " + one.letter) + "\n";
    }
    for (const regulation::Training& one : row.person.trainings) {
        text += (japanese ? "    教育: " : "    training: ") + one.subject + "  " +
                during(station, one) + "\n";
    }
    for (const regulation::Delegation& one : row.person.delegations) {
        text += (japanese ? "    代行: " : "    acts for: ") + one.principal + "  " +
                std::string(record::wordFor(one.role, output.language())) + "  " +
                during(station, one) + "\n";
    }
    return text;
}

int listPeople(const Output& output, station::Station& station) {
    const record::Instant now = record::readClock();
    Json people = Json::array();
    std::string text;
    for (const station::PersonRow& row : station::People(station).list()) {
        people.push(personJson(row, now));
        text += personText(station, output, row, now);
    }
    output.print(Json::object({{"people", std::move(people)}}), text);
    return kDone;
}

int checkPeople(const Output& output, station::Station& station) {
    const record::Verdict verdict = station::People(station).check();
    output.print(
        Json::object({{"well", verdict.findings.empty()}, {"findings", output.findings(verdict)}}),
        verdict.findings.empty() ? (output.language() == Language::Japanese
                                        ? "名簿に気になる点はありません。\n"
                                        : "Nothing to be said against the list of people.\n")
                                 : output.sentences(verdict));
    return verdict.permitted() ? kDone : kRefused;
}

int printDone(const Output& output, const record::Verdict& verdict, Json document,
              const std::string& text) {
    if (!verdict.permitted()) {
        return printRefusal(output, verdict);
    }
    document.set("findings", output.findings(verdict));
    output.print(document, text + output.sentences(verdict));
    return kDone;
}

int setPassword(const Arguments& args, const Output& output, station::Station& station) {
    const station::Session session = sessionOf(args, station);
    const record::Verdict verdict =
        station::People(station).setPassword(session, args.person, readNewPassword(args.newFd));
    return printDone(output, verdict, Json::object({{"user", args.person}, {"set", "password"}}),
                     output.language() == Language::Japanese ? "パスワードを設定しました。\n"
                                                             : "The password is set.\n");
}

int newTotp(const Arguments& args, const Output& output, station::Station& station) {
    const station::Session session = sessionOf(args, station);
    const station::TotpOutcome outcome =
        station::People(station).newTotpSecret(session, args.person);
    const std::string uri(outcome.uri.bytes().begin(), outcome.uri.bytes().end());
    return printDone(output, outcome.verdict,
                     Json::object({{"user", args.person}, {"otpauth", uri}}),
                     (output.language() == Language::Japanese
                          ? "認証アプリに登録してください（表示は一度だけです）:\n"
                          : "Enter this into the authenticator; it is shown only once:\n") +
                         uri + "\n");
}

Json openJson(const station::OpenAct& open) {
    Json acts = Json::array();
    for (const record::Entry& entry : open.acts) {
        acts.push(Json::object({{"entry", entry.sequence},
                                {"at", record::formatInstant(entry.at)},
                                {"kind", record::enumName(entry.what.kind)},
                                {"job", entry.what.job},
                                {"record", entry.what.record}}));
    }
    return Json::object({{"entry", open.sequence},
                         {"at", record::formatInstant(open.at)},
                         {"user", open.actor.user},
                         {"for", open.actor.onBehalfOf},
                         {"what", open.what},
                         {"job", open.job},
                         {"acts", std::move(acts)}});
}

int printOpen(const Output& output, const station::Station& station,
              const std::vector<station::OpenAct>& all) {
    Json list = Json::array();
    std::string text;
    for (const station::OpenAct& open : all) {
        list.push(openJson(open));
        text += std::to_string(open.sequence) + "  " +
                record::formatLocal(open.at, station.regulation().calendar.utcOffset) + "  " +
                open.actor.user +
                (open.actor.onBehalfOf.empty() ? "" : " → " + open.actor.onBehalfOf) + "  " +
                open.what + (open.job.empty() ? "" : "  " + open.job) + "\n";
        for (const record::Entry& entry : open.acts) {
            text += "    " + std::to_string(entry.sequence) + "  " +
                    std::string(record::enumName(entry.what.kind)) + "  " +
                    (entry.what.record.empty() ? entry.what.job : entry.what.record) + "\n";
        }
    }
    output.print(Json::object({{"open", std::move(list)}}), text);
    return kDone;
}

int brokenGlass(const Arguments& args, const Output& output, station::Station& station) {
    station::People people(station);
    const station::Session session = sessionOf(args, station);
    if (!args.sequence) { // the reasons may name patients: not for everybody
        const record::Verdict may =
            people.judgeLook(session, regulation::Authority::ReviewPeople, {});
        return may.permitted() ? printOpen(output, station, people.openBreakGlass())
                               : printRefusal(output, may);
    }
    return printDone(output, people.reviewBreakGlass(session, *args.sequence, args.remark),
                     Json::object({{"reviewed", *args.sequence}}),
                     output.language() == Language::Japanese ? "確認を記録しました。\n"
                                                             : "The review is recorded.\n");
}

int proxies(const Arguments& args, const Output& output, station::Station& station) {
    station::People people(station);
    if (!args.sequence) {
        return printOpen(output, station, people.openProxyActs());
    }
    return printDone(output, people.confirmProxy(sessionOf(args, station), *args.sequence),
                     Json::object({{"confirmed", *args.sequence}}),
                     output.language() == Language::Japanese ? "確認を記録しました。\n"
                                                             : "The act is confirmed.\n");
}

} // namespace

int runUserVerb(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    const bool japanese = output.language() == Language::Japanese;
    if (args.verb == "user list") {
        return listPeople(output, station);
    }
    if (args.verb == "user check") {
        return checkPeople(output, station);
    }
    if (args.verb == "user password") {
        return setPassword(args, output, station);
    }
    if (args.verb == "user totp") {
        return newTotp(args, output, station);
    }
    if (args.verb == "user review-break-glass") {
        return brokenGlass(args, output, station);
    }
    if (args.verb == "user confirm") {
        return proxies(args, output, station);
    }
    const station::Session session = sessionOf(args, station);
    if (args.verb == "user unlock") {
        return printDone(output, station::People(station).unlock(session, args.person),
                         Json::object({{"user", args.person}}),
                         japanese ? "ログインを開けました。\n" : "The login is open again.\n");
    }
    return printDone(output, station::People(station).review(session, args.remark),
                     Json::object({{"reviewed", "people"}}),
                     japanese ? "権限の見直しを記録しました。\n"
                              : "The review of rights is recorded.\n");
}

} // namespace seihon::station_cli
