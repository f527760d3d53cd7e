#pragma once

#include "record/instant.h"
#include "regulation/people_rules.h"

#include <QObject>

namespace seihon::station_ui {

// Sees whether anybody still touches keyboard, mouse or screen. When nobody has for as long as the
// regulation says, the desk is left [F1].
class IdleWatch : public QObject {
    Q_OBJECT

  public:
    explicit IdleWatch(QObject* parent);

    void setLimit(std::chrono::minutes limit) { m_rules.idleLock = limit; }
    // Somebody logged in: from now on.
    void begin();
    void end() { m_watching = false; }
    // Judges as of this time; the timer does it every few seconds.
    void look(record::Instant now);

  signals:
    void left();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    regulation::PeopleRules m_rules;
    record::Instant m_lastAct{};
    bool m_watching = false;
};

} // namespace seihon::station_ui
