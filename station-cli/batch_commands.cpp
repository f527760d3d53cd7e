#include "record/fault.h"
#include "record/json_fields.h"
#include "station-cli/batch_output.h"
#include "station-cli/commands.h"
#include "station-cli/stop_on_signal.h"
#include "station/batch_feed.h"
#include "station/box_index_file.h"

#include <charconv>

// Boxes of old paper, their folders and batches [W].
namespace seihon::station_cli {

using record::Fault;
using record::FaultKind;
using record::Json;
using station::BatchDesk;
using station::BoxOutcome;
using station::Session;

namespace {

// "old-chart:12" or "old-chart:12:duplex"
record::BoxTab tabFrom(const std::string& text, std::int64_t number) {
    record::BoxTab tab;
    tab.number = number;
    const std::size_t first = std::min(text.find(':'), text.size());
    const std::size_t second = std::min(text.find(':', first + 1), text.size());
    tab.documentClass = text.substr(0, first);
    const char* const begin = text.data() + std::min(first + 1, text.size());
    const char* const end = text.data() + second;
    const auto read = std::from_chars(begin, end, tab.sheets);
    const std::string_view rest = std::string_view(text).substr(second);
    tab.duplex = rest == ":duplex";
    if (read.ec != std::errc() || read.ptr != end || (!rest.empty() && !tab.duplex)) {
        throw Fault(FaultKind::Usage,
                    "--tab: \"" + text.substr(0, 60) + "\" is not CLASS:SHEETS[:duplex]");
    }
    return tab;
}

std::vector<record::BoxFolder> foldersFrom(const Arguments& args) {
    if (!args.batch.indexFile.empty()) {
        return station::readBoxIndex(args.batch.indexFile);
    }
    record::BoxFolder folder;
    folder.number = args.batch.folder;
    folder.patient = patientOf(args);
    for (const std::string& tab : args.batch.tabs) {
        folder.tabs.push_back(tabFrom(tab, static_cast<std::int64_t>(folder.tabs.size()) + 1));
    }
    return {folder};
}

BoxOutcome runBoxAct(const Arguments& args, BatchDesk& desk, const Session& session) {
    const BatchArguments& said = args.batch;
    if (args.verb == "box open") {
        return desk.open(session, {said.number, args.project.id, said.folders, said.seal});
    }
    if (args.verb == "box separators") {
        return desk.printSeparators(session, said.box, said.folder, said.out);
    }
    if (args.verb == "box exception") {
        return desk.openException(session, said.box,
                                  {*record::enumFromName<record::BoxTrouble>(said.trouble),
                                   {said.folder, said.tab},
                                   args.sheets == 0 ? 1 : args.sheets,
                                   args.remark});
    }
    if (args.verb == "box settle") {
        return desk.settle(session, said.box,
                           {.number = said.exception,
                            .end = *record::enumFromName<record::BoxEnd>(said.end),
                            .sheets = args.sheets,
                            .at = {said.folder, said.tab},
                            .to = {said.toFolder, said.toTab}},
                           args.reason);
    }
    if (args.verb == "box take-back") {
        return desk.takeBack(session, said.box, said.exception, args.reason);
    }
    if (args.verb == "box recount") {
        return desk.recount(session, said.box, said.folders, args.reason);
    }
    if (args.verb == "box seal") {
        return desk.shut(session, said.box, said.seal);
    }
    return desk.close(session, said.box);
}

BoxOutcome runFolderAct(const Arguments& args, BatchDesk& desk, const Session& session) {
    const BatchArguments& said = args.batch;
    if (args.verb == "folder add") {
        return desk.addFolders(session, said.box, foldersFrom(args));
    }
    if (args.verb == "folder take-out") {
        return desk.takeOut(
            session, said.box,
            {said.folder, said.to, said.place, instantOf(said.due, "--due"), args.reason});
    }
    if (args.verb == "folder void") {
        return desk.voidFolder(session, said.box, said.folder, args.reason);
    }
    return args.verb == "folder return" ? desk.giveBack(session, said.box, said.folder)
                                        : desk.refile(session, said.box, said.folder, args.sheets);
}

int supplementTab(const Arguments& args, const Output& output, station::Station& station,
                  const Session& session) {
    const station::Outcome outcome = BatchDesk(station).supplement(
        session, args.batch.box, {{args.batch.folder, args.batch.tab}, args.sheets, args.reason});
    const bool open = outcome.job.state == record::JobState::Open;
    Json document =
        outcome.job.id.empty() ? Json::object({}) : jobJson(output, station, outcome.job);
    document.set("findings", output.findings(outcome.verdict));
    if (!open) {
        document.set("refused", true);
    }
    output.print(document, (outcome.job.id.empty() ? "" : jobText(output, outcome.job)) +
                               output.sentences(outcome.verdict));
    return open ? kDone : kRefused;
}

int listBoxes(const Output& output, BatchDesk& desk) {
    Json list = Json::array();
    std::string text;
    for (const record::Box& box : desk.list(station::kMostOpenBoxes)) {
        list.push(Json::object({{"box", box.id},
                                {"number", box.number},
                                {"project", box.project},
                                {"folders", box.folders.size()}}));
        text += box.id + "  " + box.number + "\n";
    }
    output.print(Json::object({{"boxes", std::move(list)}}), text);
    return kDone;
}

station::BatchSeen batchProgress(const Output& output, std::chrono::minutes offset) {
    return [&output, offset](const station::BatchProgress& now) {
        const bool japanese = output.language() == record::Language::Japanese;
        const std::string place = std::to_string(now.at.folder) + "-" + std::to_string(now.at.tab);
        const std::string rate = std::to_string(now.pace.sheetsPerHour / 60);
        const std::string end =
            now.pace.end ? record::formatLocal(*now.pace.end, offset).substr(11, 5) : "–";
        output.progress(japanese ? "✓ " + place + " の " + std::to_string(now.sheet) +
                                       " 枚目（このバッチ " + std::to_string(now.sheets) +
                                       " 枚、毎分 " + rate + " 枚、終了見込み " + end + "）"
                                 : "✓ " + place + " sheet " + std::to_string(now.sheet) + " (" +
                                       std::to_string(now.sheets) + " in this batch, " + rate +
                                       " a minute, through at about " + end + ")");
    };
}

int scanBatch(const Arguments& args, const Output& output, station::Station& station,
              const Session& session) {
    const StopOnSignal stop;
    station::BatchRequest request{args.batch.box, args.device, args.attestComplete, "flag",
                                  args.batch.goesOn};
    if (!args.area.empty()) {
        const Area area = areaOf(args.area);
        request.areaWidthMicrometres = area.widthMicrometres;
        request.areaHeightMicrometres = area.heightMicrometres;
    }
    const station::BatchOutcome outcome = station::BatchFeed(station).scan(
        session, request, batchProgress(output, station.regulation().calendar.utcOffset),
        stop.control());
    const station::BoxView view = BatchDesk(station).view(args.batch.box);
    const bool permitted = outcome.verdict.permitted();
    Json document = boxJson(output, view);
    document.set("scanned", Json::object({{"sheets", outcome.sheets},
                                          {"pages", outcome.pages},
                                          {"separators", outcome.separators},
                                          {"unplaced", outcome.unplaced},
                                          {"unkept", outcome.unkept},
                                          {"sheetsPerHour", outcome.pace.sheetsPerHour},
                                          {"left", outcome.pace.left},
                                          {"end", record::instantOrNull(outcome.pace.end)}}));
    document.set("findings", output.findings(outcome.verdict));
    if (!permitted) {
        document.set("refused", true);
    }
    const bool japanese = output.language() == record::Language::Japanese;
    std::string text = boxText(output, view) + output.sentences(outcome.verdict) +
                       (japanese ? "読み取り " : "scanned ") + std::to_string(outcome.sheets) +
                       (japanese ? " 枚、残り " : " sheets, left ") +
                       std::to_string(outcome.pace.left);
    if (!permitted) {
        text +=
            japanese
                ? "\nここで止めました。最後の仕切り紙と、その後ろの紙は記録に入っていません（画像な"
                  "しで通った紙 " +
                      std::to_string(outcome.unkept) +
                      " 枚）。その紙を束から除くか、解決の後に仕切り紙から読み直してください。"
                : "\nStopped here. The last separator and the paper behind it are in no record (" +
                      std::to_string(outcome.unkept) +
                      " sheets went through without an image): take them out of the stack, or feed "
                      "them "
                      "again from the separator on once it is settled.";
    }
    if (outcome.pace.end && outcome.pace.left > 0) {
        text += (japanese ? "、終了見込み " : ", through at about ") +
                record::formatLocal(*outcome.pace.end, station.regulation().calendar.utcOffset);
    }
    output.print(document, text + "\n");
    return permitted ? kDone : kRefused;
}

int sealBatch(const Arguments& args, const Output& output, station::Station& station,
              const Session& session) {
    const station::BatchSealing done = station::sealBatch(station, session, args.batch.box);
    Json refused = Json::array(), pending = Json::array();
    std::string text;
    record::Verdict all;
    for (const auto& one : done.refused) {
        refused.push(Json::object({{"job", one.first}, {"findings", output.findings(one.second)}}));
        text += one.first + "\n" + output.sentences(one.second);
        all.merge(one.second);
    }
    for (const auto& one : done.pending) {
        pending.push(Json::object({{"job", one.first}, {"pending", one.second}}));
        text += one.first + "  " + one.second + "\n";
    }
    const bool japanese = output.language() == record::Language::Japanese;
    text += (japanese ? "封緘 " : "sealed ") + std::to_string(done.sealed.size()) +
            (japanese ? " 件\n" : "\n");
    if (done.left > 0) { // what is sealed stays; nothing else changed
        const std::string left = std::to_string(done.left);
        text += japanese
                    ? "PIN を預かる期限か回数が尽きたため、あと " + left +
                          " 件が残っています。同じ命令をもう一度実行し、PIN を入れてください。\n"
                    : "The PIN has served its term: " + left +
                          " wait. Give the same command again, with the PIN.\n";
    }
    output.print(Json::object({{"sealed", record::textsJson(done.sealed)},
                               {"refused", std::move(refused)},
                               {"pending", std::move(pending)},
                               {"left", done.left},
                               {"findings", output.findings(all)}}),
                 text);
    return !done.refused.empty()                    ? kRefused
           : done.pending.empty() && done.left == 0 ? kDone
                                                    : kFault;
}

} // namespace

bool isBatchVerb(const std::string& verb) {
    return verb.starts_with("box ") || verb.starts_with("folder ") || verb.starts_with("batch ");
}

int runBatchVerb(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    BatchDesk desk(station);
    if (args.verb == "box list") {
        return listBoxes(output, desk);
    }
    if (args.verb == "box show") {
        return printBox(output, desk, {desk.show(args.batch.box), {}});
    }
    const Session session = sessionOf(args, station);
    if (args.verb == "batch scan") {
        return scanBatch(args, output, station, session);
    }
    if (args.verb == "folder supplement") {
        return supplementTab(args, output, station, session);
    }
    if (args.verb == "batch seal") {
        return sealBatch(args, output, station, session);
    }
    return printBox(output, desk,
                    args.verb.starts_with("box ") ? runBoxAct(args, desk, session)
                                                  : runFolderAct(args, desk, session));
}

} // namespace seihon::station_cli
