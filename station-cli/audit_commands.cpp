#include "record/json_fields.h"
#include "record/retention.h"
#include "station-cli/commands.h"
#include "station/audit_bundle.h"
#include "station/audit_export.h"
#include "station/audit_receivers.h"
#include "station/audit_replay.h"
#include "station/log_prover.h"
#include "station/log_verifier.h"
#include "station/people.h"

// What an auditor runs [A13].
namespace seihon::station_cli {

using record::Json;
using record::Language;

namespace {

int replay(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    const station::ReplayReport report = station::AuditReplay(station).run(args.user);
    const bool agrees = report.differences == 0;
    const bool japanese = output.language() == Language::Japanese;
    std::string text = agrees ? (japanese ? "すべての判定は当時の規程と一致します"
                                          : "every stored verdict is what its regulation gives")
                              : (japanese ? "一致しない判定があります" : "verdicts differ");
    text += ": " + std::to_string(report.judged) + " / " + std::to_string(report.entries) +
            (agrees ? "" : ", " + std::to_string(report.differences)) + "\n";
    output.print(Json::object({{"entries", report.entries},
                               {"judged", report.judged},
                               {"differences", report.differences},
                               {"findings", output.findings(report.verdict)}}),
                 text + output.sentences(report.verdict));
    return agrees ? kDone : kVerificationFailed;
}

std::string proofText(const Output& output, const station::ProveOutcome& outcome,
                      const std::string& file) {
    const bool japanese = output.language() == Language::Japanese;
    std::string text = file + "\n" + std::to_string(outcome.entries) +
                       (japanese ? " 件、確認点 " : " entries, under the checkpoint of ") +
                       std::to_string(outcome.checkpointSize) + (japanese ? " 件、" : ", ") +
                       (outcome.at ? record::formatInstant(*outcome.at) : std::string()) + "\n";
    for (const std::string& witness : outcome.witnesses) {
        text += (japanese ? "立会: " : "witness: ") + witness + "\n";
    }
    return text + (japanese ? "検証: seihon-verify proof " : "verify with: seihon-verify proof ") +
           file + " --trust DIR\n";
}

int proveRecord(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    const station::Session session = sessionOf(args, station);
    const std::string file =
        args.exportFile.empty() ? args.target + ".log-proof.json" : args.exportFile;
    const station::ProveOutcome outcome =
        station::LogProver(station).prove(session, {args.target, file, !args.audit.closed});
    const bool permitted = outcome.verdict.permitted();
    return output.outcome(Json::object({{"record", args.target},
                                        {"file", permitted ? Json(file) : Json()},
                                        {"sha256", permitted ? Json(outcome.digest.hex()) : Json()},
                                        {"bytes", outcome.bytes},
                                        {"entries", outcome.entries},
                                        {"leftOut", outcome.leftOut},
                                        {"checkpointSize", outcome.checkpointSize},
                                        {"at", record::instantOrNull(outcome.at)},
                                        {"witnesses", record::textsJson(outcome.witnesses)}}),
                          permitted ? proofText(output, outcome, file) : "", outcome.verdict);
}

station::BundleRequest bundleRequestOf(const Arguments& args, const station::Station& station) {
    const auto begin = [&](const std::string& text, const char* option) {
        const auto day = record::dayFromText(text);
        if (!day) {
            throw record::Fault(record::FaultKind::Usage,
                                std::string(option) + " takes a day, as 2026-11-22");
        }
        return record::Instant(std::chrono::local_days(*day).time_since_epoch()) -
               station.regulation().calendar.utcOffset;
    };
    station::BundleRequest request;
    request.folder = args.exportFile;
    request.recordIds = args.audit.records;
    request.patientId = patientOf(args).id;
    if (!args.audit.from.empty()) {
        request.from = begin(args.audit.from, "--from");
    }
    if (!args.audit.until.empty()) {
        request.until = begin(args.audit.until, "--until") + std::chrono::days(1);
    }
    if (!request.recordIds.empty() &&
        (!request.patientId.empty() || request.from || request.until)) {
        throw record::Fault(record::FaultKind::Usage,
                            "--record stands alone: no patient, no period");
    }
    request.redaction = *record::enumFromName<record::Redaction>(args.audit.redact);
    request.recipient = args.audit.recipient;
    request.reason = args.reason;
    return request;
}

int takeBundle(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    const station::BundleRequest request = bundleRequestOf(args, station);
    const station::Session session = sessionOf(args, station);
    const station::BundleOutcome made = station::AuditBundle(station).take(session, request);
    if (!made.verdict.permitted()) {
        return printRefusal(output, made.verdict);
    }
    Json records = Json::array();
    for (const record::BundleRecord& one : made.note.records) {
        records.push(one.id);
    }
    const bool japanese = output.language() == Language::Japanese;
    output.print(Json::object({{"bundle", made.note.id},
                               {"folder", args.exportFile},
                               {"redaction", record::enumName(made.note.redaction)},
                               {"records", std::move(records)},
                               {"pages", made.pages},
                               {"files", made.files},
                               {"checkpointSize", made.checkpointSize},
                               {"replayed", made.replayed},
                               {"differences", made.differences},
                               {"sums", made.sums.hex()}}),
                 args.exportFile + "\n" + std::to_string(made.note.records.size()) +
                     (japanese ? " 記録、" : " records, ") + std::to_string(made.files) +
                     (japanese ? " ファイル\n検証: " : " files\nverify with: ") +
                     "seihon-verify bundle '" + args.exportFile + "' --trust DIR\n" +
                     (japanese ? "または: sh '" : "or: sh '") + args.exportFile + "/verify.sh'\n");
    return kDone;
}

std::string logText(const Output& output, const station::LogReport& report) {
    const bool japanese = output.language() == Language::Japanese;
    const auto line = [&](const char* inJapanese, const char* inEnglish, const std::string& value) {
        return std::string(japanese ? inJapanese : inEnglish) + ": " + value + "\n";
    };
    const auto time = [](const std::optional<record::Instant>& at) {
        return at ? record::formatInstant(*at) : std::string("–");
    };
    const bool valid = report.verdict.permitted();
    return std::string(valid ? (japanese ? "台帳は健全です" : "the log is whole")
                             : (japanese ? "台帳に異常があります" : "the log is damaged")) +
           "\n" + line("端末", "station", report.station) +
           line("行", "entries",
                std::to_string(report.entries) + ", " + time(report.first) + " – " +
                    time(report.latest)) +
           line("確認点（うちタイムスタンプ付き）", "checkpoints (of these timestamped)",
                std::to_string(report.checkpoints) + " (" + std::to_string(report.timestamped) +
                    ")") +
           line("署名で覆われた行（うちタイムスタンプで）",
                "entries covered by a signature (by a stamp)",
                std::to_string(report.covered) + " (" + std::to_string(report.stamped) + ")") +
           line("立会の署名", "cosignatures of witnesses", std::to_string(report.cosignatures)) +
           line("外部の確認点（最新のタイムスタンプ）", "checkpoints kept elsewhere (newest stamp)",
                std::to_string(report.anchors) + " (" + time(report.anchoredAt) + ")") +
           line("時刻の後退", "steps back of the clock", std::to_string(report.stepsBack)) +
           line("端末の再起動", "starts of the machine", std::to_string(report.restarts)) +
           (report.withPrivateFacts
                ? std::string()
                : std::string(japanese ? "患者情報の行は渡されていないため照合していません\n"
                                       : "private lines were not handed out: not compared\n"));
}

int verifyLog(const Arguments& args, const Output& output) {
    const std::vector<std::filesystem::path> anchors{args.anchors.begin(), args.anchors.end()};
    station::LogReport report;
    if (!args.audit.files.empty()) {
        report =
            station::verifyLogFolder(args.audit.files, signing::loadTrust(args.trust), anchors);
    } else {
        station::Station station(homeOf(args));
        const Looker looker = lookerOf(args, station);
        if (const record::Verdict may = station::People(station).judgeLook(
                looker.viewer(), regulation::Authority::ViewLog, {});
            !may.permitted()) {
            return printRefusal(output, may);
        }
        report = station::LogVerifier(station).verify(looker.viewer(), anchors);
    }
    const bool valid = report.verdict.permitted();
    output.print(Json::object({{"valid", valid},
                               {"station", report.station},
                               {"entries", report.entries},
                               {"first", record::instantOrNull(report.first)},
                               {"latest", record::instantOrNull(report.latest)},
                               {"checkpoints", report.checkpoints},
                               {"timestamped", report.timestamped},
                               {"covered", report.covered},
                               {"stamped", report.stamped},
                               {"cosignatures", report.cosignatures},
                               {"anchors", report.anchors},
                               {"anchoredAt", record::instantOrNull(report.anchoredAt)},
                               {"stepsBack", report.stepsBack},
                               {"restarts", report.restarts},
                               {"destroyed", report.destroyed},
                               {"withPrivateFacts", report.withPrivateFacts},
                               {"findings", output.findings(report.verdict)}}),
                 logText(output, report) + output.sentences(report.verdict));
    return valid ? kDone : kVerificationFailed;
}

int exportMessages(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    const station::Session session = sessionOf(args, station);
    const station::AuditExportOutcome outcome = station::AuditExport(station).toFolder(
        session, {instantOf(args.from, "--from"), instantOf(args.until, "--until"), args.folder});
    if (!outcome.verdict.permitted()) {
        return printRefusal(output, outcome.verdict);
    }
    const bool japanese = output.language() == Language::Japanese;
    output.print(Json::object({{"messages", outcome.messages}, {"entries", outcome.logSize}}),
                 std::to_string(outcome.messages) + " / " + std::to_string(outcome.logSize) +
                     (japanese ? " 件を書き出しました: " : " messages: ") + args.folder + "\n");
    return kDone;
}

int sendAgain(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    const station::Session session = sessionOf(args, station);
    const std::uint64_t from = args.firstEntry.value_or(0);
    const record::Verdict may =
        station::AuditReceivers(station).sendAgain(session, args.audit.receiver, from);
    if (!may.permitted()) {
        return printRefusal(output, may);
    }
    const bool japanese = output.language() == Language::Japanese;
    output.print(Json::object({{"receiver", args.audit.receiver}, {"from", from}}),
                 (japanese ? "次の回に送り直します: " : "sent again in the next round: ") +
                     args.audit.receiver + (japanese ? "、番号 " : ", from entry ") +
                     std::to_string(from) + "\n");
    return kDone;
}

} // namespace

int runAuditVerb(const Arguments& args, const Output& output) {
    if (args.verb == "audit prove") {
        return proveRecord(args, output);
    }
    if (args.verb == "audit verify") {
        return verifyLog(args, output);
    }
    if (args.verb == "audit bundle") {
        return takeBundle(args, output);
    }
    if (args.verb == "audit search" || args.verb == "audit report") {
        return runReportVerb(args, output);
    }
    if (args.verb == "audit export") {
        return exportMessages(args, output);
    }
    if (args.verb == "audit resend") {
        return sendAgain(args, output);
    }
    return replay(args, output);
}

} // namespace seihon::station_cli
