#include "station-ui/film_card.h"

#include "record/film_fit.h"
#include "station-ui/admin_parts.h"
#include "station-ui/admin_words.h"
#include "station-ui/columns.h"
#include "station-ui/film_words.h"
#include "station-ui/flow_layout.h"
#include "station-ui/parts.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace seihon::station_ui {

namespace {

constexpr int kLeastDpi = 50, kMostDpi = 2400, kUsualDpi = 300;
constexpr int kMostMillimetres = 500;
constexpr int kRowsSeen = 3; // of the calibrations until now, without scrolling

QString densityWords(std::int64_t milli, int places = 2) {
    return QString::number(static_cast<double>(milli) / 1000, 'f', places);
}

QString millimetres(std::int64_t nanometres) {
    return QString::number(static_cast<double>(nanometres) / 1e6, 'f', 5);
}

} // namespace

FilmCard::FilmCard(WindowState& state)
    : m_state(state), m_title(makeLabel("filmTitle", "title")), m_steps(makeLabel("filmSteps")),
      m_known(makeLabel("filmKnown", "lead")),
      m_certificateLabel(makeLabel("filmCertificateLabel")), m_dpiLabel(makeLabel("filmDpiLabel")),
      m_widthLabel(makeLabel("filmWidthLabel")), m_heightLabel(makeLabel("filmHeightLabel")),
      m_progress(makeLabel("filmProgress")), m_sign(makeLabel("filmSign", "title")),
      m_result(makeLabel("filmResult")), m_table(makeTable("filmCalibrations", 5, {2})),
      m_certificate(makeField("filmCertificate")), m_dpi(named(new QSpinBox, "filmDpi")),
      m_width(makeCount("filmWidth")), m_height(makeCount("filmHeight")),
      m_laid(named(new QCheckBox, "filmLaid")), m_choose(makeButton("filmChoose")),
      m_close(makeButton("filmClose")), m_void(makeButton("filmVoid")),
      m_stop(makeStop("filmStop")), m_run(makeNext("filmRun")), m_form(makeForm()) {
    setProperty("role", "card");
    m_result->setTextFormat(Qt::RichText);
    layOut();
    connect(m_laid, &QCheckBox::toggled, this, [this](bool laid) {
        refresh();
        if (laid && m_run->isEnabled()) {
            m_run->setFocus();
        }
    });
    connect(m_certificate, &QLineEdit::textChanged, this, [this] { refresh(); });
    connect(m_choose, &QPushButton::clicked, this, [this] { choose(); });
    connect(m_run, &QPushButton::clicked, this, [this] { run(); });
    connect(m_stop, &QPushButton::clicked, this, [this] { m_state.thread().requestStop(); });
    connect(m_void, &QPushButton::clicked, this, &FilmCard::voidWanted);
    connect(m_close, &QPushButton::clicked, this, &FilmCard::closed);
    connect(&m_state.thread(), &StationThread::busyChanged, this, [this] { refresh(); });
}

void FilmCard::layOut() {
    auto* body = new QWidget;
    auto* parts = new QVBoxLayout(body);
    parts->setContentsMargins(0, 0, 0, 0);
    parts->setSpacing(10);
    for (QWidget* part : std::initializer_list<QWidget*>{
             m_title, m_steps, m_form, m_laid, m_progress, m_sign, m_result, m_known, m_table}) {
        parts->addWidget(part);
    }
    parts->addStretch(1);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(24, 20, 24, 20);
    rows->setSpacing(10);
    rows->addWidget(scrolling(body), 1);
    auto* foot = new FlowLayout(12, FlowLayout::Last::Right);
    for (QPushButton* button : {m_close, m_void, m_stop, m_run}) {
        foot->addWidget(button);
    }
    rows->addLayout(foot);
}

