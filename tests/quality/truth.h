#pragma once

#include "record/enum_names.h"

#include <cstdint>
#include <optional>
#include <string>

// Pages with known defects: what was put on the paper, into the scanner and into the transfer
// stands beside each page as its truth. Written without looking at how the detectors decide: a
// generator and a detector by one author flatter each other.
namespace seihon::quality {

// What is wrong with a page. One page has one defect, or none.
enum class Defect {
    Normal,
    NearlyBlank, // one word, a seal, a pencil mark, a page number: content that must not be lost
    Blank,
    ShowThrough, // a blank back through which the front shines
    RowsRepeated,
    RowsWhite,
    EarlyEnd,   // the device announced more rows than it sent
    ShortPage,  // the device announced and sent less than the asked area
    ShortLines, // every row ends early, the rest is white
    OverLong,   // two staggered sheets in one page
    ClippedSheet,
    Skew,
    FoldedCorner,
    ColouredNote,
    WhiteNote,
    SecondSheet, // another sheet lies on top
    Blur,
    MotionBlur,    // the feed jerks: blurred along it alone
    LowResolution, // scanned at 100–200 dpi and enlarged
    JpegHistory,
    ClippedWhite,
    Overexposed,
    Underexposed,
    ColourCast,
    Shadow,
    FullStreak,
    PartialStreak,
};

enum class Backing { Dark, Grey, White };

enum class PaperKind {
    LetterForm,
    Continuation,
    Laboratory,
    Ecg,
    ProgressNotes,
    Questionnaire,
    EndoscopyReport,
    Fax,
    VerticalLetter,
    Consent,
    Prescription,
    Memo,
    ThermalReceipt,
    CarbonSlip,
    BlankPaper,
};

// A place on the scanned image in millimetres from its top left corner.
struct Place {
    double x = 0, y = 0, w = 0, h = 0;
};

struct Truth {
    Defect defect = Defect::Normal;
    std::int64_t index = 0; // of the page among those of its defect
    PaperKind paper = PaperKind::LetterForm;
    Backing backing = Backing::Dark;
    std::string variant;        // "lanczos 150 dpi", "pencil tick": what kind of it
    double severity = 0;        // in `unit`
    std::string unit;           // "degrees", "mm", "quality" …
    std::optional<Place> where; // of the defect, where it has a place
    Place sheet;                // the paper's bounding box
    double skewDegrees = 0;     // how the sheet lies, clockwise
};

} // namespace seihon::quality

namespace seihon::record {

template <>
struct EnumNames<quality::Defect> {
    static constexpr auto table = std::to_array<std::pair<quality::Defect, std::string_view>>({
        {quality::Defect::Normal, "normal"},
        {quality::Defect::NearlyBlank, "nearly-blank"},
        {quality::Defect::Blank, "blank"},
        {quality::Defect::ShowThrough, "show-through"},
        {quality::Defect::RowsRepeated, "rows-repeated"},
        {quality::Defect::RowsWhite, "rows-white"},
        {quality::Defect::EarlyEnd, "early-end"},
        {quality::Defect::ShortPage, "short-page"},
        {quality::Defect::ShortLines, "short-lines"},
        {quality::Defect::OverLong, "over-long"},
        {quality::Defect::ClippedSheet, "clipped-sheet"},
        {quality::Defect::Skew, "skew"},
        {quality::Defect::FoldedCorner, "folded-corner"},
        {quality::Defect::ColouredNote, "coloured-note"},
        {quality::Defect::WhiteNote, "white-note"},
        {quality::Defect::SecondSheet, "second-sheet"},
        {quality::Defect::Blur, "blur"},
        {quality::Defect::MotionBlur, "motion-blur"},
        {quality::Defect::LowResolution, "low-resolution"},
        {quality::Defect::JpegHistory, "jpeg-history"},
        {quality::Defect::ClippedWhite, "clipped-white"},
        {quality::Defect::Overexposed, "overexposed"},
        {quality::Defect::Underexposed, "underexposed"},
        {quality::Defect::ColourCast, "colour-cast"},
        {quality::Defect::Shadow, "shadow"},
        {quality::Defect::FullStreak, "full-streak"},
        {quality::Defect::PartialStreak, "partial-streak"},
    });
};

template <>
struct EnumNames<quality::Backing> {
    static constexpr auto table = std::to_array<std::pair<quality::Backing, std::string_view>>({
        {quality::Backing::Dark, "dark"},
        {quality::Backing::Grey, "grey"},
        {quality::Backing::White, "white"},
    });
};

template <>
struct EnumNames<quality::PaperKind> {
    static constexpr auto table = std::to_array<std::pair<quality::PaperKind, std::string_view>>({
        {quality::PaperKind::LetterForm, "letter-form"},
        {quality::PaperKind::Continuation, "continuation"},
        {quality::PaperKind::Laboratory, "laboratory"},
        {quality::PaperKind::Ecg, "ecg"},
        {quality::PaperKind::ProgressNotes, "progress-notes"},
        {quality::PaperKind::Questionnaire, "questionnaire"},
        {quality::PaperKind::EndoscopyReport, "endoscopy-report"},
        {quality::PaperKind::Fax, "fax"},
        {quality::PaperKind::VerticalLetter, "vertical-letter"},
        {quality::PaperKind::Consent, "consent"},
        {quality::PaperKind::Prescription, "prescription"},
        {quality::PaperKind::Memo, "memo"},
        {quality::PaperKind::ThermalReceipt, "thermal-receipt"},
        {quality::PaperKind::CarbonSlip, "carbon-slip"},
        {quality::PaperKind::BlankPaper, "blank-paper"},
    });
};

} // namespace seihon::record
