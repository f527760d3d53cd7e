#include "station-ui/manager_model.h"

#include "station-ui/manager_words.h"
#include "station-ui/parts.h"
#include "station-ui/queue_page.h"
#include "station-ui/theme.h"

#include <algorithm>
#include <array>

namespace seihon::station_ui {

namespace {

ManagerWord rowWord(const RowOutcome& outcome, record::JobState state) {
    switch (outcome.end) {
    case RowEnd::Sealing:
        return ManagerWord::SealingNow;
    case RowEnd::Sealed:
        return ManagerWord::SealedNow;
    case RowEnd::Pending:
        return ManagerWord::PendingNow;
    case RowEnd::Refused:
        return ManagerWord::RefusedNow;
    case RowEnd::Broken:
        return ManagerWord::BrokenOff;
    case RowEnd::SentBack:
        return ManagerWord::JustSentBack;
    case RowEnd::Accepted:
        return ManagerWord::JustAccepted;
    case RowEnd::None:
        break;
    }
    return state == record::JobState::Accepted         ? ManagerWord::WaitsForSeal
           : state == record::JobState::SealingPending ? ManagerWord::WaitsForTime
                                                       : ManagerWord::WaitsForReview;
}

} // namespace

ManagerModel::ManagerModel(WindowState& state, ManagerDesk& desk) : m_state(state), m_desk(desk) {
    connect(&desk, &ManagerDesk::changed, this, [this] {
        m_asked = false;
        const int count = static_cast<int>(m_desk.rows().size());
        if (count == m_count) { // the same rows, most often: the view keeps its place
            if (count > 0) {
                emit dataChanged(index(0, 0), index(count - 1, kColumns - 1));
            }
            return;
        }
        beginResetModel();
        m_count = count;
        endResetModel();
    });
}

int ManagerModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : m_count;
}

int ManagerModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kColumns;
}

bool ManagerModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && m_desk.more() && !m_asked;
}

void ManagerModel::fetchMore(const QModelIndex& parent) {
    if (!parent.isValid()) {
        m_asked = true;
        m_desk.readMore();
    }
}

const ManagerRow* ManagerModel::rowAt(int row) const {
    return row < 0 || row >= static_cast<int>(m_desk.rows().size())
               ? nullptr
               : &m_desk.rows()[static_cast<std::size_t>(row)];
}

int ManagerModel::placeOf(const QString& job) const {
    for (int row = 0; row < m_count; ++row) {
        if (rowAt(row)->id == job) {
            return row;
        }
    }
    return -1;
}

QString ManagerModel::nextToReview(const QString& after) const {
    const auto waits = [this](const ManagerRow& row) {
        return row.state == record::JobState::Submitted &&
               m_desk.outcomeOf(row.id).end == RowEnd::None;
    };
    const auto found = std::find_if(m_desk.rows().begin(), m_desk.rows().end(), waits);
    return found == m_desk.rows().end() ? after : found->id;
}

void ManagerModel::toggle(int place) {
    const ManagerRow* row = rowAt(place);
    if (row != nullptr && row->maySeal && !m_desk.sealing()) {
        m_desk.choose(row->id, !m_desk.isChosen(*row));
    }
}

QString ManagerModel::sealText(const ManagerRow& row) const {
    return !row.maySeal           ? QString::fromUtf8("－")
           : m_desk.isChosen(row) ? QString::fromUtf8("☑")
                                  : QString::fromUtf8("☐");
}

QString ManagerModel::stateText(const ManagerRow& row) const {
    return word(rowWord(m_desk.outcomeOf(row.id), row.state), m_state.language());
}

QColor ManagerModel::stateColour(const ManagerRow& row) const {
    const Theme& theme = Theme::shown();
    switch (m_desk.outcomeOf(row.id).end) {
    case RowEnd::Refused:
    case RowEnd::Broken:
        return theme.bad();
    case RowEnd::Pending:
        return theme.careful();
    case RowEnd::Sealed:
        return theme.good();
    case RowEnd::None:
    case RowEnd::Accepted:
    case RowEnd::SentBack:
    case RowEnd::Sealing:
        break;
    }
    return {};
}

