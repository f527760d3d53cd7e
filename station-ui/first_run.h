#pragma once

#include "record/sentences.h"
#include "station-ui/first_words.h"
#include "station-ui/station_thread.h"
#include "station/first_home.h"
#include "station/people.h"

#include <QMainWindow>

#include <map>

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QRadioButton;
class QStackedWidget;
class QVBoxLayout;

namespace seihon::station_ui {

// No home is there yet: a few questions, each answer judged by the parser of the file that it goes
// into, and then station::initialise.
class FirstRun : public QMainWindow {
    Q_OBJECT

  public:
    FirstRun(const QString& home, record::Language language);
    // Is this an empty or an absent folder?
    static bool isNeeded(const QString& home);
    record::Language language() const { return m_language; }

  signals:
    void made();

  private:
    // A line to fill in, with its fault beneath.
    struct Field {
        QWidget* widget = nullptr;
        QLabel *label = nullptr, *fault = nullptr;
        FirstWord word{};
    };

    QVBoxLayout* addStep(FirstWord title, FirstWord lead);
    QWidget* addField(QVBoxLayout* step, station::FirstField id, FirstWord word, QWidget* widget);
    void makeKindStep();
    void makeHouseStep();
    void makeScannerStep();
    void makeAdminStep();
    void makeTrustStep();
    void makeKeepStep();
    void makeSummaryStep();
    void connectParts();

    bool demo() const;
    station::FirstSettings settings() const;
    void showStep(int step);
    void next();
    void back();
    bool judge();
    QString faultText(station::FirstField id,
                      const QString& said) const; // the fields of the step that is shown
    void findScanners();
    void readCards();
    void make();
    void sayFault(const record::Fault& fault);
    void fillSummary();
    void retranslate();
    void refresh();

    QString m_home;
    record::Language m_language;
    std::vector<station::CardHere> m_cards;
    std::vector<record::DeviceIdentity> m_scanners;
    std::map<station::FirstField, Field> m_fields;
    std::vector<std::pair<QLabel*, FirstWord>> m_texts;
    std::map<station::FirstField, int> m_stepOf;
    bool m_made = false;

    QStackedWidget* m_steps;
    QRadioButton *m_real, *m_demo;
    QLineEdit *m_hospital, *m_archive, *m_closedDays, *m_driver, *m_module, *m_user, *m_name;
    QLineEdit *m_trustFolder, *m_url, *m_repository, *m_password, *m_replica;
    QLabel *m_userLabel, *m_nameLabel, *m_cardLabel;
    QComboBox *m_device, *m_card;
    QPushButton *m_find, *m_read;
    QLabel *m_summary, *m_said;
    QProgressBar* m_working;
    QPushButton *m_languageButton, *m_back, *m_next;
    StationThread m_thread; // without a station
};

} // namespace seihon::station_ui
