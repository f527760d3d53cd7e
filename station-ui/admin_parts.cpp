#include "station-ui/admin_parts.h"

#include "station-ui/flow_layout.h"
#include "station-ui/table_parts.h"

#include "station-ui/admin_words.h"
#include "station-ui/parts.h"
#include "station-ui/theme.h"

#include <QDateTime>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace seihon::station_ui {

namespace {

constexpr int kStandingRole = Qt::UserRole + 1;

// The colour of a standing is the window's theme at the moment of drawing.
class StandingDelegate : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

  protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        QStyledItemDelegate::initStyleOption(option, index);
        const QVariant standing = index.data(kStandingRole);
        if (!standing.isValid()) {
            return;
        }
        const Theme& theme = Theme::shown();
        const std::array colours{theme.good(), theme.careful(), theme.bad()};
        const QColor colour = colours.at(static_cast<std::size_t>(standing.toInt()));
        option->palette.setColor(QPalette::Text, colour);
        option->palette.setColor(QPalette::HighlightedText, colour);
        option->font.setBold(true);
    }
};

// With the text's size the rows grow.
class RowTable : public QTableWidget {
  public:
    explicit RowTable(int columns) : QTableWidget(0, columns) { sizeRows(); }

  protected:
    void changeEvent(QEvent* event) override {
        QTableWidget::changeEvent(event);
        if (event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange) {
            sizeRows();
        }
    }

  private:
    void sizeRows() {
        verticalHeader()->setMinimumSectionSize(kTouchHeight);
        verticalHeader()->setDefaultSectionSize(std::max(kTouchHeight, fontMetrics().height() * 2));
    }
};

} // namespace

QTableWidget* makeTable(const char* name, int columns, std::initializer_list<int> stretched) {
    auto* table = new RowTable(columns);
    walkInRows(table, name);
    table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    for (const int column : stretched) {
        table->horizontalHeader()->setSectionResizeMode(column, QHeaderView::Stretch);
    }
    table->setItemDelegate(new StandingDelegate(table));
    return table;
}

void addRow(QTableWidget* table, const QStringList& cells,
            std::optional<station::Health> standing) {
    const int row = table->rowCount();
    table->insertRow(row);
    for (int column = 0; column < cells.size(); ++column) {
        auto* item = new QTableWidgetItem(cells[column]);
        item->setToolTip(plainTip(cells[column]));
        table->setItem(row, column, item);
    }
    if (standing) {
        table->item(row, 0)->setData(kStandingRole, static_cast<int>(*standing));
    }
}

void chooseRow(QTableWidget* table, int row) {
    if (table->rowCount() > 0) {
        table->setCurrentCell(std::clamp(row, 0, table->rowCount() - 1), 0);
    }
}

QLineEdit* makeField(const char* name) {
    auto* field = new QLineEdit;
    field->setObjectName(name);
    field->setMinimumHeight(kTouchHeight);
    return field;
}

QString standingSign(station::Health standing) {
    static constexpr std::array kSigns{"✓", "▲", "✗"};
    return QString::fromUtf8(kSigns.at(static_cast<std::size_t>(standing)));
}

QString standingText(station::Health standing, record::Language language) {
    static constexpr std::array kWords{AdminWord::Well, AdminWord::Careful, AdminWord::Bad};
    return standingSign(standing) + " " +
           word(kWords.at(static_cast<std::size_t>(standing)), language);
}

const char* standingRole(station::Health standing) {
    static constexpr std::array kRoles{"good", "careful", "bad"};
    return kRoles.at(static_cast<std::size_t>(standing));
}

record::Instant beginOf(const QDate& day, std::chrono::minutes utcOffset) {
    const QDateTime there(day, QTime(0, 0), Qt::OffsetFromUTC,
                          static_cast<int>(std::chrono::seconds(utcOffset).count()));
    return record::Instant(std::chrono::milliseconds(there.toMSecsSinceEpoch()));
}

QDate dayOf(record::Instant at, std::chrono::minutes utcOffset) {
    return QDate::fromString(text(record::formatLocal(at, utcOffset)).left(10), Qt::ISODate);
}

QuestionCard::QuestionCard(const std::string& name)
    : m_question(makeLabel((name + "Question").c_str(), "title")),
      m_label(makeLabel((name + "Label").c_str())), m_line(makeField((name + "Line").c_str())),
      m_yes(makeNext((name + "Yes").c_str())), m_no(makeButton((name + "No").c_str())) {
    setProperty("role", "card");
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(24, 20, 24, 20);
    rows->setSpacing(12);
    rows->addWidget(m_question);
    rows->addWidget(m_label);
    rows->addWidget(m_line);
    auto* foot = new FlowLayout(12, FlowLayout::Last::Right);
    foot->addWidget(m_no);
    foot->addWidget(m_yes);
    rows->addLayout(foot);
    rows->addStretch(1);
    connect(m_yes, &QPushButton::clicked, this, [this] { answer(true); });
    connect(m_no, &QPushButton::clicked, this, [this] { answer(false); });
    connect(m_line, &QLineEdit::returnPressed, this, [this] { answer(true); });
    connect(m_line, &QLineEdit::textChanged, this, [this](const QString& written) {
        m_yes->setEnabled(!m_line->isVisibleTo(this) || !written.trimmed().isEmpty());
    });
}

void QuestionCard::ask(std::function<QString()> question, std::function<QString()> label, Line line,
                       std::function<void(const QString&)> yes) {
    m_asks = std::move(question);
    m_names = std::move(label);
    m_then = std::move(yes);
    m_question->setText(m_asks());
    m_line->clear();
    m_line->setEchoMode(line == Line::Secret ? QLineEdit::Password : QLineEdit::Normal);
    m_line->setVisible(line != Line::None);
    m_label->setVisible(line != Line::None);
    nameFor(m_line, m_label, m_names());
    m_yes->setEnabled(line == Line::None);
    if (line == Line::None) {
        m_no->setFocus(); // Enter by mistake does nothing
    } else {
        m_line->setFocus();
    }
}

void QuestionCard::answer(bool yes) {
    if (yes && !m_yes->isEnabled()) {
        return;
    }
    QString written = m_line->text();
    m_line->clear();
    const auto then = std::exchange(m_then, {});
    m_asks = {};
    emit closed();
    if (yes && then) {
        then(written);
    }
    written.fill(QChar(0));
}

void QuestionCard::wipe() {
    m_line->clear();
    m_question->clear();
    m_asks = {};
    m_then = {};
}

void QuestionCard::retranslate(const WindowState& state) {
    setText(m_yes, word(AdminWord::Yes, state.language()));
    setText(m_no, state.word(Word::Cancel));
    if (m_asks) {
        m_question->setText(m_asks());
    }
    nameFor(m_line, m_label,
            m_names ? m_names() : word(AdminWord::Reason, state.language())); // never nameless
}

} // namespace seihon::station_ui
