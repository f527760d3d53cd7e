#pragma once

#include <QLayout>

#include <memory>
#include <vector>

namespace seihon::station_ui {

// Buttons beside each other, and in a further row where the width ends: at 200 % a row of tools
// does not push the rest of the page off the screen. A field to type in takes what its row leaves.
class FlowLayout : public QLayout {
    Q_OBJECT

  public:
    enum class Last { Beside, Right }; // the big step of a page stands at the right

    explicit FlowLayout(int spacing, Last last = Last::Beside);
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
    using Row = std::vector<QLayoutItem*>;
    std::vector<Row> rowsAt(int width) const;
    int arrange(const QRect& area, bool place) const; // the height it takes
    void placeRow(const Row& row, const QRect& area, int height, bool isLast) const;

    std::vector<std::unique_ptr<QLayoutItem>> m_items;
    Last m_last;
};

} // namespace seihon::station_ui
