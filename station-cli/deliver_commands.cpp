#include "station-cli/commands.h"
#include "station-cli/intake_steps.h"
#include "station-cli/stop_on_signal.h"

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
                         {"brokeOff", delivery.brokeOff},
                         {"targetGone", delivery.targetGone},
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
    if (delivery.targetGone) {
        text += output.language() == Language::Japanese ? "  deliveries.toml にない送付先"
                                                        : "  target is not in deliveries.toml";
    }
    if (delivery.retried) {
        text += output.language() == Language::Japanese ? "  再送待ち" : "  to be sent again";
    }
    return text + "\n";
}

Json rowsOfDeliveries(const std::vector<Delivery>& deliveries, const Output& output,
                      const station::Station& station, std::string& text) {
    Json rows = Json::array();
    for (const Delivery& one : deliveries) {
        rows.push(deliveryJson(one));
        text += deliveryText(one, output, station.regulation().calendar.utcOffset);
    }
    return rows;
}

int listDeliveries(const Arguments& args, const Output& output, station::Station& station) {
    station::Deliveries deliveries(station);
    std::string text;
    Json rows = rowsOfDeliveries(args.all ? deliveries.listAll(kConfirmedShown) : deliveries.list(),
                                 output, station, text);
    if (text.empty()) {
        text = output.language() == Language::Japanese ? "送付待ちはありません。\n"
                                                       : "nothing waits\n";
    }
    output.print(Json::object({{"deliveries", std::move(rows)}}), text);
    return kDone;
}

// What a person says of deliveries is in the log; the next round does it.
int actOnDelivery(const Arguments& args, const Output& output, station::Station& station) {
    const station::Session session = sessionOf(args, station);
    station::Deliveries deliveries(station);
    const bool retries = args.verb == "deliver retry";
    const station::DeliveryAct act =
        retries ? deliveries.retry(session, args.target, args.deliver.target)
                : deliveries.giveUp(session, args.target, args.deliver.target, args.reason);
    const bool japanese = output.language() == Language::Japanese;
    const char* done =
        retries ? (japanese ? "次の回に送り直します。\n" : "it is sent again by the next round\n")
                : (japanese ? "送付を取りやめました。記録はここに残ります。\n"
                            : "it is not sent any more; the record stays here\n");
    return output.outcome(
        Json::object({{"record", args.target}, {retries ? "retried" : "givenUp", act.deliveries}}),
        act.verdict.permitted() ? done : "", act.verdict);
}

Json worklistJson(const station::WorklistRow& row) {
    const record::Order& order = row.order;
    Json differs = Json::array();
    for (const record::OrderDifference one : row.differs) {
        differs.push(record::enumName(one));
    }
    return Json::object({{"patientId", order.patient.id},
                         {"alphabetic", order.patient.alphabetic},
                         {"ideographic", order.patient.ideographic},
                         {"phonetic", order.patient.phonetic},
                         {"birthDate", order.patient.birthDate},
                         {"sex", order.patient.sex},
                         {"accession", order.accession},
                         {"study", order.study},
                         {"procedure", order.procedure},
                         {"procedureId", order.procedureId},
                         {"step", order.step},
                         {"stepId", order.stepId},
                         {"referringPhysician", order.referringPhysician},
                         {"modality", order.modality},
                         {"date", order.date},
                         {"time", order.time},
                         {"differs", std::move(differs)},
                         {"trouble", row.trouble}});
}

const char* differenceText(record::OrderDifference difference, bool japanese) {
    switch (difference) {
    case record::OrderDifference::PatientId:
        return japanese ? "  ■患者番号が違います" : "  ■ another patient id";
    case record::OrderDifference::Name:
        return japanese ? "  ▲氏名が違います" : "  ▲ another name";
    case record::OrderDifference::BirthDate:
        break;
    }
    return japanese ? "  ▲生年月日が違います" : "  ▲ another birth date";
}

std::string worklistText(const station::WorklistRow& row, bool japanese) {
    const record::Order& order = row.order;
    std::string text =
        order.accession + "  " + order.patient.id + "  " +
        (order.patient.ideographic.empty() ? order.patient.alphabetic : order.patient.ideographic) +
        "  " + order.patient.birthDate + "  " + order.date + "  " + order.procedure;
    for (const record::OrderDifference one : row.differs) {
        text += differenceText(one, japanese);
    }
    return text + (row.trouble.empty() ? "" : "  (" + row.trouble + ")") + "\n";
}

