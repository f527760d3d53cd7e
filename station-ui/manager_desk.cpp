#include "station-ui/manager_desk.h"

#include "station-ui/manager_words.h"
#include "station/people.h"
#include "station/waiting_list.h"

#include <algorithm>

namespace seihon::station_ui {

namespace {

using regulation::Authority;

constexpr std::int64_t kManagerRows = 200;

ManagerRows readManagerRows(Desk& desk, std::int64_t limit) {
    using record::JobState;
    const station::Session& session = desk.identified();
    station::WaitingList list(*desk.station);
    const station::WaitingJobs waiting =
        list.read(limit, {JobState::Submitted, JobState::Accepted, JobState::SealingPending});
    ManagerRows rows;
    rows.more = waiting.more;
    rows.signaturesAPin = desk.station->regulation().pinSignatures;
    for (const station::WaitingJob& one : waiting.jobs) {
        ManagerRow row;
        row.id = text(one.job.id);
        row.documentClass = one.job.original.documentClass;
        row.patient = one.job.original.patient;
        row.state = one.job.state;
        row.sheets = one.job.original.sheets;
        row.submittedBy = one.job.submitted ? one.job.submitted->actor.name : std::string();
        row.countdown = one.countdown;
        row.findings = one.findings;
        row.maySeal = desk.station->allowed(session, one.job).contains(Authority::Seal);
        row.sealing = list.judge(session, one.job, Authority::Seal);
        rows.rows.push_back(std::move(row));
    }
    return rows;
}

RowOutcome outcomeOfSeal(const station::SealOutcome& sealed) {
    RowOutcome outcome;
    outcome.verdict = sealed.verdict;
    outcome.because = text(sealed.pendingBecause);
    outcome.end = sealed.job.sealed                ? RowEnd::Sealed
                  : !sealed.pendingBecause.empty() ? RowEnd::Pending
                                                   : RowEnd::Refused;
    if (sealed.job.sealed) {
        outcome.recordId = text(sealed.job.sealed->recordId);
        outcome.provenAt = sealed.job.sealed->provenAt;
    }
    return outcome;
}

} // namespace

ManagerDesk::ManagerDesk(WindowState& state, QObject* parent)
    : QObject(parent), m_state(state), m_limit(kManagerRows) {
    connect(&state, &WindowState::personChanged, this, [this] {
        if (!m_state.person()) {
            clear();
        }
    });
}

const RowOutcome& ManagerDesk::outcomeOf(const QString& job) const {
    static const RowOutcome none;
    const auto found = m_outcomes.find(job);
    return found == m_outcomes.end() ? none : found->second;
}

void ManagerDesk::read() {
    m_state.thread().look(
        this, [limit = m_limit](Desk& desk) { return readManagerRows(desk, limit); },
        [this, round = m_round](const ManagerRows& read) {
            if (round == m_round) {
                take(read);
            }
        },
        faultsOf(m_round));
}

// What happened to somebody who has left is not told to the next one.
StationThread::Otherwise ManagerDesk::faultsOf(int round) {
    return [this, round](const record::Fault& fault) {
        if (round == m_round) {
            m_state.sayFault(fault);
        }
    };
}

void ManagerDesk::readMore() {
    if (m_read.more) {
        m_limit += kManagerRows;
        read();
    }
}

void ManagerDesk::take(const ManagerRows& read) {
    m_read = read;
    merge();
    emit changed();
}

void ManagerDesk::merge() {
    m_rows = m_read.rows;
    for (const ManagerRow& done : m_finished) {
        const bool waitsAgain = std::any_of(m_read.rows.begin(), m_read.rows.end(),
                                            [&](const auto& row) { return row.id == done.id; });
        if (!waitsAgain) {
            m_rows.push_back(done);
        }
    }
}

void ManagerDesk::forgetFinished() {
    m_finished.clear();
    m_outcomes.clear();
    merge();
    emit changed();
}

void ManagerDesk::note(const QString& job, RowOutcome outcome) {
    const RowEnd end = outcome.end;
    m_outcomes[job] = std::move(outcome);
    const auto row = std::find_if(m_rows.begin(), m_rows.end(),
                                  [&](const ManagerRow& one) { return one.id == job; });
    if ((end == RowEnd::Sealed || end == RowEnd::SentBack) && row != m_rows.end()) {
        ManagerRow done = *row;
        done.maySeal = false;
        std::erase_if(m_finished, [&](const ManagerRow& one) { return one.id == job; });
        m_finished.push_back(std::move(done));
        std::erase_if(m_read.rows, [&](const ManagerRow& one) { return one.id == job; });
        merge();
    }
    emit changed();
}

// --- one job ---

void ManagerDesk::open(const QString& job) {
    m_state.sayNothing();
    m_review = {}; // nothing of the last one, while this one is fetched
    emit reviewChanged();
    const int round = m_round;
    m_state.thread().ask(
        this,
        [id = job.toStdString()](Desk& desk) {
            const station::Session& session = desk.identified();
            station::People people(*desk.station);
            const station::Viewer viewer(session);
            const record::ScanJob found = desk.station->job(id);
            ReviewView view;
            view.refusal = people.judgeLook(viewer, Authority::ViewRecord, {});
            if (view.refusal.permitted()) {
                people.sawJob(viewer, id); // seeing is an act [F5]
                view = reviewOf(*desk.station, session, found);
            }
            return view;
        },
        [this, round](const ReviewView& view) {
            if (round != m_round) {
                return;
            }
            m_review = view;
            if (!view.refusal.permitted()) {
                m_state.say(Tone::Careful, [this, refusal = view.refusal] {
                    return m_state.sentencesHtml(refusal);
                });
            }
            emit reviewChanged();
        },
        faultsOf(round));
}

// An act that ends the review, unless it is refused.
template <typename Act>
void ManagerDesk::decide(RowEnd end, Act act) {
    m_state.sayNothing();
    const int round = m_round;
    const QString job = text(m_review.job.id);
    m_state.thread().ask(
        this, std::move(act),
        [this, round, job, end](const station::Outcome& outcome) {
            if (round != m_round) {
                return;
            }
            if (!outcome.verdict.permitted()) {
                m_state.say(Tone::Careful, [this, refusal = outcome.verdict] {
                    return "<b>" + m_state.word(Word::Refused) + "</b><br>" +
                           m_state.sentencesHtml(refusal);
                });
                return;
            }
            RowOutcome done;
            done.end = end;
            m_state.say(Tone::Good, [this, end, what = m_review.job.original.documentClass] {
                const ManagerWord said =
                    end == RowEnd::Accepted ? ManagerWord::AcceptedSaid : ManagerWord::SentBackSaid;
                return word(said, m_state.language()).arg(m_state.nameOfClass(what));
            });
            m_review = {};
            note(job, std::move(done));
            read();
            emit reviewChanged();
            emit reviewEnded();
        },
        faultsOf(round));
}

void ManagerDesk::accept() {
    decide(RowEnd::Accepted, [id = m_review.job.id](Desk& desk) {
        return desk.station->accept(desk.identified(), id);
    });
}

void ManagerDesk::sendBack(const QString& reason) {
    decide(RowEnd::SentBack, [id = m_review.job.id, why = reason.toStdString()](Desk& desk) {
        return desk.station->sendBack(desk.identified(), id, why);
    });
}

// --- sealing ---

bool ManagerDesk::isChosen(const ManagerRow& row) const {
    if (!row.maySeal) {
        return false;
    }
    const auto choice = m_choices.find(row.id);
    return choice == m_choices.end() ? row.state == record::JobState::Accepted : choice->second;
}

void ManagerDesk::choose(const QString& job, bool chosen) {
    m_choices[job] = chosen;
    emit changed();
}

std::vector<QString> ManagerDesk::toSeal() const {
    std::vector<QString> jobs;
    for (const ManagerRow& row : m_rows) {
        if (isChosen(row)) {
            jobs.push_back(row.id);
        }
    }
    return jobs;
}

void ManagerDesk::seal(QString pin) {
    const std::vector<QString> jobs = toSeal();
    if (m_sealing || jobs.empty()) {
        pin.fill(QChar(0));
        return;
    }
    m_queue.assign(jobs.begin(), jobs.end());
    m_batch = jobs.size();
    m_sealedNow = 0;
    m_sealing = true;
    m_stopping = false;
    m_state.sayNothing();
    emit changed();
    const int round = m_round;
    m_state.pinAgain(
        std::move(pin),
        [this, round] {
            if (round == m_round) {
                sealNext();
            }
        },
        [this, round](const record::Fault& fault) {
            if (round == m_round) {
                m_queue.clear();
                m_sealing = false;
                m_state.sayFault(fault);
                emit changed();
                emit pinWanted();
            }
        });
}

void ManagerDesk::stopSealing() {
    m_stopping = m_sealing;
    emit changed();
}

// One question each, so that rows are shown as they end and somebody can stop between two.
void ManagerDesk::sealNext() {
    if (m_queue.empty() || m_stopping) {
        return endSealing();
    }
    const QString job = m_queue.front();
    RowOutcome now;
    now.end = RowEnd::Sealing;
    note(job, std::move(now));
    const int round = m_round;
    m_state.thread().ask(
        this,
        [id = job.toStdString()](Desk& desk) {
            return outcomeOfSeal(desk.station->seal(desk.identified(), id));
        },
        [this, round, job](const RowOutcome& outcome) {
            if (round == m_round) {
                sealed(job, outcome);
            }
        },
        [this, round, job](const record::Fault& fault) {
            if (round == m_round) {
                broken(job, fault);
            }
        });
}

void ManagerDesk::sealed(const QString& job, RowOutcome outcome) {
    m_queue.pop_front();
    m_sealedNow += outcome.end == RowEnd::Sealed ? 1 : 0;
    if (outcome.end == RowEnd::Refused) {
        m_choices[job] = false; // somebody looks at why before it is tried again
    }
    note(job, std::move(outcome));
    sealNext();
}

// The PIN's term, a card that was pulled, a full disk: the next one would fail as well. What
// somebody else holds just now is left, and the others go on.
void ManagerDesk::broken(const QString& job, const record::Fault& fault) {
    RowOutcome outcome;
    const bool pin = isAboutThePin(fault.kind);
    if (!pin) {
        outcome.end = RowEnd::Broken;
        outcome.fault = fault;
    }
    note(job, std::move(outcome));
    if (fault.kind == record::FaultKind::JobBusy) {
        m_queue.pop_front();
        return sealNext();
    }
    endSealing();
    m_state.sayFault(fault);
    if (pin) {
        emit pinWanted();
    }
}

void ManagerDesk::endSealing() {
    const std::size_t left = m_queue.size();
    m_queue.clear();
    m_sealing = false;
    m_stopping = false;
    m_state.say(m_sealedNow > 0 && left == 0 ? Tone::Good : Tone::Careful,
                [this, sealed = m_sealedNow, left] {
                    const record::Language language = m_state.language();
                    QString said = word(ManagerWord::SealedSome, language).arg(sealed);
                    return left == 0 ? said
                                     : said + " " + word(ManagerWord::Stopped, language).arg(left);
                });
    emit changed();
    read();
}

void ManagerDesk::clear() {
    ++m_round;
    m_read = {};
    m_finished.clear();
    m_rows.clear();
    m_outcomes.clear();
    m_choices.clear();
    m_review = {};
    m_queue.clear();
    m_sealing = m_stopping = false;
    m_limit = kManagerRows;
    emit changed();
    emit reviewChanged();
}

} // namespace seihon::station_ui
