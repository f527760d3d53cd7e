#include "station-ui/box_board.h"

#include "station/project_desk.h"

#include <algorithm>

namespace seihon::station_ui {

namespace {

constexpr std::int64_t kBoxesAtOnce = 100;

// Of a look at boxes. Patients, which stand in a box as well, are left behind in that thread.
struct BoxRows {
    std::vector<BoxRow> rows;
    std::uint64_t next = 0;
    bool more = false;
};

BoxRow boxRowOf(const record::Box& box) {
    BoxRow row{text(box.id), text(box.number), std::ssize(box.folders), box.expectedFolders};
    row.out = std::count_if(box.folders.begin(), box.folders.end(),
                            [](const auto& folder) { return folder.isOut(); });
    row.openExceptions =
        std::count_if(box.exceptions.begin(), box.exceptions.end(),
                      [](const auto& one) { return one.end == record::BoxEnd::Open; });
    row.feeding = box.batch.running;
    row.brokenOff = box.batch.brokenOff;
    return row;
}

BoxRows readBoxRows(Desk& desk, const std::string& project, std::uint64_t from) {
    const station::BoxListPart part =
        station::BatchDesk(*desk.station).listFrom(project, from, kBoxesAtOnce);
    BoxRows rows{{}, part.next, part.more};
    for (const record::Box& box : part.boxes) {
        rows.rows.push_back(boxRowOf(box));
    }
    return rows;
}

std::vector<ProjectRow> projectsThere(Desk& desk) {
    station::ProjectDesk projects(*desk.station);
    std::vector<ProjectRow> rows;
    for (const record::BackFileProject& one : projects.list()) {
        rows.push_back({text(one.id), text(one.title), one.state()});
    }
    return rows;
}

struct Acted {
    std::optional<station::BoxOverview> box;
    record::Verdict verdict;
};

} // namespace

BoxBoard::BoxBoard(WindowState& state, QObject* parent) : QObject(parent), m_state(state) {
    connect(&state, &WindowState::personChanged, this, [this] {
        if (!m_state.person()) {
            clear();
        }
    });
}

void BoxBoard::readProjects() {
    const int round = m_round;
    m_state.thread().look(this, projectsThere, [this, round](const std::vector<ProjectRow>& rows) {
        if (round != m_round) {
            return;
        }
        m_projects = rows;
        const auto there = std::find_if(rows.begin(), rows.end(),
                                        [this](const auto& row) { return row.id == m_project; });
        const auto running = std::find_if(rows.begin(), rows.end(), [](const auto& row) {
            return row.state == record::ProjectState::Running;
        });
        if (there == rows.end()) {
            m_project = running != rows.end() ? running->id
                        : rows.empty()        ? QString()
                                              : rows.front().id;
        }
        emit projectsChanged();
        refresh();
    });
}

void BoxBoard::chooseProject(const QString& id) {
    if (id != m_project) {
        m_project = id;
        m_box.reset();
        emit boxChanged();
        readList();
    }
}

void BoxBoard::readList() {
    m_rows.clear();
    m_next = 0;
    m_more = !m_project.isEmpty();
    m_reading = false;
    ++m_listRound;
    emit listReset();
    readMore();
}

void BoxBoard::readMore() {
    if (m_reading || !m_more) {
        return;
    }
    m_reading = true;
    const int round = m_listRound;
    m_state.thread().look(
        this,
        [project = m_project.toStdString(), from = m_next](Desk& desk) {
            return readBoxRows(desk, project, from);
        },
        [this, round](const BoxRows& part) {
            if (round != m_listRound) {
                return;
            }
            m_reading = false;
            m_next = part.next;
            m_more = part.more;
            m_rows.insert(m_rows.end(), part.rows.begin(), part.rows.end());
            if (m_rows.empty() && m_more) { // closed boxes, or of other projects
                readMore();
            } else {
                emit listGrew();
            }
        },
        [this, round](const record::Fault& fault) {
            if (round == m_listRound) {
                m_reading = false;
                m_more = false;
                m_state.sayFault(fault);
            }
        });
}

void BoxBoard::chooseBox(const QString& id) {
    const int round = m_round;
    m_state.thread().look(
        this,
        [box = id.toStdString()](Desk& desk) { return station::overviewOf(*desk.station, box); },
        [this, round](const station::BoxOverview& box) {
            if (round == m_round) {
                take(box);
                emit boxChanged();
            }
        });
}

// The box, and its row as it stands now.
void BoxBoard::take(const station::BoxOverview& box) {
    m_box = box;
    for (BoxRow& row : m_rows) {
        if (row.id == text(box.id)) {
            row.folders = std::ssize(box.folders);
            row.expectedFolders = box.expectedFolders;
            row.openExceptions = box.openExceptions();
            row.out = std::count_if(box.folders.begin(), box.folders.end(),
                                    [](const auto& folder) { return folder.out.has_value(); });
            row.feeding = box.feed.running;
            row.brokenOff = box.feed.brokenOff;
        }
    }
}

void BoxBoard::refresh() {
    const QString chosen = m_box ? text(m_box->id) : QString();
    readList();
    if (!chosen.isEmpty()) {
        chooseBox(chosen);
    }
}

void BoxBoard::act(Act what, std::function<void()> then) {
    m_state.sayNothing();
    const int round = m_round;
    m_state.thread().ask(
        this,
        [what = std::move(what)](Desk& desk) {
            const station::BoxOutcome outcome = what(desk);
            Acted acted{{}, outcome.verdict};
            if (!outcome.box.id.empty()) {
                acted.box = station::overviewOf(*desk.station, outcome.box.id);
            }
            return acted;
        },
        [this, round, then = std::move(then)](const Acted& acted) {
            if (round != m_round || !m_state.person()) {
                return;
            }
            const bool another =
                acted.box && (acted.box->closed || !m_box || m_box->id != acted.box->id);
            if (acted.box) {
                take(*acted.box);
            }
            if (!acted.verdict.permitted()) {
                m_state.say(Tone::Careful, [this, refusal = acted.verdict] {
                    return "<b>" + m_state.word(Word::Refused) + "</b><br>" +
                           m_state.sentencesHtml(refusal);
                });
            } else if (then) {
                then();
            }
            emit boxChanged();
            if (another) {
                readList();
            }
        });
}

void BoxBoard::clear() {
    ++m_round;
    ++m_listRound;
    m_projects.clear();
    m_project.clear();
    m_rows.clear();
    m_more = m_reading = false;
    m_box.reset();
    emit projectsChanged();
    emit listReset();
    emit boxChanged();
}

} // namespace seihon::station_ui
