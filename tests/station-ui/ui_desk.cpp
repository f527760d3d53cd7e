#include "tests/station-ui/ui_desk.h"

#include "station-ui/clerk_job.h"
#include "station-ui/page_strip.h"
#include "station/init.h"
#include "tests/support/demo_home.h"

#include <QApplication>
#include <QInputMethodEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

#include <fstream>
#include <sstream>

namespace seihon::station_ui {

namespace fs = std::filesystem;

namespace {

constexpr int kReading = 800; // ms

void replaceIn(const fs::path& file, const std::string& from, const std::string& to) {
    std::stringstream text;
    text << std::ifstream(file).rdbuf();
    std::string all = text.str();
    const std::size_t place = all.find(from);
    Q_ASSERT(place != std::string::npos);
    all.replace(place, from.size(), to);
    std::ofstream(file) << all;
}

} // namespace

UiDesk::UiDesk(record::Language language)
    : m_home((m_folder.path() + "/home").toStdString()), m_language(language) {
    support::layDemoHome(m_home, SEIHON_BIN_DIR "/seihon");
    std::ofstream(m_home / "patients.csv")
        << "id,name,kana,birth_date\nP-000123,試作 健一,シサク ケンイチ,1950-01-31\n";
    replaceIn(m_home / "station.toml", "demographics = \"\"", "demographics = \"patients.csv\"");
    restart();
}

void UiDesk::restart() {
    m_window.reset();
    m_window = std::make_unique<Shell>(QString::fromStdString(m_home.string()), m_language);
    m_window->resize(1280, 860); // whatever the screen that is not there
    m_window->show();
    m_window->activateWindow();
    [[maybe_unused]] const bool active = QTest::qWaitForWindowActive(m_window.get());
}

void UiDesk::keepPictureOfFailure() const {
    const QString folder = qEnvironmentVariable("SEIHON_PICTURES");
    if (!folder.isEmpty() && QTest::currentTestFailed() && m_window) {
        m_window->grab().save(folder + "/" + QTest::currentTestFunction() + ".png");
    }
}

bool UiDesk::shown(const char* name) const {
    const auto* widget = m_window->findChild<QWidget*>(name);
    return widget != nullptr && widget->isVisible();
}

bool UiDesk::enabled(const char* name) const {
    const auto* widget = m_window->findChild<QWidget*>(name);
    return widget != nullptr && widget->isVisible() && widget->isEnabled();
}

bool UiDesk::idle() {
    return QTest::qWaitFor([this] { return !window().state().thread().busy(); }, kPatience);
}

QString UiDesk::said() const {
    return part<QLabel>("message")->text();
}

// As a person does it: reads what stands there before it goes on.
void UiDesk::readFirst() {
    const auto* clerk = m_window->state().findChild<ClerkJob*>();
    if (m_window->pageShown() == "seal") {
        QTest::qWait(kReading);
    } else if (m_window->pageShown() == "job") {
        [[maybe_unused]] const bool seen = QTest::qWaitFor(
            [&] {
                const PageView* page = part<PageStrip>("pages")->selected();
                return page == nullptr || clerk->seen(*page) ||
                       clerk->step() != ClerkStep::Checking || m_window->pageShown() != "job";
            },
            kPatience);
    }
}

void UiDesk::press(Qt::Key key, Qt::KeyboardModifiers with) {
    QWidget* const focus = QApplication::focusWidget();
    const bool acts = key == Qt::Key_Return || key == Qt::Key_Space;
    if (acts && focus != nullptr &&
        QStringList{"next", "finish", "nextPaper", "sealPin"}.contains(focus->objectName())) {
        readFirst();
    }
    QTest::keyClick(focus == nullptr ? m_window.get() : focus, key, with);
}

void UiDesk::type(const QString& words) {
    for (const QChar letter : words) {
        if (letter.unicode() < 0x80) {
            QTest::keyClick(QApplication::focusWidget(), letter.toLatin1());
        } else { // as a Japanese input method hands it over
            QInputMethodEvent typed;
            typed.setCommitString(letter);
            QApplication::sendEvent(QApplication::focusWidget(), &typed);
        }
    }
}

bool UiDesk::tabTo(const char* name) {
    for (int i = 0; i < 80; ++i) {
        const QWidget* const focus = QApplication::focusWidget();
        if (focus != nullptr && focus->objectName() == name) {
            return true;
        }
        press(Qt::Key_Tab);
    }
    return false;
}

bool UiDesk::logIn(const QString& user, const QString& pin) {
    if (!QTest::qWaitFor([this] { return m_window->state().facts().demo; }, kPatience) ||
        !tabTo("user")) {
        return false;
    }
    press(Qt::Key_A, Qt::ControlModifier);
    type(user);
    press(Qt::Key_Return);
    type(pin);
    press(Qt::Key_Return);
    return QTest::qWaitFor([this] { return !m_window->state().thread().busy(); }, kPatience);
}

bool UiDesk::fillIntake(const QString& patient, int sheets) {
    m_window->state().go("intake");
    if (!tabTo("patientId")) {
        return false;
    }
    type(patient);
    press(Qt::Key_Return); // the patient index answers
    if (!QTest::qWaitFor([this] { return shown("patientSame") || shown("message"); }, kPatience) ||
        !tabTo("patientSame")) {
        return false;
    }
    press(Qt::Key_Space);
    if (!tabTo("sheets")) {
        return false;
    }
    press(Qt::Key_A, Qt::ControlModifier);
    type(QString::number(sheets));
    if (!tabTo("attested")) {
        return false;
    }
    press(Qt::Key_Space);
    return QTest::qWaitFor([this] { return enabled("go"); }, kPatience);
}

void UiDesk::clearTray() {
    for (const char* name : {"tray", "out"}) {
        for (const auto& file : fs::directory_iterator(m_home / "feeder" / name)) {
            fs::remove(file.path());
        }
    }
}

void UiDesk::layLetter() {
    clearTray();
    station::laySamplePages(station::Home{m_home});
}

void UiDesk::layEvent(const char* sheet, const char* event) {
    std::ofstream(m_home / "feeder" / "tray" / (std::string(sheet) + ".event")) << event << "\n";
}

void UiDesk::putBackFrom(int sheet) {
    std::vector<fs::path> out;
    for (const auto& file : fs::directory_iterator(m_home / "feeder" / "out")) {
        const bool paper = file.path().extension() == ".png"; // not what was planned for it
        if (paper && std::atoi(file.path().filename().c_str()) >= sheet) {
            out.push_back(file.path());
        }
    }
    for (const fs::path& file : out) {
        fs::rename(file, m_home / "feeder" / "tray" / file.filename());
    }
}

} // namespace seihon::station_ui
