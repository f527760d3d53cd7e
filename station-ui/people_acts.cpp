#include "station-ui/admin_parts.h"
#include "station-ui/admin_words.h"
#include "station-ui/people_page.h"
#include "station-ui/person_card.h"

#include <QLabel>
#include <QPushButton>
#include <QTableWidget>

// What is done to people's entries: each a verb of the station, each asked about first.
namespace seihon::station_ui {

using station::PersonOverview;

namespace {

// The person at the keyboard types it; it does not stay in the field, nor here.
std::shared_ptr<station::Pin> newSecretOf(QString written) {
    QByteArray bytes = written.toUtf8();
    auto secret = std::make_shared<station::Pin>(
        std::string_view(bytes.data(), static_cast<std::size_t>(bytes.size())));
    bytes.fill('\0');
    written.fill(QChar(0));
    return secret;
}

} // namespace

void PeoplePage::act(std::function<record::Verdict(Desk&)> what, std::function<QString()> good) {
    state().thread().ask(this, std::move(what), [this, good](const record::Verdict& verdict) {
        if (verdict.permitted()) {
            state().say(Tone::Good, good);
        } else {
            state().say(Tone::Bad, [this, verdict] { return state().sentencesHtml(verdict); });
        }
        read();
    });
}

void PeoplePage::save(const config::Person& person) {
    state().thread().ask(
        this,
        [person](Desk& desk) {
            return station::People(*desk.station).appoint(desk.identified(), person);
        },
        [this, person](const record::Verdict& verdict) {
            if (!verdict.permitted()) {
                state().say(Tone::Bad, [this, verdict] { return state().sentencesHtml(verdict); });
                return; // what was typed stays
            }
            state().say(Tone::Good, [this, name = text(person.name)] {
                return word(AdminWord::PersonSaved, state().language()).arg(name.toHtmlEscaped());
            });
            m_toChoose = text(person.user);
            m_card->wipe();
            showSide(kPerson);
            m_table->setFocus();
            read();
        });
}

void PeoplePage::askRetire() {
    const PersonOverview* person = chosen();
    if (person == nullptr) {
        return;
    }
    const std::string user = person->row.person.user;
    const QString name = text(person->row.person.name);
    showSide(kPersonAsk);
    m_ask->ask([this, name] { return word(AdminWord::RetireAsk, state().language()).arg(name); },
               [] { return QString(); }, QuestionCard::Line::None,
               [this, user, name](const QString&) {
                   act(
                       [user](Desk& desk) {
                           return station::People(*desk.station).retire(desk.identified(), user);
                       },
                       [this, name] {
                           return word(AdminWord::PersonRetired, state().language())
                               .arg(name.toHtmlEscaped());
                       });
               });
}

void PeoplePage::askPassword() {
    const PersonOverview* person = chosen();
    if (person == nullptr) {
        return;
    }
    const std::string user = person->row.person.user;
    const QString name = text(person->row.person.name);
    showSide(kPersonAsk);
    m_ask->ask([this, name] { return word(AdminWord::PasswordAsk, state().language()).arg(name); },
               [this] { return word(AdminWord::NewPassword, state().language()); },
               QuestionCard::Line::Secret,
               [this, user](const QString& written) {
                   act(
                       [user, secret = newSecretOf(written)](Desk& desk) {
                           return station::People(*desk.station)
                               .setPassword(desk.identified(), user, std::move(*secret));
                       },
                       [this] { return word(AdminWord::PasswordSet, state().language()); });
               });
}

void PeoplePage::askReview() {
    showSide(kPersonAsk);
    m_ask->ask([this] { return word(AdminWord::ReviewAsk, state().language()); },
               [this] { return word(AdminWord::Remark, state().language()); },
               QuestionCard::Line::Words,
               [this](const QString& remark) {
                   act(
                       [remark = remark.toStdString()](Desk& desk) {
                           return station::People(*desk.station).review(desk.identified(), remark);
                       },
                       [this] { return word(AdminWord::Reviewed, state().language()); });
               });
}

void PeoplePage::makeCode() {
    const PersonOverview* person = chosen();
    if (person == nullptr) {
        return;
    }
    state().thread().ask(
        this,
        [user = person->row.person.user](Desk& desk) {
            return std::make_shared<station::TotpOutcome>(
                station::People(*desk.station).newTotpSecret(desk.identified(), user));
        },
        [this](const std::shared_ptr<station::TotpOutcome>& outcome) {
            if (!outcome->verdict.permitted()) {
                state().say(Tone::Bad, [this, verdict = outcome->verdict] {
                    return state().sentencesHtml(verdict);
                });
            } else if (state().person()) { // shown once, to the one who asked
                const auto bytes = outcome->uri.bytes();
                m_codeText->setText(QString::fromUtf8(reinterpret_cast<const char*>(bytes.data()),
                                                      static_cast<qsizetype>(bytes.size())));
                showSide(kPersonCode);
                m_codeDone->setFocus();
            }
            read();
        });
}

void PeoplePage::unlock() {
    const PersonOverview* person = chosen();
    if (person == nullptr) {
        return;
    }
    act([user = person->row.person.user](
            Desk& desk) { return station::People(*desk.station).unlock(desk.identified(), user); },
        [this] { return word(AdminWord::Unlocked, state().language()); });
}

} // namespace seihon::station_ui
