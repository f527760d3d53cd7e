#include "record/json_fields.h"
#include "station-cli/commands.h"
#include "station-cli/secret_input.h"
#include "station/papers.h"
#include "station/people.h"
#include "station/samples.h"
#include "station/versions.h"

namespace seihon::station_cli {

using record::Fault;
using record::FaultKind;
using record::Json;
using record::Language;

namespace {

std::vector<record::Correction> correctionsOf(const LaterArguments& later) {
    std::string text;
    if (later.correctionFd >= 0) {
        for (const std::string& line : readLines(later.correctionFd)) {
            text += line + "\n";
        }
    } else if (!later.correctionFile.empty()) {
        const auto bytes = ledger::readWhole(later.correctionFile, 1 << 20);
        text.assign(bytes.begin(), bytes.end());
    } else {
        return {};
    }
    try {
        return record::parseCorrections(text);
    } catch (const Fault& fault) { // typed by a person, not found damaged
        throw Fault(FaultKind::Usage, std::string("the corrections: ") + fault.what());
    }
}

int amendRecord(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    const station::Session session = sessionOf(args, station);
    station::AmendRequest request;
    request.recordId = args.target;
    request.reason = args.reason;
    request.samePages = args.later.samePages;
    request.corrections = correctionsOf(args.later);
    request.sheets = args.later.sheets;
    request.fork = args.later.fork;
    if (const record::Patient patient = patientOf(args); !patient.id.empty()) {
        request.patient = patient;
    }
    const station::Outcome outcome = station::Versions(station).amend(session, request);
    Json document =
        outcome.job.id.empty() ? Json::object({}) : jobJson(output, station, outcome.job);
    document.set("amends", args.target);
    return output.outcome(std::move(document),
                          outcome.job.id.empty() ? "" : jobText(output, outcome.job),
                          outcome.verdict);
}

int withdrawRecord(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    const station::Session session = sessionOf(args, station);
    const station::WithdrawOutcome outcome = station::Versions(station).withdraw(
        session, {args.target, args.reason, args.later.wrongPatient});
    const auto offset = station.regulation().calendar.utcOffset;
    const bool japanese = output.language() == Language::Japanese;
    Json viewers = Json::array();
    std::string text;
    for (const station::SeenBy& viewer : outcome.viewers) {
        viewers.push(Json::object({{"user", viewer.user},
                                   {"views", viewer.views},
                                   {"exports", viewer.exports},
                                   {"first", record::formatInstant(viewer.first)},
                                   {"last", record::formatInstant(viewer.last)}}));
        const std::string nobody = japanese ? "（名乗らなかった人）" : "(somebody without a name)";
        text += (japanese ? "  見た人: " : "  seen by ") +
                (viewer.user.empty() ? nobody : viewer.user) + "  " +
                record::formatLocal(viewer.last, offset) + "\n";
    }
    const record::Incident* incident = record::openIncident(outcome.outcome.job.later);
    Json document = Json::object({{"record", args.target}, {"viewers", std::move(viewers)}});
    document.set("incident", incident == nullptr ? Json() : Json(incident->id));
    if (outcome.outcome.verdict.permitted()) {
        text = args.target +
               (japanese ? "  取り下げました。報告（インシデント） " : "  withdrawn; incident ") +
               (incident == nullptr ? "" : incident->id) + "\n" + text;
    }
    return output.outcome(std::move(document), text, outcome.outcome.verdict);
}

int listIncidents(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    Json list = Json::array();
    std::string text;
    for (const station::IncidentRow& row : station::Versions(station).openIncidents()) {
        list.push(Json::object({{"incident", row.incident.id},
                                {"kind", record::enumName(row.incident.kind)},
                                {"record", row.recordId},
                                {"job", row.job},
                                {"openedAt", record::formatInstant(row.incident.opened.at)},
                                {"by", row.incident.opened.actor.user},
                                {"reason", row.incident.opened.reason}}));
        text += row.incident.id + "  " + std::string(record::enumName(row.incident.kind)) + "  " +
                row.recordId + "  " + row.incident.opened.reason + "\n";
    }
    output.print(Json::object({{"incidents", std::move(list)}}), text);
    return kDone;
}

int closeOneIncident(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    const station::Session session = sessionOf(args, station);
    const station::Outcome outcome = station::Versions(station).closeIncident(
        session, args.target, args.later.incident, args.later.measures);
    return output.outcome(
        Json::object({{"record", args.target}, {"incident", args.later.incident}}),
        !outcome.verdict.permitted() ? std::string()
        : output.language() == Language::Japanese
            ? args.later.incident + "  報告（インシデント）を閉じました。\n"
            : "incident " + args.later.incident + " is closed\n",
        outcome.verdict);
}

Json sampleJson(const station::Sample& sample) {
    Json drawn = Json::array();
    for (const regulation::DrawnUnit& unit : sample.drawn) {
        Json pages = Json::array();
        for (const std::int64_t page : unit.pages) {
            const station::SamplePage one{unit.job, page};
            const auto fault = sample.faults.find(one);
            Json json = Json::object({{"page", page}});
            json.set("answer", fault != sample.faults.end() ? Json("fault")
                               : sample.same.contains(one)  ? Json("same")
                                                            : Json());
            pages.push(std::move(json));
        }
        drawn.push(Json::object({{"job", unit.job}, {"pages", std::move(pages)}}));
    }
    return Json::object({{"sample", sample.id},
                         {"plan", sample.plan},
                         {"seed", sample.seed.hex()},
                         {"committed", static_cast<std::int64_t>(sample.committed)},
                         {"from", static_cast<std::int64_t>(sample.from)},
                         {"until", static_cast<std::int64_t>(sample.until)},
                         {"population", sample.population},
                         {"tightened", sample.tightened},
                         {"drawnAt", record::formatInstant(sample.at)},
                         {"drawn", std::move(drawn)},
                         {"open", std::ssize(openPages(sample))},
                         {"faults", std::ssize(sample.faults)},
                         {"closed", sample.closed}});
}

std::string sampleText(const Output& output, const station::Sample& sample) {
    const bool japanese = output.language() == Language::Japanese;
    const std::string drawn = std::to_string(sample.drawn.size());
    const std::string all = std::to_string(sample.population);
    const std::string open = std::to_string(openPages(sample).size());
    std::string text = sample.id + "  " + sample.plan + "  ";
    text += japanese ? all + " 件から " + drawn + " 件、残り " + open + " 頁"
                     : drawn + " of " + all + " documents, " + open + " pages left";
    text += !sample.closed ? "\n" : japanese ? "（終了）\n" : ", closed\n";
    for (const station::SamplePage& page : openPages(sample)) {
        text += "  " + page.first + "  " + std::to_string(page.second) + "\n";
    }
    return text;
}

int showSamples(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    station::Samples samples(station);
    if (!args.later.sample.empty()) {
        const station::Sample sample = samples.find(args.later.sample);
        output.print(sampleJson(sample), sampleText(output, sample));
        return kDone;
    }
    Json list = Json::array();
    std::string text;
    for (const station::Sample& sample : samples.list()) {
        list.push(sampleJson(sample));
        text += sampleText(output, sample);
    }
    output.print(Json::object({{"samples", std::move(list)}}), text);
    return kDone;
}

int runSample(const Arguments& args, const Output& output) {
    if (args.verb == "sample show") {
        return showSamples(args, output);
    }
    station::Station station(homeOf(args));
    const station::Session session = sessionOf(args, station);
    station::Samples samples(station);
    const station::SamplePage page{args.job, args.later.page};
    station::SampleOutcome outcome;
    if (args.verb == "sample draw") {
        outcome = samples.draw(session, args.later.plan);
    } else if (args.verb == "sample view") {
        outcome = samples.view(session, args.later.sample, page, args.later.to);
    } else if (args.verb == "sample inspect") {
        outcome = samples.inspect(session, args.later.sample, page, args.later.fault);
    } else {
        outcome = samples.close(session, args.later.sample);
    }
    const bool there = !outcome.sample.id.empty();
    return output.outcome(there ? sampleJson(outcome.sample) : Json::object({}),
                          there ? sampleText(output, outcome.sample) : "", outcome.verdict);
}

Json paperJson(const record::ScanJob& job) {
    const record::Paper& paper = job.later.paper;
    Json json = Json::object({{"job", job.id},
                              {"record", job.sealed ? Json(job.sealed->recordId) : Json()},
                              {"class", job.original.documentClass},
                              {"recalled", paper.recalled},
                              {"releaseProposed", paper.releaseProposed.has_value()},
                              {"holdUntil", record::instantOrNull(paper.holdUntil)}});
    json.set("box", paper.place ? Json(paper.place->box) : Json());
    json.set("shelf", paper.place ? Json(paper.place->shelf) : Json());
    json.set("position", paper.place ? Json(paper.place->position) : Json());
    return json;
}

std::string paperText(const Output& output, const record::ScanJob& job) {
    const bool japanese = output.language() == Language::Japanese;
    const record::Paper& paper = job.later.paper;
    std::string text = job.id + "  " + job.original.documentClass + "  ";
    text += paper.place
                ? paper.place->box + " / " + paper.place->shelf + " / " + paper.place->position
            : japanese ? "場所の登録なし"
                       : "no place known";
    text += !paper.recalled ? "" : japanese ? "  回収" : "  recalled";
    text += !paper.releaseProposed ? "" : japanese ? "  廃棄の提案あり" : "  release proposed";
    return text + "\n";
}

int findPaper(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    const Looker looker = lookerOf(args, station);
    if (const record::Verdict may = station::People(station).judgeLook(
            looker.viewer(), regulation::Authority::SearchRecords, {});
        !may.permitted()) {
        return printRefusal(output, may);
    }
    station::PaperQuery query;
    if (const record::Patient patient = patientOf(args); !patient.id.empty()) {
        query.patientId = patient.id;
    }
    query.sealedFrom = instantOf(args.from, "--from");
    query.sealedUntil = instantOf(args.until, "--until");
    query.box = args.later.box;
    query.limit = args.limit;
    Json list = Json::array();
    std::string text;
    for (const record::ScanJob& job : station::Papers(station).find(query, looker.viewer())) {
        list.push(paperJson(job));
        text += paperText(output, job);
    }
    output.print(Json::object({{"papers", std::move(list)}}), text);
    return kDone;
}

int runPaper(const Arguments& args, const Output& output) {
    if (args.verb == "paper find") {
        return findPaper(args, output);
    }
    station::Station station(homeOf(args));
    const station::Session session = sessionOf(args, station);
    station::Papers papers(station);
    const LaterArguments& later = args.later;
    const station::Outcome outcome =
        args.verb == "paper release"
            ? papers.proposeRelease(session, args.target, args.reason)
            : papers.place(session, {args.target,
                                     {later.box, later.shelf, later.position},
                                     instantOf(later.holdUntil, "--hold-until"),
                                     args.reason});
    return output.outcome(paperJson(outcome.job), paperText(output, outcome.job), outcome.verdict);
}

} // namespace

bool isLaterVerb(const std::string& verb) {
    return verb == "record amend" || verb == "record withdraw" || verb.starts_with("incident ") ||
           verb.starts_with("sample ") || verb.starts_with("paper ");
}

int runLaterVerb(const Arguments& args, const Output& output) {
    if (args.verb == "record amend") {
        return amendRecord(args, output);
    }
    if (args.verb == "record withdraw") {
        return withdrawRecord(args, output);
    }
    if (args.verb.starts_with("incident ")) {
        return args.verb == "incident list" ? listIncidents(args, output)
                                            : closeOneIncident(args, output);
    }
    return args.verb.starts_with("sample ") ? runSample(args, output) : runPaper(args, output);
}

} // namespace seihon::station_cli
