#include "station-ui/qualify_card.h"

#include "station-ui/admin_words.h"
#include "station-ui/columns.h"
#include "station-ui/flow_layout.h"
#include "station-ui/parts.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace seihon::station_ui {

QString wordFor(record::PaperSource source, record::Language language) {
    switch (source) {
    case record::PaperSource::FeederSimplex:
        return word(AdminWord::FeederSimplex, language);
    case record::PaperSource::FeederDuplex:
        return word(AdminWord::FeederDuplex, language);
    case record::PaperSource::Flatbed:
        return word(AdminWord::Flatbed, language);
    case record::PaperSource::Transparency:
        return word(AdminWord::Transparency, language);
    case record::PaperSource::Folder:
        break;
    }
    return text(record::enumName(source));
}

QString wordFor(record::ColourMode mode, record::Language language) {
    switch (mode) {
    case record::ColourMode::Colour:
        return word(AdminWord::Colour, language);
    case record::ColourMode::Grey:
        return word(AdminWord::Grey, language);
    case record::ColourMode::LineArt:
        break;
    }
    return text(record::enumName(mode));
}

QualifyCard::QualifyCard(WindowState& state)
    : m_state(state), m_title(makeLabel("qualifyTitle", "title")),
      m_steps(makeLabel("qualifySteps")), m_dpiLabel(makeLabel("qualifyDpi", "lead")),
      m_sourceLabel(makeLabel("qualifySource", "lead")),
      m_modeLabel(makeLabel("qualifyMode", "lead")), m_sheets(makeLabel("qualifySheets", "title")),
      m_form(makeForm()), m_laid(new QCheckBox), m_progress(makeLabel("qualifyProgress")),
      m_sign(makeLabel("qualifySign", "title")), m_result(makeLabel("qualifyResult")),
      m_close(makeButton("qualifyClose")), m_stop(makeStop("qualifyStop")),
      m_run(makeNext("qualifyRun")) {
    setProperty("role", "card");
    m_laid->setObjectName("targetLaid");
    m_result->setTextFormat(Qt::RichText);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(24, 20, 24, 20);
    rows->setSpacing(10);
    auto* body = new QWidget;
    auto* parts = new QVBoxLayout(body);
    parts->setContentsMargins(0, 0, 0, 0);
    parts->setSpacing(10);
    for (QWidget* part : std::initializer_list<QWidget*>{m_title, m_steps, m_form, m_sheets, m_laid,
                                                         m_progress, m_sign, m_result}) {
        parts->addWidget(part);
    }
    parts->addStretch(1);
    rows->addWidget(scrolling(body), 1);
    auto* foot = new FlowLayout(12, FlowLayout::Last::Right);
    foot->addWidget(m_close);
    foot->addWidget(m_stop);
    foot->addWidget(m_run);
    rows->addLayout(foot);
    connect(m_laid, &QCheckBox::toggled, this, [this](bool laid) {
        refresh();
        if (laid && m_run->isEnabled()) {
            m_run->setFocus();
        }
    });
    connect(m_run, &QPushButton::clicked, this, [this] { run(); });
    connect(m_stop, &QPushButton::clicked, this, [this] { m_state.thread().requestStop(); });
    connect(m_close, &QPushButton::clicked, this, &QualifyCard::closed);
    connect(&m_state.thread(), &StationThread::busyChanged, this, [this] { refresh(); });
}

QWidget* QualifyCard::makeForm() {
    auto* form = new QWidget;
    auto* rows = new QVBoxLayout(form);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(4);
    const auto addBox = [&](QLayout* line, const std::string& name, bool on) {
        auto* box = new QCheckBox;
        box->setObjectName(QString::fromStdString(name));
        box->setChecked(on);
        connect(box, &QCheckBox::toggled, this, [this] { refresh(); });
        line->addWidget(box);
        return box;
    };
    rows->addWidget(m_dpiLabel);
    auto* line = new FlowLayout(12);
    for (const std::int64_t dpi : {200, 300, 400, 600}) {
        m_dpi.emplace_back(addBox(line, "dpi" + std::to_string(dpi), dpi == 300), dpi);
    }
    rows->addLayout(line);
    rows->addWidget(m_sourceLabel);
    auto* sources = new QVBoxLayout;
    for (const auto source : {record::PaperSource::FeederSimplex, record::PaperSource::FeederDuplex,
                              record::PaperSource::Flatbed}) {
        line = new FlowLayout(12);
        m_sources.emplace_back(addBox(line, "source-" + std::string(record::enumName(source)),
                                      source == record::PaperSource::FeederSimplex),
                               source);
        sources->addLayout(line);
    }
    rows->addLayout(sources);
    rows->addWidget(m_modeLabel);
    line = new FlowLayout(12);
    for (const auto mode : {record::ColourMode::Colour, record::ColourMode::Grey}) {
        m_modes.emplace_back(addBox(line, "mode-" + std::string(record::enumName(mode)),
                                    mode == record::ColourMode::Colour),
                             mode);
    }
    rows->addLayout(line);
    return form;
}

station::QualifyRequest QualifyCard::request() const {
    const auto chosen = [](const auto& boxes) {
        std::vector<std::remove_cvref_t<decltype(boxes.front().second)>> values;
        for (const auto& [box, value] : boxes) {
            if (box->isChecked()) {
                values.push_back(value);
            }
        }
        return values;
    };
    station::QualifyRequest request;
    request.device = m_device;
    request.dpi = chosen(m_dpi);
    request.sources = chosen(m_sources);
    request.modes = chosen(m_modes);
    return request;
}

