#include "station-ui/person_words.h"

#include "regulation/clauses.h"
#include "station-ui/admin_words.h"
#include "station-ui/parts.h"

namespace seihon::station_ui {

QString loginText(const station::PersonOverview& person, record::Language language) {
    QStringList ways;
    const config::Person& who = person.row.person;
    if (who.certificateSha256 != record::Digest{}) {
        ways += word(who.pkcs12.empty() ? AdminWord::ByCard : AdminWord::ByKeyFile, language);
    }
    if (person.row.hasPassword) {
        ways += word(AdminWord::ByPassword, language);
    }
    return ways.empty() ? word(AdminWord::NoLogin, language) : ways.join(", ");
}

QString personHtml(const station::PersonOverview& person, const WindowState& state) {
    const record::Language language = state.language();
    const config::Person& who = person.row.person;
    QStringList lines;
    const auto during = [&](const auto& term) { // a term ends where its last day does
        const record::Instant last = term.until - std::chrono::milliseconds(1);
        return "  " + state.timeText(term.from).left(10) + " – " + state.timeText(last).left(10);
    };
    const auto named = [&](AdminWord name, const QString& value) {
        return withoutMnemonic(word(name, language)) + ": " + value;
    };
    lines += withoutMnemonic(state.word(Word::User)) + ": " + escaped(who.user);
    for (const regulation::Appointment& one : who.appointments) {
        lines += "<b>" + escaped(record::wordFor(one.role, language)) + "</b>" + during(one) +
                 (one.letter.empty() ? QString() : "  " + escaped(one.letter));
    }
    for (const regulation::Training& one : who.trainings) {
        lines += named(AdminWord::Trained, escaped(one.subject) + during(one));
    }
    for (const regulation::Absence& one : who.absences) {
        lines += named(AdminWord::Absent, during(one));
    }
    for (const regulation::Delegation& one : who.delegations) {
        lines += named(AdminWord::ActsFor, escaped(one.principal) + " " +
                                               escaped(record::wordFor(one.role, language)) +
                                               during(one));
    }
    lines += named(AdminWord::LogsIn, loginText(person, language).toHtmlEscaped());
    if (person.row.lastLogin) {
        lines += named(AdminWord::LastLogin, state.timeText(*person.row.lastLogin));
    }
    QStringList may;
    for (const regulation::Authority authority : person.may) {
        may += escaped(regulation::wordFor(authority, language));
    }
    if (!may.empty()) {
        lines += named(AdminWord::MayNow,
                       may.join(language == record::Language::Japanese ? "、" : ", "));
    }
    if (const QString about = state.sentencesHtml(person.about, true); !about.isEmpty()) {
        lines += "<br>" + about;
    }
    return lines.join("<br>");
}

} // namespace seihon::station_ui
