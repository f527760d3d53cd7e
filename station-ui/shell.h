#pragma once

#include "station-ui/page.h"
#include "station-ui/theme.h"

#include <QMainWindow>

class QButtonGroup;
class QFrame;
class QLabel;
class QProgressBar;
class QPushButton;
class QScreen;
class QScrollArea;
class QStackedWidget;
class QTimer;
class QVBoxLayout;

namespace seihon::station_ui {

class IdleWatch;
class LoginPage;
class MessageBar;

// The frame around the pages: who is here, the language, how it looks, the navigation, one message.
// It opens what the person may see and closes everything when the desk is left.
class Shell : public QMainWindow {
    Q_OBJECT

  public:
    Shell(const QString& home, record::Language language);
    ~Shell() override;

    WindowState& state() { return m_state; }
    void setTheme(const Theme& theme);
    const Theme& theme() const { return m_theme; }
    QString pageShown() const;
    // No larger than this screen, with a frame around it: a desk's screen may be 1366 × 768.
    static QSize sizeOn(const QScreen* screen);

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    QFrame* makeHeader();
    QScrollArea* makeNavigation();
    void addPages();
    void connectState();
    void personChanged();
    void showPage(const QString& id);
    void closeScreen(); // the desk is left [F1]
    void retranslate();
    void askForEmergency();
    void nameWhoIsHere();
    const PageRow* rowOf(const QString& id) const;
    bool maySee(const PageRow& row) const;

    WindowState m_state;
    Theme m_theme;
    std::vector<PageRow> m_rows;
    std::vector<QPushButton*> m_links; // of the rows in the navigation; null for the others
    QString m_user;                    // who sees the screen; empty: nobody
    QLabel *m_product, *m_demo, *m_who;
    QProgressBar* m_working;
    QPushButton *m_lock, *m_language, *m_contrast, *m_larger;
    bool m_actedSince = false; // somebody did something since the message was said
    QScrollArea* m_navigation = nullptr;
    QVBoxLayout* m_linkColumn = nullptr;
    QStackedWidget* m_pages;
    MessageBar* m_message;
    QLabel* m_emergency; // looks wait for the log, or may be lost [F13]
    QTimer* m_emergencyTimer;
    LoginPage* m_login;
    IdleWatch* m_idle;
};

} // namespace seihon::station_ui
