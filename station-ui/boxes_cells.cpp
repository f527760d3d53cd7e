#include "station-ui/box_texts.h"
#include "station-ui/boxes_page.h"
#include "station-ui/parts.h"
#include "station-ui/rows_model.h"

#include <array>

// What stands in the tables of the page of boxes. A sign goes with everything that asks for a
// person.
namespace seihon::station_ui {

QString BoxesPage::boxCell(int row, int column) const {
    const BoxRow* const there = rowAt(m_board.rows(), row);
    if (there == nullptr) {
        return {};
    }
    const BoxRow& box = *there;
    switch (column) {
    case 0:
        return box.number;
    case 1:
        return QString("%1 / %2").arg(box.folders).arg(box.expectedFolders);
    default:
        return (box.brokenOff || box.feeding ? "▲ " : "") +
               (box.openExceptions > 0 ? "■ " + QString::number(box.openExceptions) : QString()) +
               (box.out > 0 ? " ➜ " + QString::number(box.out) : QString());
    }
}

QString BoxesPage::folderCell(int row, int column) const {
    const station::FolderOverview* const there =
        m_board.box() ? rowAt(m_board.box()->folders, row) : nullptr;
    if (there == nullptr) {
        return {};
    }
    const station::FolderOverview& one = *there;
    const std::array<std::int64_t, 5> counts{one.number, one.sum.expected, one.sum.scanned,
                                             one.sum.sealed, one.sum.open()};
    if (column < 5) {
        const std::int64_t count = counts[static_cast<std::size_t>(column)];
        return (column == 4 && count != 0 ? "▲ " : "") + QString::number(count);
    }
    if (column == 5) {
        return one.openExceptions > 0 ? "■ " + QString::number(one.openExceptions) : QString();
    }
    if (column == 6) {
        return one.refiled ? "✓ " + QString::number(one.refiled->sheets) : QString();
    }
    return one.out ? "➜ " + text(one.out->to) + "  " + text(one.out->place) +
                         (one.out->due ? "  " + state().timeText(*one.out->due).mid(5) : QString())
                   : QString();
}

QString BoxesPage::tabCell(int row, int column) const {
    const station::FolderOverview* const here = folder();
    const station::TabOverview* const there = here ? rowAt(here->tabs, row) : nullptr;
    if (there == nullptr) {
        return {};
    }
    const station::TabOverview& one = *there;
    switch (column) {
    case 0:
        return QString::number(one.number);
    case 1:
        return state().nameOfClass(one.documentClass) +
               (one.duplex ? "  " + withoutMnemonic(state().word(Word::Duplex)) : QString());
    case 2:
        return QString::number(one.sum.expected);
    case 3:
        return QString::number(one.sum.scanned);
    case 4:
        return QString::number(one.sum.sealed);
    case 5:
        return (one.sum.open() != 0 ? "▲ " : "") + QString::number(one.sum.open());
    default:
        return one.separatorSeen ? "✓" : "";
    }
}

QString BoxesPage::exceptionCell(int row, int column) const {
    const record::BoxException* const there =
        m_board.box() ? rowAt(m_board.box()->exceptions, row) : nullptr;
    if (there == nullptr) {
        return {};
    }
    const record::BoxException& one = *there;
    switch (column) {
    case 0:
        return (one.end == record::BoxEnd::Open ? "■ " : "✓ ") + QString::number(one.number);
    case 1:
        return said(wordOf(one.trouble));
    case 2:
        return placeText(one.at, state().language());
    case 3:
        return QString::number(one.sheets);
    case 4:
        return said(wordOf(one.end)) +
               (one.changesCounts() ? " " + QString::number(one.settledSheets) : QString());
    default:
        return text(one.settled ? one.settled->reason : one.remark);
    }
}

} // namespace seihon::station_ui
