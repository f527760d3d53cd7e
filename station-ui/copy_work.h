#pragma once

#include "record/sentences.h"
#include "record/verdict.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <string>

namespace seihon::station_ui {

struct Desk;

enum class CopyForm { Pdf, Cda, Dicom };
enum class CopyPixels { Raw, JpegLossless, JpegLs }; // of DICOM objects; all keep every pixel

// A copy of one sealed record for another system, as somebody chose it.
struct CopyWish {
    CopyForm form = CopyForm::Pdf;
    QString folder;                 // in which the copy gets its name
    std::optional<int> jpegQuality; // of a PDF; none: every pixel
    bool text = false;              // of a PDF: to be searched in
    CopyPixels pixels = CopyPixels::Raw;
    std::string characterSet; // (0008,0005)
    bool noteOutside = false; // write another character for one that the set does not have
    bool singleFrames = false;
    bool sign = false; // each object, with the card of who is here
    record::Language language = record::Language::Japanese;
};

// What became of it.
struct CopyEnd {
    QString place; // the file, or the folder of objects
    record::Verdict verdict;
    bool made = false, invalid = false, isSigned = false; // invalid: the record does not hold
    QString digest;                                       // of a file
    qint64 pages = 0, unreadPages = 0, objects = 0;
    QStringList outsideNames; // names with characters that the set does not have; for the screen
};

QString placeOfCopy(const CopyWish& wish, const std::string& recordId);
// For the worker's thread. Faults: those of the station.
CopyEnd makeCopy(Desk& desk, const std::string& recordId, bool withdrawnToo, const CopyWish& wish);

} // namespace seihon::station_ui
