#include "station-ui/rules_page.h"

#include "regulation/calendar.h"
#include "station-ui/admin_parts.h"
#include "station-ui/admin_words.h"
#include "station-ui/columns.h"
#include "station-ui/flow_layout.h"
#include "station-ui/parts.h"
#include "station-ui/proposal_card.h"
#include "station-ui/trust_card.h"

#include <QDate>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace seihon::station_ui {

namespace {

enum RulesSection { kRulesInForce, kRulesProposal, kRulesCalendar, kRulesTrust };

constexpr int kClauseValueHeight = 3; // lines of what is chosen
constexpr int kQtSunday = 7;

// "class.ecg" of "class.ecg.seal_delay_hours", "calendar" of "calendar.closed_days".
QString tableOf(const std::string& key) {
    return text(key.substr(0, key.find('.', key.starts_with("class.") ? 6 : 0)));
}

QString nameOfWeekday(std::chrono::weekday day, record::Language language) {
    const QLocale locale(language == record::Language::Japanese ? QLocale::Japanese
                                                                : QLocale::English);
    const auto number = static_cast<int>(day.c_encoding());
    return locale.dayName(number == 0 ? kQtSunday : number, QLocale::LongFormat);
}

} // namespace

RulesPage::RulesPage(WindowState& windowState)
    : Page(windowState), m_title(makeLabel("rulesTitle", "title")), m_cards(new QStackedWidget),
      m_head(makeLabel("rulesHead", "title")), m_file(makeLabel("rulesFile", "careful")),
      m_value(makeLabel("clauseValue")), m_filterLabel(makeLabel("clauseFilterLabel")),
      m_filter(makeField("clauseFilter")), m_clauses(makeTable("clauses", 3, {0, 1, 2})),
      m_weekdays(makeLabel("closedWeekdays")), m_years(makeLabel("calendarYears")),
      m_calendarNote(makeLabel("calendarNote", "lead")), m_days(makeTable("closedDays", 2, {1})),
      m_proposal(new ProposalCard(windowState)), m_trust(new TrustCard(windowState)) {
    auto* head = new FlowLayout(10);
    head->addWidget(m_title);
    m_title->setWordWrap(false);
    const std::array names{"sectionRules", "sectionProposal", "sectionCalendar", "sectionTrust"};
    for (std::size_t i = 0; i < m_sections.size(); ++i) {
        m_sections[i] = makeButton(names[i]);
        m_sections[i]->setCheckable(true);
        head->addWidget(m_sections[i]);
        connect(m_sections[i], &QPushButton::clicked, this,
                [this, i] { showSection(static_cast<int>(i)); });
    }
    for (QWidget* card :
         std::initializer_list<QWidget*>{clausesCard(), m_proposal, calendarCard(), m_trust}) {
        m_cards->addWidget(card);
    }
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(14);
    rows->addLayout(head);
    rows->addWidget(scrolling(m_cards), 1);
    connect(m_filter, &QLineEdit::textChanged, this, [this] { filter(); });
    connect(m_clauses, &QTableWidget::itemSelectionChanged, this, [this] {
        const int row = m_clauses->currentRow();
        m_value->setText(row < 0 ? QString()
                                 : m_clauses->item(row, 1)->text() + ": " +
                                       m_clauses->item(row, 2)->text());
    });
    connect(m_proposal, &ProposalCard::activated, this, [this] { read(); });
    m_sections[kRulesInForce]->setChecked(true);
}

QFrame* RulesPage::clausesCard() {
    QVBoxLayout* column = nullptr;
    QFrame* card = makeCard(column);
    m_file->setTextFormat(Qt::RichText);
    m_value->setTextFormat(Qt::PlainText);
    m_value->setMinimumHeight(m_value->fontMetrics().height() * kClauseValueHeight);
    m_value->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    column->addWidget(m_head);
    column->addWidget(m_file);
    column->addWidget(m_filterLabel);
    column->addWidget(m_filter);
    column->addWidget(m_clauses, 1);
    column->addWidget(m_value);
    return card;
}

QFrame* RulesPage::calendarCard() {
    QVBoxLayout* column = nullptr;
    QFrame* card = makeCard(column);
    m_years->setTextFormat(Qt::RichText);
    column->addWidget(m_weekdays);
    column->addWidget(m_years);
    column->addWidget(m_days, 1);
    column->addWidget(m_calendarNote);
    return card;
}

void RulesPage::showSection(int section) {
    for (std::size_t i = 0; i < m_sections.size(); ++i) {
        m_sections[i]->setChecked(static_cast<int>(i) == section);
    }
    m_cards->setCurrentIndex(section);
    switch (section) {
    case kRulesProposal:
        return m_proposal->begin();
    case kRulesTrust:
        return m_trust->begin();
    case kRulesCalendar:
        return m_days->setFocus();
    default:
        return m_filter->setFocus();
    }
}

void RulesPage::enter() {
    showSection(m_cards->currentIndex());
    read();
}

