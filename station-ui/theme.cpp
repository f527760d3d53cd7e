#include "station-ui/theme.h"

#include <QDir>

#include <algorithm>

// In a static library resources are there only when they are asked for, from outside any namespace.
static void initIcons() {
    Q_INIT_RESOURCE(icons);
}

namespace seihon::station_ui {

namespace {

constexpr int kBasePixels = 17;
constexpr int kMostHeaderPercent = 125;

QString sheetText() {
    return R"(
* { font-size: %SIZE%px; }
QWidget#shell, QStackedWidget, QScrollArea, QWidget#sheet { background: %BACK%; color: %INK%; }
QLabel, QCheckBox, QRadioButton { color: %INK%; background: transparent; }
QLabel[role="title"] { font-size: %TITLE%px; font-weight: bold; }
QLabel[role="huge"] { font-size: %HUGE%px; font-weight: bold; }
QLabel[role="hugeGood"] { font-size: %HUGE%px; font-weight: bold; color: %GOOD%; }
QLabel[role="hugeCareful"] { font-size: %HUGE%px; font-weight: bold; color: %CAREFUL%; }
QLabel[role="titleGood"] { font-size: %TITLE%px; font-weight: bold; color: %GOOD%; }
QLabel[role="titleBad"] { font-size: %TITLE%px; font-weight: bold; color: %BAD%; }
QLabel[role="lead"] { color: %FAINT%; }
QLabel[role="good"] { color: %GOOD%; font-weight: bold; }
QLabel[role="careful"] { color: %CAREFUL%; font-weight: bold; }
QLabel[role="bad"] { color: %BAD%; font-weight: bold; }
QFrame#header { background: %HEAD%; }
QFrame#header QLabel { color: white; font-size: %HEADSIZE%px; }
QLabel#demo { background: #b3261e; color: white; font-weight: bold; padding: 4px 14px; border-radius: 4px; }
QFrame#header QLabel#product { font-size: %HEADTITLE%px; font-weight: bold; }
QFrame#header QPushButton { background: transparent; color: white; border: 1px solid #9db4c4; font-size: %HEADSIZE%px; }
QFrame#header QPushButton:focus { border: 3px solid #f5b301; padding: 0 14px; }
QFrame#header QPushButton:hover { background: #2b4d66; }
QFrame#header QPushButton:checked { background: #ffffff; color: #12344d; }
QFrame#navigation { background: %SURFACE%; border-right: 1px solid %LINE%; }
QWidget#links { background: %SURFACE%; }
QFrame#navigation QPushButton { min-height: 50px; text-align: left; border: none; border-radius: 0; padding-left: 18px; }
QFrame#navigation QPushButton:checked { background: %SELECT%; color: %ACCENT%; font-weight: bold;
    border-left: 6px solid %ACCENT%; padding-left: 12px; }
QFrame#navigation QPushButton:focus { min-height: 44px; border: 3px solid %ACCENT%; padding-left: 15px; padding-right: 13px; }
QFrame#navigation QPushButton:checked:focus { border-left: 6px solid %ACCENT%; padding-left: 12px; }
QFrame[role="card"] { background: %SURFACE%; border: 1px solid %LINE%; border-radius: 10px; }
QFrame[role="alarm"] { background: %SURFACE%; border: 3px solid %BAD%; border-radius: 10px; }
QFrame#messageFrame { border-radius: 8px; background: %SURFACE%; border: 1px solid %LINE%; }
QFrame[role="card"] QScrollArea, QScrollArea#messageRoom { background: transparent; }
QFrame#messageFrame[tone="good"] { border: 2px solid %GOOD%; }
QFrame#messageFrame[tone="careful"] { border: 2px solid %CAREFUL%; }
QFrame#messageFrame[tone="bad"] { border: 2px solid %BAD%; }
QPushButton { min-height: 46px; padding: 0 16px; border: 1px solid %LINE2%; border-radius: 8px;
    background: %SURFACE%; color: %INK%; }
QPushButton:hover { border-color: %ACCENT%; }
QPushButton:focus { border: 3px solid %ACCENT%; padding: 0 14px; }
QPushButton:disabled { color: %DIM%; border-color: %LINE%; }
QPushButton:checked { background: %SELECT%; color: %ACCENT%; border: 3px solid %ACCENT%; padding: 0 12px; font-weight: bold; }
QPushButton[role="tool"] { padding: 0 10px; }
QPushButton[role="tool"]:focus { padding: 0 8px; }
QPushButton[role="tool"]:checked { background: %SELECT%; color: %ACCENT%; border: 2px solid %ACCENT%; padding: 0 7px; font-weight: bold; }
QPushButton[role="tool"]:checked:focus { border: 3px solid %INK%; padding: 0 6px; }
QPushButton[role="next"] { background: %ACCENT%; color: %ONACCENT%; font-size: %BIG%px; font-weight: bold;
    min-height: 62px; border: 2px solid %ACCENT%; }
QPushButton[role="next"]:focus { border: 4px solid %FOCUS%; padding: 0 14px; }
QPushButton[role="next"]:disabled { background: %LINE%; color: %DIM%; border-color: %LINE%; }
QPushButton[role="stop"] { background: %SURFACE%; color: %BAD%; border: 2px solid %BAD%; font-weight: bold; }
QPushButton[role="stop"]:focus { border: 4px solid %BAD%; padding: 0 14px; }
QPushButton[role="stop"]:disabled { color: %DIM%; border-color: %LINE%; }
QLineEdit, QComboBox, QSpinBox, QDateTimeEdit { min-height: 46px; padding: 0 10px; border: 1px solid %LINE2%;
    border-radius: 8px; background: %SURFACE%; color: %INK%; selection-background-color: %ACCENT%; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDateTimeEdit:focus { border: 3px solid %ACCENT%; padding: 0 8px; }
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled, QDateTimeEdit:disabled { color: %FAINT%; background: %BACK%; }
QComboBox QAbstractItemView { background: %SURFACE%; color: %INK%; selection-background-color: %ACCENT%;
    selection-color: %ONACCENT%; }
QComboBox::drop-down { width: 44px; border: none; }
QComboBox::down-arrow { image: url(:/icons/down-%ARROW%.xpm); }
QSpinBox::up-arrow, QDateTimeEdit::up-arrow { image: url(:/icons/up-%ARROW%.xpm); }
QSpinBox::down-arrow, QDateTimeEdit::down-arrow { image: url(:/icons/down-%ARROW%.xpm); }
QSpinBox::up-button, QSpinBox::down-button, QDateTimeEdit::up-button, QDateTimeEdit::down-button { width: 44px; border: none; }
QCheckBox { min-height: 48px; spacing: 12px; }
QCheckBox::indicator { width: 28px; height: 28px; border: 2px solid %FAINT%; border-radius: 5px; background: %SURFACE%; }
QCheckBox::indicator:checked { background: %ACCENT%; border-color: %ACCENT%; image: url(:/icons/tick-%TICK%.xpm); }
QCheckBox:focus, QRadioButton:focus { color: %ACCENT%; }
QRadioButton { min-height: 48px; spacing: 12px; }
QRadioButton::indicator { width: 26px; height: 26px; border: 2px solid %FAINT%; border-radius: 15px; background: %SURFACE%; }
QRadioButton::indicator:checked { width: 14px; height: 14px; border: 8px solid %ACCENT%; }
QTableView, QListView { background: %SURFACE%; color: %INK%; border: 1px solid %LINE%; border-radius: 8px;
    selection-background-color: %SELECT%; selection-color: %INK%; gridline-color: %LINE%; outline: none; }
QTableView::item { padding: 0 10px; }
QTableView:focus, QListView:focus { border: 3px solid %ACCENT%; }
QHeaderView::section { background: %BACK%; color: %FAINT%; border: none; border-bottom: 1px solid %LINE%;
    padding: 8px; }
QProgressBar { min-height: 22px; border: 1px solid %LINE%; border-radius: 8px; background: %BACK%; text-align: center;
    color: %INK%; }
QProgressBar::chunk { background: %BAR%; border-radius: 7px; }
QToolTip { background: %SURFACE%; color: %INK%; border: 1px solid %LINE2%; padding: 6px; }
)";
}

} // namespace

