#include "record/json_fields.h"
#include "station-cli/commands.h"
#include "station/emergency_looks.h"
#include "station/look.h"
#include "station/regulation_desk.h"
#include "station/regulation_document.h"

// The hospital's rules: in words, compared, approved, put into force [A9].
namespace seihon::station_cli {

using record::Fault;
using record::FaultKind;
using record::Json;
using record::Language;
using regulation::Clause;
using regulation::Difference;
using station::RegulationText;

namespace {

Json clausesJson(const std::vector<Clause>& clauses) {
    Json list = Json::array();
    for (const Clause& clause : clauses) {
        list.push(
            Json::object({{"item", clause.key}, {"label", clause.label}, {"value", clause.value}}));
    }
    return list;
}

// Tables are set apart; a class begins with its name.
std::string clausesText(const std::vector<Clause>& clauses) {
    std::string text;
    std::string table;
    for (const Clause& clause : clauses) {
        const std::string here =
            clause.key.substr(0, clause.key.find('.', clause.key.starts_with("class.") ? 6 : 0));
        if (here != table) {
            text += "\n[" + here + "]\n";
            table = here;
        }
        std::string value = clause.value;
        for (std::size_t at = 0; (at = value.find('\n', at)) != value.npos; at += 7) {
            value.replace(at, 1, "\n      ");
        }
        text += "  " + clause.label + ": " + value + "\n";
    }
    return text;
}

std::string differencesText(const std::vector<Difference>& differences, Language language) {
    std::string text;
    for (const Difference& one : differences) {
        text += "[" + std::string(regulation::wordFor(one.change, language)) + "] " + one.key +
                " – " + one.label + "\n";
        text += one.before.empty() ? "" : "    - " + one.before + "\n";
        text += one.after.empty() ? "" : "    + " + one.after + "\n";
    }
    if (differences.empty()) {
        text = language == Language::Japanese ? "規則は同じです。\n" : "The rules are the same.\n";
    }
    return text;
}

Json differencesJson(const std::vector<Difference>& differences) {
    Json list = Json::array();
    for (const Difference& one : differences) {
        list.push(Json::object({{"item", one.key},
                                {"label", one.label},
                                {"change", record::enumName(one.change)},
                                {"before", one.before},
                                {"after", one.after}}));
    }
    return list;
}

// The file that is not a regulation is what was looked for: told as a result, with its line.
int printUnreadable(const Output& output, const std::string& file, const Fault& fault) {
    const auto part = [&](const char* key) {
        const auto found = fault.context.find(key);
        return found == fault.context.end() ? std::string() : found->second;
    };
    output.print(
        Json::object({{"file", file},
                      {"valid", false},
                      {"errors", Json::array({Json::object(
                                     {{"line", part("line")}, {"reason", part("reason")}})})},
                      {"findings", Json::array()}}),
        std::string(fault.what()) + "\n");
    return kRefused;
}

// What is to be said of a whole file beside its clauses.
record::Verdict judged(const Arguments& args, const RegulationText& text, Json& document) {
    if (args.home.empty()) {
        return {};
    }
    station::Station station(homeOf(args));
    const record::Digest inForce = station.regulation().digest;
    document.set("inForce", inForce == text.regulation.digest);
    document.set("regulationInForce", inForce.hex());
    return config::compareTrust(text.regulation, station.trust().file);
}

// The file named, or the home's, or none: the shipped one.
std::string fileOf(const Arguments& args) {
    if (!args.files.empty()) {
        return args.files.front();
    }
    return args.home.empty() ? std::string()
                             : station::Home{homeOf(args)}.regulationFile().string();
}

int writeTemplate(const Arguments& args, const Output& output) {
    const std::string file = fileOf(args);
    const regulation::Regulation rules =
        file.empty() ? station::shippedRegulation() : station::readRegulation(file).regulation;
    station::writeRegulationDocument(args.exportFile, rules);
    output.print(Json::object({{"file", args.exportFile},
                               {"digest", rules.digest.hex()},
                               {"version", rules.version}}),
                 args.exportFile + "\n");
    return kDone;
}

int check(const Arguments& args, const Output& output) {
    const std::string file = fileOf(args);
    RegulationText text;
    try {
        text = file.empty() ? RegulationText{{}, station::shippedRegulation()}
                            : station::readRegulation(file);
    } catch (const Fault& fault) {
        if (fault.kind != FaultKind::ConfigInvalid) {
            throw;
        }
        return printUnreadable(output, file, fault);
    }
    const std::vector<Clause> clauses = regulation::clausesOf(text.regulation, output.language());
    Json document = Json::object({{"file", file},
                                  {"digest", text.regulation.digest.hex()},
                                  {"version", text.regulation.version}});
    const record::Verdict verdict = judged(args, text, document);
    document.set("valid", verdict.permitted());
    document.set("errors", Json::array());
    document.set("clauses", clausesJson(clauses));
    document.set("findings", output.findings(verdict));
    const bool japanese = output.language() == Language::Japanese;
    std::string head = (japanese ? "規程 " : "Regulation ") + text.regulation.version +
                       "\nSHA-256 " + text.regulation.digest.hex() + "\n";
    if (const Json* inForce = document.find("inForce")) {
        head += inForce->asBool()
                    ? (japanese ? "この規程が有効です。\n" : "It is in force.\n")
                    : (japanese ? "この規程は有効ではありません。\n" : "It is not in force.\n");
    }
    output.print(document, head + output.sentences(verdict) + clausesText(clauses));
    return verdict.permitted() ? kDone : kRefused;
}

int diff(const Arguments& args, const Output& output) {
    if (args.files.size() == 1 && args.home.empty()) {
        throw Fault(FaultKind::Usage,
                    "one file is compared with the one in force: --home is needed");
    }
    const RegulationText last = station::readRegulation(args.files.back());
    const regulation::Regulation before =
        args.files.size() == 1 ? station::Station(homeOf(args)).regulation()
                               : station::readRegulation(args.files.front()).regulation;
    const auto differences = regulation::differencesOf(before, last.regulation, output.language());
    output.print(Json::object({{"before", before.digest.hex()},
                               {"after", last.regulation.digest.hex()},
                               {"differences", differencesJson(differences)}}),
                 before.version + " → " + last.regulation.version + "\n" +
                     differencesText(differences, output.language()));
    return kDone;
}

int approve(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    const station::Session session = sessionOf(args, station);
    const station::ApprovalOutcome outcome =
        station::RegulationDesk(station).approve(session, args.target);
    const bool permitted = outcome.verdict.permitted();
    const bool japanese = output.language() == Language::Japanese;
    return output.outcome(Json::object({{"digest", outcome.digest.hex()},
                                        {"version", outcome.version},
                                        {"approved", permitted}}),
                          permitted ? (japanese ? "承認しました: " : "approved: ") +
                                          outcome.version + "  " + outcome.digest.hex() + "\n"
                                    : std::string(),
                          outcome.verdict);
}

int activate(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    const station::Session session = sessionOf(args, station);
    const station::ActivationOutcome outcome =
        station::RegulationDesk(station).activate(session, args.target, output.language());
    const bool permitted = outcome.verdict.permitted();
    const bool japanese = output.language() == Language::Japanese;
    Json document = Json::object({{"digest", outcome.digest.hex()},
                                  {"version", outcome.version},
                                  {"activated", permitted},
                                  {"differences", differencesJson(outcome.differences)},
                                  {"findings", output.findings(outcome.verdict)}});
    if (!permitted) {
        document.set("refused", true);
    }
    const std::string head =
        permitted ? (japanese ? "有効にしました: " : "in force: ") + outcome.version + "\n"
                  : (japanese ? "有効にできません: " : "not in force: ") + outcome.version + "\n";
    output.print(document, head + output.sentences(outcome.verdict) +
                               differencesText(outcome.differences, output.language()));
    return permitted ? kDone : kRefused;
}

} // namespace

void noticeOfRegulation(const Arguments& args, const Output& output) {
    if (args.home.empty() || args.verb == "init") {
        return;
    }
    const record::Verdict verdict = station::regulationNotice(args.home);
    if (!verdict.findings.empty()) {
        std::string text = output.sentences(verdict);
        text.pop_back();
        output.progress(text);
    }
}

void noticeOfEmergency(const Arguments& args, const Output& output) {
    const record::Verdict verdict =
        args.home.empty() ? record::Verdict{} : station::emergencyNotice(args.home);
    if (!verdict.findings.empty()) {
        std::string text = output.sentences(verdict);
        text.pop_back();
        output.progress(text);
    }
}

int runRegulationVerb(const Arguments& args, const Output& output) {
    if (args.verb == "regulation check") {
        return check(args, output);
    }
    if (args.verb == "regulation diff") {
        return diff(args, output);
    }
    if (args.verb == "regulation template") {
        return writeTemplate(args, output);
    }
    return args.verb == "regulation approve" ? approve(args, output) : activate(args, output);
}

} // namespace seihon::station_cli
