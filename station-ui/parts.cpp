#include "station-ui/parts.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QRegularExpression>
#include <QStyle>
#include <QVBoxLayout>

namespace seihon::station_ui {

QString withoutMnemonic(QString text) {
    const QRegularExpression marked("\\s*\\(&[^)]\\)");
    text.remove(marked);
    return text.remove('&');
}

void setRole(QWidget* widget, const char* role) {
    widget->setProperty("role", role);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

QPushButton* makeButton(const char* name) {
    auto* button = new QPushButton;
    button->setObjectName(name);
    button->setMinimumHeight(kTouchHeight);
    button->setAutoDefault(true);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

QPushButton* makeNext(const char* name) {
    QPushButton* button = makeButton(name);
    button->setProperty("role", "next");
    return button;
}

QPushButton* makeStop(const char* name) {
    QPushButton* button = makeButton(name);
    button->setProperty("role", "stop");
    return button;
}

QLabel* makeLabel(const char* name, const char* role) {
    auto* label = new QLabel;
    label->setObjectName(name);
    label->setProperty("role", role);
    label->setWordWrap(true);
    return label;
}

QFrame* makeCard(QVBoxLayout*& column) {
    auto* card = new QFrame;
    card->setProperty("role", "card");
    column = new QVBoxLayout(card);
    column->setContentsMargins(24, 20, 24, 20);
    column->setSpacing(12);
    return card;
}

void setText(QPushButton* button, const QString& text) {
    button->setText(text);
    button->setAccessibleName(withoutMnemonic(text));
}

void nameFor(QWidget* field, QLabel* label, const QString& text) {
    label->setText(text);
    label->setBuddy(field);
    field->setAccessibleName(withoutMnemonic(text));
    if (auto* box = qobject_cast<QComboBox*>(field)) { // its list is a control of its own
        box->view()->setAccessibleName(withoutMnemonic(text));
    }
}

} // namespace seihon::station_ui
