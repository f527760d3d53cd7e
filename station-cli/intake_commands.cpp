#include "station-cli/commands.h"
#include "station-cli/intake_steps.h"
#include "station-cli/stop_on_signal.h"
#include "station/cover_desk.h"
#include "station/envelope_desk.h"
#include "station/patient_desk.h"
#include "station/waiting_list.h"

// The verbs of the counter: cover sheets and labels, the queue, patients, envelopes.
namespace seihon::station_cli {

using record::Fault;
using record::FaultKind;
using record::Json;
using record::Language;
using station::EnvelopeOutcome;

namespace {

int codeOf(const record::Verdict& verdict) {
    return verdict.permitted() ? kDone : kRefused;
}

void addRefused(Json& document, const record::Verdict& verdict) {
    if (!verdict.permitted()) {
        document.set("refused", true);
    }
}

Json instantJson(const std::optional<record::Instant>& at) {
    return at ? Json(record::formatInstant(*at)) : Json();
}

Json labelJson(std::int64_t label) {
    return label > 0 ? Json(label) : Json();
}

// --- the queue ---

std::string standingText(const regulation::Countdown& countdown, Language language) {
    const bool japanese = language == Language::Japanese;
    using enum regulation::WindowStanding;
    switch (countdown.standing) {
    case NoDeadline:
        return japanese ? "期限なし" : "no deadline";
    case Scanned:
        return japanese ? "スキャン済み（封緘待ち）" : "scanned, to be sealed";
    case Excused:
        return japanese ? "期限超過（理由あり）" : "late, excused";
    case InTime:
    case Closing:
    case Late:
        break;
    }
    const std::int64_t minutes = std::abs(*countdown.minutesLeft);
    const std::string time = std::to_string(minutes / 60) + ":" + (minutes % 60 < 10 ? "0" : "") +
                             std::to_string(minutes % 60);
    if (countdown.standing == Late) {
        return japanese ? "期限超過 " + time : "late by " + time;
    }
    return (japanese ? "残り " + time : time + " left") +
           (countdown.standing == Closing ? (japanese ? " 急ぎ" : " hurry") : "");
}

int queue(const Arguments& args, const Output& output, station::Station& station) {
    const station::WaitingJobs waiting = station::WaitingList(station).read(args.limit);
    Json jobs = Json::array();
    std::string text;
    for (const station::WaitingJob& one : waiting.jobs) {
        const record::Original& original = one.job.original;
        jobs.push(Json::object(
            {{"job", one.job.id},
             {"state", record::enumName(one.job.state)},
             {"class", original.documentClass},
             {"sheets", original.sheets},
             {"label", labelJson(original.label)},
             {"provisional", original.provisional},
             {"deadline", instantJson(one.countdown.deadline)},
             {"minutesLeft", one.countdown.minutesLeft ? Json(*one.countdown.minutesLeft) : Json()},
             {"standing", record::enumName(one.countdown.standing)},
             {"findings", output.findings(one.findings)}}));
        text += standingText(one.countdown, output.language()) + "  " + jobText(output, one.job) +
                output.sentences(one.findings);
    }
    if (waiting.more) {
        text += output.language() == Language::Japanese ? "…ほかにもあります（--limit）\n"
                                                        : "… and more (--limit)\n";
    }
    output.print(Json::object({{"jobs", std::move(jobs)}, {"more", waiting.more}}), text);
    return kDone;
}

int find(const Arguments& args, const Output& output, station::Station& station) {
    const std::string job = station::CoverDesk(station).jobOfLabel(args.intake.label);
    if (job.empty()) {
        throw Fault(FaultKind::NotFound, "no job has label " + std::to_string(args.intake.label));
    }
    const record::ScanJob found = station.job(job);
    output.print(jobJson(output, station, found), jobText(output, found));
    return kDone;
}

// --- cover sheets, labels ---

int printCover(const Arguments& args, const Output& output, station::Station& station) {
    const station::Session session = sessionOf(args, station);
    const record::Verdict verdict =
        station::CoverDesk(station).print(session, args.job, args.intake.printTo);
    Json document = Json::object(
        {{"job", args.job}, {"file", args.intake.printTo}, {"findings", output.findings(verdict)}});
    addRefused(document, verdict);
    output.print(document, (verdict.permitted() ? args.intake.printTo + "\n" : std::string()) +
                               output.sentences(verdict));
    return codeOf(verdict);
}

int printLabels(const Arguments& args, const Output& output) {
    station::printLabels(args.intake.printTo, args.intake.label, args.intake.count);
    output.print(Json::object({{"file", args.intake.printTo},
                               {"first", args.intake.label},
                               {"count", args.intake.count}}),
                 args.intake.printTo + "\n");
    return kDone;
}

// --- patients ---

int identify(const Arguments& args, const Output& output, station::Station& station) {
    const station::Session session = sessionOf(args, station);
    station::IdentifyRequest request;
    request.patient = patientOf(args);
    request.answer =
        args.intake.differs ? regulation::PatientAnswer::Differs : regulation::PatientAnswer::Same;
    request.reason = args.reason;
    const station::Outcome outcome =
        station::PatientDesk(station).identify(session, args.job, request);
    Json document = jobJson(output, station, outcome.job);
    document.set("provisional", outcome.job.original.provisional);
    document.set("findings", output.findings(outcome.verdict));
    addRefused(document, outcome.verdict);
    output.print(document, jobText(output, outcome.job) + output.sentences(outcome.verdict));
    return codeOf(outcome.verdict);
}

int patient(const Arguments& args, const Output& output, station::Station& station) {
    const station::Session session = sessionOf(args, station);
    const std::string id = patientOf(args).id;
    if (id.empty()) {
        throw Fault(FaultKind::Usage, "a patient id is needed");
    }
    const station::PatientLookup look = station::PatientDesk(station).look(session, id);
    Json document = Json::object({{"patient", look.found ? record::toJson(*look.found) : Json()},
                                  {"findings", output.findings(look.verdict)}});
    addRefused(document, look.verdict);
    const bool japanese = output.language() == Language::Japanese;
    const std::string text = look.found ? look.found->id + "  " + look.found->name + "  " +
                                              look.found->kana + "  " + look.found->birthDate + "\n"
                             : look.verdict.has(record::FindingId::DemographicsUnavailable)
                                 ? std::string()
                                 : std::string(japanese ? "見つかりません\n" : "not found\n");
    output.print(document, text + output.sentences(look.verdict));
    return codeOf(look.verdict);
}

// --- envelopes ---

Json envelopeJson(const record::Envelope& envelope, const std::vector<record::ScanJob>& jobs) {
    Json children = Json::array();
    for (std::size_t i = 0; i < envelope.jobs.size(); ++i) {
        const record::EnvelopeJob& child = envelope.jobs[i];
        children.push(Json::object(
            {{"job", child.job},
             {"state", i < jobs.size() ? Json(record::enumName(jobs[i].state)) : Json()},
             {"class", i < jobs.size() ? Json(jobs[i].original.documentClass) : Json()},
             {"handedOnTo", child.handedOnTo.empty() ? Json() : Json(child.handedOnTo)}}));
    }
    Json enclosures = Json::array();
    for (const record::Enclosure& one : envelope.enclosures) {
        enclosures.push(Json::object({{"number", one.number},
                                      {"kind", record::enumName(one.kind)},
                                      {"count", one.count},
                                      {"destination", one.destination},
                                      {"end", record::enumName(one.end)},
                                      {"with", one.endedWith}}));
    }
    Json received = Json::array();
    for (const record::ReceivedInEnvelope& one : envelope.received) {
        received.push(Json::object({{"sha256", one.file.hex()},
                                    {"state", record::enumName(one.state)},
                                    {"at", record::formatInstant(one.checked.at)},
                                    {"by", one.checked.actor.user}}));
    }
    return Json::object(
        {{"envelope", envelope.id},
         {"openedAt", record::formatInstant(envelope.opened.at)},
         {"closedAt", envelope.closed ? Json(record::formatInstant(envelope.closed->at)) : Json()},
         {"remark", envelope.remark},
         {"jobs", std::move(children)},
         {"enclosures", std::move(enclosures)},
         {"received", std::move(received)},
         {"stampJob", envelope.stampJob.empty() ? Json() : Json(envelope.stampJob)},
         {"stampCapture", envelope.stampCapture.empty() ? Json() : Json(envelope.stampCapture)}});
}

std::string envelopeText(const Output& output, const record::Envelope& envelope,
                         const std::vector<record::ScanJob>& jobs) {
    const bool japanese = output.language() == Language::Japanese;
    std::string text =
        envelope.id + "  " +
        (envelope.closed ? (japanese ? "完了" : "closed") : (japanese ? "処理中" : "open")) + "\n";
    for (const record::ScanJob& job : jobs) {
        text += "  " + jobText(output, job);
    }
    for (const record::Enclosure& one : envelope.enclosures) {
        text += "  " + std::to_string(one.number) + " " + std::string(record::enumName(one.kind)) +
                " × " + std::to_string(one.count) + " → " + one.destination + "  " +
                std::string(record::enumName(one.end)) + " " + one.endedWith + "\n";
    }
    for (const record::ReceivedInEnvelope& one : envelope.received) {
        text += "  PDF  " + std::string(record::enumName(one.state)) + "  " + one.file.hex() + "\n";
    }
    return text;
}

EnvelopeOutcome actOnEnvelope(const Arguments& args, station::Station& station) {
    const station::Session session = sessionOf(args, station);
    station::EnvelopeDesk desk(station);
    const IntakeArguments& intake = args.intake;
    const std::string verb = args.verb.substr(9);
    if (verb == "open") {
        return desk.open(session, args.remark);
    }
    if (verb == "add") {
        return desk.addJob(session, intake.envelope, args.job);
    }
    if (verb == "hand-on") {
        return desk.handOn(session, intake.envelope, args.job, intake.to);
    }
    if (verb == "stamp") {
        return desk.noteStamp(session, intake.envelope, args.job, args.page);
    }
    if (verb == "close") {
        return desk.close(session, intake.envelope);
    }
    if (intake.number > 0) { // enclosure
        const bool taken = !intake.taken.empty();
        return desk.settleEnclosure(session, intake.envelope, intake.number,
                                    taken ? record::EnclosureEnd::Taken
                                          : record::EnclosureEnd::Returned,
                                    taken ? intake.taken : intake.returned);
    }
    const auto kind = record::enumFromName<record::EnclosureKind>(intake.enclosure);
    if (!kind) {
        throw Fault(FaultKind::Usage, "--kind is needed, or --number");
    }
    record::Enclosure enclosure;
    enclosure.kind = *kind;
    enclosure.count = intake.count;
    enclosure.destination = intake.destination;
    return desk.noteEnclosure(session, intake.envelope, enclosure);
}

int listEnvelopes(const Arguments& args, const Output& output, station::Station& station) {
    station::EnvelopeDesk desk(station);
    Json list = Json::array();
    std::string text;
    for (const record::Envelope& envelope : desk.list(args.limit)) {
        const std::vector<record::ScanJob> jobs = desk.jobsOf(envelope);
        list.push(envelopeJson(envelope, jobs));
        text += envelopeText(output, envelope, jobs);
    }
    output.print(Json::object({{"envelopes", std::move(list)}}), text);
    return kDone;
}

int runEnvelope(const Arguments& args, const Output& output, station::Station& station) {
    if (args.verb == "envelope list") {
        return listEnvelopes(args, output, station);
    }
    station::EnvelopeDesk desk(station);
    const EnvelopeOutcome outcome = args.verb == "envelope show"
                                        ? EnvelopeOutcome{desk.show(args.intake.envelope), {}}
                                        : actOnEnvelope(args, station);
    const std::vector<record::ScanJob> jobs = outcome.envelope.id.empty()
                                                  ? std::vector<record::ScanJob>{}
                                                  : desk.jobsOf(outcome.envelope);
    Json document =
        outcome.envelope.id.empty() ? Json::object({}) : envelopeJson(outcome.envelope, jobs);
    document.set("findings", output.findings(outcome.verdict));
    addRefused(document, outcome.verdict);
    output.print(document,
                 (outcome.envelope.id.empty() ? std::string()
                                              : envelopeText(output, outcome.envelope, jobs)) +
                     output.sentences(outcome.verdict));
    return codeOf(outcome.verdict);
}

} // namespace

bool isIntakeVerb(const std::string& verb) {
    return verb.starts_with("envelope ") || verb == "labels" || verb == "patient" ||
           verb == "job cover" || verb == "job queue" || verb == "job identify" ||
           verb == "job find";
}

int runIntakeVerb(const Arguments& args, const Output& output) {
    if (args.verb == "labels") {
        return printLabels(args, output);
    }
    station::Station station(homeOf(args));
    if (args.verb == "job queue") {
        return queue(args, output, station);
    }
    if (args.verb == "job find") {
        return find(args, output, station);
    }
    if (args.verb == "job cover") {
        return printCover(args, output, station);
    }
    if (args.verb == "job identify") {
        return identify(args, output, station);
    }
    if (args.verb == "patient") {
        return patient(args, output, station);
    }
    return runEnvelope(args, output, station);
}

void requireIntakeWords(const Arguments& args) {
    if (args.verb == "intake" && args.intake.cover) {
        return;
    }
    if (args.documentClass.empty()) {
        throw Fault(FaultKind::Usage, "--class is needed, or --cover");
    }
    if (args.intake.provisional) {
        if (!args.patient.empty()) {
            throw Fault(FaultKind::Usage, "--patient-provisional has no patient id");
        }
        return;
    }
    if (args.patient.empty() && args.patientFd < 0) {
        throw Fault(FaultKind::Usage,
                    "--patient ID, --patient-fd N or --patient-provisional is needed");
    }
}

record::Verdict afterRegistering(const Arguments& args, station::Station& station,
                                 const station::Session& session, const std::string& job) {
    record::Verdict verdict;
    if (!args.intake.envelope.empty()) {
        verdict.merge(
            station::EnvelopeDesk(station).addJob(session, args.intake.envelope, job).verdict);
    }
    if (!args.intake.printTo.empty()) {
        verdict.merge(station::CoverDesk(station).print(session, job, args.intake.printTo));
    }
    return verdict;
}

record::Verdict coverFirst(const Arguments& args, station::Station& station,
                           const station::Session& session) {
    const StopOnSignal stop;
    const station::CoverReading reading =
        station::CoverDesk(station).read(session, {args.device, args.job}, stop.control());
    if (reading.verdict.permitted() &&
        station.job(args.job).state == record::JobState::Registered) {
        return station.open(session, args.job).verdict;
    }
    return reading.verdict;
}

} // namespace seihon::station_cli
