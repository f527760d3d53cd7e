#pragma once

#include "station-ui/theme.h"

#include <QString>

class QFrame;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QVBoxLayout;
class QWidget;

// Small pieces that every page is made of, so that all look and behave alike.
namespace seihon::station_ui {

// `name` finds it in tests and is not seen.
QPushButton* makeButton(const char* name);
QPushButton* makeNext(const char* name); // the one big step of the page; Enter presses it
QPushButton* makeStop(const char* name);
// role: title, huge, lead, good, careful, bad, or none. Wraps its lines. What it shows is shown as
// it was typed: a name is never read as HTML.
QLabel* makeLabel(const char* name, const char* role = "");
// For text that the page itself made of HTML, with escaped() for what people typed.
QLabel* makeHtml(const char* name, const char* role = "");
// Qt guesses whether a tooltip is HTML. Plain: shown as typed; HTML: never guessed to be plain.
QString plainTip(const QString& text);
QString htmlTip(const QString& html);
// A field to type or choose in, as high as a finger needs it.
template <typename Field>
Field* named(Field* field, const char* name) {
    field->setObjectName(name);
    field->setMinimumHeight(kTouchHeight);
    return field;
}
// A number with a word for "none", wide enough for that word.
QSpinBox* makeCount(const char* name);
// Asks for a folder, beginning with the one that stands in the field; what is chosen stands there.
void chooseFolderFor(QLineEdit* field, const QString& title);
void setRole(QWidget* widget, const char* role);
// A card with a column in it.
QFrame* makeCard(QVBoxLayout*& column);
// Text with a mnemonic on a button, or on a label whose buddy it is; also the name that a screen
// reader says, without the mark.
void setText(QPushButton* button, const QString& text);
void nameFor(QWidget* field, QLabel* label, const QString& text);
QString withoutMnemonic(QString text);

} // namespace seihon::station_ui
