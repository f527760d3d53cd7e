#include "station-ui/parts.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QFileDialog>
#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSpinBox>
#include <QStyle>
#include <QVBoxLayout>

namespace seihon::station_ui {

QString withoutMnemonic(QString text) {
    const QRegularExpression marked("\\s*\\(&[^)]\\)");
    text.remove(marked);
    return text.remove('&');
}

namespace {

// Qt asks for less room than the arrows of the style sheet take.
class WordedSpin : public QSpinBox {
  public:
    QSize sizeHint() const override {
        return {QSpinBox::sizeHint().width() + kTouchHeight, QSpinBox::sizeHint().height()};
    }
    QSize minimumSizeHint() const override { return sizeHint(); }
};

} // namespace

QSpinBox* makeCount(const char* name) {
    return named(new WordedSpin, name);
}

void chooseFolderFor(QLineEdit* field, const QString& title) {
    const QString chosen = QFileDialog::getExistingDirectory(field, title, field->text());
    if (!chosen.isEmpty()) {
        field->setText(chosen);
    }
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
    label->setTextFormat(Qt::PlainText);
    return label;
}

QLabel* makeHtml(const char* name, const char* role) {
    QLabel* label = makeLabel(name, role);
    label->setTextFormat(Qt::RichText);
    return label;
}

QString plainTip(const QString& text) {
    return Qt::mightBeRichText(text) ? htmlTip(text.toHtmlEscaped()) : text;
}

QString htmlTip(const QString& html) {
    return html.isEmpty() ? html : "<qt>" + html + "</qt>";
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
