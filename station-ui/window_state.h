#pragma once

#include "record/sentences.h"
#include "regulation/regulation.h"
#include "station-ui/station_thread.h"
#include "station-ui/words.h"

#include <QObject>
#include <QString>
#include <QVector>

#include <set>

namespace seihon::station_ui {

struct ClassRow {
    std::string id;
    QString nameJa, nameEn;
    bool duplex = false; // its profile scans both sides whatever is declared
    QString name(record::Language language) const {
        return language == record::Language::Japanese ? nameJa : nameEn;
    }
};

// What the station says of itself when it opens.
struct StationFacts {
    bool demo = false;
    QVector<ClassRow> classes; // those that may be scanned
    std::chrono::minutes idleLimit{5};
    std::chrono::minutes utcOffset{};
    bool hasPatientIndex = false;
    bool hasPeople = true; // none: nobody can log in
    record::Instant openedAt{};
};

struct PersonHere {
    QString user, name;
    bool byCard = false;
    std::set<regulation::Authority> rights;
};

enum class Tone { Plain, Good, Careful, Bad };

// What all pages share: the station's thread, who is here, the language, the message to show. A
// view-model: it knows no widget.
class WindowState : public QObject {
    Q_OBJECT

  public:
    WindowState(const QString& home, record::Language language, QObject* parent = nullptr);

    StationThread& thread() { return m_thread; }
    const StationFacts& facts() const { return m_facts; }
    const std::optional<PersonHere>& person() const { return m_person; }
    bool may(regulation::Authority authority) const;
    record::Language language() const { return m_language; }
    QString word(Word which) const { return station_ui::word(which, m_language); }
    QString nameOfClass(const std::string& id) const;
    // Hospital's time, to the minute.
    QString timeText(record::Instant at) const;
    QString sentence(const record::Finding& finding) const;
    // Plain, one each, refusals first; notes only when asked for.
    QStringList sentences(const record::Verdict& verdict, bool notesToo = false) const;
    // The same as lines of HTML.
    QString sentencesHtml(const record::Verdict& verdict, bool notesToo = false) const;
    QString faultHtml(const record::Fault& fault) const;

    void setLanguage(record::Language language);
    // With a code: by password, for people without a card. The secrets are wiped from the strings.
    void login(const QString& user, QString secret, QString code, bool lastTry = false);
    // The PIN of who is here once more, for acts that want a fresh one. A wrong one leaves the
    // person at the desk.
    void pinAgain(QString pin, std::function<void()> then, StationThread::Otherwise otherwise);
    void logout(); // what runs goes on to its end

    // The message as a function of the language: it is said again when that is switched.
    void say(Tone tone, std::function<QString()> html);
    void sayFault(const record::Fault& fault);
    void sayNothing() { say(Tone::Plain, {}); }
    void go(const QString& page) { emit pageWanted(page); }
    // A job that stands in the list: whoever does that work opens it.
    void openJob(const QString& id) { emit jobWanted(id); }

  signals:
    void ready();
    void personChanged();
    void languageChanged();
    void said(seihon::station_ui::Tone tone, QString html);
    void pageWanted(QString page);
    void jobWanted(QString id);
    void loginFailed(seihon::record::Fault fault);

  private:
    void readFacts();

    record::Language m_language;
    StationFacts m_facts;
    std::optional<PersonHere> m_person;
    Tone m_tone = Tone::Plain;
    std::function<QString()> m_message; // none: nothing is said
    StationThread m_thread;
};

// The PIN, or the card that it is for: asking for it once more may help.
bool isAboutThePin(record::FaultKind kind);
// UTF-8 both ways.
QString text(std::string_view utf8);
QString escaped(std::string_view utf8);

} // namespace seihon::station_ui
