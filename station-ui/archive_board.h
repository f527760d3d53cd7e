#pragma once

#include "station-ui/window_state.h"
#include "station/archive_overview.h"
#include "station/backups.h"

#include <QObject>

namespace seihon::station_ui {

// Backups, the archive and its copies, as values and signals; acts are the station's verbs.
class ArchiveBoard : public QObject {
    Q_OBJECT

  public:
    explicit ArchiveBoard(WindowState& state, QObject* parent = nullptr);

    const std::optional<station::ArchiveOverview>& overview() const { return m_overview; }
    // The look that somebody took from here last; none: nobody did.
    const std::optional<station::ArchiveLookOutcome>& look() const { return m_look; }
    bool running() const { return m_running; } // an act of this page
    void read();
    void backUp(const std::string& target, bool newRepository);
    void drill(const std::string& target);
    void verify(const station::PartOf& part);
    void repair(const std::string& recordId);
    void clear();

  signals:
    void changed();

  private:
    template <typename Act, typename Then>
    void run(Act act, Then then);
    void refuse(const record::Verdict& verdict);
    void tellBackup(const std::vector<station::BackupOutcome>& outcomes);
    void tellDrill(const station::DrillOutcome& outcome);

    WindowState& m_state;
    std::optional<station::ArchiveOverview> m_overview;
    std::optional<station::ArchiveLookOutcome> m_look;
    bool m_running = false;
    int m_round = 0;
};

// "12.3 MB"
QString sizeText(std::int64_t bytes);

} // namespace seihon::station_ui
