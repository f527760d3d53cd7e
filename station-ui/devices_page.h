#pragma once

#include "station-ui/page.h"
#include "station/device_desk.h"

#include <functional>

class QFrame;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTableWidget;

namespace seihon::station_ui {

class FilmCard;
class QuestionCard;
class QualifyCard;

// Scanners: which answer, which are qualified and until when, what each cannot guarantee; and
// qualifying one, calibrating one for films [A1].
class DevicesPage : public Page {
    Q_OBJECT

  public:
    explicit DevicesPage(WindowState& state);
    QString title() const override;
    void retranslate() override;
    void enter() override;
    void wipe() override;

  private:
    QFrame* detailCard();
    void read();
    void fill();
    void fillDetail();
    using Voiding = std::function<record::Verdict(Desk&, const std::string& reason)>;
    void askVoid();
    void askVoidFilms();
    // Asks for a reason; with one it is done.
    void askWhy(std::function<QString()> question, Voiding voiding);
    void sayVoided(const record::Verdict& verdict);
    const station::DeviceStanding* chosen() const;
    QString filmText(const station::CalibrationRow& row) const;
    QString detailHtml(const station::DeviceStanding& device) const;

    std::vector<station::DeviceStanding> m_devices;
    bool m_read = false;
    QLabel *m_title, *m_empty;
    QPushButton* m_again;
    QTableWidget* m_table;
    QLabel *m_name, *m_standing, *m_said;
    QPushButton *m_qualify, *m_film, *m_void;
    QStackedWidget* m_side; // the scanner, the qualification, a question, the calibration for films
    QualifyCard* m_card;
    FilmCard* m_films;
    QuestionCard* m_ask;
};

} // namespace seihon::station_ui
