#pragma once

#include "station-ui/batch_work.h"
#include "station-ui/boxes_words.h"
#include "station-ui/page.h"

class QCheckBox;
class QFrame;
class QLabel;
class QLineEdit;
class QListWidget;
class QProgressBar;
class QPushButton;
class QSpinBox;
class QTableView;

namespace seihon::station_ui {

class RowsModel;

inline constexpr int kBatchPicturesKept = 50; // of the newest pages; the others are in their jobs

// At the scanner with a box: feeding with its speed and its end, what goes back after trouble, what
// stands open in each tab, then handing in and sealing. [W]
class BatchPage : public Page {
    Q_OBJECT

  public:
    BatchPage(WindowState& state, BoxBoard& board, BatchWork& work);
    QString title() const override;
    void retranslate() override;
    void enter() override;
    void wipe() override;

  private:
    QFrame* makeAlarm();
    QWidget* makeBody();
    QWidget* makeFoot();
    void connectParts();
    void start();
    void addPictures(const BatchTick& tick);
    void show();
    void showHead();
    void showAlarm();
    void showJobs();
    void showButtons();
    QString jobCell(int row, int column) const;
    QString said(BoxWord which) const { return boxWord(which, state().language()); }
    void enable(QPushButton* button, bool sensible, regulation::Authority authority);

    BoxBoard& m_board;
    BatchWork& m_work;
    RowsModel* m_jobRows;
    std::string m_shown; // the box whose pictures are here
    bool m_stopped = false;
    QLabel *m_title, *m_progressText, *m_pace;
    QProgressBar* m_progress;
    QFrame* m_alarm = nullptr;
    QLabel *m_alarmTitle, *m_alarmSheets, *m_alarmSafe;
    QListWidget* m_pictures;
    QTableView* m_jobs;
    QLabel *m_jobsTitle, *m_openLabel, *m_pinLabel;
    QLineEdit* m_pin;
    QPushButton *m_look, *m_submit, *m_seal;
    QLabel *m_widthLabel, *m_heightLabel;
    QSpinBox *m_width, *m_height;
    QCheckBox *m_attested, *m_goesOn;
    QPushButton *m_back, *m_stop, *m_start;
};

} // namespace seihon::station_ui
