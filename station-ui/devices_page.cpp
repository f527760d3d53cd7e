#include "station-ui/devices_page.h"

#include "station-ui/admin_parts.h"
#include "station-ui/admin_words.h"
#include "station-ui/columns.h"
#include "station-ui/film_card.h"
#include "station-ui/film_words.h"
#include "station-ui/parts.h"
#include "station-ui/qualify_card.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace seihon::station_ui {

using station::DeviceStanding;
using station::Health;

namespace {

enum DeviceSide { kDevice, kQualifying, kVoiding, kFilming };

Health healthOfDevice(const DeviceStanding& device) {
    if (!device.qualified.permitted()) {
        return Health::Bad;
    }
    return device.present ? station::healthOf(device.guarantees) : Health::Careful;
}

} // namespace

DevicesPage::DevicesPage(WindowState& windowState)
    : Page(windowState), m_title(makeLabel("devicesTitle", "title")),
      m_empty(makeLabel("devicesEmpty", "lead")), m_again(makeButton("lookAgain")),
      m_table(makeTable("devices", 4, {1, 2, 3})), m_name(makeLabel("deviceName", "title")),
      m_standing(makeLabel("deviceStanding", "good")), m_said(makeLabel("deviceSaid")),
      m_qualify(makeNext("qualify")), m_film(makeButton("calibrateFilms")),
      m_void(makeButton("voidQualification")), m_side(new QStackedWidget),
      m_card(new QualifyCard(windowState)), m_films(new FilmCard(windowState)),
      m_ask(new QuestionCard("deviceAsk")) {
    auto* head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_again);
    m_side->addWidget(detailCard());
    m_side->addWidget(m_card);
    m_side->addWidget(m_ask);
    m_side->addWidget(m_films);
    auto* list = new QWidget;
    auto* left = new QVBoxLayout(list);
    left->setContentsMargins(0, 0, 0, 0);
    left->addWidget(m_table, 1);
    left->addWidget(m_empty);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(14);
    columns->addWidget(list, 1);
    columns->addWidget(m_side, 1);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(14);
    rows->addLayout(head);
    rows->addLayout(columns, 1);
    connect(m_again, &QPushButton::clicked, this, [this] { read(); });
    connect(m_table, &QTableWidget::itemSelectionChanged, this, [this] { fillDetail(); });
    connect(m_qualify, &QPushButton::clicked, this, [this] {
        if (const DeviceStanding* device = chosen()) {
            m_side->setCurrentIndex(kQualifying);
            m_card->begin(device->identity.name);
            fillDetail();
        }
    });
    connect(m_film, &QPushButton::clicked, this, [this] {
        if (const DeviceStanding* device = chosen()) {
            m_side->setCurrentIndex(kFilming);
            m_films->begin(device->identity.name);
            fillDetail();
        }
    });
    connect(m_void, &QPushButton::clicked, this, [this] { askVoid(); });
    const auto back = [this] {
        m_side->setCurrentIndex(kDevice);
        fillDetail();
        m_table->setFocus();
    };
    connect(m_card, &QualifyCard::closed, this, back);
    connect(m_ask, &QuestionCard::closed, this, back);
    connect(m_card, &QualifyCard::qualified, this, [this] { read(); });
    connect(m_films, &FilmCard::closed, this, back);
    connect(m_films, &FilmCard::calibrated, this, [this] { read(); });
    connect(m_films, &FilmCard::voidWanted, this, [this] { askVoidFilms(); });
    connect(&state().thread(), &StationThread::busyChanged, this, [this](bool busy) {
        m_again->setEnabled(!busy);
        fillDetail();
    });
}

QFrame* DevicesPage::detailCard() {
    QVBoxLayout* column = nullptr;
    QFrame* card = makeCard(column);
    m_said->setTextFormat(Qt::RichText);
    column->addWidget(m_name);
    column->addWidget(m_standing);
    m_said->setAlignment(Qt::AlignTop);
    column->addWidget(scrolling(m_said), 1);
    column->addWidget(m_qualify);
    column->addWidget(m_film);
    column->addWidget(m_void);
    return card;
}

