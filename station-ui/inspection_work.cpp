#include "station-ui/inspection_work.h"

#include "station/batch_desk.h"
#include "station/inspection_desk.h"

#include <algorithm>

namespace seihon::station_ui {

namespace {

constexpr std::int64_t kJobsAtOnce = 100;

struct InspectionRows {
    std::vector<InspectionRow> rows;
    std::int64_t next = 0;
    bool more = false;
};

InspectionRow inspectionRowOf(Desk& desk, const station::InspectionTask& task,
                              std::map<std::string, QString>& boxes) {
    InspectionRow row;
    row.job = task.job.id;
    row.pages = std::ssize(task.job.pages);
    row.needed = task.needed;
    row.left = task.left;
    row.forbids = task.forbids;
    row.mayApprove = task.mayApprove;
    if (const auto& place = task.job.folder) {
        row.folder = place->folder;
        row.tab = place->tab;
        row.part = place->part;
        if (!boxes.contains(place->box)) {
            boxes[place->box] = text(station::BatchDesk(*desk.station).show(place->box).number);
        }
        row.box = boxes[place->box];
    }
    return row;
}

InspectionRow inspectionRowOf(Desk& desk, const std::string& job) {
    std::map<std::string, QString> boxes;
    return inspectionRowOf(
        desk, station::InspectionDesk(*desk.station).task(desk.identified(), job), boxes);
}

InspectionRows readInspectionRows(Desk& desk, std::int64_t from) {
    const station::InspectionPart part = station::InspectionDesk(*desk.station)
                                             .waitingFrom(desk.identified(), {}, from, kJobsAtOnce);
    InspectionRows rows{{}, part.next, part.more};
    std::map<std::string, QString> boxes;
    for (const station::InspectionTask& task : part.tasks) {
        rows.rows.push_back(inspectionRowOf(desk, task, boxes));
    }
    return rows;
}

} // namespace

InspectionWork::InspectionWork(WindowState& state, QObject* parent)
    : QObject(parent), m_state(state) {
    connect(&state, &WindowState::personChanged, this, [this] { clear(); });
}

void InspectionWork::readList() {
    m_rows.clear();
    m_next = 0;
    m_more = true;
    m_reading = false;
    ++m_listRound;
    emit listReset();
    readMore();
}

void InspectionWork::readMore() {
    if (m_reading || !m_more || !m_state.person()) {
        return;
    }
    m_reading = true;
    const int round = m_listRound;
    m_state.thread().look(
        this, [from = m_next](Desk& desk) { return readInspectionRows(desk, from); },
        [this, round](const InspectionRows& part) {
            if (round != m_listRound) {
                return;
            }
            m_reading = false;
            m_next = part.next;
            m_more = part.more;
            m_rows.insert(m_rows.end(), part.rows.begin(), part.rows.end());
            if (m_rows.empty() && m_more) { // other jobs, that nobody inspects
                readMore();
            } else {
                emit listGrew();
            }
        },
        [this, round](const record::Fault& fault) {
            if (round == m_listRound) {
                m_reading = m_more = false;
                m_state.sayFault(fault);
            }
        });
}

void InspectionWork::choose(std::size_t row) {
    if (row >= m_rows.size() || (m_task && m_task->job == m_rows[row].job)) {
        return;
    }
    ++m_look;
    m_task = m_rows[row];
    m_shown.reset();
    m_beside.reset();
    m_state.sayNothing();
    emit pageShown();
    emit changed();
}

template <typename Verb>
void InspectionWork::act(Verb verb, std::function<void(const Answer&)> then) {
    if (!m_task || m_acting || m_state.thread().busy()) {
        return;
    }
    m_acting = true;
    const int round = m_round;
    emit changed();
    m_state.thread().ask(
        this, [verb, job = m_task->job](Desk& desk) { return verb(desk, job); },
        [this, round, then](const Answer& answer) {
            if (round != m_round) {
                return;
            }
            m_acting = false;
            if (answer.task && m_task && m_task->job == answer.task->job) {
                m_task = answer.task;
            }
            if (!answer.verdict.permitted()) {
                m_state.say(Tone::Careful, [this, refusal = answer.verdict] {
                    return "<b>" + m_state.word(Word::Refused) + "</b><br>" +
                           m_state.sentencesHtml(refusal);
                });
            } else {
                then(answer);
            }
            emit changed();
        },
        [this, round](const record::Fault& fault) {
            if (round == m_round) {
                m_acting = false;
                m_state.sayFault(fault);
                emit changed();
            }
        });
}

InspectionWork::Answer InspectionWork::lookThere(Desk& desk, const std::string& job,
                                                 std::int64_t number) {
    const station::PageLook look =
        station::InspectionDesk(*desk.station).look(desk.identified(), job, number);
    Answer answer{inspectionRowOf(desk, job), {}, look.outcome.verdict};
    const record::Page* const page = record::findPage(look.outcome.job, number);
    if (look.outcome.verdict.permitted() && page != nullptr) {
        const record::Patient& patient = look.outcome.job.original.patient;
        answer.shown =
            PageShown{viewOf(*page),
                      buildPyramid(imageOf(look.picture),
                                   {static_cast<int>(page->width), static_cast<int>(page->height)}),
                      text(patient.id) + "  " + text(patient.name)};
    }
    return answer;
}

void InspectionWork::look(std::int64_t page) {
    const int mine = ++m_look;
    act([page](Desk& desk, const std::string& job) { return lookThere(desk, job, page); },
        [this, mine](const Answer& answer) {
            if (mine != m_look || !answer.shown) {
                return;
            }
            // What was before the person is often the page before on the paper.
            const bool follows = m_shown && m_shown->page.number + 1 == answer.shown->page.number;
            m_beside = follows ? m_shown : std::nullopt;
            m_shown = answer.shown;
            emit pageShown();
            if (m_two && !m_beside) {
                QMetaObject::invokeMethod(
                    this, [this] { lookBefore(); }, Qt::QueuedConnection);
            }
        });
}

void InspectionWork::lookBefore() {
    const std::int64_t number = m_shown ? m_shown->page.number : 0;
    if (number < 2) {
        return;
    }
    act([page = number - 1](Desk& desk,
                            const std::string& job) { return lookThere(desk, job, page); },
        [this, number](const Answer& answer) {
            if (m_shown && m_shown->page.number == number) {
                m_beside = answer.shown;
                emit pageShown();
            }
        });
}

void InspectionWork::showBefore(bool on) {
    m_two = on;
    if (on && m_shown && !m_beside) {
        lookBefore();
    }
}

void InspectionWork::next() {
    if (!m_task || m_task->needed.empty()) {
        return;
    }
    const std::int64_t here = m_shown ? m_shown->page.number : 0;
    const std::set<std::int64_t>& all = m_task->left.empty() ? m_task->needed : m_task->left;
    const auto after = all.upper_bound(here);
    look(after == all.end() ? *all.begin() : *after);
}

void InspectionWork::previous() {
    if (!m_task || m_task->needed.empty()) {
        return;
    }
    const std::set<std::int64_t>& all = m_task->needed;
    const auto here = all.lower_bound(m_shown ? m_shown->page.number : 0);
    look(here == all.begin() ? *all.rbegin() : *std::prev(here));
}

void InspectionWork::approve() {
    m_state.sayNothing();
    act(
        [](Desk& desk, const std::string& job) {
            const station::Outcome outcome =
                station::InspectionDesk(*desk.station).approve(desk.identified(), job);
            return Answer{inspectionRowOf(desk, job), {}, outcome.verdict};
        },
        [this](const Answer&) { finished(BoxWord::Approved); });
}

void InspectionWork::reject(const QString& reason) {
    if (!m_shown) {
        return;
    }
    m_state.sayNothing();
    act(
        [page = m_shown->page.number,
         why = reason.trimmed().toStdString()](Desk& desk, const std::string& job) {
            const station::Outcome outcome =
                station::InspectionDesk(*desk.station).reject(desk.identified(), job, page, why);
            return Answer{inspectionRowOf(desk, job), {}, outcome.verdict};
        },
        [this](const Answer&) { finished(BoxWord::Rejected); });
}

// The job is no longer this person's; its page leaves the screen.
void InspectionWork::finished(BoxWord said) {
    m_state.say(Tone::Good, [this, said] { return boxWord(said, m_state.language()); });
    m_task.reset();
    m_shown.reset();
    m_beside.reset();
    emit pageShown();
    readList();
}

void InspectionWork::clear() {
    ++m_round;
    ++m_listRound;
    ++m_look;
    m_rows.clear();
    m_more = m_reading = m_acting = false;
    m_task.reset();
    m_shown.reset();
    m_beside.reset();
    emit listReset();
    emit pageShown();
    emit changed();
}

} // namespace seihon::station_ui
