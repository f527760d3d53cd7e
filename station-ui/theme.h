#pragma once

#include <QColor>
#include <QFont>
#include <QString>

class QApplication;
class QWidget;

namespace seihon::station_ui {

// How the window looks: calm, big, clear; the same for every page. Colours never stand alone: a
// shape or a word goes with each.
struct Theme {
    bool highContrast = false;
    int textPercent = 100; // 100, 150, 200

    QColor background() const { return highContrast ? Qt::black : QColor("#f3f6f8"); }
    QColor surface() const { return highContrast ? Qt::black : QColor("#ffffff"); }
    QColor ink() const { return highContrast ? Qt::white : QColor("#17242f"); }
    QColor faint() const { return highContrast ? Qt::white : QColor("#51626f"); }
    QColor accent() const { return highContrast ? QColor("#ffe14d") : QColor("#0a5c8a"); }
    QColor good() const { return highContrast ? QColor("#5cff8f") : QColor("#176b34"); }
    QColor careful() const { return highContrast ? QColor("#ffd24d") : QColor("#8a5300"); }
    QColor bad() const { return highContrast ? QColor("#ff8a80") : QColor("#a71d1d"); }

    QString styleSheet() const;
    // What the window shows now: for parts that are drawn, not styled. One window a process.
    static const Theme& shown();
    static void show(const Theme& theme);
};

inline constexpr int kTouchHeight = 48; // a finger's width on a ward's touch screen

// Japanese first, wherever the fonts lie; the size of 100 %.
QFont baseFont();

} // namespace seihon::station_ui