Json rowsOf(const station::WorklistLook& look, bool japanese, std::string& text) {
    Json rows = Json::array();
    for (const station::WorklistRow& row : look.rows) {
        rows.push(worklistJson(row));
        text += worklistText(row, japanese);
    }
    return rows;
}

int findInWorklist(const Arguments& args, const Output& output, station::Station& station) {
    const station::Session session = sessionOf(args, station);
    const bool japanese = output.language() == Language::Japanese;
    const station::WorklistLook look = station::Worklist(station).find(
        session, {patientOf(args).id, args.deliver.accession, args.deliver.date, args.deliver.name,
                  args.job, args.deliver.study, args.deliver.step});
    std::string text;
    Json rows = rowsOf(look, japanese, text);
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

// The order of a job. What differs is told with the order; without an answer nothing is picked.
int pickOrder(const Arguments& args, const Output& output, station::Station& station) {
    const station::Session session = sessionOf(args, station);
    station::Worklist worklist(station);
    station::WorklistLook look;
    const record::Patient patient = patientOf(args);
    const station::WorklistQuestion question{
        patient.id, args.deliver.accession, args.deliver.date, {},
        args.job,   args.deliver.study,     args.deliver.step};
    const station::Outcome outcome = args.deliver.none
                                         ? worklist.drop(session, args.job)
                                         : worklist.pickOne(session, question, args.reason, look);
    const bool picked = outcome.verdict.permitted() && look.away.empty();
    Json document = jobJson(output, station, outcome.job);
    std::string text;
    document.set("order", outcome.job.order ? record::toJson(*outcome.job.order) : Json());
    addOrders(document, text, look, output.language());
    if (picked) { // what it has now, or that it has none
        const bool japanese = output.language() == Language::Japanese;
        text = outcome.job.order ? (japanese ? "オーダーを選びました\n" : "order picked\n") +
                                       orderText(outcome.job, output.language())
               : japanese ? "オーダーなしにしました\n"
                          : "without an order now\n";
    }
    text = jobText(output, outcome.job) + text;
    const int code = output.outcome(std::move(document), text, outcome.verdict);
    return look.away.empty() ? code : kFault; // nothing was picked, and nothing is held up
}

} // namespace

void addOrders(Json& document, std::string& text, const station::WorklistLook& look,
               Language language) {
    document.set("rows", rowsOf(look, language == Language::Japanese, text));
    document.set("away", look.away);
}

std::string orderText(const record::ScanJob& job, Language language) {
    if (!job.order) {
        return {};
    }
    const record::Order& order = job.order->order;
    std::string text = language == Language::Japanese ? "  オーダー" : "  order";
    for (const std::string& part : {order.accession, order.date, order.procedure, order.study}) {
        text += part.empty() ? std::string() : "  " + part;
    }
    return text + "\n";
}

station::SealOutcome intakeWithOrder(const Arguments& args, station::Station& station,
                                     const station::Session& session,
                                     const station::IntakeRequest& request,
                                     const station::PageSeen& seen, station::WorklistLook& look) {
    const StopOnSignal stop;
    station::WorklistQuestion question;
    question.accession = args.deliver.accession;
    return station::Worklist(station).intake(session, request, question, args.deliver.orderReason,
                                             look, seen, stop.control());
}

bool isDeliverVerb(const std::string& verb) {
    return verb.starts_with("deliver ") || verb == "worklist find" || verb == "job order";
}

int runDeliverVerb(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    if (args.verb == "deliver list") {
        return listDeliveries(args, output, station);
    }
    if (args.verb == "worklist find") {
        return findInWorklist(args, output, station);
    }
    if (args.verb == "job order") {
        return pickOrder(args, output, station);
    }
    if (args.verb != "deliver work") {
        return actOnDelivery(args, output, station);
    }
    station::Deliveries deliveries(station);
    const record::Verdict verdict = deliveries.work(station::Urgency::Asked);
    std::string text;
    Json rows = rowsOfDeliveries(deliveries.list(), output, station, text);
    const std::size_t open = rows.asArray().size();
    text += (output.language() == Language::Japanese ? "未完了: " : "open: ") +
            std::to_string(open) + "\n";
    return output.outcome(Json::object({{"deliveries", std::move(rows)}}), text, verdict);
}

} // namespace seihon::station_cli
