#pragma once

#include "station-ui/page.h"

class QLabel;
class QLineEdit;
class QPushButton;

namespace seihon::station_ui {

// Who is here: card and PIN, or password and one-time code. The secret leaves the field with the
// button, whatever comes of it.
class LoginPage : public Page {
    Q_OBJECT

  public:
    explicit LoginPage(WindowState& state);
    QString title() const override;
    void retranslate() override;
    void enter() override;

  private:
    void login(bool lastTry);

    QLabel *m_title, *m_lead, *m_nobody, *m_userLabel, *m_secretLabel, *m_codeLabel;
    QLineEdit *m_user, *m_secret, *m_code;
    QPushButton *m_login, *m_noCard, *m_lastTry;
};

} // namespace seihon::station_ui