const DeviceStanding* DevicesPage::chosen() const {
    const int row = m_table->currentRow();
    return row < 0 || static_cast<std::size_t>(row) >= m_devices.size()
               ? nullptr
               : &m_devices[static_cast<std::size_t>(row)];
}

void DevicesPage::enter() {
    m_again->setFocus();
    read();
}

void DevicesPage::wipe() {
    m_devices.clear();
    m_read = false;
    m_card->wipe();
    m_films->wipe();
    m_ask->wipe();
    m_side->setCurrentIndex(kDevice);
    fill();
}

void DevicesPage::read() {
    state().thread().ask(
        this, [](Desk& desk) { return station::DeviceDesk(*desk.station).look(); },
        [this](const std::vector<DeviceStanding>& devices) {
            if (state().person()) {
                m_devices = devices;
                m_read = true;
                fill();
            }
        });
}

void DevicesPage::fill() {
    const record::Language language = state().language();
    const int kept = m_table->currentRow();
    m_table->setRowCount(0);
    for (const DeviceStanding& device : m_devices) {
        const bool qualified = device.qualified.permitted() && device.qualification.has_value();
        addRow(m_table,
               {standingText(healthOfDevice(device), language),
                text(device.identity.vendor + " " + device.identity.model),
                qualified ? state().timeText(device.qualification->validUntil).left(10)
                          : word(AdminWord::NoQualification, language),
                word(device.present ? AdminWord::Answers : AdminWord::Silent, language)},
               healthOfDevice(device));
    }
    chooseRow(m_table, std::max(0, kept));
    m_empty->setVisible(m_read && m_devices.empty());
    fillDetail();
}

// How old, for which densities, and whether films scanned with it can be sealed [A4].
QString DevicesPage::filmText(const station::CalibrationRow& row) const {
    const record::Language language = state().language();
    const record::FilmCalibration& one = row.calibration;
    const auto density = [](std::int64_t milli) {
        return QString::number(static_cast<double>(milli) / 1000, 'f', 2);
    };
    const auto days =
        std::chrono::duration_cast<std::chrono::days>(record::readClock() - one.calibratedAt);
    const QString told = word(AdminWord::FilmCalibrated, language)
                             .arg(one.dpi)
                             .arg(density(one.range.least), density(one.range.most))
                             .arg(days.count())
                             .arg(state().timeText(one.validUntil).left(10));
    return row.standing.permitted() ? told : told + " " + word(AdminWord::FilmNotInForce, language);
}

QString DevicesPage::detailHtml(const DeviceStanding& device) const {
    const record::Language language = state().language();
    QStringList lines;
    const auto fact = [&](AdminWord name, const QString& value) {
        if (!value.isEmpty()) {
            lines += word(name, language) + ": " + value.toHtmlEscaped();
        }
    };
    fact(AdminWord::SaneName,
         text(device.identity.name) +
             (device.isDefault ? " " + word(AdminWord::DefaultDevice, language) : QString()));
    fact(AdminWord::Serial, text(device.identity.serial));
    fact(AdminWord::Firmware, text(device.identity.firmware));
    fact(AdminWord::DeviceProfile, text(device.profile));
    if (const auto& q = device.qualification) {
        fact(AdminWord::QualifiedBy, text(q->qualifiedBy));
        fact(AdminWord::QualifiedFor, state().timeText(q->validFrom).left(10) + " – " +
                                          state().timeText(q->validUntil).left(10));
        QStringList settings;
        for (const std::int64_t dpi : q->opticalDpi) {
            settings += QString::number(dpi) + " dpi";
        }
        for (const record::PaperSource source : q->sources) {
            settings += wordFor(source, language);
        }
        for (const record::ColourMode mode : q->modes) {
            settings += wordFor(mode, language);
        }
        fact(AdminWord::QualifiedSettings, settings.join(", "));
    }
    for (const station::CalibrationRow& row : device.films) {
        fact(AdminWord::FilmCalibration, filmText(row));
        if (!row.standing.permitted()) {
            lines += state().sentencesHtml(row.standing, true);
        }
    }
    for (const record::Verdict& verdict : {device.qualified, device.guarantees}) {
        const QString said = state().sentencesHtml(verdict, true);
        if (!said.isEmpty()) {
            lines += "<br>" + said;
        }
    }
    return lines.join("<br>");
}

