#pragma once

#include "station-ui/window_state.h"
#include "station/film_desk.h"

#include <QFrame>

#include <optional>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QTableWidget;

namespace seihon::station_ui {

// Calibrating a scanner for films by a step tablet, step by step: the certificate, the tablet, the
// run, and what was measured, in numbers and words [A1, A4]. With the calibrations until now.
class FilmCard : public QFrame {
    Q_OBJECT

  public:
    explicit FilmCard(WindowState& state);
    void begin(const std::string& device);
    void wipe();
    void retranslate();
    const std::string& device() const { return m_device; }

  signals:
    void closed();
    void calibrated(); // or refused: whatever is known of devices has changed
    void voidWanted();

  private:
    void layOut();
    QWidget* makeForm();
    void choose();
    void read();
    void run();
    void refresh();
    void fillKnown();
    bool inForce(const station::CalibrationRow& row) const;
    station::CalibrateRequest request() const;
    QString outcomeHtml() const;
    QString stepsHtml() const;

    WindowState& m_state;
    std::string m_device;
    bool m_running = false;
    int m_round = 0;
    std::vector<station::CalibrationRow> m_rows; // of this device, the newest first
    std::optional<station::CalibrateOutcome> m_outcome;
    record::FilmLimits m_limits;
    QLabel *m_title, *m_steps, *m_known, *m_certificateLabel, *m_dpiLabel, *m_widthLabel,
        *m_heightLabel, *m_progress, *m_sign, *m_result;
    QTableWidget* m_table;
    QLineEdit* m_certificate;
    QSpinBox *m_dpi, *m_width, *m_height;
    QCheckBox* m_laid;
    QPushButton *m_choose, *m_close, *m_void, *m_stop, *m_run;
    QWidget* m_form;
};

} // namespace seihon::station_ui
