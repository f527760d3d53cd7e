#include "station-ui/envelope_page.h"

#include "station-ui/columns.h"
#include "station-ui/envelope_words.h"
#include "station-ui/parts.h"

#include <QComboBox>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace seihon::station_ui {

namespace {

constexpr int kMostEnclosures = 1000;
constexpr int kListHeight = 72;

QListWidget* makeList(const char* name) {
    auto* list = named(new QListWidget, name);
    list->setMinimumHeight(kListHeight);
    list->setTabKeyNavigation(false);
    list->setTextElideMode(Qt::ElideRight);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    return list;
}

QHBoxLayout* inARow(std::initializer_list<QWidget*> parts) {
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    for (QWidget* part : parts) {
        row->addWidget(part);
    }
    return row;
}

} // namespace

EnvelopePage::EnvelopePage(WindowState& windowState)
    : Page(windowState), m_title(makeLabel("envelopeTitle", "title")),
      m_none(makeLabel("envelopeNone", "lead")), m_remarkLabel(makeLabel("envelopeRemarkLabel")),
      m_list(makeList("envelopes")), m_remark(named(new QLineEdit, "envelopeRemark")),
      m_open(makeButton("envelopeOpen")), m_papersTitle(makeLabel("papersTitle", "title")),
      m_singleLabel(makeLabel("singleLabel")), m_toLabel(makeLabel("handOnLabel")),
      m_papers(makeList("papers")), m_single(named(new QComboBox, "single")),
      m_to(named(new QLineEdit, "handOnTo")), m_add(makeButton("addPaper")),
      m_goOn(makeButton("goOnPaper")), m_handOn(makeButton("handOn")),
      m_enclosuresTitle(makeLabel("enclosuresTitle", "title")), m_kindLabel(makeLabel("kindLabel")),
      m_countLabel(makeLabel("countLabel")), m_destinationLabel(makeLabel("destinationLabel")),
      m_withLabel(makeLabel("withLabel")), m_enclosures(makeList("enclosures")),
      m_kind(named(new QComboBox, "enclosureKind")), m_count(named(new QSpinBox, "enclosureCount")),
      m_destination(named(new QLineEdit, "destination")), m_with(named(new QLineEdit, "with")),
      m_note(makeButton("noteEnclosure")), m_taken(makeButton("taken")),
      m_returned(makeButton("returned")), m_close(makeNext("closeEnvelope")) {
    m_count->setRange(1, kMostEnclosures);
    for (QComboBox* box : {m_single, m_kind}) { // as wide as its column, not as its longest entry
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(6);
    }
    auto* columns = new Columns({{listCard(), 2}, {papersCard(), 3}, {enclosuresCard(), 3}});
    setTabOrder(m_remark, m_open);
    setTabOrder(m_open, m_list);
    auto* foot = new QHBoxLayout;
    foot->addStretch(1);
    foot->addWidget(m_close);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(14);
    rows->addWidget(m_title);
    rows->addWidget(scrolling(columns), 1);
    rows->addLayout(foot);
    connectParts();
    updateActs();
}

QFrame* EnvelopePage::listCard() {
    QVBoxLayout* column = nullptr;
    QFrame* card = makeCard(column);
    column->addWidget(m_remarkLabel);
    column->addWidget(m_remark);
    column->addWidget(m_open);
    column->addWidget(m_none, 1);
    column->addWidget(m_list, 1);
    return card;
}

QFrame* EnvelopePage::papersCard() {
    QVBoxLayout* column = nullptr;
    QFrame* card = makeCard(column);
    column->addWidget(m_papersTitle);
    column->addWidget(m_papers, 1);
    column->addWidget(m_goOn);
    column->addWidget(m_singleLabel);
    column->addWidget(m_single);
    column->addWidget(m_add);
    column->addWidget(m_toLabel);
    column->addWidget(m_to);
    column->addWidget(m_handOn);
    return card;
}

