#pragma once

#include <QLayout>

#include <memory>
#include <vector>

namespace seihon::station_ui {

// Buttons beside each other, and in a further row where the width ends: at 200 % a row of tools
// does not push the rest of the page off the screen.
class FlowLayout : public QLayout {
    Q_OBJECT

  public:
    explicit FlowLayout(int spacing);
    ~FlowLayout() override;

    void addItem(QLayoutItem* item) override;
    int count() const override { return static_cast<int>(m_items.size()); }
    QLayoutItem* itemAt(int index) const override;
    QLayoutItem* takeAt(int index) override;
    Qt::Orientations expandingDirections() const override { return {}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override { return arrange({0, 0, width, 0}, false); }
    QSize minimumSize() const override;
    QSize sizeHint() const override;
    void setGeometry(const QRect& area) override;

  private:
    int arrange(const QRect& area, bool place) const; // the height it takes

    std::vector<std::unique_ptr<QLayoutItem>> m_items;
};

} // namespace seihon::station_ui
