#include "record/json_fields.h"
#include "station-cli/commands.h"
#include "station/received_desk.h"
#include "station/trust_statement.h"

// Signed electronic documents that come in, and the trust in certificates, written down [A14].
namespace seihon::station_cli {

using record::Json;
using record::Language;
using record::ReceivedState;

namespace {

std::string wordFor(ReceivedState state, Language language) {
    const bool japanese = language == Language::Japanese;
    switch (state) {
    case ReceivedState::Good:
        return japanese ? "署名は正しい" : "signature good";
    case ReceivedState::NotSigned:
        return japanese ? "署名なし" : "not signed";
    case ReceivedState::CannotBeJudged:
        return japanese ? "判定できない" : "cannot be judged";
    case ReceivedState::ChangedAfterSigning:
        return japanese ? "署名の後に変更あり" : "changed after signing";
    case ReceivedState::Broken:
        return japanese ? "署名は正しくない" : "signature broken";
    }
    return "?";
}

Json signatureJson(const Output& output, const record::ReceivedSignature& signature) {
    const record::SignerCertificate& signer = signature.signer;
    Json json = Json::object({{"field", signature.field},
                              {"state", record::enumName(signature.state)},
                              {"subFilter", signature.subFilter},
                              {"coversWholeFile", signature.coversWholeFile},
                              {"signedAt", record::instantOrNull(signature.signedAt)},
                              {"provenAt", record::instantOrNull(signature.provenAt)},
                              {"findings", output.findings(signature.verdict)}});
    json.set("signer",
             signer.holder.empty()
                 ? Json()
                 : Json::object({{"name", signer.holder},
                                 {"issuer", signer.issuer},
                                 {"serial", signer.serial},
                                 {"trustProfile", signer.trustProfile},
                                 {"testMode", signer.testMode},
                                 {"healthcareRoles", record::textsJson(signer.healthcareRoles)}}));
    return json;
}

std::string signatureText(const Output& output, const record::ReceivedSignature& signature) {
    std::string text = "  " + signature.field + "  " + wordFor(signature.state, output.language()) +
                       "  " + signature.signer.holder;
    for (const std::string& role : signature.signer.healthcareRoles) {
        text += " (" + role + ")";
    }
    if (signature.provenAt) {
        text += "  " + record::formatInstant(*signature.provenAt);
    }
    return text + "\n" + output.sentences(signature.verdict);
}

int codeOf(ReceivedState state) {
    return state == ReceivedState::Good || state == ReceivedState::NotSigned ? kDone
                                                                             : kVerificationFailed;
}

int check(const Arguments& args, const Output& output, station::Station& station) {
    const station::Session session = sessionOf(args, station);
    const station::ReceivedOutcome outcome =
        station::ReceivedDesk(station).check(session, args.target, args.intake.envelope);
    if (!outcome.verdict.permitted()) {
        return printRefusal(output, outcome.verdict);
    }
    const record::ReceivedDocument& document = outcome.document;
    Json signatures = Json::array();
    std::string text = wordFor(document.state, output.language()) + "  " + outcome.digest.hex() +
                       "\n" + output.sentences(document.verdict);
    for (const record::ReceivedSignature& signature : document.signatures) {
        signatures.push(signatureJson(output, signature));
        text += signatureText(output, signature);
    }
    output.print(
        Json::object({{"state", record::enumName(document.state)},
                      {"sha256", outcome.digest.hex()},
                      {"bytes", outcome.bytes},
                      {"pages", document.pages},
                      {"kept", outcome.kept ? Json(station.home().received(outcome.digest).string())
                                            : Json()},
                      {"signatures", std::move(signatures)},
                      {"findings", output.findings(document.verdict)}}),
        text);
    return codeOf(document.state);
}

int listReceived(const Arguments& args, const Output& output, station::Station& station) {
    Json list = Json::array();
    std::string text;
    for (const station::ReceivedRow& row : station::ReceivedDesk(station).list(args.limit)) {
        Json one = row.facts;
        one.set("entry", row.sequence);
        one.set("at", record::formatInstant(row.at));
        one.set("by", row.by.user);
        one.set("envelope", row.envelope.empty() ? Json() : Json(row.envelope));
        text += std::to_string(row.sequence) + "  " +
                record::formatLocal(row.at, station.regulation().calendar.utcOffset) + "  " +
                wordFor(record::enumIn<ReceivedState>(row.facts, "state"), output.language()) +
                "  " + row.facts.at("sha256").asString() + "\n";
        list.push(std::move(one));
    }
    output.print(Json::object({{"received", std::move(list)}}), text);
    return kDone;
}

int statement(const Arguments& args, const Output& output, station::Station& station) {
    const station::TrustDesk desk(station);
    if (!args.reportFile.empty()) {
        desk.writeStatement(args.reportFile, output.language());
    }
    const record::Digest digest = station::trustDigest(station.home().trust());
    const auto accepted = desk.newest();
    Json by;
    if (accepted) {
        by = Json::object({{"by", accepted->by.user},
                           {"at", record::formatInstant(accepted->at)},
                           {"digest", accepted->digest.hex()}});
    }
    output.print(Json::object({{"digest", digest.hex()},
                               {"accepted", std::move(by)},
                               {"inForce", accepted && accepted->digest == digest},
                               {"file", args.reportFile.empty() ? Json() : Json(args.reportFile)}}),
                 args.reportFile.empty() ? desk.statementText(output.language())
                                         : args.reportFile + "\n");
    return kDone;
}

int accept(const Arguments& args, const Output& output, station::Station& station) {
    const station::Session session = sessionOf(args, station);
    const record::Verdict verdict = station::TrustDesk(station).accept(session);
    if (!verdict.permitted()) {
        return printRefusal(output, verdict);
    }
    const std::string digest = station::trustDigest(station.home().trust()).hex();
    output.print(Json::object({{"accepted", digest}, {"findings", output.findings(verdict)}}),
                 digest + "\n" + output.sentences(verdict));
    return kDone;
}

} // namespace

bool isReceivedVerb(const std::string& verb) {
    return verb.starts_with("received ") || verb.starts_with("trust ");
}

int runReceivedVerb(const Arguments& args, const Output& output) {
    station::Station station(homeOf(args));
    if (args.verb == "received check") {
        return check(args, output, station);
    }
    if (args.verb == "received list") {
        return listReceived(args, output, station);
    }
    return args.verb == "trust accept" ? accept(args, output, station)
                                       : statement(args, output, station);
}

} // namespace seihon::station_cli
