#include "record/sentences.h"

#include "record/detail_words.h"
#include "record/entry_words.h"
#include "record/fault_texts.h"
#include "record/finding_texts.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace seihon::record {

namespace {

struct UnitWord {
    std::string_view unit;
    int divisor; // the shown number is the value divided by this
    std::string_view japanese, english;
};

// Units that findings carry; anything else is shown as it stands.
constexpr std::array kUnits = std::to_array<UnitWord>({
    {"dpi", 1, " dpi", " dpi"},
    {"milliDegrees", 1000, "°", "°"},
    {"degrees", 1, "°", "°"},
    {"milliPixels", 1000, " 画素", " px"},
    {"milliMm2", 1000, " mm²", " mm²"},
    {"mm2", 1, " mm²", " mm²"},
    {"permille", 10, " %", " %"},
    {"micrometres", 1000, " mm", " mm"},
    {"rows", 1, " 行", " rows"},
    {"bits", 1, " bit", " bit"},
    {"sheets", 1, " 枚", " sheets"},
    {"sides", 1, " 面", " sides"},
    {"pixels", 1, " 画素", " px"},
    {"minutes", 1, " 分", " min"},
    {"seconds", 1, " 秒", " s"},
    {"bytes", 1, " バイト", " bytes"},
    {"ratioPermille", 1000, "", ""},
    {"percent", 1, " %", " %"},
    {"milliTone", 1000, " 階調", " tones"},
    {"ppm", 10'000, " %", " %"},
    {"steps", 1, " 段", " steps"},
    {"milliDensity", 1000, "", ""},
    {"microseconds", 1000, " ms", " ms"},
});

std::string numberInUnit(std::int64_t value, const UnitWord& word, Language language) {
    std::array<char, 48> text{};
    if (word.divisor == 1) {
        std::snprintf(text.data(), text.size(), "%lld", static_cast<long long>(value));
    } else {
        std::snprintf(text.data(), text.size(), word.divisor == 10 ? "%.1f" : "%.2f",
                      static_cast<double>(value) / word.divisor);
    }
    return text.data() + std::string(language == Language::Japanese ? word.japanese : word.english);
}

std::string shown(const Json& value, const std::string& unit, Language language) {
    if (value.isNull()) {
        return "–";
    }
    if (value.isString()) {
        return value.asString();
    }
    if (!value.isInt()) {
        return canonical(value);
    }
    for (const UnitWord& word : kUnits) {
        if (word.unit == unit) {
            return numberInUnit(value.asInt(), word, language);
        }
    }
    return std::to_string(value.asInt()) + (unit.empty() ? "" : " " + unit);
}

std::string filled(std::string_view pattern, const std::map<std::string, std::string>& values) {
    std::string out;
    while (!pattern.empty()) {
        const std::size_t open = pattern.find('{');
        const std::size_t close = pattern.find('}', open == pattern.npos ? 0 : open);
        if (open == pattern.npos || close == pattern.npos) {
            break;
        }
        out += pattern.substr(0, open);
        const auto value = values.find(std::string(pattern.substr(open + 1, close - open - 1)));
        const bool missing =
            value == values.end() || (value->second.empty() && value->first != "tries");
        out += missing ? "–" : value->second;
        pattern.remove_prefix(close + 1);
    }
    return out + std::string(pattern);
}

// Of a fault in the middle of a box: where its sheet is counted, and what goes back [W]. Separators
// leave the tray as sheets do.
std::string boxPlaceOf(const std::map<std::string, std::string>& values, bool japanese) {
    const auto tab = values.find("tab");
    if (tab == values.end()) {
        return {};
    }
    if (tab->second == "0") {
        return filled(
            japanese ? "（箱 {box}：どの見出しの紙か分かりません。最後に読めた仕切り紙から後ろで、"
                       "トレイから出たものをすべて戻してください。）"
                     : " (Box {box}: nobody knows of which tab. Put back all that left the tray "
                       "from the last separator on.)",
            values);
    }
    const bool none = values.at("kept") == "0";
    return filled(
        japanese
            ? (none ? "（箱 {box}、綴り {folder}、見出し {tab}。枚数はこの見出しの中で数えます。"
                      "この見出しの仕切り紙より後にトレイから出たものは、後ろの仕切り紙も含めて戻"
                      "してください。）"
                    : "（箱 {box}、綴り {folder}、見出し {tab}。枚数はこの見出しの中で数えます。"
                      "その {kept} 枚目より後にトレイから出たものは、後ろの仕切り紙も含めて戻して"
                      "ください。）")
            : (none ? " (Box {box}, folder {folder}, tab {tab}; sheets are counted in this "
                      "tab. Whatever left the tray after this tab's separator goes back, "
                      "later separators too.)"
                    : " (Box {box}, folder {folder}, tab {tab}; sheets are counted in this "
                      "tab. Whatever left the tray after its sheet {kept} goes back, later "
                      "separators too.)"),
        values);
}

// Verdicts name places in English, "folder 1, tab 2": so they stay in the log. A person reads them
// in the language of the sentence. Anything else is somebody's own word and stays as it is.
std::string placeIn(std::string_view subject, Language language) {
    struct PlaceWord {
        std::string_view before, japanese, after;
    };
    static constexpr std::array kPlaces = std::to_array<PlaceWord>({{"folder ", "綴り ", ""},
                                                                    {"tab ", "見出し ", ""},
                                                                    {"sheet ", "", " 枚目"},
                                                                    {"page ", "", " 頁"},
                                                                    {"job ", "作業 ", ""}});
    if (language != Language::Japanese) {
        return std::string(subject);
    }
    static constexpr std::string_view kAnd = ", ", kEqual = " = ";
    std::string said, between;
    for (std::string_view left = subject; !left.empty();) {
        const std::size_t end = std::min(left.find(kAnd), left.find(kEqual));
        const std::string_view part = left.substr(0, end);
        const bool equal = end != left.npos && left.substr(end).starts_with(kEqual);
        left.remove_prefix(end == left.npos ? left.size() : end + (equal ? kEqual : kAnd).size());
        const auto* const place =
            std::find_if(kPlaces.begin(), kPlaces.end(),
                         [part](const PlaceWord& one) { return part.starts_with(one.before); });
        const std::string_view name =
            place == kPlaces.end() ? std::string_view() : part.substr(place->before.size());
        const char* const known =
            place != kPlaces.end() && place->before == "job " ? "0123456789abcdef-" : "0123456789";
        if (name.empty() || name.find_first_not_of(known) != name.npos) {
            return std::string(subject);
        }
        said +=
            between + std::string(place->japanese) + std::string(name) + std::string(place->after);
        between = equal ? kEqual : "、";
    }
    return said;
}

// Parts of an order as unusableIn() and OrderDifference name them.
std::string orderPartIn(std::string_view part, Language language) {
    static constexpr auto kParts = std::to_array<std::pair<std::string_view, std::string_view>>({
        {"name", "氏名"},
        {"birth date", "生年月日"},
        {"study", "検査の番号 Study Instance UID"},
        {"patient id", "患者番号"},
        {"issuer of patient id", "患者番号の発番者"},
        {"patient name", "氏名"},
        {"accession number", "受付番号"},
        {"requested procedure id", "依頼番号"},
        {"requested procedure", "依頼内容"},
        {"scheduled step id", "予定の番号"},
        {"scheduled step", "予定の内容"},
        {"referring physician", "依頼医"},
        {"text", "読めない文字"},
    });
    for (const auto& [english, japanese] : kParts) {
        if (part == english && language == Language::Japanese) {
            return std::string(japanese);
        }
    }
    return std::string(part);
}

} // namespace

std::string generalWords(std::string_view name, Language language) {
    const bool japanese = language == Language::Japanese;
    std::string_view words = name;
    if (const auto finding = enumFromName<FindingId>(name)) {
        words = findingTemplate(*finding, language);
    } else if (const auto fault =
                   std::find_if(kFaultRows.begin(), kFaultRows.end(),
                                [&](const FaultRow& row) { return nameOf(row.kind) == name; });
               fault != kFaultRows.end()) {
        words = (japanese ? fault->japanese : fault->english).what;
    } else if (const auto entry = enumFromName<EntryKind>(name)) {
        words = wordFor(*entry, language);
    }
    const std::string_view stop = japanese ? "。" : ". ";
    words = words.substr(0, words.find(stop));
    std::string general;
    for (std::size_t open = words.find('{'); open != words.npos; open = words.find('{')) {
        general += std::string(words.substr(0, open)) + "…";
        words.remove_prefix(std::min(words.size(), words.find('}', open) + 1));
    }
    return general + std::string(words);
}

std::string sentenceOf(const Finding& finding, Language language) {
    const bool ofOrder =
        finding.id == FindingId::OrderPatientDiffers || finding.id == FindingId::OrderUnusable;
    return filled(findingTemplate(finding.id, language),
                  {{"measured", shown(finding.measured, finding.unit, language)},
                   {"required", shown(finding.required, finding.unit, language)},
                   {"subject", ofOrder ? orderPartIn(finding.subject, language)
                                       : placeIn(finding.subject, language)}});
}

FaultText textOf(const Fault& fault, Language language) {
    const FaultRow& row = kFaultRows[static_cast<std::size_t>(fault.kind)];
    const bool japanese = language == Language::Japanese;
    const FaultTemplate& text = japanese ? row.japanese : row.english;
    std::map<std::string, std::string> values = fault.context;
    values.emplace("detail", detailIn(fault.what(), language));
    const auto tries = fault.context.find("tries");
    if (tries != fault.context.end()) {
        values["tries"] = japanese ? "残り " + tries->second + " 回です。"
                                   : " Tries left: " + tries->second + ".";
    } else if (fault.context.contains("countLow")) {
        values["tries"] = japanese ? "残りの回数はわずかです。" : " Few tries are left.";
    } else {
        values["tries"].clear();
    }
    // A fault that names no sheet still says something true: nothing of the sheet in work was kept.
    values.emplace("sheet", japanese ? "作業中の" : "in work");
    values.emplace("putBack", values.at("sheet")); // where nobody counted what left the tray
    return {filled(text.what, values), filled(text.safe, values),
            filled(text.todo, values) + boxPlaceOf(values, japanese)};
}

std::string_view wordFor(JobState state, Language language) {
    const bool japanese = language == Language::Japanese;
    switch (state) {
    case JobState::Registered:
        return japanese ? "登録済み" : "registered";
    case JobState::Open:
        return japanese ? "作業中" : "open";
    case JobState::Submitted:
        return japanese ? "提出済み" : "submitted";
    case JobState::Accepted:
        return japanese ? "承認済み" : "accepted";
    case JobState::SealingPending:
        return japanese ? "封緘待ち" : "sealing pending";
    case JobState::Sealed:
        return japanese ? "封緘済み" : "sealed";
    case JobState::Abandoned:
        return japanese ? "中止" : "abandoned";
    }
    return "?";
}

std::string_view wordFor(Role role, Language language) {
    const bool japanese = language == Language::Japanese;
    switch (role) {
    case Role::Registrar:
        return japanese ? "受付担当" : "registrar";
    case Role::ScanOperator:
        return japanese ? "スキャン実施者" : "scan operator";
    case Role::InformationCreationManager:
        return japanese ? "情報作成管理者" : "information creation manager";
    case Role::RecordsSupervisor:
        return japanese ? "診療記録管理者" : "records supervisor";
    case Role::Auditor:
        return japanese ? "監査担当者" : "auditor";
    case Role::Administrator:
        return japanese ? "システム管理者" : "administrator";
    case Role::Maintenance:
        return japanese ? "保守担当" : "maintenance";
    case Role::Station:
        return japanese ? "端末" : "station";
    }
    return "?";
}

} // namespace seihon::record
