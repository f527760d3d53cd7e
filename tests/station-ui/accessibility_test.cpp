#include "station-ui/clerk_job.h"
#include "station-ui/envelope_words.h"
#include "station-ui/words.h"
#include "tests/station-ui/suites.h"
#include "tests/station-ui/ui_desk.h"

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QComboBox>
#include <QLineEdit>
#include <QTableWidget>

namespace seihon::station_ui {

namespace {

// Every control under this one that a screen reader meets: what it is, and what it is called.
void walk(QAccessibleInterface* here, QStringList& nameless, int& controls) {
    if (here == nullptr || !here->isValid()) {
        return;
    }
    const QAccessible::State state = here->state();
    const bool interactive =
        state.focusable && here->object() != nullptr && here->object()->isWidgetType();
    if (interactive) {
        ++controls;
        if (here->role() == QAccessible::NoRole || here->text(QAccessible::Name).isEmpty()) {
            nameless += here->object()->metaObject()->className() + QString(" ") +
                        here->object()->objectName();
        }
    }
    for (int i = 0; i < std::min(here->childCount(), 200); ++i) {
        walk(here->child(i), nameless, controls);
    }
}

} // namespace

class AccessibilityTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { m_desk = std::make_unique<UiDesk>(); }
    void everyWordHasBothLanguages() {
        QVERIFY(everyWordHasItsTexts() && everyEnvelopeWordHasItsTexts());
    }
    void everyControlHasRoleAndNameAndSize();
    void highContrastReachesEveryRow();
    void atTwiceTheSizeNothingIsClipped();
    void cleanupTestCase() { m_desk.reset(); }

  private:
    std::unique_ptr<UiDesk> m_desk; // one for all: a demo home takes seconds to make
};

void AccessibilityTest::everyControlHasRoleAndNameAndSize() {
    UiDesk& desk = *m_desk;
    QStringList nameless;
    int controls = 0;
    walk(QAccessible::queryAccessibleInterface(&desk.window()), nameless, controls);
    QVERIFY(desk.logIn());
    QTRY_COMPARE_WITH_TIMEOUT(desk.window().pageShown(), QString("queue"), kPatience);
    for (const auto language : {record::Language::English, record::Language::Japanese}) {
        desk.window().state().setLanguage(language);
        for (const char* page : {"queue", "intake", "envelopes", "job", "seal"}) {
            desk.window().state().go(page);
            walk(QAccessible::queryAccessibleInterface(&desk.window()), nameless, controls);
        }
    }
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(", ")));
    QVERIFY(controls > 60); // the walk met something
    for (QWidget* widget : desk.window().findChildren<QWidget*>()) {
        const bool control = qobject_cast<QAbstractButton*>(widget) != nullptr ||
                             qobject_cast<QComboBox*>(widget) != nullptr ||
                             (qobject_cast<QLineEdit*>(widget) != nullptr &&
                              qobject_cast<QAbstractSpinBox*>(widget->parent()) == nullptr);
        if (control && !widget->objectName().isEmpty() && widget->isVisible()) {
            QVERIFY2(widget->height() >= kTouchHeight, qPrintable(widget->objectName()));
        }
    }
}

void AccessibilityTest::highContrastReachesEveryRow() {
    UiDesk& desk = *m_desk;
    IntakeForm form;
    form.documentClass = "referral-letter";
    form.patientId = "P-000123";
    form.patientName = "試作 健一";
    form.sheets = 1;
    desk.window().state().findChild<ClerkJob*>()->registerOnly(form);
    desk.window().state().go("queue");
    auto* queue = desk.part<QTableWidget>("queue");
    QTRY_VERIFY_WITH_TIMEOUT(!desk.window().state().thread().busy(), kPatience);
    desk.press(Qt::Key_F5);
    QTRY_COMPARE_WITH_TIMEOUT(queue->rowCount(), 1, kPatience);
    const auto colour = [&] {
        return queue->item(0, 0)->foreground().color();
    };
    QCOMPARE(colour(), Theme().good());
    Theme contrast;
    contrast.highContrast = true;
    desk.window().setTheme(contrast);
    QTRY_COMPARE_WITH_TIMEOUT(colour(), contrast.good(), kPatience);
    desk.window().setTheme({});
    QTRY_COMPARE_WITH_TIMEOUT(colour(), Theme().good(), kPatience);
}

void AccessibilityTest::atTwiceTheSizeNothingIsClipped() {
    UiDesk& desk = *m_desk;
    Theme large;
    large.textPercent = 200;
    desk.window().setTheme(large);
    for (const char* page : {"queue", "intake", "envelopes", "job", "seal"}) {
        desk.window().state().go(page);
        QTest::qWait(20);
        for (QAbstractButton* button : desk.window().findChildren<QAbstractButton*>()) {
            if (button->isVisible() && !button->text().isEmpty()) {
                QVERIFY2(button->width() >= button->minimumSizeHint().width() &&
                             button->height() >= button->minimumSizeHint().height(),
                         qPrintable(QString(page) + " " + button->objectName()));
            }
        }
    }
}

QObject* makeAccessibilityTest() {
    return new AccessibilityTest;
}

} // namespace seihon::station_ui

#include "accessibility_test.moc"
