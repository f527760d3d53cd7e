#include "station-ui/history_model.h"

#include "record/entry_words.h"
#include "station-ui/audit_words.h"
#include "station-ui/parts.h"
#include "station-ui/theme.h"

#include <array>

namespace seihon::station_ui {

namespace {

constexpr int kTimeToTheSecond = 19; // of a local time's text

} // namespace

HistoryModel::HistoryModel(WindowState& state, Lines lines, More more)
    : m_state(state), m_lines(std::move(lines)), m_more(std::move(more)) {
}

int HistoryModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : m_count;
}

int HistoryModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kColumns;
}

bool HistoryModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && m_more && m_more();
}

void HistoryModel::fetchMore(const QModelIndex& parent) {
    if (!parent.isValid()) {
        emit moreWanted();
    }
}

void HistoryModel::begin() {
    beginResetModel();
    m_count = static_cast<int>(m_lines().size());
    endResetModel();
}

void HistoryModel::grow() {
    const int count = static_cast<int>(m_lines().size());
    if (count > m_count) {
        beginInsertRows({}, m_count, count - 1);
        m_count = count;
        endInsertRows();
    }
}

QString HistoryModel::who(const station::HistoryLine& line) const {
    const record::Language language = m_state.language();
    const record::Actor& actor = line.actor;
    if (!line.proven) {
        return line.saidToBe.empty() ? word(AuditWord::SaidNobody, language)
                                     : word(AuditWord::SaidToBe, language).arg(text(line.saidToBe));
    }
    if (actor.role == record::Role::Station) {
        return text(record::wordFor(actor.role, language));
    }
    QString said = text(actor.name) + " [" + text(actor.user) + "] " +
                   text(record::wordFor(actor.role, language));
    if (!actor.onBehalfOf.empty()) {
        said += word(AuditWord::OnBehalf, language).arg(text(actor.onBehalfOf));
    }
    return actor.breakGlass ? said + word(AuditWord::BreakGlass, language) : said;
}

QString HistoryModel::why(const station::HistoryLine& line) const {
    const record::Language language = m_state.language();
    QStringList parts;
    if (line.page) {
        parts += word(AuditWord::Page, language).arg(*line.page);
    } else if (line.sheet) {
        parts += word(AuditWord::Sheet, language).arg(*line.sheet);
    }
    if (!line.why.empty()) {
        parts += text(line.why);
    }
    if (line.verdict) {
        for (const record::Finding& finding : line.verdict->byUrgency()) {
            if (finding.severity != record::Severity::Note) {
                parts += (finding.severity == record::Severity::Refuse ? "■ " : "▲ ") +
                         m_state.sentence(finding);
            }
        }
    }
    return parts.join("  ");
}

QString HistoryModel::cell(const station::HistoryLine& line, Column column) const {
    switch (column) {
    case Number:
        return QString::number(line.sequence);
    case Time:
        return text(record::formatLocal(line.at, m_state.facts().utcOffset)).left(kTimeToTheSecond);
    case What:
        return text(record::wordFor(line.kind, m_state.language()));
    case Who:
        return who(line);
    case Why:
        return why(line);
    case About:
        return text(line.record.empty() ? line.job : line.record);
    case kColumns:
        break;
    }
    return {};
}

QString HistoryModel::wholeLine(int row) const {
    if (row < 0 || row >= m_count) {
        return {};
    }
    const station::HistoryLine& line = m_lines()[static_cast<std::size_t>(row)];
    QStringList parts;
    for (int column = 0; column < kColumns; ++column) {
        parts += cell(line, static_cast<Column>(column));
    }
    parts.removeAll(QString());
    return parts.join("   ");
}

QVariant HistoryModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= static_cast<int>(m_lines().size())) {
        return {};
    }
    const station::HistoryLine& line = m_lines()[static_cast<std::size_t>(index.row())];
    const auto column = static_cast<Column>(index.column());
    if (role == Qt::ToolTipRole) {
        return plainTip(cell(line, column));
    }
    if (role == Qt::DisplayRole) {
        return cell(line, column);
    }
    if (role == Qt::ForegroundRole && line.refused()) { // the sign stands in the text as well
        return Theme::shown().bad();
    }
    return {};
}

QVariant HistoryModel::headerData(int section, Qt::Orientation orientation, int role) const {
    static constexpr std::array kHeads = {AuditWord::ColumnNumber, AuditWord::ColumnTime,
                                          AuditWord::ColumnWhat,   AuditWord::ColumnWho,
                                          AuditWord::ColumnWhy,    AuditWord::ColumnAbout};
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 ||
        section >= kColumns) {
        return {};
    }
    return word(kHeads[static_cast<std::size_t>(section)], m_state.language());
}

void HistoryModel::retranslate() {
    emit headerDataChanged(Qt::Horizontal, 0, kColumns - 1);
    if (m_count > 0) {
        emit dataChanged(index(0, 0), index(m_count - 1, kColumns - 1));
    }
}

} // namespace seihon::station_ui
