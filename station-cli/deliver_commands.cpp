#include "station-cli/commands.h"

#include "record/json_fields.h"
#include "station/deliveries.h"
#include "station/worklist.h"

namespace seihon::station_cli {

using record::Json;
using record::Language;
using station::Delivery;
using station::DeliveryState;

namespace {

constexpr std::int64_t kConfirmedShown = 100;

Json deliveryJson(const Delivery& delivery) {
    return Json::object({{"target", delivery.target},
                         {"record", delivery.recordId},
                         {"job", delivery.job},
                         {"state", record::enumName(delivery.state)},
                         {"retried", delivery.retried},
                         {"since", record::formatInstant(delivery.at)},
                         {"study", delivery.study},
                         {"stage", delivery.stage},
                         {"confirmedBy", delivery.confirmedBy},
                         {"compared", record::textsJson(delivery.compared)},
                         {"lastTry", delivery.lastTry},
                         {"objects", station::toJson(delivery.objects)},
                         {"statuses", station::toJson(delivery.statuses)}});
}

std::string deliveryText(const Delivery& delivery, const Output& output,
                         std::chrono::minutes offset) {
    std::string text = delivery.target + "  " + delivery.recordId + "  " +
                       std::string(station::wordFor(delivery.state, output.language())) + "  " +
                       record::formatLocal(delivery.at, offset);
    const std::string status = station::statusWords(delivery, output.language());
    const bool tried = delivery.state == DeliveryState::Waiting && !delivery.lastTry.empty();
    if (!status.empty()) {
        text += "  " + status;
    } else if (tried || delivery.state == DeliveryState::Sent) {
        text += delivery.lastTry.empty() ? std::string() : "  " + delivery.lastTry;
    }
    if (delivery.confirmedBy == "commitment" && delivery.compared.empty()) {
        text += output.language() == Language::Japanese ? "  内容の照合なし" : "  not compared";
    }
    if (delivery.retried) {
        text += output.language() == Language::Japanese ? "  再送待ち" : "  to be sent again";
    }
    return text + "\n";
}

int listDeliveries(const Arguments& args, const Output& output, station::Station& station) {
    station::Deliveries deliveries(station);
    Json rows = Json::array();
    std::string text;
    for (const Delivery& one : args.all ? deliveries.listAll(kConfirmedShown) : deliveries.list()) {
        rows.push(deliveryJson(one));
        text += deliveryText(one, output, station.regulation().calendar.utcOffset);
    }
    if (text.empty()) {
        text = output.language() == Language::Japanese ? "送付待ちはありません。\n"
                                                       : "nothing waits\n";
    }
    output.print(Json::object({{"deliveries", std::move(rows)}}), text);
    return kDone;
}

Json worklistJson(const station::WorklistRow& row) {
    Json differs = Json::array();
    for (const std::string& one : row.differs) {
        differs.push(one);
    }
    return Json::object({{"patientId", row.patientId},
                         {"alphabetic", row.alphabetic},
                         {"ideographic", row.ideographic},
                         {"phonetic", row.phonetic},
                         {"birthDate", row.birthDate},
                         {"sex", row.sex},
                         {"accession", row.accession},
                         {"study", row.study},
                         {"procedure", row.procedure},
                         {"procedureId", row.procedureId},
                         {"modality", row.modality},
                         {"date", row.date},
                         {"time", row.time},
                         {"differs", std::move(differs)},
                         {"trouble", row.trouble}});
}

std::string worklistText(const station::WorklistRow& row, bool japanese) {
    std::string text = row.accession + "  " + row.patientId + "  " +
                       (row.ideographic.empty() ? row.alphabetic : row.ideographic) + "  " +
                       row.birthDate + "  " + row.date + "  " + row.procedure;
    for (const std::string& one : row.differs) {
        const bool id = one == "patient id";
        text += japanese ? (id ? "  ■患者番号が違います" : "  ▲氏名が違います")
                         : (id ? "  ■ another patient id" : "  ▲ another name");
    }
    return text + (row.trouble.empty() ? "" : "  (" + row.trouble + ")") + "\n";
}

int findInWorklist(const Arguments& args, const Output& output, station::Station& station) {
    const station::Session session = sessionOf(args, station);
    const bool japanese = output.language() == Language::Japanese;
    const station::WorklistLook look =
        station::Worklist(station).find(session, {patientOf(args).id, args.deliver.accession,
                                                  args.deliver.date, args.deliver.name, args.job});
    Json rows = Json::array();
    std::string text;
    for (const station::WorklistRow& row : look.rows) {
        rows.push(worklistJson(row));
        text += worklistText(row, japanese);
    }
    if (!look.away.empty()) {
        text += (japanese ? "ワークリストが応答しません（登録とスキャンは続けられます）: "
                          : "the worklist does not answer (registering and scanning go on): ") +
                look.away + "\n";
    } else if (look.rows.empty() && look.verdict.permitted()) {
        text += japanese ? "該当はありません。\n" : "none\n";
    }
    return output.outcome(
        Json::object({{"rows", std::move(rows)}, {"away", look.away}, {"tooMany", look.tooMany}}),
        text, look.verdict);
}

} // namespace

bool isDeliverVerb(const std::string& verb) {
    return verb.starts_with("deliver ") || verb == "worklist find";
}

int runDeliverVerb(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    if (args.verb == "deliver list") {
        return listDeliveries(args, output, station);
    }
    if (args.verb == "worklist find") {
        return findInWorklist(args, output, station);
    }
    station::Deliveries deliveries(station);
    if (args.verb == "deliver retry") {
        const std::int64_t retried = deliveries.retry(args.target, args.deliver.target);
        output.print(Json::object({{"record", args.target}, {"retried", retried}}),
                     output.language() == Language::Japanese
                         ? "次の回に送り直します。\n"
                         : "it is sent again by the next round\n");
        return kDone;
    }
    const record::Verdict verdict = deliveries.work(station::Urgency::Asked);
    const std::vector<Delivery> open = deliveries.list();
    Json rows = Json::array();
    for (const Delivery& one : open) {
        rows.push(deliveryJson(one));
    }
    return output.outcome(Json::object({{"deliveries", std::move(rows)}}),
                          (output.language() == Language::Japanese ? "未完了: " : "open: ") +
                              std::to_string(open.size()) + "\n",
                          verdict);
}

} // namespace seihon::station_cli
