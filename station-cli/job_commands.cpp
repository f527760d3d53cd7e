#include "record/json_fields.h"
#include "station-cli/batch_output.h"
#include "station-cli/commands.h"
#include "station-cli/intake_steps.h"
#include "station-cli/secret_input.h"
#include "station-cli/stop_on_signal.h"
#include "station/cover_desk.h"
#include "station/film_desk.h"
#include "station/page_order.h"
#include "station/people.h"
#include "station/typed_text.h"
#include "station/worklist.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace seihon::station_cli {

using record::Fault;
using record::FaultKind;
using record::Json;
using record::Language;
using station::Outcome;
using station::SealOutcome;

namespace {

record::Original originalOf(const Arguments& args) {
    record::Original original;
    original.documentClass = args.documentClass;
    original.patient = patientOf(args);
    original.receivedAt = instantOf(args.received, "--received");
    original.createdAt = instantOf(args.created, "--created");
    original.sheets = args.sheets;
    original.duplex = args.duplex;
    original.remark = args.remark;
    original.provisional = args.intake.provisional;
    original.label = args.intake.label;
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
    if (!args.source.empty()) {
        request.source = record::enumFromName<record::PaperSource>(args.source);
    }
    if (!args.area.empty()) {
        const Area area = areaOf(args.area);
        request.areaWidthMicrometres = area.widthMicrometres;
        request.areaHeightMicrometres = area.heightMicrometres;
    }
    request.wish.replacePage = args.replacePage;
    request.wish.after = args.afterSheet;
    request.wish.backOf = args.backOfSheet;
    request.wish.backs = args.backs;
    request.wish.again = args.again;
    request.wish.reversed = args.reversed;
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

// `orders`: what the worklist said, where it was asked.
int printSeal(const Output& output, const station::Station& station, const SealOutcome& outcome,
              const station::WorklistLook* orders = nullptr) {
    const bool japanese = output.language() == Language::Japanese;
    Json document =
        outcome.job.id.empty() ? Json::object({}) : jobJson(output, station, outcome.job);
    document.set("findings", output.findings(outcome.verdict));
    addRefusal(document, outcome.verdict);
    std::string text = outcome.job.id.empty() ? "" : jobText(output, outcome.job);
    if (orders != nullptr) {
        const std::optional<record::PickedOrder>& order = outcome.job.order;
        document.set("order", order ? record::toJson(*order) : Json());
        std::string rows;
        addOrders(document, rows, *orders, output.language());
        text += order ? orderText(outcome.job, output.language()) : rows;
    }
    text += output.sentences(outcome.verdict);
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
        requirePlaces(args, station); // a job that comes to be although the command fails is a trap
        Outcome outcome = station.registerOriginal(session, {originalOf(args)});
        if (outcome.verdict.permitted()) {
            outcome.verdict.merge(afterRegistering(args, station, session, outcome.job.id));
        }
        return outcome;
    }
    if (verb == "open") {
        return station.open(session, args.job, args.project.id);
    }
    if (verb == "prepare") {
        return station.prepare(session, args.job, {args.sheets, args.attestComplete, "flag"});
    }
    if (verb == "scan") {
        if (args.intake.cover) {
            const record::Verdict cover = coverFirst(args, station, session);
            if (!cover.permitted()) {
                return {station.job(args.job), cover};
            }
        }
        const StopOnSignal stop;
        return station.scan(session, args.job, scanOf(args), progressOf(output), stop.control());
    }
    if (verb == "recount") {
        return station.recount(session, args.job, args.sheets, args.reason);
    }
    if (verb == "page" && !args.setAside.empty()) {
        return station.setSheetAside(session, args.job, args.page, args.setAside);
    }
    if (verb == "page" && args.moveAfter) {
        return station::moveSheet(station, session, args.job, args.page, *args.moveAfter,
                                  args.reason);
    }
    if (verb == "page" && args.turn) {
        return station::turnPage(station, session, args.job, args.page, *args.turn);
    }
    if (verb == "page") {
        return station.markPage(session, args.job, args.page, markOf(args),
                                args.asOnPaper.empty() ? args.reject : args.asOnPaper);
    }
    if (verb == "compare") {
        return station.compare(session, args.job, {args.same, args.asOnPaper, "flag"});
    }
    if (verb == "film-side") {
        return station::FilmDesk(station).attestSide(
            session, args.job, *record::enumFromName<record::FilmSide>(args.film.answer),
            args.reason);
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
    JobPlaces places(station);
    if (args.verb == "job show") {
        const record::ScanJob job = station.job(args.job);
        const Looker looker = lookerOf(args, station);
        station::People people(station);
        if (const record::Verdict may =
                people.judgeLook(looker.viewer(), regulation::Authority::ViewRecord,
                                 job.sealed ? job.sealed->recordId : std::string());
            !may.permitted()) {
            return printRefusal(output, may);
        }
        people.sawJob(looker.viewer(), job.id);
        const record::Verdict verdict = station.standing(job);
        Json document = jobJson(output, station, job);
        document.set("place", places.json(job));
        document.set("order", job.order ? record::toJson(*job.order) : Json());
        document.set("findings", output.findings(verdict));
        std::string text = jobText(output, job) + orderText(job, output.language()) +
                           places.line(output, job) + output.sentences(verdict);
        for (const record::Page& page : job.pages) {
            text += "  " + std::to_string(page.number) + "  " +
                    station.pageFile(job, page).string() + "\n" +
                    output.sentences(record::findingsOf(page));
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
                                {"place", places.json(job)},
                                {"pendingSince", pendingSince(job)},
                                {"record", job.sealed ? Json(job.sealed->recordId) : Json()}}));
        text += jobText(output, job) + places.line(output, job);
    }
    output.print(Json::object({{"jobs", std::move(list)}}), text);
    return kDone;
}

