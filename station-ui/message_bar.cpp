#include "station-ui/message_bar.h"

#include "station-ui/parts.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace seihon::station_ui {

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent), m_sign(makeLabel("messageSign", "title")), m_text(makeLabel("message")),
      m_close(makeButton("closeMessage")) {
    setObjectName("messageFrame");
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(18, 10, 12, 10);
    row->setSpacing(16);
    m_sign->setWordWrap(false);
    m_text->setTextFormat(Qt::RichText);
    row->addWidget(m_sign);
    row->addWidget(m_text, 1);
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
    if (!html.isEmpty()) {
        QAccessibleEvent event(m_text, QAccessible::Alert); // read out at once
        QAccessible::updateAccessibility(&event);
    }
}

void MessageBar::retranslate(const WindowState& state) {
    setText(m_close, state.word(Word::Close));
}

} // namespace seihon::station_ui