QFrame* EnvelopePage::enclosuresCard() {
    QVBoxLayout* column = nullptr;
    QFrame* card = makeCard(column);
    column->addWidget(m_enclosuresTitle);
    column->addWidget(m_enclosures, 1);
    column->addLayout(inARow({m_kindLabel, m_countLabel}));
    column->addLayout(inARow({m_kind, m_count}));
    column->addWidget(m_destinationLabel);
    column->addWidget(m_destination);
    column->addWidget(m_note);
    column->addWidget(m_withLabel);
    column->addWidget(m_with);
    column->addLayout(inARow({m_taken, m_returned}));
    return card;
}

void EnvelopePage::connectParts() {
    connect(m_list, &QListWidget::currentRowChanged, this, [this](int row) {
        if (row >= 0 && static_cast<std::size_t>(row) < m_here.open.size()) {
            m_shown = m_here.open[static_cast<std::size_t>(row)].id;
            fillSelected();
        }
    });
    for (QListWidget* list : {m_papers, m_enclosures}) {
        connect(list, &QListWidget::currentRowChanged, this, [this] { updateActs(); });
    }
    for (QLineEdit* field : {m_to, m_destination, m_with}) {
        connect(field, &QLineEdit::textChanged, this, [this] { updateActs(); });
    }
    connect(&state().thread(), &StationThread::busyChanged, this, [this] { updateActs(); });
    connect(m_remark, &QLineEdit::returnPressed, this, [this] {
        if (!m_remark->text().trimmed().isEmpty()) { // Enter twice opens one envelope
            m_open->click();
        }
    });
    connect(m_open, &QPushButton::clicked, this, [this] {
        act([remark = m_remark->text().trimmed().toStdString()](auto& desk, const auto& session,
                                                                const std::string&) {
            return desk.open(session, remark);
        });
    });
    connect(m_add, &QPushButton::clicked, this, [this] {
        act([job = m_single->currentData().toString().toStdString()](
                auto& desk, const auto& session, const std::string& id) {
            return desk.addJob(session, id, job);
        });
    });
    connect(m_goOn, &QPushButton::clicked, this,
            [this] { state().openJob(m_papers->currentItem()->data(Qt::UserRole).toString()); });
    connect(m_handOn, &QPushButton::clicked, this, [this] {
        act([job = m_papers->currentItem()->data(Qt::UserRole).toString().toStdString(),
             to = m_to->text().trimmed().toStdString()](auto& desk, const auto& session,
                                                        const std::string& id) {
            return desk.handOn(session, id, job, to);
        });
    });
    connect(m_note, &QPushButton::clicked, this, [this] {
        record::Enclosure one;
        one.kind = static_cast<record::EnclosureKind>(m_kind->currentIndex());
        one.count = m_count->value();
        one.destination = m_destination->text().trimmed().toStdString();
        act([one](auto& desk, const auto& session, const std::string& id) {
            return desk.noteEnclosure(session, id, one);
        });
    });
    connect(m_taken, &QPushButton::clicked, this, [this] { settle(record::EnclosureEnd::Taken); });
    connect(m_returned, &QPushButton::clicked, this,
            [this] { settle(record::EnclosureEnd::Returned); });
    connect(m_close, &QPushButton::clicked, this, [this] {
        act([](auto& desk, const auto& session,
               const std::string& id) { return desk.close(session, id); },
            true);
    });
}

void EnvelopePage::settle(record::EnclosureEnd end) {
    const auto number = m_enclosures->currentItem()->data(Qt::UserRole).toLongLong();
    act([number, end, with = m_with->text().trimmed().toStdString()](
            auto& desk, const auto& session, const std::string& id) {
        return desk.settleEnclosure(session, id, number, end, with);
    });
}

