#pragma once

#include "station-ui/audit_desk.h"
#include "station-ui/page.h"
#include "station-ui/page_strip.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace seihon::station_ui {

class SmallPictures;

class HistoryModel;
class BundleCard;
class CopyCard;
class ProofCard;
class ViewerPanel;

// One sealed record: whether it holds, its pages, what verifying found, what happened to it, and
// exporting it, proving it by the log, copies of it for other systems.
class RecordPage : public Page {
    Q_OBJECT

  public:
    RecordPage(WindowState& state, AuditDesk& desk);
    QString title() const override;
    void retranslate() override;
    void enter() override;
    void wipe() override;

  private:
    QWidget* pagesPart();
    QWidget* verdictPart();
    QWidget* historyPart();
    void connectParts();
    void recordChanged();
    void showPart(int part);
    void showSelected();
    void fillHead();
    void fillFoot();
    void fillExport();
    void chooseFolder();
    QString verdictHtml() const;
    QString findingsHtml() const;
    QString seenByHtml() const;
    PageStrip::Sign signOf(const PageView& page) const;

    AuditDesk& m_desk;
    HistoryModel* m_model;
    SmallPictures* m_pictures;
    PageStrip* m_strip;
    ViewerPanel* m_panel;
    QLabel *m_title, *m_banner, *m_pageHolds, *m_facts, *m_findings, *m_seenBy, *m_folderLabel,
        *m_result, *m_whole;
    QTableView* m_history;
    ProofCard* m_proof;
    BundleCard* m_bundle;
    CopyCard* m_copies;
    QStackedWidget* m_parts;
    QLineEdit* m_folder;
    QPushButton *m_back, *m_toPages, *m_toVerdict, *m_toHistory, *m_toProof, *m_toBundle,
        *m_toCopies, *m_choose, *m_export;
};

} // namespace seihon::station_ui
