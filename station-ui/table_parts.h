#pragma once

class QTableView;

namespace seihon::station_ui {

// What every table of the window is: whole rows, one chosen; Tab leaves it, the arrows walk in it.
void walkInRows(QTableView* table, const char* name);
// A table of rows for the keyboard: Tab leaves it, the arrows walk in it, Enter opens a row. As
// high rows as a finger needs.
QTableView* makeTable(const char* name);
// The whole row, and where the arrows go on from.
void selectRow(QTableView* table, int row);
// Of the others each is as wide as what stands in it.
void stretchColumn(QTableView* table, int column);
// About so many letters wide, whatever stands in it; the rest is in its tooltip.
void limitColumn(QTableView* table, int column, int letters);

} // namespace seihon::station_ui
