#include "station-ui/copy_work.h"

#include "station-ui/station_thread.h"
#include "station-ui/window_state.h"
#include "station/record_documents.h"
#include "station/record_objects.h"
#include "station/versions.h"

namespace seihon::station_ui {

namespace {

dicom::TransferSyntax syntaxOf(CopyPixels pixels) {
    switch (pixels) {
    case CopyPixels::Raw:
        break;
    case CopyPixels::JpegLossless:
        return dicom::TransferSyntax::JpegLossless;
    case CopyPixels::JpegLs:
        return dicom::TransferSyntax::JpegLs;
    }
    return dicom::TransferSyntax::ExplicitLittleEndian;
}

// The verdict to tell: of the record when it does not hold, else of the act.
void judgeEnd(CopyEnd& end, const record::Verdict& act,
              const std::optional<signing::RecordVerification>& record) {
    end.verdict = act;
    end.invalid = record && !record->verdict.permitted();
    if (end.invalid) {
        end.verdict = record->verdict;
    }
}

void makeObjects(Desk& desk, const std::string& recordId, const CopyWish& wish, CopyEnd& end) {
    station::ObjectRequest request;
    request.recordId = recordId;
    request.folder = end.place.toStdString();
    request.syntax = syntaxOf(wish.pixels);
    request.characterSet = wish.characterSet;
    request.outside = wish.noteOutside ? dicom::OutsideRule::Note : dicom::OutsideRule::Refuse;
    request.singleFrames = wish.singleFrames;
    request.sign = wish.sign;
    const station::ObjectOutcome outcome =
        station::RecordObjects(*desk.station).exportTo(desk.identified(), request);
    judgeEnd(end, outcome.verdict, outcome.verification);
    end.made = outcome.made();
    end.isSigned = end.made && wish.sign;
    end.objects = static_cast<qint64>(outcome.objects.size());
    for (const station::MadeObject& object : outcome.objects) {
        end.pages += object.pages;
    }
    for (const std::string& name : outcome.outsideNames) {
        end.outsideNames += text(name);
    }
}

void makeDocument(Desk& desk, const std::string& recordId, const CopyWish& wish, CopyEnd& end) {
    station::RecordDocuments documents(*desk.station);
    const std::filesystem::path file = end.place.toStdString();
    const station::DocumentOutcome outcome =
        wish.form == CopyForm::Cda
            ? documents.writeCda(desk.identified(), {recordId, file})
            : documents.writePdf(desk.identified(),
                                 {recordId, file, wish.jpegQuality, wish.text, wish.language});
    judgeEnd(end, outcome.verdict, outcome.verification);
    end.made = outcome.verdict.permitted() && outcome.made();
    end.digest = text(outcome.digest.hex());
    end.pages = outcome.pages;
    end.unreadPages = outcome.unreadPages;
}

} // namespace

QString placeOfCopy(const CopyWish& wish, const std::string& recordId) {
    const char* ending = wish.form == CopyForm::Pdf   ? ".pdf"
                         : wish.form == CopyForm::Cda ? ".cda.xml"
                                                      : ".dicom";
    return wish.folder + "/" + text(recordId) + ending;
}

CopyEnd makeCopy(Desk& desk, const std::string& recordId, bool withdrawnToo, const CopyWish& wish) {
    CopyEnd end;
    end.place = placeOfCopy(wish, recordId);
    end.verdict = station::Versions(*desk.station)
                      .mayShow(recordId, station::Viewer(desk.identified()), withdrawnToo);
    if (end.verdict.permitted()) {
        wish.form == CopyForm::Dicom ? makeObjects(desk, recordId, wish, end)
                                     : makeDocument(desk, recordId, wish, end);
    }
    return end;
}

} // namespace seihon::station_ui
