#pragma once

#include "station-ui/window_state.h"
#include "station/qualify.h"

#include <QFrame>

#include <optional>

class QCheckBox;
class QLabel;
class QPushButton;

namespace seihon::station_ui {

// Qualifying a scanner, step by step: which settings, how many target sheets go in, the run, and
// what came of it in words.
class QualifyCard : public QFrame {
    Q_OBJECT

  public:
    explicit QualifyCard(WindowState& state);
    void begin(const std::string& device); // a new form for this scanner
    void wipe();
    void retranslate();

  signals:
    void closed();
    void qualified(); // or refused: whatever is known of devices has changed

  private:
    QWidget* makeForm();
    station::QualifyRequest request() const;
    void run();
    void refresh();
    void showScan(const station::TargetScan& scan);
    QString outcomeHtml() const;
    QString scanHtml(const station::TargetScan& scan) const;

    WindowState& m_state;
    std::string m_device;
    bool m_running = false;
    std::vector<station::TargetScan> m_scans;
    std::optional<station::QualifyOutcome> m_outcome;
    QLabel *m_title, *m_steps, *m_dpiLabel, *m_sourceLabel, *m_modeLabel, *m_sheets;
    std::vector<std::pair<QCheckBox*, std::int64_t>> m_dpi;
    std::vector<std::pair<QCheckBox*, record::PaperSource>> m_sources;
    std::vector<std::pair<QCheckBox*, record::ColourMode>> m_modes;
    QWidget* m_form;
    QCheckBox* m_laid;
    QLabel *m_progress, *m_sign, *m_result;
    QPushButton *m_close, *m_stop, *m_run;
};

// A setting in words, as "300 dpi, feeder, both sides, colour".
QString wordFor(record::PaperSource source, record::Language language);
QString wordFor(record::ColourMode mode, record::Language language);

} // namespace seihon::station_ui