// One act on the selected envelope; then everything is read anew, so that what stands on the screen
// is what the station holds.
template <typename Verb>
void EnvelopePage::act(Verb verb, bool closes) {
    state().sayNothing();
    state().thread().ask(
        this,
        [id = m_shown, verb](Desk& desk) {
            station::EnvelopeDesk envelopes(*desk.station);
            return verb(envelopes, desk.identified(), id);
        },
        [this, closes](const station::EnvelopeOutcome& outcome) {
            if (!outcome.verdict.permitted()) {
                state().say(Tone::Careful, [this, verdict = outcome.verdict] {
                    return "<b>" + state().word(Word::Refused) + "</b><br>" +
                           state().sentencesHtml(verdict);
                });
                return;
            }
            for (QLineEdit* field : {m_remark, m_to, m_destination, m_with}) {
                field->clear();
            }
            m_shown = outcome.envelope.id;
            if (closes) {
                state().say(Tone::Good,
                            [this] { return word(EnvelopeWord::Closed, state().language()); });
            }
            read();
        });
}

void EnvelopePage::read() {
    state().thread().look(this, readEnvelopes, [this](const EnvelopesHere& here) {
        if (state().person()) {
            show(here);
        }
    });
}

void EnvelopePage::show(const EnvelopesHere& here) {
    m_here = here;
    fill();
}

const EnvelopeView* EnvelopePage::selected() const {
    for (const EnvelopeView& one : m_here.open) {
        if (one.id == m_shown) {
            return &one;
        }
    }
    return nullptr;
}

QString EnvelopePage::paperText(const EnvelopePaper& paper) const {
    return state().nameOfClass(paper.documentClass) + "   " +
           state().timeText(paper.registeredAt).mid(5) + "   " +
           (paper.handedOnTo.empty()
                ? text(record::wordFor(paper.state, state().language()))
                : word(EnvelopeWord::HandedOnTo, state().language()).arg(text(paper.handedOnTo)));
}

void EnvelopePage::fill() {
    const std::string kept = m_shown;
    m_list->blockSignals(true);
    m_list->clear();
    int current = m_here.open.empty() ? -1 : 0;
    for (const EnvelopeView& one : m_here.open) {
        m_list->addItem(state().timeText(one.openedAt).mid(5) + "   " + text(one.remark));
        if (one.id == kept) {
            current = m_list->count() - 1;
        }
    }
    m_list->setCurrentRow(current);
    m_list->blockSignals(false);
    m_shown = current < 0 ? std::string() : m_here.open[static_cast<std::size_t>(current)].id;
    m_none->setVisible(m_here.open.empty());
    m_list->setVisible(!m_here.open.empty());
    m_single->clear();
    for (const EnvelopePaper& paper : m_here.single) {
        m_single->addItem(paperText(paper), text(paper.job));
    }
    if (m_here.single.empty()) {
        m_single->addItem(word(EnvelopeWord::NothingToAdd, state().language()));
    }
    fillSelected();
}

// Rows that a finger finds; what does not fit is in the tooltip.
void EnvelopePage::raiseRows() {
    const int height = std::max(kTouchHeight, fontMetrics().height() * 2);
    for (QListWidget* list : {m_list, m_papers, m_enclosures}) {
        for (int row = 0; row < list->count(); ++row) {
            list->item(row)->setSizeHint({0, height});
            list->item(row)->setToolTip(plainTip(list->item(row)->text()));
        }
    }
}

void EnvelopePage::fillSelected() {
    const record::Language language = state().language();
    const EnvelopeView* one = selected();
    m_papers->clear();
    m_enclosures->clear();
    if (one != nullptr) {
        for (const EnvelopePaper& paper : one->papers) {
            auto* item = new QListWidgetItem(paperText(paper), m_papers);
            item->setData(Qt::UserRole, text(paper.job));
        }
        for (const record::Enclosure& each : one->enclosures) {
            const bool open = each.end == record::EnclosureEnd::None;
            auto* item = new QListWidgetItem(
                (open ? "■ " : "✓ ") + word(each.kind, language) + " ×" +
                    QString::number(each.count) + "  → " + text(each.destination) + "   " +
                    (open ? word(EnvelopeWord::NotSettled, language)
                          : withoutMnemonic(word(each.end == record::EnclosureEnd::Taken
                                                     ? EnvelopeWord::Taken
                                                     : EnvelopeWord::Returned,
                                                 language)) +
                                "  " + text(each.endedWith)),
                m_enclosures);
            item->setData(Qt::UserRole, static_cast<qlonglong>(each.number));
        }
        m_papers->setCurrentRow(one->papers.empty() ? -1 : 0);
        m_enclosures->setCurrentRow(one->enclosures.empty() ? -1 : 0);
    }
    m_papersTitle->setText(
        word(one != nullptr && one->papers.empty() ? EnvelopeWord::NoPapers : EnvelopeWord::Papers,
             language));
    m_enclosuresTitle->setText(word(EnvelopeWord::Enclosures, language));
    raiseRows();
    updateActs();
}

