#include "record/json_fields.h"
#include "station-cli/commands.h"

#include <csignal>
#include <ctime>

// What goes on without a person: pending tokens, and keeping sealed records evidence.
namespace seihon::station_cli {

using record::Fault;
using record::Json;
using record::Language;

namespace {

constexpr long kWorkPauseSeconds = 30;

Json keepJson(const Output& output, const station::KeepReport& report) {
    Json done = Json::array();
    for (const std::string& id : report.done) {
        done.push(id);
    }
    Json pending = Json::array();
    for (const auto& [id, why] : report.pending) {
        pending.push(Json::object({{"record", id}, {"why", why}}));
    }
    Json refused = Json::array();
    for (const auto& [id, verdict] : report.refused) {
        refused.push(Json::object({{"record", id}, {"findings", output.findings(verdict)}}));
    }
    Json until = Json::object({});
    for (const auto& [id, end] : report.provenUntil) {
        until.set(id, record::formatInstant(end));
    }
    Json nothing = Json::array();
    for (const std::string& id : report.nothingToDo) {
        nothing.push(id);
    }
    return Json::object({{"done", std::move(done)},
                         {"nothingToDo", std::move(nothing)},
                         {"provenUntil", std::move(until)},
                         {"pending", std::move(pending)},
                         {"refused", std::move(refused)}});
}

struct KeepWords {
    std::string done;
    std::string pending;
    std::string refused;
    std::string nothing;
    std::string until;
};

// Ends of proofs lie years ahead: the day (UTC) is what counts.
std::string dayOf(record::Instant at) {
    return record::formatInstant(at).substr(0, 10);
}

KeepWords completionWords(Language language) {
    return language == Language::Japanese
               ? KeepWords{"長期保存用データを加えました: ", "追加待ち: ", "追加できません: ",
                           "追加済みです: ", "  証明の期限 "}
               : KeepWords{"completed: ", "completion pending: ", "not completed: ",
                           "was completed before: ", "  proof lasts until "};
}

KeepWords renewalWords(Language language) {
    return language == Language::Japanese
               ? KeepWords{"証明を更新しました: ", "更新待ち: ", "更新できません: ",
                           "更新済みです: ", "  証明の期限 "}
               : KeepWords{"renewed: ", "renewal pending: ", "not renewed: ",
                           "was renewed before: ", "  proof lasts until "};
}

std::string keepText(const Output& output, const station::KeepReport& report,
                     const KeepWords& words) {
    std::string text;
    for (const std::string& id : report.done) {
        const auto until = report.provenUntil.find(id);
        text += words.done + id +
                (until == report.provenUntil.end() ? "" : words.until + dayOf(until->second)) +
                "\n";
    }
    for (const std::string& id : report.nothingToDo) {
        text += words.nothing + id + "\n";
    }
    for (const auto& [id, why] : report.pending) {
        text += words.pending + id + "  " + why + "\n";
    }
    for (const auto& [id, verdict] : report.refused) {
        text += words.refused + id + "\n" + output.sentences(verdict);
    }
    return text;
}

// Waiting is the ordinary state of a record until its authority publishes again; only a record that
// is in trouble must be looked at.
int keepCode(const station::KeepReport& report) {
    return report.refused.empty() ? kDone : kVerificationFailed;
}

int printKept(const Output& output, const station::KeepReport& report, const KeepWords& words) {
    if (!report.verdict.permitted()) {
        output.print(
            Json::object({{"refused", true}, {"findings", output.findings(report.verdict)}}),
            output.sentences(report.verdict));
        return kRefused;
    }
    output.print(keepJson(output, report), keepText(output, report, words));
    const int code = keepCode(report);
    return code == kDone && !report.pending.empty() ? kFault : code;
}

std::string sinceText(const Output& output, const std::optional<record::Instant>& since) {
    if (!since) {
        return {};
    }
    const auto age = std::chrono::floor<std::chrono::minutes>(record::readClock() - *since);
    const std::string minutes = std::to_string(age.count());
    return output.language() == Language::Japanese ? "（" + minutes + " 分前から）"
                                                   : " (for " + minutes + " minutes)";
}

Json examinedJson(const station::ExamineReport& report) {
    Json pending = Json::array();
    for (const auto& [job, why] : report.pending) {
        pending.push(Json::object({{"job", job}, {"why", why}}));
    }
    return Json::object(
        {{"pages", report.pages}, {"failed", report.failed}, {"pending", std::move(pending)}});
}

std::string examinedText(const Output& output, const station::ExamineReport& report) {
    const bool japanese = output.language() == Language::Japanese;
    std::string text;
    if (report.pages > 0) {
        text += (japanese ? "向きと頁番号を確かめました: " : "pages examined: ") +
                std::to_string(report.pages) + "\n";
    }
    for (const auto& [job, why] : report.pending) {
        text += (japanese ? "頁の確認待ち: " : "examination pending: ") + job + "  " + why + "\n";
    }
    return text;
}

Json workJson(const Output& output, const station::WorkReport& report) {
    Json sealed = Json::array();
    for (const std::string& id : report.sealed) {
        sealed.push(id);
    }
    Json pending = Json::array();
    for (const station::PendingSeal& one : report.pending) {
        pending.push(Json::object(
            {{"job", one.job}, {"why", one.why}, {"since", record::instantOrNull(one.since)}}));
    }
    return Json::object(
        {{"sealed", std::move(sealed)},
         {"pending", std::move(pending)},
         {"completed", keepJson(output, report.completed)},
         {"renewed", keepJson(output, report.renewed)},
         {"examined", examinedJson(report.examined)},
         {"clock", output.findings(report.clock)},
         {"witnesses", output.findings(report.witnesses)},
         {"checkpoint", Json::object({{"size", report.checkpointSize},
                                      {"timestamped", report.checkpointTimestamped}})}});
}

std::string workText(const Output& output, const station::WorkReport& report) {
    const bool japanese = output.language() == Language::Japanese;
    std::string text;
    for (const std::string& id : report.sealed) {
        text += (japanese ? "封緘しました: " : "sealed: ") + id + "\n";
    }
    for (const station::PendingSeal& one : report.pending) {
        text += (japanese ? "封緘待ち: " : "sealing pending: ") + one.job +
                sinceText(output, one.since) + "  " + one.why + "\n";
    }
    text += keepText(output, report.completed, completionWords(output.language()));
    text += keepText(output, report.renewed, renewalWords(output.language()));
    text += examinedText(output, report.examined);
    text += output.sentences(report.clock);
    text += output.sentences(report.witnesses);
    text += (japanese ? "台帳の確認点: " : "log checkpoint: ") +
            std::to_string(report.checkpointSize) +
            (report.checkpointTimestamped
                 ? (japanese ? "（タイムスタンプ済み）" : " (timestamped)")
                 : (japanese ? "（タイムスタンプ待ち）" : " (not timestamped yet)")) +
            "\n";
    return text;
}

int workOnce(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    const station::WorkReport report = station.work(station::Urgency::Asked);
    output.print(workJson(output, report), workText(output, report));
    if (!report.pending.empty()) {
        return kFault;
    }
    const int witnessed = report.witnesses.permitted() ? kDone : kVerificationFailed;
    return std::max({keepCode(report.completed), keepCode(report.renewed), witnessed});
}

int workOn(const Arguments& args, const Output& output) {
    // Until SIGTERM or SIGINT, one round every half minute; each round opens the home anew, so that
    // other commands never wait for it.
    sigset_t signals;
    ::sigemptyset(&signals);
    ::sigaddset(&signals, SIGINT);
    ::sigaddset(&signals, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::int64_t rounds = 0;
    const timespec pause{kWorkPauseSeconds, 0};
    do {
        try {
            const station::WorkReport report =
                station::Station(homeOf(args)).work(station::Urgency::Background);
            for (const std::string& id : report.sealed) {
                output.progress("sealed " + id);
            }
            for (const std::string& id : report.completed.done) {
                output.progress("completed " + id);
            }
            for (const std::string& id : report.renewed.done) {
                output.progress("renewed " + id);
            }
            if (!report.witnesses.permitted()) {
                output.progress(output.sentences(report.witnesses));
            }
        } catch (const Fault& fault) {
            if (!fault.retryable) {
                throw;
            }
            output.progress(fault.what());
        }
        ++rounds;
    } while (::sigtimedwait(&signals, nullptr, &pause) < 0);
    output.print(Json::object({{"rounds", rounds}}), "");
    return kDone;
}

} // namespace

Json evidenceJson(const record::SealedRecord& sealed) {
    Json layers = Json::array();
    for (const record::SealLayer& layer : sealed.layers) {
        layers.push(Json::object({{"number", layer.number},
                                  {"kind", layer.kind},
                                  {"at", record::formatInstant(layer.at)},
                                  {"service", layer.service}}));
    }
    return Json::object(
        {{"completed", sealed.completed},
         {"signerRevoked", sealed.signerRevoked},
         {"lastVerdict", sealed.lastVerdict ? record::toJson(*sealed.lastVerdict) : Json()},
         {"provenUntil", record::instantOrNull(sealed.provenUntil)},
         {"layers", std::move(layers)}});
}

int runKeepVerb(const Arguments& args, const Output& output) {
    if (args.verb == "work") {
        return args.once ? workOnce(args, output) : workOn(args, output);
    }
    station::Station station(homeOf(args));
    const station::Session session = sessionOf(args, station);
    if (args.verb == "record complete") {
        return printKept(output, station.complete(session, args.target),
                         completionWords(output.language()));
    }
    station::RenewRequest request;
    request.recordId = args.target;
    request.all = args.all;
    request.atMost = args.atMost.value_or(request.atMost);
    return printKept(output, station.renew(session, request), renewalWords(output.language()));
}

} // namespace seihon::station_cli
