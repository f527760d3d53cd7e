#include "station-ui/doctor_page.h"

#include "station-ui/admin_parts.h"
#include "station-ui/admin_words.h"
#include "station-ui/columns.h"
#include "station-ui/parts.h"
#include "station/station.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace seihon::station_ui {

using station::Health;
using station::HealthLine;
using station::healthOf;

DoctorPage::DoctorPage(WindowState& windowState)
    : Page(windowState), m_title(makeLabel("doctorTitle", "title")),
      m_summary(makeLabel("doctorSummary", "good")), m_again(makeButton("checkAgain")),
      m_table(makeTable("doctorLines", 3, {2})), m_standing(makeLabel("doctorStanding", "good")),
      m_name(makeLabel("doctorName", "title")), m_said(makeLabel("doctorSaid")),
      m_todo(makeLabel("doctorTodo")), m_detail(makeLabel("doctorDetail", "lead")),
      m_go(makeButton("doctorGo")) {
    m_title->setWordWrap(false);
    m_said->setTextFormat(Qt::RichText);
    auto* head = new QHBoxLayout;
    head->setSpacing(16);
    head->addWidget(m_title);
    head->addWidget(m_summary, 1);
    head->addWidget(m_again);
    QVBoxLayout* column = nullptr;
    m_card = makeCard(column);
    for (QWidget* part :
         std::initializer_list<QWidget*>{m_name, m_standing, m_said, m_todo, m_detail, m_go}) {
        column->addWidget(part);
    }
    column->addStretch(1);
    auto* columns = new Columns({{m_table, 3}, {m_card, 2}});
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(14);
    rows->addLayout(head);
    rows->addWidget(scrolling(columns), 1);
    setTabOrder(m_again, m_table);
    setTabOrder(m_table, m_go);
    connect(m_again, &QPushButton::clicked, this, [this] { measure(); });
    connect(m_table, &QTableWidget::itemSelectionChanged, this, [this] { fillDetail(); });
    connect(m_go, &QPushButton::clicked, this, [this] {
        if (const HealthLine* line = chosen()) {
            state().go(healthText(line->what, state().language()).page);
        }
    });
    connect(&state().thread(), &StationThread::busyChanged, this,
            [this](bool busy) { m_again->setEnabled(!busy); });
}

const HealthLine* DoctorPage::chosen() const {
    const int row = m_table->currentRow();
    return row < 0 || static_cast<std::size_t>(row) >= m_lines.size()
               ? nullptr
               : &m_lines[static_cast<std::size_t>(row)];
}

void DoctorPage::enter() {
    m_again->setFocus();
    if (m_lines.empty()) {
        measure();
    }
}

void DoctorPage::wipe() {
    m_measuring = false;
    show({});
}

void DoctorPage::measure() {
    if (m_measuring) {
        return;
    }
    m_measuring = true;
    fill();
    state().thread().ask(
        this, [](Desk& desk) { return desk.station->doctor(); },
        [this](const std::vector<HealthLine>& lines) {
            if (std::exchange(m_measuring, false)) { // else the screen was closed meanwhile
                show(lines);
                chooseRow(m_table, 0);
            }
        },
        [this](const record::Fault& fault) {
            m_measuring = false;
            fill();
            state().sayFault(fault);
        });
}

void DoctorPage::show(const std::vector<HealthLine>& lines) {
    m_lines = lines;
    std::stable_sort(m_lines.begin(), m_lines.end(), [](const HealthLine& a, const HealthLine& b) {
        return healthOf(a.verdict) > healthOf(b.verdict);
    });
    fill();
}

void DoctorPage::fill() {
    const record::Language language = state().language();
    const int kept = m_table->currentRow();
    m_table->setRowCount(0);
    std::array<int, 3> counts{};
    for (const HealthLine& line : m_lines) {
        const Health health = healthOf(line.verdict);
        ++counts.at(static_cast<std::size_t>(health));
        const auto findings = line.verdict.byUrgency();
        addRow(m_table,
               {standingText(health, language), healthText(line.what, language).name,
                health == Health::Well ? measuredText(line.what, line.detail, language)
                                       : state().sentence(findings.front())},
               health);
    }
    if (kept >= 0) {
        chooseRow(m_table, kept);
    }
    const Health worst = counts[2] > 0   ? Health::Bad
                         : counts[1] > 0 ? Health::Careful
                                         : Health::Well;
    setRole(m_summary, m_lines.empty() ? "lead" : standingRole(worst));
    m_summary->setText(
        m_measuring ? word(AdminWord::Checking, language)
        : m_lines.empty()
            ? QString()
            : word(AdminWord::DoctorCounts, language).arg(counts[2]).arg(counts[1]).arg(counts[0]));
    fillDetail();
}

void DoctorPage::fillDetail() {
    const HealthLine* line = chosen();
    m_card->setVisible(line != nullptr);
    if (line == nullptr) {
        for (QLabel* label : {m_name, m_standing, m_said, m_todo, m_detail}) {
            label->clear();
        }
        return;
    }
    const Health health = healthOf(line->verdict);
    const HealthText words = healthText(line->what, state().language());
    m_name->setText(words.name);
    m_standing->setText(standingText(health, state().language()));
    setRole(m_standing, standingRole(health));
    m_said->setText(state().sentencesHtml(line->verdict, true));
    m_said->setVisible(!m_said->text().isEmpty());
    m_todo->setText(health == Health::Well ? QString() : state().word(Word::WhatToDo) + words.todo);
    m_todo->setVisible(health != Health::Well);
    m_detail->setText(measuredText(line->what, line->detail, state().language()));
    m_go->setVisible(!words.page.isEmpty());
}

QString DoctorPage::title() const {
    return word(AdminWord::Doctor, state().language());
}

void DoctorPage::retranslate() {
    const record::Language language = state().language();
    m_title->setText(title());
    setText(m_again, word(AdminWord::CheckAgain, language));
    setText(m_go, word(AdminWord::GoThere, language));
    m_table->setAccessibleName(title());
    m_table->setHorizontalHeaderLabels({word(AdminWord::Standing, language),
                                        word(AdminWord::Item, language),
                                        word(AdminWord::Finding, language)});
    fill();
}

} // namespace seihon::station_ui
