#include "station-ui/archive_board.h"

#include "station-ui/archive_words.h"

#include <QLocale>

#include <algorithm>

namespace seihon::station_ui {

namespace {
constexpr int kSizeDecimals = 1;
}

QString sizeText(std::int64_t bytes) {
    return QLocale::c().formattedDataSize(bytes, kSizeDecimals, QLocale::DataSizeSIFormat);
}

ArchiveBoard::ArchiveBoard(WindowState& state, QObject* parent) : QObject(parent), m_state(state) {
    connect(&state, &WindowState::personChanged, this, [this] {
        if (!m_state.person()) {
            clear();
        }
    });
}

void ArchiveBoard::clear() {
    ++m_round;
    m_overview.reset();
    m_look.reset();
    m_running = false;
    emit changed();
}

void ArchiveBoard::read() {
    const int round = m_round;
    m_state.thread().ask(
        this,
        [](Desk& desk) { return station::overviewOfArchive(*desk.station, desk.identified()); },
        [this, round](const station::ArchiveOverview& overview) {
            if (round == m_round) {
                m_overview = overview;
                emit changed();
            }
        });
}

// What it came to is said, then everything is read anew; a fault is said by the window.
template <typename Act, typename Then>
void ArchiveBoard::run(Act act, Then then) {
    if (m_running) {
        return;
    }
    m_running = true;
    m_state.sayNothing();
    emit changed();
    const int round = m_round;
    m_state.thread().ask(
        this, std::move(act),
        [this, round, then = std::move(then)](const auto& outcome) {
            if (round != m_round) {
                return; // nobody who asked is here any more
            }
            m_running = false;
            then(outcome);
            emit changed();
            read();
        },
        [this, round](const record::Fault& fault) {
            if (round == m_round) {
                m_running = false;
                m_state.sayFault(fault);
                emit changed();
                read();
            }
        });
}

void ArchiveBoard::refuse(const record::Verdict& verdict) {
    m_state.say(Tone::Careful, [this, verdict] {
        return "<b>" + m_state.word(Word::Refused) + "</b><br>" + m_state.sentencesHtml(verdict);
    });
}

void ArchiveBoard::backUp(const std::string& target, bool newRepository) {
    run(
        [target, newRepository](Desk& desk) {
            return station::Backups(*desk.station).make(desk.identified(), target, newRepository);
        },
        [this](const std::vector<station::BackupOutcome>& outcomes) { tellBackup(outcomes); });
}

void ArchiveBoard::tellBackup(const std::vector<station::BackupOutcome>& outcomes) {
    for (const station::BackupOutcome& one : outcomes) {
        if (!one.verdict.permitted()) {
            return refuse(one.verdict);
        }
    }
    const bool all = std::all_of(outcomes.begin(), outcomes.end(),
                                 [](const auto& one) { return one.failure.empty(); });
    m_state.say(all ? Tone::Good : Tone::Bad, [this, outcomes] {
        QStringList lines;
        for (const station::BackupOutcome& one : outcomes) {
            lines += one.failure.empty()
                         ? word(ArchiveWord::BackupMade, m_state.language())
                               .arg(escaped(one.target), QString::number(one.seconds),
                                    sizeText(one.bytesAdded))
                         : word(ArchiveWord::BackupFailed, m_state.language())
                               .arg(escaped(one.target), escaped(one.failure));
        }
        return lines.join("<br>");
    });
}

void ArchiveBoard::drill(const std::string& target) {
    run(
        [target](Desk& desk) {
            return station::Backups(*desk.station).drill(desk.identified(), target);
        },
        [this](const station::DrillOutcome& outcome) { tellDrill(outcome); });
}

void ArchiveBoard::tellDrill(const station::DrillOutcome& outcome) {
    if (!outcome.verdict.permitted()) {
        return refuse(outcome.verdict);
    }
    const bool well = outcome.failure.empty() && outcome.report.verdict.permitted();
    m_state.say(well ? Tone::Good : Tone::Bad, [this, outcome, well] {
        const station::RestoreReport& report = outcome.report;
        const QString numbers = word(ArchiveWord::DrillWell, m_state.language())
                                    .arg(report.records)
                                    .arg(report.entries)
                                    .arg(report.fetchSeconds)
                                    .arg(report.verifySeconds);
        return well ? numbers
                    : word(ArchiveWord::DrillBad, m_state.language())
                          .arg(outcome.failure.empty() ? m_state.sentencesHtml(report.verdict)
                                                       : escaped(outcome.failure));
    });
}

void ArchiveBoard::verify(const station::PartOf& part) {
    m_look.reset();
    run([part](
            Desk& desk) { return station::lookAtArchive(*desk.station, desk.identified(), part); },
        [this](const station::ArchiveLookOutcome& outcome) {
            if (!outcome.verdict.permitted()) {
                return refuse(outcome.verdict);
            }
            m_look = outcome;
        });
}

void ArchiveBoard::repair(const std::string& recordId) {
    run(
        [recordId](Desk& desk) {
            return station::Replicas(*desk.station).repair(desk.identified(), recordId);
        },
        [this, recordId](const station::RepairOutcome& outcome) {
            if (!outcome.verdict.permitted()) {
                return refuse(outcome.verdict);
            }
            if (m_look) { // it is damaged no more
                std::erase_if(m_look->damaged,
                              [&](const auto& one) { return one.recordId == recordId; });
            }
            m_state.say(Tone::Good, [this, recordId, aside = outcome.asideAt.filename().string()] {
                return word(ArchiveWord::Repaired, m_state.language())
                    .arg(escaped(recordId), escaped("damaged/" + aside));
            });
        });
}

} // namespace seihon::station_ui
