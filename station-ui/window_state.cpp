#include "station-ui/window_state.h"

#include "station/people.h"
#include "station/rights.h"

namespace seihon::station_ui {

namespace {

// Takes the text out of the field's hands.
station::Pin secretOf(QString& field, bool lastTry) {
    QByteArray bytes = field.toUtf8();
    station::Pin secret(std::string_view(bytes.data(), static_cast<std::size_t>(bytes.size())),
                        lastTry ? station::LastTry::Spend : station::LastTry::Keep);
    bytes.fill('\0');
    field.fill(QChar(0));
    return secret;
}

StationFacts factsOf(station::Station& station) {
    StationFacts facts;
    facts.demo = station.config().demo;
    const regulation::Regulation& rules = station.regulation();
    facts.idleLimit = rules.people.idleLock;
    facts.utcOffset = rules.calendar.utcOffset;
    facts.hasPatientIndex = !station.config().demographics.empty();
    facts.hasPeople = !station::People(station).list().empty();
    facts.openedAt = record::readClock();
    for (const auto& [id, kind] : rules.classes) {
        if (kind.purpose != regulation::ClassPurpose::OutOfScope) {
            facts.classes.push_back({id, text(kind.nameJa), text(kind.nameEn),
                                     kind.profile.source == record::PaperSource::FeederDuplex});
        }
    }
    return facts;
}

} // namespace

QString text(std::string_view utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

QString escaped(std::string_view utf8) {
    return text(utf8).toHtmlEscaped();
}

bool isAboutThePin(record::FaultKind kind) {
    using enum record::FaultKind;
    return kind == PinMissing || kind == PinWrong || kind == PinExpired || kind == LoginRefused ||
           kind == PinLastTry || kind == TokenAbsent;
}

WindowState::WindowState(const QString& home, record::Language language, QObject* parent)
    : QObject(parent), m_language(language), m_thread(home) {
    connect(&m_thread, &StationThread::opened, this, &WindowState::readFacts);
    connect(&m_thread, &StationThread::faulted, this, &WindowState::sayFault);
}

void WindowState::readFacts() {
    m_thread.look(
        this, [](Desk& desk) { return factsOf(*desk.station); },
        [this](const StationFacts& facts) {
            m_facts = facts;
            emit ready();
        });
}

bool WindowState::may(regulation::Authority authority) const {
    return m_person && m_person->rights.contains(authority);
}

QString WindowState::nameOfClass(const std::string& id) const {
    for (const ClassRow& row : m_facts.classes) {
        if (row.id == id) {
            return row.name(m_language);
        }
    }
    return text(id);
}

QString WindowState::timeText(record::Instant at) const {
    return text(record::formatLocal(at, m_facts.utcOffset)).left(16);
}

QString WindowState::sentence(const record::Finding& finding) const {
    return text(record::sentenceOf(finding, m_language));
}

QStringList WindowState::sentences(const record::Verdict& verdict, bool notesToo) const {
    QStringList lines;
    for (const record::Finding& finding : verdict.byUrgency()) {
        if (notesToo || finding.severity != record::Severity::Note) {
            lines += sentence(finding);
        }
    }
    return lines;
}

QString WindowState::sentencesHtml(const record::Verdict& verdict, bool notesToo) const {
    return sentences(verdict, notesToo).join("\n").toHtmlEscaped().replace("\n", "<br>");
}

QString WindowState::faultHtml(const record::Fault& fault) const {
    const record::FaultText words = record::textOf(fault, m_language);
    return "<b>" + escaped(words.what) + "</b><br>" + word(Word::WhatIsSafe) + escaped(words.safe) +
           "<br>" + word(Word::WhatToDo) + escaped(words.todo);
}

void WindowState::say(Tone tone, std::function<QString()> html) {
    m_tone = tone;
    m_message = std::move(html);
    emit said(tone, m_message ? m_message() : QString());
}

void WindowState::sayFault(const record::Fault& fault) {
    say(Tone::Bad, [this, fault] { return faultHtml(fault); });
}

void WindowState::setLanguage(record::Language language) {
    if (m_language != language) {
        m_language = language;
        emit languageChanged();
        say(m_tone, m_message);
    }
}

void WindowState::login(const QString& user, QString secret, QString code, bool lastTry) {
    const bool byPassword = !code.isEmpty();
    const auto first = std::make_shared<station::Pin>(secretOf(secret, lastTry));
    const auto second = std::make_shared<station::Pin>(secretOf(code, false));
    m_thread.ask(
        this,
        [user = user.toStdString(), byPassword, first, second](Desk& desk) {
            desk.session.reset();
            station::People people(*desk.station);
            desk.session = byPassword
                               ? people.loginByPassword(user, std::move(*first), std::move(*second))
                               : people.login(user, std::move(*first));
            PersonHere here{text(desk.session->person.user), text(desk.session->person.name),
                            desk.session->way == regulation::LoginWay::Card,
                            station::rightsOf(*desk.station, *desk.session, record::readClock())};
            return here;
        },
        [this](const PersonHere& here) {
            m_person = here;
            sayNothing();
            emit personChanged();
        },
        [this](const record::Fault& fault) {
            m_person.reset();
            sayFault(fault);
            emit personChanged();
            emit loginFailed(fault);
        });
}

void WindowState::pinAgain(QString pin, std::function<void()> then,
                           StationThread::Otherwise otherwise) {
    const auto secret = std::make_shared<station::Pin>(secretOf(pin, false));
    m_thread.ask(
        this,
        [secret](Desk& desk) {
            const std::string user = desk.identified().person.user;
            desk.session = station::People(*desk.station).login(user, std::move(*secret));
            return PersonHere{text(user), text(desk.session->person.name), true,
                              station::rightsOf(*desk.station, *desk.session, record::readClock())};
        },
        [this, then = std::move(then)](const PersonHere& here) {
            if (m_person && m_person->user == here.user) {
                m_person = here;
                then();
            }
        },
        std::move(otherwise));
}

void WindowState::logout() {
    m_person.reset();
    m_thread.look(
        this, [](Desk& desk) { desk.session.reset(); }, [] {}); // with the PIN that was kept
    emit personChanged();
}

} // namespace seihon::station_ui