void QualifyCard::begin(const std::string& device) {
    wipe();
    m_device = device;
    refresh();
    m_dpi.front().first->setFocus();
}

void QualifyCard::wipe() {
    m_device.clear();
    m_running = false;
    m_scans.clear();
    m_outcome.reset();
    m_laid->setChecked(false);
    refresh();
}

void QualifyCard::run() {
    m_running = true;
    m_scans.clear();
    m_outcome.reset();
    const capture::ScanControl control = m_state.thread().beginRun();
    refresh();
    m_stop->setFocus();
    const QPointer<QualifyCard> self(this);
    m_state.thread().ask(
        this,
        [request = request(), stop = control.stop, self](Desk& desk) {
            const auto seen = [&desk, self](const station::TargetScan& scan) {
                desk.tell([self, scan] {
                    if (self && self->m_running) {
                        self->showScan(scan);
                    }
                });
            };
            return desk.station->qualify(desk.identified(), request, seen, stop);
        },
        [this](const station::QualifyOutcome& outcome) {
            if (std::exchange(m_running, false)) { // else the screen was closed meanwhile
                m_outcome = outcome;
                m_scans = outcome.scans;
                m_laid->setChecked(false); // the sheets have gone through
                refresh();
                m_close->setFocus();
            }
            emit qualified();
        },
        [this](const record::Fault& fault) {
            if (std::exchange(m_running, false)) {
                m_laid->setChecked(false);
                refresh();
                m_close->setFocus();
            }
            m_state.sayFault(fault);
        });
}

void QualifyCard::showScan(const station::TargetScan& scan) {
    m_scans.push_back(scan);
    refresh();
}

QString QualifyCard::scanHtml(const station::TargetScan& scan) const {
    const record::Language language = m_state.language();
    const auto& m = scan.measurement;
    const QString side = scan.capture.source != record::PaperSource::FeederDuplex ? QString()
                         : scan.capture.side == record::Side::Front
                             ? " " + m_state.word(Word::Front)
                             : " " + m_state.word(Word::Back);
    return QString("<b>%1 %2 dpi, %3%4, %5</b><br>%6<br>%7")
        .arg(scan.verdict.permitted() ? "✓" : "✗")
        .arg(scan.capture.dpiX)
        .arg(wordFor(scan.capture.source, language), side, wordFor(scan.capture.mode, language),
             word(AdminWord::SamplingEfficiency, language)
                 .arg(m.across.samplingEfficiencyPercent)
                 .arg(m.down.samplingEfficiencyPercent),
             m_state.sentencesHtml(scan.verdict, true));
}

QString QualifyCard::outcomeHtml() const {
    QStringList lines;
    for (const station::TargetScan& scan : m_scans) {
        lines += scanHtml(scan);
    }
    if (m_outcome && m_outcome->scans.empty()) {
        lines += m_state.sentencesHtml(m_outcome->verdict);
    }
    return lines.join("<br>");
}

void QualifyCard::refresh() {
    const record::Language language = m_state.language();
    const station::QualifyRequest wanted = request();
    const std::size_t sheets = station::targetSheetsFor(wanted);
    const bool asking = !m_running && !m_outcome;
    for (QWidget* part :
         std::initializer_list<QWidget*>{m_steps, m_form, m_sheets, m_laid, m_run}) {
        part->setVisible(asking);
    }
    m_sheets->setText(word(AdminWord::TargetSheets, language).arg(sheets));
    m_run->setEnabled(asking && sheets > 0 && m_laid->isChecked() && !m_state.thread().busy());
    m_run->setToolTip(m_run->isEnabled() ? QString() : word(AdminWord::TargetFirst, language));
    m_stop->setVisible(m_running);
    m_close->setVisible(!m_running);
    m_progress->setVisible(m_running);
    m_progress->setText(word(AdminWord::QualifyRunning, language).arg(m_scans.size()).arg(sheets));
    m_result->setText(outcomeHtml());
    m_result->setVisible(!asking);
    m_sign->setVisible(m_outcome.has_value());
    if (m_outcome) {
        const bool good = m_outcome->qualification.has_value();
        setRole(m_sign, good ? "good" : "bad");
        m_sign->setText(
            good ? "✓ " + word(AdminWord::QualifiedUntil, language)
                              .arg(m_state.timeText(m_outcome->qualification->validUntil).left(10))
                 : "✗ " + word(AdminWord::NotQualified, language));
    }
}

void QualifyCard::retranslate() {
    const record::Language language = m_state.language();
    m_title->setText(word(AdminWord::QualifyTitle, language));
    m_steps->setText(word(AdminWord::QualifySteps, language));
    m_dpiLabel->setText(word(AdminWord::Resolutions, language));
    m_sourceLabel->setText(word(AdminWord::Sources, language));
    m_modeLabel->setText(word(AdminWord::Modes, language));
    for (const auto& [box, dpi] : m_dpi) {
        box->setText(QString::number(dpi) + " dpi");
    }
    for (const auto& [box, source] : m_sources) {
        box->setText(wordFor(source, language));
    }
    for (const auto& [box, mode] : m_modes) {
        box->setText(wordFor(mode, language));
    }
    m_laid->setText(word(AdminWord::TargetLaid, language));
    setText(m_run, word(AdminWord::QualifyRun, language));
    setText(m_stop, m_state.word(Word::Stop));
    setText(m_close, word(AdminWord::BackToList, language));
    refresh();
}

} // namespace seihon::station_ui
