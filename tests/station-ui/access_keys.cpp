#include "tests/station-ui/access_keys.h"

#include <QAbstractButton>
#include <QKeySequence>
#include <QLabel>
#include <QMap>

namespace seihon::station_ui {

namespace {

QString keyOf(const QString& text) {
    return QKeySequence::mnemonic(text).toString();
}

// Every access key that would act now, with who has it.
QMap<QString, QStringList> accessKeys(const QWidget& window) {
    QMap<QString, QStringList> keys;
    const auto add = [&keys](const QString& text, const QString& name) {
        if (const QString key = keyOf(text); !key.isEmpty()) {
            keys[key] += name;
        }
    };
    for (const auto* button : window.findChildren<QAbstractButton*>()) {
        if (button->isVisible()) {
            add(button->text(), button->objectName());
        }
    }
    for (const auto* label : window.findChildren<QLabel*>()) {
        if (label->isVisible() && label->buddy() != nullptr && label->buddy()->isVisible()) {
            add(label->text(), label->objectName());
        }
    }
    return keys;
}

} // namespace

QStringList clashesIn(const QWidget& window, const QString& where) {
    QStringList clashes;
    const auto keys = accessKeys(window);
    for (auto one = keys.begin(); one != keys.end(); ++one) {
        if (one->size() > 1) {
            clashes += where + " " + one.key() + ": " + one->join(", ");
        }
    }
    return clashes;
}

} // namespace seihon::station_ui
