#include "station-ui/page_strip.h"

#include "station-ui/parts.h"

#include <QEvent>

#include <algorithm>

namespace seihon::station_ui {

namespace {

constexpr int kStripMargin = 24;
constexpr int kPlaceRole = Qt::UserRole;
constexpr int kCaptureRole = Qt::UserRole + 1;

std::string captureOf(const QListWidgetItem* item) {
    return item->data(kCaptureRole).toString().toStdString();
}

} // namespace

PageStrip::PageStrip(WindowState& state, SmallPictures& pictures, const char* name)
    : m_state(state), m_pictures(pictures) {
    setObjectName(name);
    setIconSize({kSmallPicture.width() - 20, kSmallPicture.height() - 30});
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWordWrap(false);
    setSpacing(4);
    connect(this, &QListWidget::currentRowChanged, this, [this] {
        if (!m_filling) {
            emit pageSelected();
        }
    });
    connect(&m_pictures, &SmallPictures::arrived, this, [this](const std::string& captureId) {
        const auto item = m_items.find(captureId);
        if (item != m_items.end()) {
            showPicture(item->second, captureId);
        }
    });
    sizeToText();
}

void PageStrip::showPicture(QListWidgetItem* item, const std::string& captureId) {
    const QImage picture = m_pictures.of(captureId);
    if (picture.isNull()) {
        QPixmap place(iconSize()); // the rows keep their height until the pictures come
        place.fill(Qt::transparent);
        item->setIcon(place);
    } else {
        item->setIcon(QPixmap::fromImage(picture));
    }
}

void PageStrip::fillItem(QListWidgetItem* item, const PageView& page, const Sign& own) {
    const QString sign = !own.sign.isEmpty()               ? own.sign + " "
                         : m_seen.contains(page.captureId) ? QString::fromUtf8("✓ ")
                                                           : QString();
    const QString findings = m_state.sentencesHtml(page.findings);
    item->setText(sign + QString::number(page.number));
    item->setData(Qt::ForegroundRole, own.colour.isValid() ? QVariant(own.colour) : QVariant());
    item->setData(Qt::AccessibleTextRole,
                  m_state.word(Word::Pages) + " " + QString::number(page.number) + " " + findings);
    item->setToolTip(htmlTip(findings));
}

bool PageStrip::holds(const std::vector<PageView>& pages,
                      const std::vector<std::size_t>& order) const {
    if (static_cast<std::size_t>(count()) != order.size()) {
        return false;
    }
    for (int row = 0; row < count(); ++row) {
        if (captureOf(item(row)) != pages[order[static_cast<std::size_t>(row)]].captureId) {
            return false;
        }
    }
    return true;
}

// Many pages are laid out anew only when they are others, or in another order.
void PageStrip::lay(const std::vector<std::size_t>& order) {
    const std::string kept = place() ? captureOf(currentItem()) : std::string();
    clear();
    m_items.clear();
    int current = 0;
    for (const std::size_t place : order) {
        const std::string& captureId = m_pages[place].captureId;
        auto* item = new QListWidgetItem(this);
        item->setData(kCaptureRole, QString::fromStdString(captureId));
        m_items[captureId] = item;
        showPicture(item, captureId);
        if (captureId == kept) {
            current = count() - 1;
        }
    }
    setCurrentRow(current);
}

void PageStrip::show(const JobView& job, const std::vector<std::size_t>& order, SignOf sign) {
    m_filling = true;
    m_sign = std::move(sign);
    m_pages = job.pages;
    if (!holds(m_pages, order)) {
        lay(order);
    } else if (!place()) { // they came from the scanner one by one
        setCurrentRow(0);
    }
    for (int row = 0; row < count(); ++row) {
        item(row)->setData(kPlaceRole,
                           static_cast<qulonglong>(order[static_cast<std::size_t>(row)]));
    }
    fillItems();
    m_filling = false;
    m_pictures.fetch(job.id, m_pages, order);
    emit pageSelected();
}

void PageStrip::fillItems() {
    for (int row = 0; row < count(); ++row) {
        const QVariant there = item(row)->data(kPlaceRole);
        if (there.isValid() && there.toULongLong() < m_pages.size()) {
            fillItem(item(row), m_pages[there.toULongLong()]);
        }
    }
}

void PageStrip::addLive(const PageView& page, const Sign& sign) {
    auto* item = new QListWidgetItem(this);
    item->setData(kCaptureRole, QString::fromStdString(page.captureId));
    m_items[page.captureId] = item;
    showPicture(item, page.captureId);
    fillItem(item, page, sign);
    scrollToBottom();
}

void PageStrip::select(std::size_t place) {
    for (int row = 0; row < count(); ++row) {
        const QVariant there = item(row)->data(kPlaceRole);
        if (there.isValid() && there.toULongLong() == place) {
            return setCurrentRow(row);
        }
    }
}

void PageStrip::wipe() {
    m_filling = true;
    clear();
    m_items.clear();
    m_pages.clear();
    m_seen.clear();
    m_pictures.clear();
    m_filling = false;
}

std::optional<std::size_t> PageStrip::place() const {
    const QListWidgetItem* item = currentItem();
    const QVariant there = item == nullptr ? QVariant() : item->data(kPlaceRole);
    if (!there.isValid() || there.toULongLong() >= m_pages.size()) {
        return std::nullopt;
    }
    return there.toULongLong();
}

const PageView* PageStrip::selected() const {
    const auto there = place();
    return there ? &m_pages[*there] : nullptr;
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
        const auto place = item(row)->data(kPlaceRole).toULongLong();
        if (!m_seen.contains(m_pages[place].captureId)) {
            setCurrentRow(row);
            return true;
        }
    }
    return false;
}

void PageStrip::sizeToText() {
    setFixedWidth(kSmallPicture.width() + kStripMargin +
                  fontMetrics().horizontalAdvance(QString::fromUtf8("■ 999")));
}

void PageStrip::changeEvent(QEvent* event) {
    QListWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange) {
        QMetaObject::invokeMethod(
            this,
            [this] {
                sizeToText();
                fillItems(); // in the colours of the theme
            },
            Qt::QueuedConnection);
    }
}

} // namespace seihon::station_ui
