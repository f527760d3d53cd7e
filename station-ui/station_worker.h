#pragma once

#include "record/sentences.h"
#include "record/verdict.h"

#include <QImage>
#include <QObject>
#include <QString>
#include <QVector>

#include <memory>
#include <stop_token>

namespace seihon::station_ui {

struct JobRow {
    QString id, documentClass, state, sheets;
};

struct PageRow {
    QImage thumbnail;
    QString caption; // number and what the rules say of it
    bool flagged = false;
};

struct ClassRow {
    QString id, name;
};

struct IntakeForm {
    QString documentClass, patientId, patientName;
    int sheets = 0;
    bool duplex = false;
    bool attested = false;
};

// The one thread in which station verbs run; the window gets finished values by signal and asks by
// slot.
class StationWorker : public QObject {
    Q_OBJECT

  public:
    StationWorker(QString home, record::Language language);
    ~StationWorker() override;
    // From the window's thread: asks the scan that runs to end in good order.
    void requestStop();

  public slots:
    void start();
    // With a code: by password, for people without a card.
    void login(QString user, QString pin, QString code);
    void logout();
    // Register, open, prepare, scan; ends with the pages before the person who compares them.
    void scan(seihon::station_ui::IntakeForm form);
    // The person has compared [A2]: compare, submit, seal.
    void sealCompared(QString job);
    void showJob(QString id);
    void layDemoPaper();

  signals:
    void started(QVector<seihon::station_ui::ClassRow> classes, bool demo);
    void loggedIn(QString name);
    void idleLimitKnown(int minutes);
    void jobsChanged(QVector<seihon::station_ui::JobRow> jobs);
    void pagesCleared();
    void pageSeen(seihon::station_ui::PageRow page);
    void awaitsComparison(QString job);
    void finished(QString html, bool sealed);
    void faulted(QString html);
    void busy(bool isBusy);

  private:
    struct State;
    template <typename Act>
    void guarded(Act&& act);
    void publishJobs();
    void refused(const record::Verdict& verdict);

    std::unique_ptr<State> m_state;
    std::stop_source m_stop, m_cancel;
};

} // namespace seihon::station_ui
