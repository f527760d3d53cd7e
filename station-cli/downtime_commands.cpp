#include "record/json_fields.h"
#include "station-cli/commands.h"
#include "station/downtime_desk.h"

// Times without the station, and their numbered sheets [F17].
namespace seihon::station_cli {

using record::Json;
using record::Language;
using station::DowntimeDesk;

namespace {

Json numbersJson(const std::set<std::int64_t>& numbers) {
    Json list = Json::array();
    for (const std::int64_t number : numbers) {
        list.push(number);
    }
    return list;
}

Json stackJson(const record::DowntimeStack& stack, const std::set<std::int64_t>& registered) {
    const regulation::StackAccount account = regulation::accountOf(stack, registered);
    return Json::object({{"stack", stack.id},
                         {"place", stack.place},
                         {"first", stack.first},
                         {"printed", account.printed},
                         {"next", stack.next},
                         {"registered", account.registered},
                         {"void", account.voided},
                         {"unaccounted", numbersJson(account.unaccounted)},
                         {"ahead", numbersJson(account.ahead)},
                         {"unused", account.unused}});
}

std::string stackText(const Output& output, const record::DowntimeStack& stack,
                      const std::set<std::int64_t>& registered) {
    const bool japanese = output.language() == Language::Japanese;
    const regulation::StackAccount account = regulation::accountOf(stack, registered);
    const auto number = [](std::int64_t n) {
        return std::to_string(n);
    };
    std::string text = stack.id + "  " + stack.place + "  " + number(stack.first) + "–" +
                       number(stack.end() - 1) + "\n    ";
    text += number(account.printed) + (japanese ? " 枚印刷 = 登録 " : " printed = registered ") +
            number(account.registered) + (japanese ? " + 無効 " : " + void ") +
            number(account.voided) + (japanese ? " + 不明 " : " + unaccounted ") +
            number(std::ssize(account.unaccounted)) + (japanese ? " + 未使用 " : " + unused ") +
            number(account.unused) + "\n";
    for (const std::int64_t missing : account.unaccounted) {
        text += (japanese ? "    不明: " : "    unaccounted: ") + number(missing) + "\n";
    }
    return text;
}

Json downtimeJson(const record::Downtime& downtime) {
    return Json::object({{"downtime", downtime.id},
                         {"since", record::formatInstant(downtime.since)},
                         {"until", record::instantOrNull(downtime.until)},
                         {"closed", downtime.closed.has_value()},
                         {"reason", downtime.began.reason}});
}

std::string downtimeText(const Output& output, const record::Downtime& downtime) {
    const bool japanese = output.language() == Language::Japanese;
    return downtime.id + "  " + record::formatInstant(downtime.since) + " – " +
           (downtime.until ? record::formatInstant(*downtime.until) : std::string()) +
           (downtime.closed ? (japanese ? "  照合済み" : "  settled")
                            : (japanese ? "  未照合" : "  not settled")) +
           "  " + downtime.began.reason + "\n";
}

int printStack(const Output& output, DowntimeDesk& desk, const station::StackOutcome& outcome) {
    if (outcome.stack.id.empty()) {
        return output.outcome(Json::object({}), {}, outcome.verdict);
    }
    const auto registered = desk.registered({outcome.stack});
    return output.outcome(stackJson(outcome.stack, registered),
                          stackText(output, outcome.stack, registered), outcome.verdict);
}

int printDowntime(const Output& output, const station::DowntimeOutcome& outcome) {
    const bool known = !outcome.downtime.id.empty();
    return output.outcome(known ? downtimeJson(outcome.downtime) : Json::object({}),
                          known ? downtimeText(output, outcome.downtime) : std::string(),
                          outcome.verdict);
}

int listDowntimes(const Output& output, DowntimeDesk& desk) {
    Json downtimes = Json::array(), stacks = Json::array();
    std::string text;
    for (const record::Downtime& downtime : desk.list()) {
        downtimes.push(downtimeJson(downtime));
        text += downtimeText(output, downtime);
    }
    const std::vector<record::DowntimeStack> all = desk.stacks();
    const std::set<std::int64_t> registered = desk.registered(all);
    for (const record::DowntimeStack& stack : all) {
        stacks.push(stackJson(stack, registered));
        text += stackText(output, stack, registered);
    }
    output.print(Json::object({{"downtimes", std::move(downtimes)}, {"stacks", std::move(stacks)}}),
                 text);
    return kDone;
}

} // namespace

bool isDowntimeVerb(const std::string& verb) {
    return verb.starts_with("downtime ");
}

int runDowntimeVerb(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    DowntimeDesk desk(station);
    const DowntimeArguments& mine = args.downtime;
    if (args.verb == "downtime list") {
        return listDowntimes(output, desk);
    }
    const station::Session session = sessionOf(args, station);
    if (args.verb == "downtime print") {
        return printStack(output, desk,
                          desk.print(session, {mine.place, mine.count, mine.printTo}));
    }
    if (args.verb == "downtime count") {
        return printStack(output, desk, desk.count(session, mine.id, mine.number));
    }
    if (args.verb == "downtime void") {
        return printStack(output, desk, desk.makeVoid(session, mine.number, args.reason));
    }
    if (args.verb == "downtime begin") {
        const auto since = instantOf(mine.since, "--since").value_or(record::readClock());
        return printDowntime(output, desk.begin(session, since, args.reason));
    }
    if (args.verb == "downtime end") {
        const auto until = instantOf(mine.until, "--until").value_or(record::readClock());
        return printDowntime(output, desk.end(session, mine.id, until));
    }
    return printDowntime(output, desk.close(session, mine.id));
}

} // namespace seihon::station_cli
