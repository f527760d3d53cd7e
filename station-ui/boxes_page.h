#pragma once

#include "station-ui/box_board.h"
#include "station-ui/boxes_words.h"
#include "station-ui/page.h"

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QTableView;

namespace seihon::station_ui {

class AskCard;
class RowsModel;

// Boxes of old paper: what each must hold, what is through, what is not as the index sheet says;
// and what a records team does with box, folders and exceptions. [W, C3]
class BoxesPage : public Page {
    Q_OBJECT

  public:
    BoxesPage(WindowState& state, BoxBoard& board);
    QString title() const override;
    void retranslate() override;
    void enter() override;
    void wipe() override;

  protected:
    void changeEvent(QEvent* event) override;

  private:
    QWidget* makeList();
    QWidget* makeBox();
    void connectParts();
    void connectActs();
    void showProjects();
    void showBox();
    void showFolder(); // what is in it, or the exceptions of the box
    void showButtons();
    void chosen(); // another box
    QString boxCell(int row, int column) const;
    QString folderCell(int row, int column) const;
    QString tabCell(int row, int column) const;
    QString exceptionCell(int row, int column) const;
    const station::FolderOverview* folder() const; // null: none is chosen
    const record::BoxException* exception() const;
    QString said(BoxWord which) const { return boxWord(which, state().language()); }
    QString withoutMark(BoxWord which) const;
    void enable(QPushButton* button, bool sensible, const record::Verdict& verdict = {},
                regulation::Authority authority = regulation::Authority::KeepBox);
    // --- acts (boxes_acts.cpp) ---
    void takeIn();
    void addIndex();
    void takeOut();
    void refile();
    void voidFolder();
    void printSeparators();
    void report();
    void settle();
    void takeBack();
    void recount();
    void shut();
    void doneSaying(BoxWord what);

    BoxBoard& m_board;
    RowsModel *m_boxRows, *m_folderRows, *m_tabRows, *m_exceptionRows;
    bool m_filling = false;
    QLabel *m_title, *m_projectLabel, *m_empty;
    QComboBox* m_project;
    QPushButton *m_refresh, *m_takeIn;
    QTableView *m_boxes, *m_folders, *m_tabs, *m_exceptions;
    QWidget* m_body = nullptr; // of the box that is chosen
    AskCard* m_ask;
    QLabel *m_boxTitle, *m_facts, *m_sum, *m_exceptionsTitle, *m_standing;
    QProgressBar* m_progress;
    QLabel* m_pace;
    QPushButton *m_detail, *m_takeOut, *m_giveBack, *m_refile, *m_separators;
    QPushButton *m_report, *m_settle, *m_takeBack;
    QPushButton *m_index, *m_recount, *m_void, *m_shut, *m_close, *m_feed;
};

} // namespace seihon::station_ui
