#include "record/json_fields.h"
#include "station-cli/commands.h"
#include "station-cli/secret_input.h"
#include "station-cli/stop_on_signal.h"

namespace seihon::station_cli {

using record::Fault;
using record::FaultKind;
using record::Json;
using record::Language;
using station::Outcome;
using station::SealOutcome;

namespace {

std::optional<record::Instant> instantOf(const std::string& text, const char* option) {
    if (text.empty()) {
        return std::nullopt;
    }
    try {
        return record::parseInstant(text);
    } catch (const Fault&) {
        throw Fault(FaultKind::Usage, std::string(option) + ": \"" + text.substr(0, 40) +
                                          "\" is no time like 2026-11-22T09:30:00+09:00");
    }
}

record::Original originalOf(const Arguments& args) {
    record::Original original;
    original.documentClass = args.documentClass;
    original.patient = patientOf(args);
    original.receivedAt = instantOf(args.received, "--received");
    original.createdAt = instantOf(args.created, "--created");
    original.sheets = args.sheets;
    original.duplex = args.duplex;
    original.remark = args.remark;
    original.evidence = record::ReceptionEvidence::Claim;
    if (!args.evidence.empty()) {
        const auto evidence = record::enumFromName<record::ReceptionEvidence>(args.evidence);
        if (!evidence) {
            throw Fault(FaultKind::Usage,
                        "--evidence: \"" + args.evidence.substr(0, 40) + "\" is not known");
        }
        original.evidence = *evidence;
    } else if (!original.receivedAt) { // registered now, at this counter: the entry itself is the
                                       // evidence [B4]
        original.receivedAt = record::readClock();
        original.evidence = record::ReceptionEvidence::CounterRegistration;
    }
    if (!original.createdAt) { // paper made in the house comes to the counter as it is made, unless
                               // somebody says otherwise
        original.createdAt = original.receivedAt;
    }
    return original;
}

station::ScanRequest scanOf(const Arguments& args) {
    station::ScanRequest request;
    request.device = args.device;
    if (!args.folder.empty()) {
        request.folder = args.folder;
    }
    if (args.duplex) {
        request.duplex = true;
    }
    request.dpi = args.dpi;
    request.replacePage = args.replacePage;
    return request;
}

void addRefusal(Json& document, const record::Verdict& verdict) {
    if (!verdict.permitted()) {
        document.set("refused", true);
    }
}

int printOutcome(const Output& output, const station::Station& station, const Outcome& outcome) {
    Json document =
        outcome.job.id.empty() ? Json::object({}) : jobJson(output, station, outcome.job);
    document.set("findings", output.findings(outcome.verdict));
    addRefusal(document, outcome.verdict);
    output.print(document, (outcome.job.id.empty() ? "" : jobText(output, outcome.job)) +
                               output.sentences(outcome.verdict));
    return outcome.verdict.permitted() ? kDone : kRefused;
}

int printSeal(const Output& output, const station::Station& station, const SealOutcome& outcome) {
    Json document =
        outcome.job.id.empty() ? Json::object({}) : jobJson(output, station, outcome.job);
    document.set("findings", output.findings(outcome.verdict));
    addRefusal(document, outcome.verdict);
    std::string text = outcome.job.id.empty() ? "" : jobText(output, outcome.job);
    text += output.sentences(outcome.verdict);
    const bool japanese = output.language() == Language::Japanese;
    int code = outcome.verdict.permitted() ? kDone : kRefused;
    if (!outcome.pendingBecause.empty()) {
        document.set("pending", outcome.pendingBecause);
        text += (japanese ? "封緘待ち: " : "sealing pending: ") + outcome.pendingBecause + "\n";
        code = kFault;
    } else if (outcome.job.sealed) {
        text += (japanese ? "封緘しました: " : "sealed: ") +
                (station.archive() / outcome.job.sealed->path).string() + "\n" +
                (japanese ? "証明された時刻: " : "proven at: ") +
                record::formatLocal(outcome.job.sealed->provenAt,
                                    station.regulation().calendar.utcOffset) +
                "\n";
    }
    output.print(document, text);
    return code;
}

station::PageSeen progressOf(const Output& output) {
    return [&output](const record::Page& page) {
        const bool japanese = output.language() == Language::Japanese;
        const std::string sheet = std::to_string(page.sheet);
        const bool front = page.side == record::Side::Front;
        output.progress(japanese ? "✓ " + std::to_string(page.number) + " 面目（" + sheet +
                                       " 枚目の" + (front ? "表" : "裏") + "）を保存しました"
                                 : "✓ side " + std::to_string(page.number) + " kept (sheet " +
                                       sheet + ", " + (front ? "front" : "back") + ")");
    };
}

record::PageMark markOf(const Arguments& args) {
    return args.blank                ? record::PageMark::Blank
           : !args.asOnPaper.empty() ? record::PageMark::AsOnPaper
           : args.clear              ? record::PageMark::None
                                     : record::PageMark::Rejected;
}

Outcome runStep(const Arguments& args, const Output& output, station::Station& station,
                const station::Session& session) {
    const std::string verb = args.verb.substr(4);
    if (verb == "register") {
        return station.registerOriginal(session, {originalOf(args)});
    }
    if (verb == "open") {
        return station.open(session, args.job);
    }
    if (verb == "prepare") {
        return station.prepare(session, args.job, {args.sheets, args.attestComplete, "flag"});
    }
    if (verb == "scan") {
        const StopOnSignal stop;
        return station.scan(session, args.job, scanOf(args), progressOf(output), stop.token());
    }
    if (verb == "page") {
        return station.markPage(session, args.job, args.page, markOf(args),
                                args.asOnPaper.empty() ? args.reject : args.asOnPaper);
    }
    if (verb == "compare") {
        return station.compare(session, args.job, {args.same, args.asOnPaper, "flag"});
    }
    if (verb == "submit") {
        return station.submit(session, args.job);
    }
    if (verb == "accept") {
        return station.accept(session, args.job);
    }
    if (verb == "send-back") {
        return station.sendBack(session, args.job, args.reason);
    }
    if (verb == "excuse") {
        return station.excuse(session, args.job, args.reason,
                              instantOf(args.hindranceEnded, "--hindrance-ended"));
    }
    if (verb == "convert") {
        return station.convert(session, args.job, args.reason);
    }
    if (verb == "abandon") {
        return station.abandon(session, args.job, args.reason);
    }
    throw Fault(FaultKind::Usage, "no such verb: " + args.verb);
}

int showJobs(const Arguments& args, const Output& output, station::Station& station) {
    if (args.verb == "job show") {
        const record::ScanJob job = station.job(args.job);
        const record::Verdict verdict = station.standing(job);
        Json document = jobJson(output, station, job);
        document.set("findings", output.findings(verdict));
        std::string text = jobText(output, job) + output.sentences(verdict);
        for (const record::Page& page : job.pages) {
            text += "  " + std::to_string(page.number) + "  " +
                    station.pageFile(job, page).string() + "\n" + output.sentences(page.verdict);
        }
        output.print(document, text);
        return kDone;
    }
    Json list = Json::array();
    std::string text;
    for (const record::ScanJob& job : station.jobs(args.limit)) {
        list.push(Json::object({{"job", job.id},
                                {"state", record::enumName(job.state)},
                                {"class", job.original.documentClass},
                                {"pendingSince", pendingSince(job)},
                                {"record", job.sealed ? Json(job.sealed->recordId) : Json()}}));
        text += jobText(output, job);
    }
    output.print(Json::object({{"jobs", std::move(list)}}), text);
    return kDone;
}

} // namespace

record::Patient patientOf(const Arguments& args) {
    record::Patient patient{args.patient, args.patientName};
    if (args.patientFd >= 0) {
        const std::vector<std::string> lines = readLines(args.patientFd);
        patient.id = lines.empty() ? std::string() : lines[0];
        if (lines.size() > 1) {
            patient.name = lines[1];
        }
    }
    return patient;
}

station::Session sessionOf(const Arguments& args, station::Station& station) {
    if (args.user.empty()) {
        throw Fault(FaultKind::Usage, "--as USER is needed: whoever changes something is named");
    }
    const station::LastTry lastTry =
        args.lastTry ? station::LastTry::Spend : station::LastTry::Keep;
    return station.login(args.user,
                         args.keypad ? station::Pin("", lastTry) : readPin(args.pinFd, lastTry));
}

int runJobVerb(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    if (args.verb == "job show" || args.verb == "job list") {
        return showJobs(args, output, station);
    }
    const bool registers = args.verb == "intake" || args.verb == "job register";
    if (registers && args.patient.empty() && args.patientFd < 0) {
        throw Fault(FaultKind::Usage, "--patient ID or --patient-fd N is needed");
    }
    const station::Session session = sessionOf(args, station);
    if (args.verb == "intake") {
        station::IntakeRequest request;
        request.original = originalOf(args);
        request.attestComplete = args.attestComplete;
        request.scan = scanOf(args);
        const StopOnSignal stop;
        return printSeal(output, station,
                         station.intake(session, request, progressOf(output), stop.token()));
    }
    if (args.verb == "job seal") {
        return printSeal(output, station, station.seal(session, args.job));
    }
    return printOutcome(output, station, runStep(args, output, station, session));
}

} // namespace seihon::station_cli