QString ManagerModel::cell(const ManagerRow& row, Column column) const {
    switch (column) {
    case Seal:
        return sealText(row);
    case State:
        return stateText(row);
    case Deadline:
        return m_state.word(standingWord(row.countdown.standing)) + "  " +
               countdownText(row.countdown, m_state.language());
    case Document:
        return m_state.nameOfClass(row.documentClass);
    case Patient:
        return text(row.patient.id) + "  " + text(row.patient.name);
    case Sheets:
        return QString::number(row.sheets);
    case From:
        return text(row.submittedBy);
    case kColumns:
        break;
    }
    return {};
}

QString ManagerModel::detailHtml(const ManagerRow& row) const {
    const record::Language language = m_state.language();
    const RowOutcome& outcome = m_desk.outcomeOf(row.id);
    QStringList lines{"<b>" + stateText(row).toHtmlEscaped() + "</b>"};
    if (outcome.end == RowEnd::Sealed) {
        lines += word(ManagerWord::ProvenAt, language) + "  " +
                 (outcome.provenAt ? m_state.timeText(*outcome.provenAt) : QString());
        lines += word(ManagerWord::Record, language) + "  " + outcome.recordId.toHtmlEscaped();
    }
    if (!outcome.because.isEmpty()) {
        lines += outcome.because.toHtmlEscaped();
    }
    if (outcome.end == RowEnd::Refused) {
        lines += m_state.sentencesHtml(outcome.verdict);
    }
    if (outcome.fault) {
        lines += m_state.faultHtml(*outcome.fault);
    }
    if (outcome.end != RowEnd::Sealed && outcome.end != RowEnd::SentBack) {
        lines += m_state.sentencesHtml(row.findings);
        if (row.maySeal) {
            lines +=
                word(m_desk.isChosen(row) ? ManagerWord::ToSeal : ManagerWord::NotToSeal, language);
        } else if (outcome.end != RowEnd::Refused) {
            lines += m_state.sentencesHtml(row.sealing);
        }
    }
    lines.removeAll(QString());
    lines.removeDuplicates();
    return lines.join("<br>");
}

QVariant ManagerModel::data(const QModelIndex& index, int role) const {
    const ManagerRow* row = index.isValid() ? rowAt(index.row()) : nullptr;
    if (row == nullptr) {
        return {};
    }
    const auto column = static_cast<Column>(index.column());
    if (role == Qt::DisplayRole) {
        return cell(*row, column);
    }
    if (role == Qt::ToolTipRole) {
        return htmlTip(detailHtml(*row));
    }
    if (role == Qt::ForegroundRole && column == State && stateColour(*row).isValid()) {
        return stateColour(*row);
    }
    if (role == Qt::AccessibleTextRole && column == Seal) {
        return word(m_desk.isChosen(*row) ? ManagerWord::ToSeal : ManagerWord::NotToSeal,
                    m_state.language());
    }
    return {};
}

QVariant ManagerModel::headerData(int section, Qt::Orientation orientation, int role) const {
    static constexpr std::array kHeads = {ManagerWord::ColumnSeal,     ManagerWord::ColumnState,
                                          ManagerWord::ColumnDeadline, ManagerWord::ColumnDocument,
                                          ManagerWord::ColumnPatient,  ManagerWord::ColumnSheets,
                                          ManagerWord::ColumnFrom};
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 ||
        section >= kColumns) {
        return {};
    }
    return word(kHeads[static_cast<std::size_t>(section)], m_state.language());
}

void ManagerModel::retranslate() {
    emit headerDataChanged(Qt::Horizontal, 0, kColumns - 1);
    if (m_count > 0) {
        emit dataChanged(index(0, 0), index(m_count - 1, kColumns - 1));
    }
}

} // namespace seihon::station_ui
