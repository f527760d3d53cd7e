#include "station-cli/batch_output.h"

#include "record/json_fields.h"

namespace seihon::station_cli {

using record::Json;
using record::Language;
using record::SheetSum;

namespace {

Json sumJson(const SheetSum& sum) {
    return Json::object({{"expected", sum.expected},
                         {"extra", sum.extra},
                         {"movedIn", sum.movedIn},
                         {"sealed", sum.sealed},
                         {"scanned", sum.scanned},
                         {"missing", sum.missing},
                         {"movedOut", sum.movedOut},
                         {"withheld", sum.withheld},
                         {"open", sum.open()},
                         {"paper", sum.paper()}});
}

// "5 + 1 = 4 + 0 + 1 + 0 + 0 + 1 open": closed to the sheet, whatever happened.
std::string sumText(const SheetSum& sum, bool japanese) {
    const auto part = [&](const char* ja, const char* en, std::int64_t count) {
        return count == 0 ? std::string()
                          : std::string(japanese ? " + " : " + ") + std::to_string(count) + " " +
                                (japanese ? ja : en);
    };
    return std::to_string(sum.expected) + (japanese ? " 索引票" : " expected") +
           part("余分", "extra", sum.extra) + part("移入", "moved in", sum.movedIn) + " = " +
           std::to_string(sum.sealed) + (japanese ? " 封緘" : " sealed") +
           part("読取済", "scanned", sum.scanned) + part("不足", "missing", sum.missing) +
           part("移出", "moved out", sum.movedOut) + part("紙のまま", "withheld", sum.withheld) +
           part("未了", "open", sum.open());
}

Json placeJson(const record::TabPlace& place) {
    return Json::object({{"folder", place.folder}, {"tab", place.tab}});
}

Json actJson(const record::Act& act) {
    return Json::object({{"by", record::toJson(act.actor)},
                         {"at", record::formatInstant(act.at)},
                         {"reason", act.reason}});
}

Json actsJson(const std::vector<record::Act>& acts) {
    Json list = Json::array();
    for (const record::Act& act : acts) {
        list.push(actJson(act));
    }
    return list;
}

// What was typed wrong first, and who set it right.
Json correctionsJson(const record::Box& box) {
    Json list = Json::array();
    for (const record::VoidedFolder& one : box.voided) {
        list.push(Json::object({{"voidedFolder", one.number}, {"act", actJson(one.act)}}));
    }
    for (const record::BoxRecount& one : box.recounts) {
        list.push(Json::object({{"folders", one.folders}, {"act", actJson(one.act)}}));
    }
    return list;
}

Json exceptionJson(const record::BoxException& one) {
    return Json::object({{"number", one.number},
                         {"trouble", record::enumName(one.trouble)},
                         {"at", placeJson(one.at)},
                         {"sheets", one.sheets},
                         {"remark", one.remark},
                         {"by", record::toJson(one.opened.actor)},
                         {"openedAt", record::formatInstant(one.opened.at)},
                         {"end", record::enumName(one.end)},
                         {"settledSheets", one.settledSheets},
                         {"to", placeJson(one.to)},
                         {"settledBy", one.settled ? record::toJson(one.settled->actor) : Json()},
                         {"reason", one.settled ? Json(one.settled->reason) : Json()},
                         {"takenBack", actsJson(one.takenBack)}});
}

Json retrievalJson(const record::Retrieval& one) {
    return Json::object(
        {{"to", one.to},
         {"place", one.place},
         {"due", record::instantOrNull(one.due)},
         {"by", record::toJson(one.takenOut.actor)},
         {"at", record::formatInstant(one.takenOut.at)},
         {"returnedAt", one.returned ? Json(record::formatInstant(one.returned->at)) : Json()}});
}

Json folderJson(const station::BoxView& view, const record::BoxFolder& folder) {
    Json tabs = Json::array();
    for (const record::BoxTab& tab : folder.tabs) {
        tabs.push(Json::object(
            {{"tab", tab.number},
             {"class", tab.documentClass},
             {"sheets", tab.sheets},
             {"duplex", tab.duplex},
             {"separatorSeen", tab.separatorSeen},
             {"jobs", record::textsJson(tab.jobs)},
             {"sum", sumJson(sumOf(view.box, record::TabPlace{folder.number, tab.number},
                                   view.counts))}}));
    }
    Json retrievals = Json::array();
    for (const record::Retrieval& one : folder.retrievals) {
        retrievals.push(retrievalJson(one));
    }
    return Json::object({{"folder", folder.number},
                         {"out", folder.isOut()},
                         {"retrievals", std::move(retrievals)},
                         {"refiled", folder.refiled ? Json(folder.refiled->sheets) : Json()},
                         {"tabs", std::move(tabs)},
                         {"sum", sumJson(sumOf(view.box, folder, view.counts))}});
}

Json batchJson(const record::BatchRun& batch) {
    return Json::object({{"batches", batch.batches},
                         {"running", batch.running},
                         {"brokenOff", batch.brokenOff},
                         {"fault", batch.fault},
                         {"at", batch.at ? record::toJson(*batch.at) : Json()},
                         {"separators", batch.separators},
                         {"unplaced", batch.unplaced}});
}

} // namespace

Json boxJson(const Output& output, const station::BoxView& view) {
    const record::Box& box = view.box;
    Json folders = Json::array();
    for (const record::BoxFolder& folder : box.folders) {
        folders.push(folderJson(view, folder));
    }
    Json exceptions = Json::array();
    for (const record::BoxException& one : box.exceptions) {
        exceptions.push(exceptionJson(one));
    }
    return Json::object({{"box", box.id},
                         {"number", box.number},
                         {"project", box.project},
                         {"state", box.closed ? "closed" : "open"},
                         {"expectedFolders", box.expectedFolders},
                         {"sealCame", box.sealCame},
                         {"sealGoes", box.sealGoes},
                         {"folders", std::move(folders)},
                         {"exceptions", std::move(exceptions)},
                         {"corrections", correctionsJson(box)},
                         {"batch", batchJson(box.batch)},
                         {"sum", sumJson(sumOf(box, view.counts))},
                         {"standing", output.findings(view.standing)}});
}

std::string boxText(const Output& output, const station::BoxView& view) {
    const bool japanese = output.language() == Language::Japanese;
    const record::Box& box = view.box;
    std::string text = box.id + (japanese ? "  箱 " : "  box ") + box.number +
                       (box.closed ? (japanese ? "  終了" : "  closed") : "") + "\n";
    for (const record::BoxFolder& folder : box.folders) {
        text +=
            (japanese ? "  綴り " : "  folder ") + std::to_string(folder.number) + "  " +
            sumText(sumOf(box, folder, view.counts), japanese) +
            (folder.refiled ? (japanese ? "  戻し済" : "  refiled") : "") +
            (folder.isOut() ? (japanese ? "  貸出中: " : "  out: ") + folder.retrievals.back().to +
                                  ", " + folder.retrievals.back().place
                            : "") +
            "\n";
    }
    text += (japanese ? "  合計  " : "  all  ") + sumText(sumOf(box, view.counts), japanese) + "\n";
    for (const record::BoxException& one : box.exceptions) {
        text += (japanese ? "  例外 " : "  exception ") + std::to_string(one.number) + "  " +
                std::string(record::enumName(one.trouble)) + "  " + regulation::placeName(one.at) +
                "  " + std::string(record::enumName(one.end)) +
                (one.takenBack.empty() ? ""
                 : japanese            ? "  決着の取り消しあり"
                                       : "  taken back before") +
                "\n";
    }
    for (const record::VoidedFolder& one : box.voided) {
        text += (japanese ? "  取り消した綴り " : "  voided folder ") + std::to_string(one.number) +
                "  " + one.act.reason + "\n";
    }
    for (const record::BoxRecount& one : box.recounts) {
        text += (japanese ? "  数え直し " : "  counted again ") + std::to_string(one.folders) +
                "  " + one.act.reason + "\n";
    }
    return text;
}

int printBox(const Output& output, station::BatchDesk& desk, const station::BoxOutcome& outcome) {
    const bool permitted = outcome.verdict.permitted();
    Json document = Json::object({});
    std::string text;
    if (!outcome.box.id.empty()) {
        const station::BoxView view = desk.view(outcome.box.id);
        document = boxJson(output, view);
        text = boxText(output, view);
    }
    document.set("findings", output.findings(outcome.verdict));
    if (!permitted) {
        document.set("refused", true);
    }
    output.print(document, text + output.sentences(outcome.verdict));
    return permitted ? kDone : kRefused;
}

const std::string& JobPlaces::numberOf(const std::string& box) {
    const auto known = m_numbers.find(box);
    return known != m_numbers.end() ? known->second
                                    : m_numbers.emplace(box, m_desk.show(box).number).first->second;
}

Json JobPlaces::json(const record::ScanJob& job) {
    if (!job.folder) {
        return {};
    }
    return Json::object({{"box", job.folder->box},
                         {"number", numberOf(job.folder->box)},
                         {"folder", job.folder->folder},
                         {"tab", job.folder->tab},
                         {"part", job.folder->part}});
}

std::string JobPlaces::line(const Output& output, const record::ScanJob& job) {
    if (!job.folder) {
        return {};
    }
    const bool japanese = output.language() == Language::Japanese;
    const auto part = [](const char* word, std::int64_t number) {
        return word + std::to_string(number);
    };
    return (japanese ? "  箱 " : "  box ") + numberOf(job.folder->box) +
           part(japanese ? "、綴り " : ", folder ", job.folder->folder) +
           part(japanese ? "、見出し " : ", tab ", job.folder->tab) +
           (job.folder->part > 1 ? part(japanese ? "、追補 " : ", part ", job.folder->part) : "") +
           "\n";
}

} // namespace seihon::station_cli
