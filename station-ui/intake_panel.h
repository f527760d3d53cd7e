#pragma once

#include "record/sentences.h"
#include "station-ui/station_worker.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace seihon::station_ui {

inline constexpr int kTouchHeight = 48; // a finger's width on a ward's touch screen

// What the clerk fills in before the paper is fed. The button is live only when everything is
// there.
class IntakePanel : public QWidget {
    Q_OBJECT

  public:
    explicit IntakePanel(record::Language language, QWidget* parent = nullptr);
    void setClasses(const QVector<ClassRow>& classes);
    void setDemo(bool demo);
    void setReady(bool ready);
    void clearPatient();

  signals:
    void wanted(seihon::station_ui::IntakeForm form);
    void demoPaperWanted();

  private:
    void updateButton();

    QComboBox* m_class;
    QLineEdit* m_patientId;
    QLineEdit* m_patientName;
    QSpinBox* m_sheets;
    QCheckBox* m_duplex;
    QCheckBox* m_attested;
    QPushButton* m_go;
    QPushButton* m_demoPaper;
    bool m_ready = false;
};

} // namespace seihon::station_ui