QFont baseFont() {
    initIcons();
    QFont font;
    font.setFamilies({"Noto Sans CJK JP", "IPAexGothic", "Noto Sans"});
    font.setPixelSize(kBasePixels);
    return font;
}

namespace {

Theme& windowTheme() {
    static Theme theme;
    return theme;
}

} // namespace

const Theme& Theme::shown() {
    return windowTheme();
}

void Theme::show(const Theme& theme) {
    windowTheme() = theme;
}

QString Theme::styleSheet() const {
    const int size = kBasePixels * textPercent / 100;
    // The frame's own line grows less: its buttons stay where they are looked for, and on a small
    // screen the room belongs to the work.
    const int headSize = kBasePixels * std::min(textPercent, kMostHeaderPercent) / 100;
    QString sheet = sheetText();
    const std::pair<const char*, QString> parts[] = {
        {"%SIZE%", QString::number(size)},
        {"%HEADSIZE%", QString::number(headSize)},
        {"%HEADTITLE%", QString::number(headSize * 3 / 2)},
        {"%TITLE%", QString::number(size * 3 / 2)},
        {"%BIG%", QString::number(size * 5 / 4)},
        {"%HUGE%", QString::number(size * 3)},
        {"%BAR%", highContrast ? "#806600" : "#9cc9e6"}, // under the bar's own text
        {"%BACK%", background().name()},
        {"%SURFACE%", surface().name()},
        {"%INK%", ink().name()},
        {"%FAINT%", faint().name()},
        {"%ACCENT%", accent().name()},
        {"%ONACCENT%", highContrast ? "#000000" : "#ffffff"},
        {"%TICK%", highContrast ? "dark" : "light"},
        {"%ARROW%", highContrast ? "light" : "dark"},
        {"%FOCUS%", highContrast ? "#ffffff" : "#f5b301"},
        {"%GOOD%", good().name()},
        {"%CAREFUL%", careful().name()},
        {"%BAD%", bad().name()},
        {"%HEAD%", highContrast ? "#000000" : "#12344d"},
        {"%LINE2%", highContrast ? "#ffffff" : "#8796a3"},
        {"%LINE%", highContrast ? "#ffffff" : "#d5dde3"},
        {"%DIM%", highContrast ? "#b0b0b0" : "#77858f"},
        {"%SELECT%", highContrast ? "#333300" : "#dcebf5"},
    };
    for (const auto& [name, value] : parts) {
        sheet.replace(name, value);
    }
    return sheet;
}

} // namespace seihon::station_ui