void DevicesPage::fillDetail() {
    const DeviceStanding* device = chosen();
    const record::Language language = state().language();
    const bool may = state().may(regulation::Authority::QualifyDevice);
    const bool free = !state().thread().busy();
    m_qualify->setEnabled(device != nullptr && device->present && may && free);
    m_film->setEnabled(m_qualify->isEnabled());
    m_qualify->setToolTip(!may ? state().word(Word::NotAllowed)
                          : device != nullptr && !device->present
                              ? word(AdminWord::Silent, language)
                              : QString());
    m_film->setToolTip(m_qualify->toolTip());
    m_void->setEnabled(device != nullptr && device->qualified.permitted() && may && free);
    m_void->setToolTip(!may                ? state().word(Word::NotAllowed)
                       : device != nullptr ? htmlTip(state().sentencesHtml(device->qualified))
                                           : QString());
    // While a qualification is under way its scanner stays the one that was chosen.
    m_table->setEnabled(m_side->currentIndex() == kDevice);
    if (device == nullptr) {
        for (QLabel* label : {m_name, m_standing, m_said}) {
            label->clear();
        }
        return;
    }
    m_name->setText(text(device->identity.vendor + " " + device->identity.model));
    const bool qualified = device->qualified.permitted() && device->qualification.has_value();
    setRole(m_standing, qualified ? "good" : "bad");
    m_standing->setText(
        qualified ? "✓ " + word(AdminWord::QualifiedUntil, language)
                               .arg(state().timeText(device->qualification->validUntil).left(10))
                  : "✗ " + word(AdminWord::NotQualified, language));
    m_said->setText(detailHtml(*device));
}

void DevicesPage::askVoid() {
    const DeviceStanding* device = chosen();
    if (device == nullptr) {
        return;
    }
    askWhy([this] { return word(AdminWord::VoidAsk, state().language()); },
           [name = device->identity.name](Desk& desk, const std::string& reason) {
               return desk.station->voidQualification(desk.identified(), name, reason);
           });
}

void DevicesPage::askWhy(std::function<QString()> question, Voiding voiding) {
    m_side->setCurrentIndex(kVoiding);
    fillDetail();
    m_ask->ask(
        std::move(question), [this] { return word(AdminWord::Reason, state().language()); },
        QuestionCard::Line::Words,
        [this, voiding = std::move(voiding)](const QString& reason) {
            state().thread().ask(
                this,
                [voiding, reason = reason.toStdString()](Desk& desk) {
                    return voiding(desk, reason);
                },
                [this](const record::Verdict& verdict) { sayVoided(verdict); });
        });
}

void DevicesPage::sayVoided(const record::Verdict& verdict) {
    if (!verdict.permitted()) {
        state().say(Tone::Bad, [this, verdict] { return state().sentencesHtml(verdict); });
    }
    read();
}

void DevicesPage::askVoidFilms() {
    askWhy([this] { return word(FilmWord::VoidAsk, state().language()); },
           [name = m_films->device()](Desk& desk, const std::string& reason) {
               return station::FilmDesk(*desk.station)
                   .voidCalibration(desk.identified(), name, reason);
           });
}

QString DevicesPage::title() const {
    return word(AdminWord::Devices, state().language());
}

void DevicesPage::retranslate() {
    const record::Language language = state().language();
    m_title->setText(title());
    m_empty->setText(word(AdminWord::NoDevices, language));
    setText(m_again, word(AdminWord::LookAgain, language));
    setText(m_qualify, word(AdminWord::Qualify, language));
    setText(m_film, word(FilmWord::Calibrate, language));
    setText(m_void, word(AdminWord::VoidQualification, language));
    m_table->setAccessibleName(title());
    m_table->setHorizontalHeaderLabels(
        {word(AdminWord::Standing, language), word(AdminWord::Scanner, language),
         word(AdminWord::Until, language), word(AdminWord::Answering, language)});
    m_card->retranslate();
    m_films->retranslate();
    m_ask->retranslate(state());
    fill();
}

} // namespace seihon::station_ui