QWidget* FilmCard::makeForm() {
    auto* form = new QWidget;
    auto* rows = new QVBoxLayout(form);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(8);
    m_dpi->setRange(kLeastDpi, kMostDpi);
    m_dpi->setValue(kUsualDpi);
    for (QSpinBox* side : {m_width, m_height}) {
        side->setRange(0, kMostMillimetres); // 0: all that the device has
    }
    const std::initializer_list<std::initializer_list<QWidget*>> lines{
        {m_certificateLabel, m_certificate, m_choose},
        {m_dpiLabel, m_dpi, m_widthLabel, m_width, m_heightLabel, m_height}};
    for (const auto& widgets : lines) {
        auto* line = new FlowLayout(12);
        for (QWidget* widget : widgets) {
            line->addWidget(widget);
        }
        rows->addLayout(line);
    }
    for (QLabel* label : {m_certificateLabel, m_dpiLabel, m_widthLabel, m_heightLabel}) {
        label->setWordWrap(false);
    }
    return form;
}

void FilmCard::choose() {
    const record::Language language = m_state.language();
    const QString file =
        QFileDialog::getOpenFileName(this, word(FilmWord::ChooseTitle, language),
                                     m_certificate->text(), word(FilmWord::ChooseKind, language));
    if (!file.isEmpty()) {
        m_certificate->setText(file);
    }
}

void FilmCard::begin(const std::string& device) {
    wipe();
    m_device = device;
    read();
    refresh();
    m_certificate->setFocus();
}

void FilmCard::wipe() {
    ++m_round;
    m_device.clear();
    m_running = false;
    m_outcome.reset();
    m_rows.clear();
    m_certificate->clear();
    m_dpi->setValue(kUsualDpi);
    m_width->setValue(0);
    m_height->setValue(0);
    m_laid->setChecked(false);
    fillKnown();
    refresh();
}

// What the log says is calibrated.
void FilmCard::read() {
    using Known = std::pair<std::vector<station::CalibrationRow>, record::FilmLimits>;
    const int round = m_round;
    m_state.thread().look(
        this,
        [device = m_device](Desk& desk) {
            Known known{station::FilmDesk(*desk.station).list(record::readClock()),
                        desk.station->regulation().filmCalibration.limits};
            std::erase_if(known.first, [&device](const station::CalibrationRow& row) {
                return row.calibration.device.name != device;
            });
            return known;
        },
        [this, round](const Known& known) {
            if (round == m_round) {
                m_rows = known.first;
                m_limits = known.second;
                fillKnown();
                refresh();
            }
        });
}

station::CalibrateRequest FilmCard::request() const {
    station::CalibrateRequest request;
    request.device = m_device;
    request.dpi = m_dpi->value();
    request.certificate = m_certificate->text().trimmed().toStdString();
    const auto micrometres = [](const QSpinBox* side) {
        return side->value() > 0 ? std::optional<std::int64_t>(side->value() * 1000) : std::nullopt;
    };
    request.areaWidthMicrometres = micrometres(m_width);
    request.areaHeightMicrometres = micrometres(m_height);
    return request;
}

void FilmCard::run() {
    m_running = true;
    m_outcome.reset();
    m_state.sayNothing();
    const capture::ScanControl control = m_state.thread().beginRun();
    const int round = m_round;
    refresh();
    m_stop->setFocus();
    const auto end = [this] {
        m_running = false;
        m_laid->setChecked(false); // who scans again looks again at what lies there
        read();
        refresh();
        m_close->setFocus();
    };
    m_state.thread().ask(
        this,
        [request = request(), stop = control.stop](Desk& desk) {
            return station::FilmDesk(*desk.station).calibrate(desk.identified(), request, stop);
        },
        [this, round, end](const station::CalibrateOutcome& outcome) {
            if (round == m_round) { // else the screen was closed meanwhile
                m_outcome = outcome;
                end();
            }
            emit calibrated();
        },
        [this, round, end](const record::Fault& fault) {
            if (round == m_round) {
                end();
                m_state.sayFault(fault);
            }
        });
}

