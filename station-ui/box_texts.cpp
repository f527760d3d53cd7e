#include "station-ui/box_texts.h"

namespace seihon::station_ui {

BoxWord wordOf(record::BoxTrouble trouble) {
    using enum record::BoxTrouble;
    switch (trouble) {
    case Missing:
        return BoxWord::TroubleMissing;
    case Extra:
        return BoxWord::TroubleExtra;
    case Foreign:
        return BoxWord::TroubleForeign;
    case Stray:
        return BoxWord::TroubleStray;
    case NoSeparator:
        return BoxWord::TroubleNoSeparator;
    case ForeignSeparator:
        return BoxWord::TroubleForeignSeparator;
    case RepeatedSeparator:
        return BoxWord::TroubleRepeatedSeparator;
    case UnreadableSeparator:
        return BoxWord::TroubleUnreadableSeparator;
    case SeparatorMissing:
        break;
    }
    return BoxWord::TroubleSeparatorMissing;
}

BoxWord wordOf(record::BoxEnd end) {
    using enum record::BoxEnd;
    switch (end) {
    case Open:
        return BoxWord::EndOpen;
    case Found:
        return BoxWord::EndFound;
    case Missing:
        return BoxWord::EndMissing;
    case Extra:
        return BoxWord::EndExtra;
    case Moved:
        return BoxWord::EndMoved;
    case Withheld:
        return BoxWord::EndWithheld;
    case Voided:
        break;
    }
    return BoxWord::EndVoided;
}

QString projectStateText(record::ProjectState state, record::Language language) {
    using enum record::ProjectState;
    switch (state) {
    case Planned:
        return boxWord(BoxWord::ProjectPlanned, language);
    case Running:
        return boxWord(BoxWord::ProjectRunning, language);
    case Stopped:
        return boxWord(BoxWord::ProjectStopped, language);
    case Closed:
        break;
    }
    return boxWord(BoxWord::Closed, language);
}

QString placeText(const record::TabPlace& place, record::Language language) {
    if (place.folder == 0) {
        return "－";
    }
    return place.tab == 0 ? boxWord(BoxWord::PlaceFolder, language).arg(place.folder)
                          : boxWord(BoxWord::PlaceTab, language).arg(place.folder).arg(place.tab);
}

QString sumText(const record::SheetSum& sum, record::Language language) {
    const auto part = [language](std::int64_t count, BoxWord which) {
        return count == 0 ? QString()
                          : " + " + QString::number(count) + " " + boxWord(which, language);
    };
    return QString::number(sum.expected) + " " + boxWord(BoxWord::Expected, language) +
           part(sum.extra, BoxWord::EndExtra) + part(sum.movedIn, BoxWord::MovedIn) + "  =  " +
           QString::number(sum.sealed) + " " + boxWord(BoxWord::SealedSheets, language) +
           part(sum.scanned, BoxWord::ScannedSheets) + part(sum.missing, BoxWord::EndMissing) +
           part(sum.movedOut, BoxWord::EndMoved) + part(sum.withheld, BoxWord::EndWithheld) +
           part(sum.open(), BoxWord::OpenSheets);
}

QString paceText(const record::Pace& pace, const WindowState& state) {
    if (pace.sheetsPerHour == 0) {
        return {};
    }
    const record::Language language = state.language();
    const QString rate = boxWord(BoxWord::SheetsAMinute, language)
                             .arg(static_cast<double>(pace.sheetsPerHour) / 60, 0, 'f', 1);
    if (pace.left <= 0 || !pace.end) {
        return rate;
    }
    return rate + "  " +
           boxWord(BoxWord::LeftUntil, language)
               .arg(pace.left)
               .arg(state.timeText(*pace.end).mid(11));
}

} // namespace seihon::station_ui