// What is there to act on; whether it may be done, the station says.
void EnvelopePage::updateActs() {
    const bool may = !state().thread().busy() && state().may(regulation::Authority::KeepEnvelope);
    const bool one = may && selected() != nullptr;
    const bool paper = one && m_papers->currentRow() >= 0;
    const bool enclosure = one && m_enclosures->currentRow() >= 0;
    m_open->setEnabled(may);
    m_open->setToolTip(state().may(regulation::Authority::KeepEnvelope)
                           ? QString()
                           : state().word(Word::NotAllowed));
    m_add->setEnabled(one && !m_here.single.empty());
    m_goOn->setEnabled(paper);
    m_handOn->setEnabled(paper && !m_to->text().trimmed().isEmpty());
    m_note->setEnabled(one && !m_destination->text().trimmed().isEmpty());
    const bool with = enclosure && !m_with->text().trimmed().isEmpty();
    m_taken->setEnabled(with);
    m_returned->setEnabled(with);
    m_close->setEnabled(one);
}

void EnvelopePage::enter() {
    read();
    m_remark->setFocus();
}

void EnvelopePage::wipe() {
    for (QLineEdit* field : {m_remark, m_to, m_destination, m_with}) {
        field->clear();
    }
    m_shown.clear();
    show({});
}

QString EnvelopePage::title() const {
    return word(EnvelopeWord::Title, state().language());
}

void EnvelopePage::retranslate() {
    const record::Language language = state().language();
    m_title->setText(title());
    m_none->setText(word(EnvelopeWord::None, language));
    const std::pair<QPushButton*, EnvelopeWord> buttons[] = {
        {m_open, EnvelopeWord::Open},         {m_add, EnvelopeWord::AddChosen},
        {m_goOn, EnvelopeWord::GoOn},         {m_handOn, EnvelopeWord::HandOn},
        {m_note, EnvelopeWord::AddEnclosure}, {m_taken, EnvelopeWord::Taken},
        {m_returned, EnvelopeWord::Returned}, {m_close, EnvelopeWord::Close}};
    for (const auto& [button, said] : buttons) {
        setText(button, word(said, language));
    }
    nameFor(m_remark, m_remarkLabel, word(EnvelopeWord::OpenRemark, language));
    nameFor(m_single, m_singleLabel, word(EnvelopeWord::AddPaper, language));
    nameFor(m_to, m_toLabel, word(EnvelopeWord::HandOnTo, language));
    nameFor(m_kind, m_kindLabel, word(EnvelopeWord::Kind, language));
    nameFor(m_count, m_countLabel, word(EnvelopeWord::Count, language));
    nameFor(m_destination, m_destinationLabel, word(EnvelopeWord::Destination, language));
    nameFor(m_with, m_withLabel, word(EnvelopeWord::With, language));
    m_list->setAccessibleName(title());
    m_papers->setAccessibleName(word(EnvelopeWord::Papers, language));
    m_enclosures->setAccessibleName(word(EnvelopeWord::Enclosures, language));
    const int kept = std::max(0, m_kind->currentIndex());
    m_kind->clear();
    for (const auto& [kind, name] : record::EnumNames<record::EnclosureKind>::table) {
        m_kind->addItem(word(kind, language));
    }
    m_kind->setCurrentIndex(kept);
    fill();
}

} // namespace seihon::station_ui
