#pragma once

#include "station-ui/audit_desk.h"
#include "station-ui/copy_work.h"

#include <QFrame>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace seihon::station_ui {

// Copies of the record that is open, as other systems take them: PDF for eyes, CDA, DICOM objects.
class CopyCard : public QFrame {
    Q_OBJECT

  public:
    CopyCard(WindowState& state, AuditDesk& desk);
    void wipe();
    void retranslate();

  private:
    void layOut();
    void make();
    void makeNow(const CopyWish& wanted); // after the PIN, where one is asked
    void failed(const record::Fault& fault, QWidget* next);
    void forget(); // what became of a copy of another record, or of another person's
    void refresh();
    void fill();
    QString endText() const;
    CopyForm form() const;
    CopyWish wish() const;

    WindowState& m_state;
    AuditDesk& m_desk;
    std::optional<CopyEnd> m_end;
    bool m_making = false;
    int m_round = 0;
    QLabel *m_lead, *m_formLabel, *m_note, *m_imageLabel, *m_pixelsLabel, *m_charsetLabel,
        *m_folderLabel, *m_pinLabel, *m_result;
    QComboBox *m_form, *m_image, *m_pixels, *m_charset;
    QCheckBox *m_text, *m_outside, *m_single, *m_sign;
    QLineEdit *m_folder, *m_pin;
    QPushButton *m_choose, *m_make;
};

} // namespace seihon::station_ui
