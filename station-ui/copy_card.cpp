#include "station-ui/copy_card.h"

#include "station-ui/admin_parts.h"
#include "station-ui/copy_words.h"
#include "station-ui/flow_layout.h"
#include "station-ui/parts.h"
#include "station-ui/proof_words.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <array>

namespace seihon::station_ui {

namespace {

constexpr std::array kForms{CopyWord::FormPdf, CopyWord::FormCda, CopyWord::FormDicom};
constexpr std::array kFormNotes{CopyWord::FormPdfNote, CopyWord::FormCdaNote,
                                CopyWord::FormDicomNote};
constexpr std::array kCopyQualities{95, 90, 80, 70, 60, 50};
constexpr std::array kPixelWords{CopyWord::PixelsRaw, CopyWord::PixelsJpeg, CopyWord::PixelsJpegLs};

// What (0008,0005) says.
constexpr std::array<std::pair<CopyWord, const char*>, 5> kCharsets{
    {{CopyWord::CharsetUtf8, "ISO_IR 192"},
     {CopyWord::CharsetIr87, "\\ISO 2022 IR 87"},
     {CopyWord::CharsetIr159, "\\ISO 2022 IR 87\\ISO 2022 IR 159"},
     {CopyWord::CharsetIr1387, "ISO 2022 IR 13\\ISO 2022 IR 87"},
     {CopyWord::CharsetAscii, ""}}};

std::size_t chosenIn(const QComboBox* box) {
    return static_cast<std::size_t>(std::max(0, box->currentIndex()));
}

void offer(QComboBox* box, const QStringList& words) {
    const int kept = std::max(0, box->currentIndex());
    box->clear();
    box->addItems(words);
    box->setCurrentIndex(kept);
}

} // namespace

CopyCard::CopyCard(WindowState& state, AuditDesk& desk)
    : m_state(state), m_desk(desk), m_lead(makeLabel("copyLead", "lead")),
      m_formLabel(makeLabel("copyFormLabel")), m_note(makeLabel("copyNote", "lead")),
      m_imageLabel(makeLabel("copyImageLabel")), m_pixelsLabel(makeLabel("copyPixelsLabel")),
      m_charsetLabel(makeLabel("copyCharsetLabel")), m_folderLabel(makeLabel("copyFolderLabel")),
      m_pinLabel(makeLabel("copyPinLabel")), m_result(makeLabel("copyResult", "good")),
      m_form(named(new QComboBox, "copyForm")), m_image(named(new QComboBox, "copyImage")),
      m_pixels(named(new QComboBox, "copyPixels")), m_charset(named(new QComboBox, "copyCharset")),
      m_text(named(new QCheckBox, "copyText")), m_outside(named(new QCheckBox, "copyOutside")),
      m_single(named(new QCheckBox, "copySingle")), m_sign(named(new QCheckBox, "copySign")),
      m_folder(makeField("copyFolder")), m_pin(named(new QLineEdit, "copyPin")),
      m_choose(makeButton("copyChoose")), m_make(makeButton("copyMake")) {
    setProperty("role", "card");
    m_result->setTextFormat(Qt::PlainText);
    m_pin->setEchoMode(QLineEdit::Password);
    layOut();
    connect(m_choose, &QPushButton::clicked, this,
            [this] { chooseFolderFor(m_folder, word(CopyWord::ChooseTitle, m_state.language())); });
    connect(m_make, &QPushButton::clicked, this, [this] { make(); });
    connect(m_folder, &QLineEdit::returnPressed, m_make, &QPushButton::click);
    connect(m_folder, &QLineEdit::textChanged, this, [this] { refresh(); });
    connect(m_pin, &QLineEdit::returnPressed, m_make, &QPushButton::click);
    connect(m_pin, &QLineEdit::textChanged, this, [this] { refresh(); });
    connect(m_sign, &QCheckBox::toggled, this, [this] {
        m_pin->clear();
        refresh();
    });
    connect(m_form, &QComboBox::currentIndexChanged, this, [this] { refresh(); });
    connect(&desk, &AuditDesk::recordChanged, this, [this] { forget(); });
    connect(&state.thread(), &StationThread::busyChanged, this, [this] { refresh(); });
}

void CopyCard::layOut() {
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(24, 20, 24, 20);
    rows->setSpacing(12);
    rows->addWidget(m_lead);
    const std::initializer_list<std::initializer_list<QWidget*>> lines{
        {m_formLabel, m_form},
        {m_imageLabel, m_image, m_text},
        {m_pixelsLabel, m_pixels, m_single},
        {m_charsetLabel, m_charset, m_outside},
        {m_sign, m_pinLabel, m_pin},
        {m_folderLabel, m_folder, m_choose, m_make}};
    for (const auto& parts : lines) {
        auto* line = new FlowLayout(12);
        for (QWidget* part : parts) {
            line->addWidget(part);
        }
        rows->addLayout(line);
    }
    rows->insertWidget(2, m_note);
    for (QLabel* label :
         {m_formLabel, m_imageLabel, m_pixelsLabel, m_charsetLabel, m_folderLabel, m_pinLabel}) {
        label->setWordWrap(false);
    }
    rows->addWidget(m_result);
    rows->addStretch(1);
}

CopyForm CopyCard::form() const {
    return static_cast<CopyForm>(chosenIn(m_form));
}

CopyWish CopyCard::wish() const {
    CopyWish wish;
    wish.form = form();
    wish.folder = m_folder->text().trimmed();
    if (const std::size_t image = chosenIn(m_image); image > 0) {
        wish.jpegQuality = kCopyQualities.at(image - 1);
    }
    wish.text = m_text->isChecked();
    wish.pixels = static_cast<CopyPixels>(chosenIn(m_pixels));
    wish.characterSet = kCharsets.at(chosenIn(m_charset)).second;
    wish.noteOutside = m_outside->isChecked();
    wish.singleFrames = m_single->isChecked();
    wish.sign = wish.form == CopyForm::Dicom && m_sign->isChecked();
    wish.language = m_state.language();
    return wish;
}

// Signing asks for the PIN each time: nothing is begun before it is found right.
void CopyCard::make() {
    if (!m_make->isEnabled() || !m_desk.record().job.sealed) {
        return;
    }
    m_end.reset();
    m_making = true;
    m_state.sayNothing();
    const CopyWish wanted = wish();
    if (!wanted.sign) {
        return makeNow(wanted);
    }
    QString pin = m_pin->text();
    m_pin->clear();
    const int round = m_round;
    m_state.pinAgain(
        std::move(pin),
        [this, round, wanted] {
            if (round == m_round) {
                makeNow(wanted);
            }
        },
        [this, round](const record::Fault& fault) {
            if (round == m_round) {
                failed(fault, m_pin);
            }
        });
    fill();
}

void CopyCard::makeNow(const CopyWish& wanted) {
    const int round = m_round;
    m_state.thread().ask(
        this,
        [id = m_desk.record().job.sealed->recordId, withdrawnToo = m_desk.withdrawnToo(),
         wanted](Desk& desk) { return makeCopy(desk, id, withdrawnToo, wanted); },
        [this, round](const CopyEnd& end) {
            if (round == m_round) { // else somebody has left meanwhile
                m_making = false;
                m_end = end;
                fill();
                m_make->setFocus(); // while it was made the focus had gone on
            }
        },
        [this, round](const record::Fault& fault) {
            if (round == m_round) {
                failed(fault, m_make);
            }
        });
    fill();
}

void CopyCard::failed(const record::Fault& fault, QWidget* next) {
    m_making = false;
    fill();
    next->setFocus();
    m_state.sayFault(fault);
}

void CopyCard::forget() {
    ++m_round;
    m_making = false;
    m_end.reset();
    fill();
}

// It is an export: open exactly as that is, and the tooltip is why not.
void CopyCard::refresh() {
    const RecordView& view = m_desk.record();
    const bool idle = !view.empty() && view.mayExport && !m_state.thread().busy();
    for (QWidget* part : std::initializer_list<QWidget*>{
             m_form, m_image, m_text, m_pixels, m_charset, m_outside, m_single, m_sign, m_folder}) {
        part->setEnabled(view.mayExport);
    }
    m_choose->setEnabled(idle);
    const CopyForm now = form();
    const bool signs = now == CopyForm::Dicom && m_sign->isChecked();
    m_make->setEnabled(idle && !m_folder->text().trimmed().isEmpty() &&
                       (!signs || !m_pin->text().isEmpty()));
    m_make->setToolTip(view.mayExport ? QString() : htmlTip(m_state.sentencesHtml(view.exporting)));
    m_pin->setVisible(signs);
    m_pinLabel->setVisible(signs);
    for (QWidget* part : std::initializer_list<QWidget*>{m_imageLabel, m_image, m_text}) {
        part->setVisible(now == CopyForm::Pdf);
    }
    for (QWidget* part : std::initializer_list<QWidget*>{m_pixelsLabel, m_pixels, m_charsetLabel,
                                                         m_charset, m_outside, m_single, m_sign}) {
        part->setVisible(now == CopyForm::Dicom);
    }
    m_note->setText(word(kFormNotes.at(chosenIn(m_form)), m_state.language()));
}

QString CopyCard::endText() const {
    const record::Language language = m_state.language();
    if (!m_end->made) {
        const QString invalid =
            m_end->invalid ? word(CopyWord::NotMade, language) + "  " : QString();
        return "■ " + invalid +
               (m_state.sentences(m_end->verdict) + m_end->outsideNames).join("  ");
    }
    QStringList lines;
    lines +=
        m_end->objects > 0
            ? word(CopyWord::MadeObjects, language)
                  .arg(m_end->place, QString::number(m_end->objects), QString::number(m_end->pages))
            : word(CopyWord::MadeFile, language)
                  .arg(m_end->place, QString::number(m_end->pages), m_end->digest);
    if (m_end->isSigned) {
        lines += word(CopyWord::MadeSigned, language);
    }
    if (m_end->unreadPages > 0) {
        lines += word(CopyWord::Unread, language).arg(m_end->unreadPages);
    }
    return (lines + m_state.sentences(m_end->verdict) + m_end->outsideNames).join("\n");
}

void CopyCard::fill() {
    m_result->setVisible(m_end || m_making);
    m_result->setText(m_end ? endText() : word(CopyWord::Making, m_state.language()));
    setRole(m_result, !m_end ? "lead" : m_end->made ? "good" : "bad");
    if (!m_end && !m_making) {
        m_result->clear();
    }
    refresh();
}

void CopyCard::wipe() {
    m_folder->clear();
    for (QComboBox* box : {m_form, m_image, m_pixels, m_charset}) {
        box->setCurrentIndex(0);
    }
    m_pin->clear();
    for (QCheckBox* box : {m_text, m_outside, m_single, m_sign}) {
        box->setChecked(false);
    }
    forget();
}

void CopyCard::retranslate() {
    const record::Language language = m_state.language();
    m_lead->setText(word(CopyWord::Lead, language));
    nameFor(m_form, m_formLabel, word(CopyWord::Form, language));
    nameFor(m_image, m_imageLabel, word(CopyWord::Image, language));
    nameFor(m_pixels, m_pixelsLabel, word(CopyWord::Pixels, language));
    nameFor(m_charset, m_charsetLabel, word(CopyWord::Charset, language));
    nameFor(m_folder, m_folderLabel, word(CopyWord::Folder, language));
    m_text->setText(word(CopyWord::Text, language));
    m_outside->setText(word(CopyWord::Outside, language));
    m_single->setText(word(CopyWord::Single, language));
    m_sign->setText(word(CopyWord::Sign, language));
    nameFor(m_pin, m_pinLabel, word(CopyWord::SignPin, language));
    setText(m_choose, word(ProofWord::Choose, language));
    setText(m_make, word(CopyWord::Make, language));
    QStringList forms, images{word(CopyWord::Lossless, language)}, pixels, charsets;
    for (const CopyWord one : kForms) {
        forms += word(one, language);
    }
    for (const int quality : kCopyQualities) {
        images += word(CopyWord::Quality, language).arg(quality);
    }
    for (const CopyWord one : kPixelWords) {
        pixels += word(one, language);
    }
    for (const auto& [name, set] : kCharsets) {
        charsets += word(name, language);
    }
    offer(m_form, forms);
    offer(m_image, images);
    offer(m_pixels, pixels);
    offer(m_charset, charsets);
    fill();
}

} // namespace seihon::station_ui
