#pragma once

#include "record/sentences.h"
#include "station-ui/theme.h"
#include "station-ui/window_state.h"
#include "station/health.h"

#include <QFrame>
#include <QStringList>

#include <functional>

class QDate;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableWidget;

// Pieces that the administrator's pages share.
namespace seihon::station_ui {

// Rows to look at and to choose one of; the arrows walk in it, Tab leaves it. The columns named
// share the room that the others leave. Rows keep a finger's height at every size of the text.
QTableWidget* makeTable(const char* name, int columns, std::initializer_list<int> stretched);
// A row of texts; with a standing its first cell is drawn in that colour.
void addRow(QTableWidget* table, const QStringList& cells,
            std::optional<station::Health> standing = {});
void chooseRow(QTableWidget* table, int row); // or the last one there is
QLineEdit* makeField(const char* name);

// A shape and a word; the colour alone would say nothing to many eyes.
QString standingText(station::Health standing, record::Language language);
QString standingSign(station::Health standing);
const char* standingRole(station::Health standing); // for setRole

// Midnight that begins this day in the hospital, and the day back.
record::Instant beginOf(const QDate& day, std::chrono::minutes utcOffset);
QDate dayOf(record::Instant at, std::chrono::minutes utcOffset);

// One question in the page itself: a sentence, at most one line to write, yes or no. What was
// written is gone when it closes.
class QuestionCard : public QFrame {
    Q_OBJECT

  public:
    enum class Line { None, Words, Secret };

    explicit QuestionCard(
        const std::string& name); // its parts are nameQuestion, nameLine, nameYes …
    // The texts come as functions of the language, for it may change while this is open.
    void ask(std::function<QString()> question, std::function<QString()> label, Line line,
             std::function<void(const QString&)> yes);
    void wipe(); // nobody answers any more
    void retranslate(const WindowState& state);

  signals:
    void closed();

  private:
    void answer(bool yes);

    QLabel *m_question, *m_label;
    QLineEdit* m_line;
    QPushButton *m_yes, *m_no;
    std::function<QString()> m_asks, m_names;
    std::function<void(const QString&)> m_then;
};

} // namespace seihon::station_ui
