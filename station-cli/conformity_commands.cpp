#include "record/json_fields.h"
#include "station-cli/commands.h"
#include "station/conformity_desk.h"

#include <charconv>

// The periodic check that work follows the rules [A13a].
namespace seihon::station_cli {

using record::Fault;
using record::FaultKind;
using record::Json;
using record::Language;

namespace {

constexpr std::string_view kConforms = "ok";
constexpr std::string_view kDeviation = "deviation:";

// "3=ok" or "3=deviation:what and what is done": the number is the question's on the sheet.
std::vector<record::ConformityAnswer> answersOf(const Arguments& args,
                                                const std::vector<std::string>& questions) {
    std::vector<record::ConformityAnswer> answers;
    for (const std::string& text : args.answers) {
        const std::size_t equals = text.find('=');
        std::size_t number = 0;
        const auto read =
            std::from_chars(text.data(), text.data() + std::min(equals, text.size()), number);
        const std::string said = equals == text.npos ? "" : text.substr(equals + 1);
        const bool known = read.ec == std::errc() && read.ptr == text.data() + equals &&
                           number >= 1 && number <= questions.size();
        if (!known || (said != kConforms && !said.starts_with(kDeviation))) {
            throw Fault(FaultKind::Usage,
                        "\"" + text.substr(0, 64) + "\" is not NUMBER=ok or NUMBER=deviation:WHAT");
        }
        record::ConformityAnswer answer{questions[number - 1], said == kConforms, {}};
        answer.remark = answer.conforms ? "" : said.substr(kDeviation.size());
        answers.push_back(std::move(answer));
    }
    return answers;
}

int sheet(const Output& output, station::Station& station) {
    const station::ConformityDesk desk(station);
    Json list = Json::array();
    std::string text;
    std::int64_t number = 0;
    for (const std::string& question : station.regulation().conformity.questions) {
        list.push(Json::object({{"number", ++number}, {"question", question}}));
        text += std::to_string(number) + ". " + question + "\n";
    }
    const record::Verdict standing = desk.standing(record::readClock());
    output.print(
        Json::object({{"questions", std::move(list)}, {"findings", output.findings(standing)}}),
        text + output.sentences(standing));
    return kDone;
}

int list(const Output& output, station::Station& station) {
    Json checks = Json::array();
    std::string text;
    for (const record::ConformityCheck& check : station::ConformityDesk(station).checks()) {
        Json answers = Json::array();
        for (const record::ConformityAnswer& answer : check.answers) {
            answers.push(record::toJson(answer));
        }
        checks.push(Json::object(
            {{"id", check.id},
             {"at", record::formatInstant(check.at)},
             {"by", record::toJson(check.by)},
             {"answers", std::move(answers)},
             {"deviations", check.deviations()},
             {"countersignedBy",
              check.countersignedBy ? record::toJson(*check.countersignedBy) : Json()}}));
        text += check.id + "  " +
                record::formatLocal(check.at, station.regulation().calendar.utcOffset) + "  " +
                check.by.name + " → " +
                (check.countersignedBy ? check.countersignedBy->name : std::string("–")) + "  " +
                std::to_string(check.deviations()) + "\n";
    }
    output.print(Json::object({{"checks", std::move(checks)}}), text);
    return kDone;
}

int printConformity(const Output& output, const station::ConformityOutcome& outcome) {
    const bool permitted = outcome.verdict.permitted();
    return output.outcome(Json::object({{"check", permitted ? Json(outcome.id) : Json()}}),
                          permitted ? outcome.id + "\n" : "", outcome.verdict);
}

} // namespace

int runConformityVerb(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    if (args.verb == "conformity sheet") {
        return sheet(output, station);
    }
    if (args.verb == "conformity list") {
        return list(output, station);
    }
    const auto answers = answersOf(args, station.regulation().conformity.questions);
    const station::Session session = sessionOf(args, station);
    station::ConformityDesk desk(station);
    return printConformity(output, args.verb == "conformity record"
                                       ? desk.recordCheck(session, answers)
                                       : desk.countersign(session, args.target, args.remark));
}

} // namespace seihon::station_cli
