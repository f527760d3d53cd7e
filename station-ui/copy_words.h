#pragma once

#include "record/sentences.h"

#include <QString>

namespace seihon::station_ui {

// The words about copies of a record for other systems.
enum class CopyWord {
    Tab,
    Lead,
    Form,
    FormPdf,
    FormPdfNote,
    FormCda,
    FormCdaNote,
    FormDicom,
    FormDicomNote,
    Image,
    Lossless,
    Quality,
    Text,
    Pixels,
    PixelsRaw,
    PixelsJpeg,
    PixelsJpegLs,
    Charset,
    CharsetUtf8,
    CharsetIr87,
    CharsetIr159,
    CharsetIr1387,
    CharsetAscii,
    Outside,
    Single,
    Sign,
    SignPin,
    MadeSigned,
    Folder,
    ChooseTitle,
    Make,
    Making,
    MadeFile,
    MadeObjects,
    Unread,
    NotMade,
};

QString word(CopyWord which, record::Language language);

} // namespace seihon::station_ui
