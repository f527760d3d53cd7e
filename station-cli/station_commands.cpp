#include "record/entry_words.h"
#include "record/json_fields.h"
#include "station-cli/commands.h"
#include "station/init.h"
#include "station/look.h"
#include "station/people.h"

namespace seihon::station_cli {

using record::Fault;
using record::FaultKind;
using record::Json;
using record::Language;

namespace {

constexpr const char* kDefaultClass = "referral-letter";

int init(const Arguments& args, const Output& output) {
    const std::filesystem::path home = homeOf(args);
    station::initialise(home, args.demo);
    const bool japanese = output.language() == Language::Japanese;
    output.print(
        Json::object({{"home", std::filesystem::absolute(home).string()}, {"demo", args.demo}}),
        (japanese ? "端末のホームを作りました: " : "station home made: ") + home.string() +
            (args.demo ? " (DEMO)" : "") + "\n");
    return kDone;
}

int doctor(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    Json lines = Json::array();
    std::string text;
    bool well = true;
    for (const station::HealthLine& line : station.doctor()) {
        const bool fine = station::healthOf(line.verdict) == station::Health::Well;
        well = well && fine;
        lines.push(Json::object({{"what", line.what},
                                 {"well", fine},
                                 {"detail", line.detail},
                                 {"findings", output.findings(line.verdict)}}));
        text += (fine ? "✓ " : "✗ ") + line.what + ": " + line.detail + "\n" +
                output.sentences(line.verdict);
    }
    output.print(Json::object({{"well", well}, {"lines", std::move(lines)}}), text);
    return well ? kDone : kFault;
}

int devices(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    const bool japanese = output.language() == Language::Japanese;
    Json list = Json::array();
    std::string text;
    for (const station::DeviceLook& look : station.lookAtDevices()) {
        Json device = record::toJson(look.identity);
        device.set("profile", look.profile);
        device.set("findings", output.findings(look.guarantees));
        list.push(std::move(device));
        text += look.identity.name + "  " + look.identity.vendor + " " + look.identity.model +
                (japanese ? "\n    機器プロファイル: " : "\n    device profile: ") + look.profile +
                "\n" + output.sentences(look.guarantees);
    }
    output.print(Json::object({{"devices", std::move(list)}}), text);
    return kDone;
}

int measure(const Arguments& args, const Output& output) {
    // A doubter without a home gets the rules that ship with the program.
    const regulation::Regulation rules = args.home.empty()
                                             ? station::shippedRegulation()
                                             : station::Station(homeOf(args)).regulation();
    Json files = Json::array();
    std::string text;
    for (const std::string& file : args.files) {
        const station::MeasuredFile measured = station::measureFile(
            rules, file, args.documentClass.empty() ? kDefaultClass : args.documentClass,
            args.examine);
        Json json = Json::object({{"file", file},
                                  {"measurements", record::toJson(measured.measurement)},
                                  {"findings", output.findings(measured.verdict)}});
        if (measured.examination) {
            json.set("examination", record::toJson(*measured.examination));
        }
        files.push(std::move(json));
        text += file + "\n";
        for (const record::Measured& value : measured.measurement.values) {
            text += "    " + std::string(record::enumName(value.quantity)) + " " +
                    std::to_string(value.value) + "\n";
        }
        if (measured.examination) {
            text += "    " + record::canonical(record::toJson(*measured.examination)) + "\n";
        }
        text += output.sentences(measured.verdict);
    }
    output.print(Json::object({{"files", std::move(files)}}), text);
    return kDone;
}

std::string anchorsText(const Output& output, const station::ArchiveReport& report) {
    if (report.anchors == 0) {
        return {};
    }
    const bool japanese = output.language() == Language::Japanese;
    return std::to_string(report.anchors) +
           (japanese ? " 件の外部の確認点と照合" : " checkpoints kept elsewhere compared") +
           (report.anchoredAt ? (japanese ? "、最新のタイムスタンプ " : ", the newest stamped ") +
                                    record::formatInstant(*report.anchoredAt)
                              : std::string()) +
           "\n";
}

int verifyArchive(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    const station::ArchiveReport report =
        station.verifyArchive({args.anchors.begin(), args.anchors.end()});
    const bool valid = report.verdict.permitted();
    const bool japanese = output.language() == Language::Japanese;
    output.print(
        Json::object({{"valid", valid},
                      {"records", report.records},
                      {"entries", report.entries},
                      {"anchors", report.anchors},
                      {"anchoredAt", record::instantOrNull(report.anchoredAt)},
                      {"findings", output.findings(report.verdict)}}),
        std::string(
            valid ? (japanese ? "保管庫と台帳は一致しています" : "archive and ledger agree")
                  : (japanese ? "保管庫か台帳に異常があります" : "archive or ledger is damaged")) +
            ": " + std::to_string(report.records) + " / " + std::to_string(report.entries) + "\n" +
            anchorsText(output, report) + output.sentences(report.verdict));
    return valid ? kDone : kVerificationFailed;
}

// Who did it; who looked without a login is only said to be somebody [F5].
std::string whoOf(const Output& output, const record::Entry& entry) {
    const record::Actor& actor = entry.what.actor;
    const bool japanese = output.language() == Language::Japanese;
    std::string who = actor.user;
    if (!actor.onBehalfOf.empty()) {
        who += (japanese ? "（代行: " : " (for ") + actor.onBehalfOf + (japanese ? "）" : ")");
    }
    if (actor.breakGlass) {
        who += japanese ? "（緊急時）" : " (break-glass)";
    }
    const Json* proven = entry.what.facts.isObject() ? entry.what.facts.find("proven") : nullptr;
    if (proven != nullptr && !proven->asBool()) {
        const std::string name = record::textIn(entry.what.facts, "user");
        who += japanese ? "（自称: " : " (said to be ";
        who += name.empty() ? (japanese ? "なし" : "nobody") : name;
        who += japanese ? "、未確認）" : ", not proven)";
    }
    return who;
}

// The name that programs know; for Japanese readers what it means as well.
std::string kindOf(const Output& output, const record::Entry& entry) {
    const std::string name(record::enumName(entry.what.kind));
    return output.language() == Language::Japanese
               ? name + "（" + std::string(record::wordFor(entry.what.kind, Language::Japanese)) +
                     "）"
               : name;
}

int auditLog(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    const Looker looker = lookerOf(args, station);
    station::People people(station);
    if (const record::Verdict may =
            people.judgeLook(looker.viewer(), regulation::Authority::ViewLog, {});
        !may.permitted()) {
        return printRefusal(output, may);
    }
    const auto limit = static_cast<std::uint64_t>(args.limit);
    const std::uint64_t size = station.logSize();
    const std::uint64_t from = args.firstEntry.value_or(size - std::min(size, limit));
    people.sawLog(looker.viewer(), args.job.empty()
                                       ? Json::object({{"from", from}, {"limit", args.limit}})
                                       : Json::object({{"job", args.job.substr(0, 64)}}));
    const std::vector<record::Entry> entries =
        args.job.empty() ? station.log(from, limit) : station.logOfJob(args.job);
    Json list = Json::array();
    std::string text;
    for (const record::Entry& entry : entries) {
        list.push(record::publicLine(entry));
        text += std::to_string(entry.sequence) + "  " +
                record::formatLocal(entry.at, station.regulation().calendar.utcOffset) + "  " +
                kindOf(output, entry) + "  " + whoOf(output, entry) +
                (entry.what.job.empty() ? "" : "  " + entry.what.job) +
                (entry.what.record.empty() ? "" : "  " + entry.what.record) +
                (entry.what.verdict && !entry.what.verdict->permitted() ? "  refused" : "") + "\n";
    }
    if (args.job.empty() && entries.size() < size) { // nobody shall take a part for the whole
        text += (output.language() == Language::Japanese ? "全 " : "of ") + std::to_string(size) +
                (output.language() == Language::Japanese ? " 件中 " : " entries these are ") +
                std::to_string(entries.size()) +
                (output.language() == Language::Japanese ? " 件（--from、--limit で指定）\n"
                                                         : " (choose with --from and --limit)\n");
    }
    output.print(Json::object({{"entries", std::move(list)}, {"size", size}}), text);
    return kDone;
}

} // namespace

std::filesystem::path homeOf(const Arguments& args) {
    if (args.home.empty()) {
        throw Fault(FaultKind::Usage, "--home DIR or SEIHON_HOME is needed");
    }
    return args.home;
}

int runStationVerb(const Arguments& args, const Output& output) {
    if (args.verb == "init") {
        return init(args, output);
    }
    if (args.verb == "doctor") {
        return doctor(args, output);
    }
    if (args.verb == "devices") {
        return devices(args, output);
    }
    if (args.verb == "measure") {
        return measure(args, output);
    }
    if (args.verb == "archive verify") {
        return verifyArchive(args, output);
    }
    return auditLog(args, output);
}

} // namespace seihon::station_cli
