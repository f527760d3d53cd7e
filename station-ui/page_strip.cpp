#include "station-ui/page_strip.h"

#include <QEvent>

#include <algorithm>

namespace seihon::station_ui {

namespace {

constexpr int kStripPictureWidth = 108;
constexpr int kStripMargin = 44;

} // namespace

PageStrip::PageStrip(WindowState& state, const char* name) : m_state(state) {
    setObjectName(name);
    setIconSize({kStripPictureWidth, kStripPictureWidth * 3 / 2});
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWordWrap(false);
    setSpacing(4);
    connect(this, &QListWidget::currentRowChanged, this, [this] {
        if (!m_filling) {
            emit pageSelected();
        }
    });
    sizeToText();
}

void PageStrip::fillItem(QListWidgetItem* item, const PageView& page) {
    const Sign own = m_sign(page);
    const QString sign = !own.sign.isEmpty()               ? own.sign + " "
                         : m_seen.contains(page.captureId) ? QString::fromUtf8("✓ ")
                                                           : QString();
    item->setText(sign + QString::number(page.number));
    if (own.colour.isValid()) {
        item->setForeground(own.colour);
    }
    item->setData(Qt::AccessibleTextRole, m_state.word(Word::Pages) + " " +
                                              QString::number(page.number) + " " +
                                              m_state.sentencesHtml(page.findings));
    item->setToolTip(m_state.sentencesHtml(page.findings));
}

void PageStrip::show(const std::vector<PageView>& pages, const std::vector<std::size_t>& order,
                     SignOf sign) {
    const PageView* before = selected();
    const std::string kept = before != nullptr ? before->captureId : std::string();
    m_filling = true;
    clear();
    m_pages = pages;
    m_sign = std::move(sign);
    int current = 0;
    for (const std::size_t place : order) {
        const PageView& page = m_pages[place];
        QPixmap picture;
        if (!page.thumbnail.isNull()) { // else it is no picture any more
            picture = QPixmap::fromImage(
                page.thumbnail.scaled(iconSize(), Qt::KeepAspectRatio, Qt::SmoothTransformation));
        }
        auto* item = new QListWidgetItem(QIcon(picture), QString(), this);
        item->setData(Qt::UserRole, static_cast<qulonglong>(place));
        fillItem(item, page);
        if (page.captureId == kept) {
            current = count() - 1;
        }
    }
    setCurrentRow(current);
    m_filling = false;
    emit pageSelected();
}

void PageStrip::wipe() {
    m_filling = true;
    clear();
    m_pages.clear();
    m_seen.clear();
    m_filling = false;
}

const PageView* PageStrip::selected() const {
    const QListWidgetItem* item = currentItem();
    const auto place = item == nullptr ? m_pages.size() : item->data(Qt::UserRole).toULongLong();
    return place < m_pages.size() ? &m_pages[place] : nullptr;
}

void PageStrip::see() {
    const PageView* page = selected();
    if (page != nullptr && isVisible()) {
        m_seen.insert(page->captureId);
        fillItem(currentItem(), *page);
    }
}

std::size_t PageStrip::unseen() const {
    return static_cast<std::size_t>(std::count_if(m_pages.begin(), m_pages.end(), [&](auto& page) {
        return !m_seen.contains(page.captureId);
    }));
}

bool PageStrip::nextUnseen() {
    for (int row = 0; row < count(); ++row) {
        const auto place = item(row)->data(Qt::UserRole).toULongLong();
        if (!m_seen.contains(m_pages[place].captureId)) {
            setCurrentRow(row);
            return true;
        }
    }
    return false;
}

void PageStrip::sizeToText() {
    setFixedWidth(kStripPictureWidth + kStripMargin +
                  fontMetrics().horizontalAdvance(QString::fromUtf8("■ 999")));
}

void PageStrip::changeEvent(QEvent* event) {
    QListWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange) {
        QMetaObject::invokeMethod(
            this, [this] { sizeToText(); }, Qt::QueuedConnection);
    }
}

} // namespace seihon::station_ui
