#pragma once

#include "record/sentences.h"
#include "station-ui/station_worker.h"

#include <QMainWindow>
#include <QThread>

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QTableWidget;

namespace seihon::station_ui {

class IdleWatch;
class IntakePanel;

// Lays out the panels and carries values between them and the worker; it knows no rule.
class MainWindow : public QMainWindow {
    Q_OBJECT

  public:
    MainWindow(const QString& home, record::Language language);
    ~MainWindow() override;

  private:
    QWidget* loginPanel();
    QWidget* leftColumn();
    QWidget* pagesPanel();
    void connectWorker();
    void showJobs(const QVector<JobRow>& jobs);
    void addPage(const PageRow& page);
    void setMessage(const QString& html, const QString& colour);
    void updateReady();
    void closeScreen(); // the desk is left [F1]

    record::Language m_language;
    QThread m_thread;
    StationWorker* m_worker; // lives in m_thread, which deletes it
    IntakePanel* m_intake;
    QLineEdit* m_user;
    QLineEdit* m_pin;
    QLineEdit* m_code;
    IdleWatch* m_idle;
    QLabel* m_who;
    QLabel* m_demo;
    QLabel* m_message;
    QPushButton* m_stop;
    QPushButton* m_seal;
    QTableWidget* m_jobs;
    QListWidget* m_pages;
    QString m_comparing; // the job whose pages are to be compared; empty when none
    bool m_loggedIn = false;
    bool m_busy = false;
};

} // namespace seihon::station_ui
