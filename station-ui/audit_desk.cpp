#include "station-ui/audit_desk.h"

#include "station/waiting_list.h"

#include <QDateTime>
#include <QTimeZone>

namespace seihon::station_ui {

namespace {

using regulation::Authority;

constexpr std::int64_t kRecordsAtOnce = 50;
constexpr std::int64_t kLinesAtOnce = 100;

std::optional<std::string> typedIn(const QString& field) {
    const QString words = field.trimmed();
    return words.isEmpty() ? std::nullopt : std::optional(words.toStdString());
}

// Midnight that begins this day, by the hospital's time.
record::Instant beginOfDay(const QDate& day, std::chrono::minutes utcOffset) {
    const QTimeZone zone(static_cast<int>(std::chrono::seconds(utcOffset).count()));
    return record::Instant(
        std::chrono::milliseconds(QDateTime(day, QTime(0, 0), zone).toMSecsSinceEpoch()));
}

RecordView viewOfRecord(Desk& desk, const std::string& recordId, bool withdrawnToo) {
    const station::Session& session = desk.identified();
    station::Station& station = *desk.station;
    station::RecordLook look = station::RecordFinder(station).look(session, recordId, withdrawnToo);
    RecordView view;
    view.refusal = look.verdict;
    if (!look.verdict.permitted()) {
        return view;
    }
    view.job = viewOf(station, &session, look.job);
    view.doubtful = std::move(look.doubtfulPages);
    view.verification = std::move(look.verification);
    view.history = std::move(look.history);
    view.seenBy = std::move(look.seenBy);
    view.mayExport = view.job.may(Authority::ExportRecord);
    view.exporting =
        station::WaitingList(station).judge(session, look.job, Authority::ExportRecord);
    return view;
}

} // namespace

AuditDesk::AuditDesk(WindowState& state, QObject* parent) : QObject(parent), m_state(state) {
    connect(&state, &WindowState::personChanged, this, [this] {
        if (!m_state.person()) {
            clear();
        }
    });
}

// What happened to somebody who has left is not told to the next one.
StationThread::Otherwise AuditDesk::faultsOf(int round) {
    return [this, round](const record::Fault& fault) {
        if (round == m_round) {
            m_state.sayFault(fault);
        }
    };
}

void AuditDesk::refuse(const record::Verdict& verdict) {
    m_state.say(Tone::Careful, [this, verdict] {
        return "<b>" + m_state.word(Word::Refused) + "</b><br>" + m_state.sentencesHtml(verdict);
    });
}

// --- looking for records ---

void AuditDesk::search(const RecordSearch& wanted) {
    forget();
    m_state.sayNothing();
    const std::chrono::minutes offset = m_state.facts().utcOffset;
    m_query = {};
    m_query.recordId = typedIn(wanted.recordId);
    m_query.patientId = typedIn(wanted.patientId);
    m_query.documentClass = typedIn(wanted.documentClass);
    m_query.sealedBy = typedIn(wanted.sealedBy);
    if (wanted.from) {
        m_query.sealedFrom = beginOfDay(*wanted.from, offset);
    }
    if (wanted.until) {
        m_query.sealedUntil = beginOfDay(wanted.until->addDays(1), offset);
    }
    m_query.limit = kRecordsAtOnce;
    m_withdrawnToo = wanted.withdrawnToo;
    ask(m_query);
}

void AuditDesk::searchOn() {
    if (m_next && !m_asking) {
        ledger::RecordQuery on = m_query;
        on.before = m_next;
        ask(on);
    }
}

void AuditDesk::ask(const ledger::RecordQuery& query) {
    m_asking = true;
    const int round = m_searchRound;
    m_state.thread().ask(
        this,
        [query, withdrawnToo = m_withdrawnToo](Desk& desk) {
            return station::RecordFinder(*desk.station)
                .find(desk.identified(), query, withdrawnToo);
        },
        [this, round](const station::FoundRecords& answer) {
            if (round != m_searchRound) {
                return;
            }
            m_asking = false;
            if (!answer.verdict.permitted()) {
                return refuse(answer.verdict);
            }
            m_searched = true;
            m_rows.insert(m_rows.end(), answer.rows.begin(), answer.rows.end());
            m_next = answer.next;
            emit found();
        },
        [this, round](const record::Fault& fault) {
            if (round == m_searchRound) {
                m_asking = false;
                m_state.sayFault(fault);
            }
        });
}

void AuditDesk::forget() {
    ++m_searchRound;
    m_rows.clear();
    m_next.reset();
    m_searched = m_asking = false;
    emit searchBegan();
}

// --- one record ---

void AuditDesk::open(const QString& recordId) {
    m_record = {};
    m_exported.reset();
    m_proven.reset();
    m_bundled.reset();
    m_state.sayNothing();
    emit recordChanged();
    const int round = ++m_round;
    m_state.thread().ask(
        this,
        [id = recordId.toStdString(), withdrawnToo = m_withdrawnToo](Desk& desk) {
            return viewOfRecord(desk, id, withdrawnToo);
        },
        [this, round](const RecordView& view) {
            if (round != m_round) {
                return;
            }
            if (!view.refusal.permitted()) {
                refuse(view.refusal);
            }
            m_record = view;
            emit recordChanged();
        },
        faultsOf(round));
}

void AuditDesk::exportTo(const QString& folder) {
    if (!m_record.job.sealed) {
        return;
    }
    m_exported.reset();
    m_state.sayNothing();
    emit exportEnded();
    const int round = m_round;
    m_state.thread().ask(
        this,
        [id = m_record.job.sealed->recordId, to = folder.toStdString(),
         withdrawnToo = m_withdrawnToo](Desk& desk) {
            const station::ExportOutcome outcome =
                station::RecordFinder(*desk.station)
                    .exportTo(desk.identified(), id, to, withdrawnToo);
            ExportEnd end;
            end.verdict = outcome.verdict;
            if (outcome.verification && !outcome.verification->verdict.permitted()) {
                end.verdict = outcome.verification->verdict;
                end.invalid = true;
            }
            end.file = text(station::RecordFinder::fileIn(to, id).string());
            end.digest = text(outcome.digest.hex());
            return end;
        },
        [this, round](const ExportEnd& end) {
            if (round == m_round) {
                m_exported = end;
                emit exportEnded();
            }
        },
        faultsOf(round));
}

void AuditDesk::proveTo(const QString& folder, bool showPatient) {
    if (!m_record.job.sealed) {
        return;
    }
    m_proven.reset();
    m_state.sayNothing();
    emit proofEnded();
    const int round = m_round;
    const std::string id = m_record.job.sealed->recordId;
    const QString file = folder + "/" + text(id) + ".log-proof.json";
    m_state.thread().ask(
        this,
        [id, to = file.toStdString(), showPatient](Desk& desk) {
            return station::LogProver(*desk.station)
                .prove(desk.identified(), {id, to, showPatient});
        },
        [this, round, file, showPatient](const station::ProveOutcome& outcome) {
            if (round == m_round) {
                m_proven = ProofEnd{file, outcome, showPatient};
                emit proofEnded();
            }
        },
        faultsOf(round));
}

void AuditDesk::bundleTo(const BundleWish& wish) {
    if (!m_record.job.sealed) {
        return;
    }
    m_bundled.reset();
    m_state.sayNothing();
    emit bundleEnded();
    const int round = m_round;
    const std::string id = m_record.job.sealed->recordId;
    const QString folder = wish.folder + "/" + text(id) + ".bundle";
    station::BundleRequest request;
    request.folder = folder.toStdString();
    request.recordIds = {id};
    request.redaction = wish.redaction;
    request.recipient = wish.recipient.toStdString();
    request.reason = wish.reason.toStdString();
    m_state.thread().ask(
        this,
        [request](Desk& desk) {
            return station::AuditBundle(*desk.station).take(desk.identified(), request);
        },
        [this, round, folder](const station::BundleOutcome& outcome) {
            if (round == m_round) {
                m_bundled = BundleEnd{folder, outcome};
                emit bundleEnded();
            }
        },
        faultsOf(round));
}

void AuditDesk::clear() {
    ++m_round;
    m_query = {};
    m_record = {};
    m_exported.reset();
    m_proven.reset();
    m_bundled.reset();
    forget();
    emit recordChanged();
}

// --- the log ---

LogDesk::LogDesk(WindowState& state, QObject* parent) : QObject(parent), m_state(state) {
    connect(&state, &WindowState::personChanged, this, [this] {
        if (!m_state.person()) {
            clear();
        }
    });
}

void LogDesk::clear() {
    ++m_round;
    m_query = {};
    m_lines.clear();
    m_size = m_next = 0;
    m_read = m_looking = false;
    emit began();
}

void LogDesk::read(const LogSearch& wanted) {
    clear();
    const std::chrono::minutes offset = m_state.facts().utcOffset;
    m_query.kind = wanted.kind;
    m_query.user = wanted.user.trimmed().toStdString();
    m_query.patientId = wanted.patientId.trimmed().toStdString();
    if (wanted.from) {
        m_query.from = beginOfDay(*wanted.from, offset);
    }
    if (wanted.until) {
        m_query.until = beginOfDay(wanted.until->addDays(1), offset);
    }
    m_query.limit = kLinesAtOnce;
    ask();
}

void LogDesk::readOn() {
    if (more() && !m_looking) {
        m_query.before = m_next;
        ask();
    }
}

void LogDesk::ask() {
    m_looking = true;
    const int round = m_round;
    m_state.thread().look(
        this,
        [query = m_query](Desk& desk) {
            return station::LogReader(*desk.station).read(desk.identified(), query);
        },
        [this, round](const station::LogPage& page) {
            if (round != m_round) {
                return;
            }
            m_looking = false;
            if (!page.verdict.permitted()) {
                m_state.say(Tone::Careful, [this, verdict = page.verdict] {
                    return m_state.sentencesHtml(verdict);
                });
                return;
            }
            m_read = true;
            m_size = page.size;
            m_next = page.next;
            m_lines.insert(m_lines.end(), page.lines.begin(), page.lines.end());
            if (page.lines.empty()) { // a rare kind: on until there is one, or the beginning
                readOn();
            }
            emit changed();
        },
        [this, round](const record::Fault& fault) {
            if (round == m_round) {
                m_looking = false;
                m_state.sayFault(fault);
                emit changed();
            }
        });
}

} // namespace seihon::station_ui