void RulesPage::wipe() {
    m_rules.reset();
    m_filter->clear();
    m_proposal->wipe();
    m_trust->wipe();
    m_cards->setCurrentIndex(kRulesInForce);
    fill();
}

void RulesPage::read() {
    state().thread().look(
        this, [](Desk& desk) { return station::rulesOf(*desk.station); },
        [this](const station::RulesOverview& rules) {
            m_rules = rules;
            m_proposal->setFile(QString::fromStdString(rules.ownFile.string()));
            fill();
        });
}

void RulesPage::fill() {
    const record::Language language = state().language();
    m_head->clear();
    m_file->clear();
    if (m_rules) {
        m_head->setText(text(m_rules->version) + "   " + text(m_rules->hospital));
        m_head->setToolTip("SHA-256 " + text(m_rules->digest.hex()));
        const QString file = state().sentencesHtml(m_rules->file);
        const QString since =
            word(AdminWord::InForceSince, language)
                .arg(state().timeText(m_rules->since),
                     m_rules->activatedBy ? text(m_rules->activatedBy->name).toHtmlEscaped()
                                          : QString());
        m_file->setText(since + (file.isEmpty() ? QString() : "<br>▲ " + file));
        setRole(m_file, file.isEmpty() ? "lead" : "careful");
    }
    fillClauses();
    fillCalendar();
}

void RulesPage::fillClauses() {
    const int kept = m_clauses->currentRow();
    m_clauses->setRowCount(0);
    if (m_rules) {
        for (const regulation::Clause& clause :
             m_rules->clauses[static_cast<std::size_t>(state().language())]) {
            addRow(m_clauses, {tableOf(clause.key), text(clause.label), text(clause.value)});
        }
        chooseRow(m_clauses, std::max(0, kept));
    } else {
        m_value->clear();
    }
    filter();
}

void RulesPage::filter() {
    const QString wanted = m_filter->text().trimmed();
    for (int row = 0; row < m_clauses->rowCount(); ++row) {
        bool fits = wanted.isEmpty();
        for (int column = 0; column < m_clauses->columnCount(); ++column) {
            fits =
                fits || m_clauses->item(row, column)->text().contains(wanted, Qt::CaseInsensitive);
        }
        m_clauses->setRowHidden(row, !fits);
    }
}

void RulesPage::fillCalendar() {
    const record::Language language = state().language();
    m_days->setRowCount(0);
    m_weekdays->clear();
    m_years->clear();
    if (!m_rules) {
        return;
    }
    const regulation::Calendar& calendar = m_rules->calendar;
    QStringList names;
    for (const std::chrono::weekday day : calendar.closedWeekdays) {
        names += nameOfWeekday(day, language);
    }
    m_weekdays->setText(word(AdminWord::ClosedWeekdays, language).arg(names.join(", ")));
    const int thisYear = dayOf(state().facts().openedAt, calendar.utcOffset).year();
    QStringList years;
    for (const int year : {thisYear, thisYear + 1}) {
        const std::size_t listed = regulation::closedDaysListed(calendar, std::chrono::year(year));
        years += (listed > 0 ? "✓ " + word(AdminWord::DaysListed, language).arg(year).arg(listed)
                             : "▲ " + word(AdminWord::NoDaysListed, language).arg(year));
    }
    m_years->setText(years.join("<br>"));
    for (const std::chrono::year_month_day& day : calendar.closedDays) {
        addRow(m_days, {QDate(int(day.year()), static_cast<int>(unsigned(day.month())),
                              static_cast<int>(unsigned(day.day())))
                            .toString(Qt::ISODate),
                        nameOfWeekday(std::chrono::weekday(std::chrono::sys_days(day)), language)});
    }
    chooseRow(m_days, 0);
}

QString RulesPage::title() const {
    return word(AdminWord::Rules, state().language());
}

void RulesPage::retranslate() {
    const record::Language language = state().language();
    m_title->setText(title());
    const std::array words{AdminWord::InForce, AdminWord::Proposal, AdminWord::Calendar,
                           AdminWord::Trust};
    for (std::size_t i = 0; i < m_sections.size(); ++i) {
        setText(m_sections[i], word(words[i], language));
    }
    nameFor(m_filter, m_filterLabel, word(AdminWord::FilterClauses, language));
    m_clauses->setAccessibleName(withoutMnemonic(word(AdminWord::InForce, language)));
    m_clauses->setHorizontalHeaderLabels({word(AdminWord::Part, language),
                                          word(AdminWord::Item, language),
                                          word(AdminWord::Says, language)});
    m_days->setAccessibleName(withoutMnemonic(word(AdminWord::Calendar, language)));
    m_days->setHorizontalHeaderLabels(
        {word(AdminWord::ClosedDay, language), word(AdminWord::Weekday, language)});
    m_calendarNote->setText(word(AdminWord::CalendarNote, language));
    m_proposal->retranslate();
    m_trust->retranslate();
    fill();
}

} // namespace seihon::station_ui
