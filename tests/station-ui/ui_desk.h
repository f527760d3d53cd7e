#pragma once

#include "station-ui/shell.h"

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <memory>

namespace seihon::station_ui {

// Milliseconds. A loaded machine; nothing is asserted about time. SEIHON_PATIENCE for who looks for
// the reason of a failure.
inline const int kPatience = qEnvironmentVariableIsSet("SEIHON_PATIENCE")
                                 ? qEnvironmentVariableIntValue("SEIHON_PATIENCE")
                                 : 180000;

// A demo home with the window on it, driven by keys: real scanner process, card and timestamp.
class UiDesk {
  public:
    explicit UiDesk(record::Language language = record::Language::Japanese);

    Shell& window() { return *m_window; }
    std::filesystem::path home() const { return m_home; }
    // As after a crash or a power cut: the window goes and comes again on the same home.
    void restart();
    void close() { m_window.reset(); }
    // For the cleanup() of a suite: what the window showed when a test failed, into the folder that
    // SEIHON_PICTURES names.
    void keepPictureOfFailure() const;

    template <typename W>
    W* part(const char* name) const {
        W* const found = m_window->findChild<W*>(name);
        Q_ASSERT_X(found != nullptr, "part", name);
        return found;
    }
    bool shown(const char* name) const;
    bool enabled(const char* name) const;
    QString said() const; // the message
    // Waits until the station has nothing to do; false: it never ends.
    bool idle();

    // --- keys only ---
    void press(Qt::Key key, Qt::KeyboardModifiers with = Qt::NoModifier);
    void type(const QString& words);
    // Tab until the control of this name has the focus; false when it cannot be reached.
    bool tabTo(const char* name);
    bool logIn(const QString& user = "clerk", const QString& pin = "123456");
    // From the list to "scan": the patient, the class that stands there, the sheets, the tick.
    bool fillIntake(const QString& patient, int sheets);

    // --- paper ---
    void clearTray();
    // Fresh sheets 0001… of the demo's letter, as many as it has.
    void layLetter();
    void layEvent(const char* sheet, const char* event);
    // What left the tray from this sheet on goes back on top, as the screen says.
    void putBackFrom(int sheet);

  private:
    void readFirst();

    QTemporaryDir m_folder;
    std::filesystem::path m_home;
    record::Language m_language;
    std::unique_ptr<Shell> m_window;
};

} // namespace seihon::station_ui