bool FilmCard::inForce(const station::CalibrationRow& row) const {
    return row.newest && row.standing.permitted();
}

void FilmCard::fillKnown() {
    const record::Language language = m_state.language();
    m_table->setRowCount(0);
    for (const station::CalibrationRow& row : m_rows) {
        const record::FilmCalibration& one = row.calibration;
        const auto days =
            std::chrono::duration_cast<std::chrono::days>(record::readClock() - one.calibratedAt);
        const FilmWord standing = row.voidedAt   ? FilmWord::Voided
                                  : inForce(row) ? FilmWord::InForce
                                  : !row.newest  ? FilmWord::Replaced
                                                 : FilmWord::Ended;
        const station::Health health =
            inForce(row) ? station::Health::Well : station::Health::Careful;
        addRow(m_table,
               {standingSign(health) + " " + word(standing, language),
                QString::number(one.dpi) + " dpi",
                densityWords(one.range.least) + " – " + densityWords(one.range.most),
                word(FilmWord::Days, language).arg(days.count()),
                m_state.timeText(one.validUntil).left(10)},
               health);
    }
    const int shown = std::clamp(static_cast<int>(m_rows.size()), 1, kRowsSeen);
    m_table->setFixedHeight(m_table->horizontalHeader()->sizeHint().height() +
                            shown * m_table->verticalHeader()->defaultSectionSize() + 6);
}

QString FilmCard::stepsHtml() const {
    const record::Language language = m_state.language();
    const record::FilmMeasurement& m = m_outcome->measurement;
    const std::vector<record::FilmStep> used = record::usableSteps(m, m_limits);
    QString html = "<table cellspacing=\"10\"><tr>";
    for (const FilmWord head :
         {FilmWord::StepDensity, FilmWord::StepValue, FilmWord::StepNoise, FilmWord::StepUsed}) {
        html += "<th align=\"left\">" + word(head, language) + "</th>";
    }
    html += "</tr>";
    for (std::size_t i = 0; i < m.steps.size(); ++i) {
        const record::FilmStep& step = m.steps[i];
        const auto noise = record::noiseAt(m, i);
        const bool good = std::find(used.begin(), used.end(), step) != used.end();
        html += QString("<tr><td>%1</td><td>%2</td><td>%3</td><td>%4</td></tr>")
                    .arg(densityWords(step.density))
                    .arg(static_cast<double>(step.milliCount) / 1000, 0, 'f', 1)
                    .arg(noise ? densityWords(*noise, 3) : QString::fromUtf8("－"),
                         good ? QString::fromUtf8("✓") : QString::fromUtf8("－"));
    }
    return html + "</table>";
}

// Numbers first, then what the regulation says of them.
QString FilmCard::outcomeHtml() const {
    const record::Language language = m_state.language();
    const record::FilmMeasurement& m = m_outcome->measurement;
    QStringList lines;
    const auto fact = [&](FilmWord name, const QString& value) {
        lines += word(name, language) + ": <b>" + value + "</b>";
    };
    if (!m.steps.empty()) {
        const record::FilmRange range = record::rangeOf(record::usableSteps(m, m_limits));
        fact(FilmWord::MeasuredRange, densityWords(range.least) + " – " + densityWords(range.most));
        fact(FilmWord::MeasuredPitch, millimetres(m.pitchAcrossNanometres) + " × " +
                                          millimetres(m.pitchDownNanometres) + " mm");
        fact(FilmWord::MeasuredScale,
             QString("%1 / %2 ppm").arg(m.scaleErrorAcrossPpm).arg(m.scaleErrorDownPpm));
        fact(FilmWord::MeasuredSharpness, QString("%1 / %2 %")
                                              .arg(m.across.samplingEfficiencyPercent)
                                              .arg(m.down.samplingEfficiencyPercent));
        fact(FilmWord::MeasuredBits, m.significantBits
                                         ? QString::number(*m.significantBits) + " bit"
                                         : QString::fromUtf8("－"));
        fact(FilmWord::MeasuredSkew,
             QString::number(static_cast<double>(m.skewMilliDegrees) / 1000, 'f', 2) + "°");
    }
    const QString said = m_state.sentencesHtml(m_outcome->verdict, true);
    if (!said.isEmpty()) {
        lines += said;
    }
    return lines.join("<br>") + (m.steps.empty() ? QString() : stepsHtml());
}