std::string examinationText(const Output& output, const record::Page& page) {
    const bool japanese = output.language() == Language::Japanese;
    std::string text = "  " + std::to_string(page.number);
    if (!page.examination) {
        return text + (japanese ? "  未確認\n" : "  not examined\n");
    }
    const record::PageExamination& seen = *page.examination;
    if (seen.orientation) {
        text += "  " + std::to_string(seen.orientation->quarterTurns * 90) + "°";
    }
    if (seen.pageNumber) {
        text += "  " + std::to_string(seen.pageNumber->number) +
                (seen.pageNumber->total ? "/" + std::to_string(*seen.pageNumber->total) : "") +
                " (" + std::to_string(seen.pageNumber->confidencePercent) + " %)";
    }
    for (const record::Barcode& code : seen.barcodes) {
        std::string oneLine = code.text; // a code must not write lines of its own
        std::replace(oneLine.begin(), oneLine.end(), '\n', ' ');
        text += "  " + code.symbology + " \"" + oneLine + "\"";
    }
    return text + "\n";
}

int examineJob(const Arguments& args, const Output& output, station::Station& station) {
    const StopOnSignal stop;
    const station::ExamineReport report = station.examine(
        args.job, args.again ? station::ExamineAgain::All : station::ExamineAgain::Failed,
        [token = stop.token()] { return !token.stop_requested(); });
    const record::ScanJob job = station.job(args.job);
    const record::Verdict numbers = station.pageNumbers(job);
    Json pages = Json::array();
    std::string text = jobText(output, job);
    for (const record::Page& page : job.pages) {
        pages.push(Json::object(
            {{"number", page.number},
             {"captureId", page.captureId},
             {"examination", page.examination ? record::toJson(*page.examination) : Json()},
             {"findings", output.findings(page.examinationVerdict)}}));
        text += examinationText(output, page) + output.sentences(page.examinationVerdict);
    }
    output.print(Json::object({{"job", job.id},
                               {"state", record::enumName(job.state)},
                               {"examined", report.pages},
                               {"failed", report.failed},
                               {"pages", std::move(pages)},
                               {"findings", output.findings(numbers)}}),
                 text + output.sentences(numbers));
    return report.failed == 0 ? kDone : kFault;
}

} // namespace

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

Area areaOf(const std::string& text) {
    const auto part = [&](std::string_view number) {
        double value = 0;
        const char* const end = number.data() + number.size();
        const auto read = std::from_chars(number.data(), end, value);
        if (read.ec != std::errc() || read.ptr != end || !(value >= 10) || value > 1000) {
            throw Fault(FaultKind::Usage,
                        "--area: \"" + text.substr(0, 40) + "\" is no size in mm like 210x297");
        }
        return static_cast<std::int64_t>(std::llround(value * 1000));
    };
    const std::size_t times = std::min(text.find('x'), text.size());
    const std::string_view all(text);
    return {part(all.substr(0, times)), part(all.substr(std::min(times + 1, text.size())))};
}

record::Patient patientOf(const Arguments& args) {
    record::Patient patient{args.patient, args.patientName};
    if (args.patientFd >= 0) {
        const std::vector<std::string> lines = readLines(args.patientFd);
        patient.id = lines.empty() ? std::string() : lines[0];
        if (lines.size() > 1) {
            patient.name = lines[1];
        }
    }
    station::requireLine(patient.id, "the patient id", station::kLongestPatientId);
    station::requireLine(patient.name, "the patient's name");
    return patient;
}

int runJobVerb(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    if (args.verb == "job show" || args.verb == "job list") {
        return showJobs(args, output, station);
    }
    if (args.verb == "job examine") {
        return examineJob(args, output, station);
    }
    const bool registers = args.verb == "intake" || args.verb == "job register";
    if (registers) {
        requireIntakeWords(args);
    }
    const station::Session session = sessionOf(args, station);
    if (args.verb == "intake") {
        station::IntakeRequest request;
        request.attestComplete = args.attestComplete;
        request.examine = args.examine;
        request.scan = scanOf(args);
        const StopOnSignal stop;
        if (args.intake.cover) {
            return printSeal(output, station,
                             station::CoverDesk(station).intake(
                                 session, request, progressOf(output), stop.control()));
        }
        request.original = originalOf(args);
        if (!args.deliver.accession.empty()) {
            station::WorklistLook look;
            const SealOutcome outcome =
                intakeWithOrder(args, station, session, request, progressOf(output), look);
            return printSeal(output, station, outcome, &look);
        }
        return printSeal(output, station,
                         station.intake(session, request, progressOf(output), stop.control()));
    }
    if (args.verb == "job seal") {
        return printSeal(output, station, station.seal(session, args.job));
    }
    // A closed window is told at opening and refuses sealing: the job is open all the same [B6].
    const bool opens =
        args.verb == "job open" && station.job(args.job).state == record::JobState::Registered;
    const Outcome outcome = runStep(args, output, station, session);
    const int code = printOutcome(output, station, outcome);
    return opens && outcome.job.state == record::JobState::Open ? kDone : code;
}

} // namespace seihon::station_cli
