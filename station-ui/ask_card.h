#pragma once

#include "station-ui/boxes_words.h"
#include "station-ui/window_state.h"

#include <QFrame>

#include <functional>
#include <map>
#include <vector>

class QGridLayout;
class QLabel;
class QPushButton;

namespace seihon::station_ui {

// One thing that an act of the records team needs to know.
struct AskField {
    enum Kind { Line, Number, Choice };
    const char* key; // its object name is "ask-KEY"
    BoxWord label;
    Kind kind = Line;
    bool needed = false;     // a line that must not be empty
    QString text{};          // what stands there at first
    int value = 0, most = 0; // of a number
    std::vector<std::pair<QString, BoxWord>> choices{};
};

// What was typed, by key.
class Answers {
  public:
    std::string line(const char* key) const;
    int number(const char* key) const;
    std::map<std::string, QString> given;
};

struct Ask {
    std::function<QString()> title; // a function of the language
    BoxWord ok;
    std::vector<AskField> fields;
    std::function<void(const Answers&)> then;
};

// Asks in place, on the page itself, what an act needs; Enter says yes, Escape leaves it.
class AskCard : public QFrame {
    Q_OBJECT

  public:
    explicit AskCard(WindowState& state);

    void ask(Ask what);
    void stop(); // nothing that was typed stays
    bool isAsking() const { return !m_ask.fields.empty(); }
    void retranslate();

  signals:
    void ended();

  protected:
    void keyPressEvent(QKeyEvent* event) override;

  private:
    QWidget* makeField(const AskField& field);
    QString valueOf(std::size_t field) const;
    void check();
    void done();

    WindowState& m_state;
    Ask m_ask;
    QGridLayout* m_grid = nullptr;
    std::vector<QLabel*> m_labels;
    std::vector<QWidget*> m_fields;
    QLabel* m_title;
    QPushButton *m_ok, *m_cancel;
};

} // namespace seihon::station_ui