void FilmCard::refresh() {
    const record::Language language = m_state.language();
    const bool asking = !m_running && !m_outcome;
    const bool free = !m_state.thread().busy();
    const bool may = m_state.may(regulation::Authority::QualifyDevice);
    for (QWidget* part : std::initializer_list<QWidget*>{m_steps, m_form, m_laid, m_run}) {
        part->setVisible(asking);
    }
    m_run->setEnabled(asking && may && free && m_laid->isChecked() &&
                      !m_certificate->text().trimmed().isEmpty());
    m_run->setToolTip(m_run->isEnabled() ? QString() : word(FilmWord::First, language));
    m_stop->setVisible(m_running);
    m_close->setVisible(!m_running);
    m_void->setVisible(!m_running);
    const bool any = std::any_of(m_rows.begin(), m_rows.end(), [](const auto& row) {
        return !row.voidedAt && row.calibration.validUntil > record::readClock();
    });
    m_void->setEnabled(any && may && free);
    m_void->setToolTip(!may   ? m_state.word(Word::NotAllowed)
                       : !any ? word(FilmWord::NothingInForce, language)
                              : QString());
    m_known->setVisible(!m_running && !m_rows.empty());
    m_table->setVisible(!m_running && !m_rows.empty());
    m_progress->setVisible(m_running);
    m_progress->setText(word(FilmWord::Running, language));
    m_result->setVisible(m_outcome.has_value());
    m_sign->setVisible(m_outcome.has_value());
    if (!m_outcome) {
        m_result->clear();
        return;
    }
    m_result->setText(outcomeHtml());
    const bool good = m_outcome->calibration.has_value();
    setRole(m_sign, good ? "good" : "bad");
    m_sign->setText(
        good ? "✓ " + word(FilmWord::Done, language)
                          .arg(m_state.timeText(m_outcome->calibration->validUntil).left(10))
             : "✗ " + word(FilmWord::NotDone, language));
}

void FilmCard::retranslate() {
    const record::Language language = m_state.language();
    m_title->setText(word(FilmWord::Title, language));
    m_steps->setText(word(FilmWord::Steps, language));
    m_known->setText(word(FilmWord::Known, language));
    nameFor(m_certificate, m_certificateLabel, word(FilmWord::Certificate, language));
    nameFor(m_dpi, m_dpiLabel, word(FilmWord::Dpi, language));
    nameFor(m_width, m_widthLabel, word(FilmWord::Width, language));
    nameFor(m_height, m_heightLabel, word(FilmWord::Height, language));
    for (QSpinBox* side : {m_width, m_height}) {
        side->setSpecialValueText(word(FilmWord::WholeArea, language));
    }
    m_laid->setText(word(FilmWord::Laid, language));
    setText(m_choose, word(FilmWord::Choose, language));
    setText(m_run, word(FilmWord::Run, language));
    setText(m_void, word(FilmWord::Void, language));
    setText(m_stop, m_state.word(Word::Stop));
    setText(m_close, word(AdminWord::BackToList, language));
    m_table->setAccessibleName(word(FilmWord::Known, language));
    m_table->setHorizontalHeaderLabels(
        {word(FilmWord::Standing, language), word(FilmWord::Resolution, language),
         word(FilmWord::Densities, language), word(FilmWord::Age, language),
         word(FilmWord::Until, language)});
    fillKnown();
    refresh();
}

} // namespace seihon::station_ui
