#include "record/clean_text.h"
#include "record/entry_words.h"
#include "record/retention.h"
#include "station-cli/commands.h"
#include "station/log_reader.h"
#include "station/period_report.h"

// Questions to the log, and reports over it [F5, W].
namespace seihon::station_cli {

using record::Fault;
using record::FaultKind;
using record::Json;
using record::Language;

namespace {

std::chrono::local_days dayGiven(const std::string& text, const char* option) {
    const auto day = record::dayFromText(text);
    if (!day) {
        throw Fault(FaultKind::Usage, std::string(option) + " takes a day, as 2026-11-22");
    }
    return std::chrono::local_days(*day);
}

record::Instant beginOfDay(const station::Station& station, std::chrono::local_days day) {
    return record::Instant(day.time_since_epoch()) - station.regulation().calendar.utcOffset;
}

station::LogQuery logQueryOf(const Arguments& args, const station::Station& station) {
    station::LogQuery query;
    if (!args.audit.kind.empty()) {
        query.kind = record::enumFromName<record::EntryKind>(args.audit.kind);
        if (!query.kind) {
            throw Fault(FaultKind::Usage, "no entry is of the kind " + args.audit.kind);
        }
    }
    query.user = args.audit.user;
    query.patientId = patientOf(args).id;
    if (!args.audit.from.empty()) {
        query.from = beginOfDay(station, dayGiven(args.audit.from, "--from"));
    }
    if (!args.audit.until.empty()) {
        query.until =
            beginOfDay(station, dayGiven(args.audit.until, "--until") + std::chrono::days(1));
    }
    if (query.from && query.until && *query.until <= *query.from) {
        throw Fault(FaultKind::Usage, "the last day lies before the first");
    }
    query.before = args.firstEntry;
    query.limit = args.limit;
    return query;
}

int searchLog(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    const station::Session session = sessionOf(args, station);
    const station::LogPage page =
        station::LogReader(station).read(session, logQueryOf(args, station));
    if (!page.verdict.permitted()) {
        return printRefusal(output, page.verdict);
    }
    const bool japanese = output.language() == Language::Japanese;
    Json lines = Json::array();
    std::string text;
    for (const station::HistoryLine& line : page.lines) {
        const std::string who = line.proven
                                    ? line.actor.user
                                    : std::string(japanese ? "未ログイン" : "no login") +
                                          (line.saidToBe.empty() ? "" : ": " + line.saidToBe);
        lines.push(Json::object({{"sequence", line.sequence},
                                 {"at", record::formatInstant(line.at)},
                                 {"kind", record::enumName(line.kind)},
                                 {"user", line.proven ? line.actor.user : line.saidToBe},
                                 {"proven", line.proven},
                                 {"job", line.job},
                                 {"record", line.record},
                                 {"reason", line.why},
                                 {"refused", line.refused()}}));
        text += std::to_string(line.sequence) + "  " +
                record::formatLocal(line.at, station.regulation().calendar.utcOffset) + "  " +
                std::string(record::wordFor(line.kind, output.language())) + "  " + who +
                (line.refused() ? "  ■" : "") + (line.record.empty() ? "" : "  " + line.record) +
                (line.why.empty() ? "" : "  " + record::cleanText(line.why)) + "\n";
    }
    if (page.next > 0) {
        text +=
            (japanese ? "続き: --before " : "more: --before ") + std::to_string(page.next) + "\n";
    } else if (page.lines.empty()) {
        text += japanese ? "該当する記載はありません\n" : "no such entry\n";
    }
    output.print(Json::object({{"entries", lines},
                               {"size", page.size},
                               {"before", page.next > 0 ? Json(page.next) : Json()}}),
                 text);
    return kDone;
}

station::ReportRequest reportRequestOf(const AuditArguments& audit) {
    const station::ReportKind kind = audit.report == "questions"  ? station::ReportKind::Questions
                                     : audit.report == "director" ? station::ReportKind::Director
                                                                  : station::ReportKind::Work;
    if (!audit.month.empty()) {
        const auto first = record::dayFromText(audit.month + "-01");
        if (!first) {
            throw Fault(FaultKind::Usage, "--month takes a month, as 2026-11");
        }
        return station::monthOf(first->year() / first->month(), kind);
    }
    if (audit.from.empty() || audit.until.empty()) {
        throw Fault(FaultKind::Usage, "a report needs --month, or --from and --until");
    }
    return {kind, dayGiven(audit.from, "--from"), dayGiven(audit.until, "--until")};
}

int reportWork(const Arguments& args, const Output& output) {
    const station::ReportRequest request = reportRequestOf(args.audit);
    station::Station station(homeOf(args));
    const station::Session session = sessionOf(args, station);
    station::PeriodReport reports(station);
    const station::MadeReport made = reports.make(session, request);
    if (!made.verdict.permitted()) {
        return printRefusal(output, made.verdict);
    }
    const station::WorkFigures& figures = made.figures;
    std::string text = reports.text(request, figures, output.language());
    if (!args.exportFile.empty()) {
        reports.write(args.exportFile, request, figures, output.language());
        text = args.exportFile + "\n" + text;
    }
    output.print(Json::object({{"from", record::formatInstant(figures.from)},
                               {"until", record::formatInstant(figures.until)},
                               {"entries", figures.entries},
                               {"jobs", figures.total.jobs},
                               {"sealed", figures.total.sealed},
                               {"pages", figures.total.pages},
                               {"late", figures.total.late},
                               {"excused", figures.total.excused},
                               {"overrides", figures.total.overrides},
                               {"rejected", figures.total.rejected},
                               {"rescans", figures.total.rescans},
                               {"unsealedNow", figures.unsealedInAll},
                               {"samePerson", std::ssize(figures.samePerson)},
                               {"file", args.exportFile.empty() ? Json() : Json(args.exportFile)}}),
                 text);
    return kDone;
}

} // namespace

int runReportVerb(const Arguments& args, const Output& output) {
    return args.verb == "audit search" ? searchLog(args, output) : reportWork(args, output);
}

} // namespace seihon::station_cli
