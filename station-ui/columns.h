#pragma once

#include <QWidget>

#include <initializer_list>
#include <utility>

class QBoxLayout;

namespace seihon::station_ui {

// Parts beside each other; below each other where the width ends, at 200 % or on a small screen.
class Columns : public QWidget {
    Q_OBJECT

  public:
    // Each with its share of the room.
    explicit Columns(std::initializer_list<std::pair<QWidget*, int>> parts, int spacing = 14);

    QSize minimumSizeHint() const override;

  protected:
    bool event(QEvent* event) override;

  private:
    QSize least(bool beside) const;
    void arrange();

    QBoxLayout* m_box;
};

// The middle of a page, scrolled by itself where the screen is low: what stands below it, with the
// big button, stays in sight.
QWidget* scrolling(QWidget* body);
// A list or table takes what room is left, down to some rows; it does not ask for more.
void takesWhatIsLeft(QWidget* rows, int leastHeight);

} // namespace seihon::station_ui
