#include "station-ui/message_bar.h"

#include "station-ui/parts.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QResizeEvent>
#include <QScrollArea>
#include <QShowEvent>

#include <algorithm>

namespace seihon::station_ui {

namespace {
constexpr int kMostMessageLines = 5;
}

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent), m_sign(makeLabel("messageSign", "title")), m_text(makeHtml("message")),
      m_room(new QScrollArea), m_close(makeButton("closeMessage")) {
    setObjectName("messageFrame");
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(18, 6, 12, 6);
    row->setSpacing(16);
    m_sign->setWordWrap(false);
    m_text->setAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_room->setObjectName("messageRoom");
    m_room->setWidgetResizable(true);
    m_room->setFrameShape(QFrame::NoFrame);
    m_room->setFocusPolicy(Qt::NoFocus);
    m_room->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_room->setWidget(m_text);
    m_text->setAutoFillBackground(false);
    row->addWidget(m_sign);
    row->addWidget(m_room, 1);
    row->addWidget(m_close, 0, Qt::AlignTop);
    connect(m_close, &QPushButton::clicked, this, [this] { say(Tone::Plain, {}); });
    setVisible(false);
}

void MessageBar::say(Tone tone, const QString& html) {
    static constexpr const char* kTones[] = {"plain", "good", "careful", "bad"};
    static constexpr const char* kSigns[] = {"ℹ", "✓", "▲", "✗"};
    const auto place = static_cast<std::size_t>(tone);
    setProperty("tone", kTones[place]);
    m_sign->setText(QString::fromUtf8(kSigns[place]));
    setRole(m_sign, tone == Tone::Good      ? "good"
                    : tone == Tone::Careful ? "careful"
                    : tone == Tone::Bad     ? "bad"
                                            : "title");
    setRole(this, "");
    m_text->setText(html);
    setAccessibleDescription(html);
    setVisible(!html.isEmpty());
    fit();
    if (!html.isEmpty()) {
        QAccessibleEvent event(m_text, QAccessible::Alert); // read out at once
        QAccessible::updateAccessibility(&event);
    }
}

// As high as its lines, but never more than some of them.
void MessageBar::fit() {
    const int lines = m_text->heightForWidth(std::max(1, m_room->width()));
    m_room->setFixedHeight(
        std::clamp(lines, kTouchHeight, kMostMessageLines * m_text->fontMetrics().lineSpacing()));
}

void MessageBar::resizeEvent(QResizeEvent* event) {
    QFrame::resizeEvent(event);
    fit();
}

void MessageBar::showEvent(QShowEvent* event) {
    QFrame::showEvent(event);
    fit(); // now its letters have their size
}

void MessageBar::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange) {
        QMetaObject::invokeMethod(
            this, [this] { fit(); }, Qt::QueuedConnection);
    }
}

void MessageBar::retranslate(const WindowState& state) {
    setText(m_close, state.word(Word::Close));
}

} // namespace seihon::station_ui
