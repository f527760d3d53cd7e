#include "station-cli/verify/proof.h"

#include "record/clean_text.h"
#include "record/entry_words.h"
#include "record/fault.h"
#include "signing/log_proof.h"
#include "signing/small_file.h"
#include "station-cli/verify/verdict_words.h"

namespace seihon::station_cli {

namespace {

using record::Json;
using record::Language;

struct ProofLook {
    record::LogProof proof;
    signing::LogProofReading reading;
    std::optional<signing::RecordVerification> recordAtHand;
    record::Verdict verdict; // of both
};

// What is no proof says nothing, however it came about.
void readProofFile(const VerifyArguments& arguments, const signing::Trust& trust,
                   record::Instant now, ProofLook& look) {
    const std::string text = signing::readSmallFile(arguments.proof, record::kLogProofBytes);
    try {
        look.proof = record::parseLogProof(text);
    } catch (const record::Fault& fault) {
        if (fault.kind != record::FaultKind::Malformed) {
            throw;
        }
        record::Finding finding;
        finding.id = record::FindingId::LogProofInvalid;
        finding.subject = fault.what();
        look.reading.verdict.add(std::move(finding));
        return;
    }
    look.reading = signing::readLogProof(look.proof, trust, now);
}

ProofLook lookAt(const VerifyArguments& arguments) {
    const signing::Trust trust = signing::loadTrust(arguments.trust);
    const record::Instant now = arguments.at ? *arguments.at : record::readClock();
    ProofLook look;
    readProofFile(arguments, trust, now, look);
    look.verdict = look.reading.verdict;
    if (!arguments.record.empty()) {
        look.recordAtHand = signing::verifyRecord(arguments.record, trust, now);
        look.verdict.merge(look.recordAtHand->verdict);
        look.verdict.merge(signing::compareWithProof(look.reading, *look.recordAtHand));
    }
    return look;
}

// Whose record it is, where the proof was made to show it.
const Json* patientOf(const signing::LogProofReading& reading) {
    const bool open = reading.sealed && reading.sealed->what.privateFacts.isObject();
    return open ? reading.sealed->what.privateFacts.find("patient") : nullptr;
}

std::string patientWord(const Json& patient, std::string_view key) {
    const Json* word = patient.find(key);
    return word != nullptr && word->isString() ? word->asString() : std::string();
}

Json jsonOf(const ProofLook& look) {
    Json entries = Json::array();
    for (const record::Entry& entry : look.reading.entries) {
        entries.push(Json::object({{"sequence", entry.sequence},
                                   {"at", record::formatInstant(entry.at)},
                                   {"kind", record::enumName(entry.what.kind)},
                                   {"user", entry.what.actor.user},
                                   {"opened", entry.privateSalt.has_value()}}));
    }
    Json witnesses = Json::array();
    for (const signing::Cosignature& one : look.reading.witnesses) {
        witnesses.push(
            Json::object({{"name", one.witness}, {"at", record::formatInstant(one.at)}}));
    }
    Json findings = Json::array();
    for (const record::Finding& finding : look.verdict.findings) {
        findings.push(record::toJson(finding));
    }
    const bool valid = look.verdict.permitted();
    const Json* patient = patientOf(look.reading);
    return Json::object(
        {{"valid", valid},
         {"record", look.proof.record},
         {"station", look.reading.station},
         {"checkpointSize", look.reading.checkpointSize},
         {"provenAt", look.reading.at ? Json(record::formatInstant(*look.reading.at)) : Json()},
         {"witnesses", std::move(witnesses)},
         {"patient", patient != nullptr ? *patient : Json()},
         {"entries", std::move(entries)},
         {"recordAtHand",
          look.recordAtHand ? Json(look.recordAtHand->verdict.permitted()) : Json()},
         {"findings", std::move(findings)}});
}

std::string patientLine(const ProofLook& look, bool japanese) {
    const Json* patient = patientOf(look.reading);
    if (patient == nullptr || !patient->isObject()) {
        return japanese ? "患者: 開示されていません\n" : "patient: not opened\n";
    }
    return (japanese ? "患者: " : "patient: ") + patientWord(*patient, "id") + " " +
           patientWord(*patient, "name") + "\n";
}

// What was proven, and what such a proof cannot show.
std::string provenText(const ProofLook& look, Language language) {
    const bool japanese = language == Language::Japanese;
    const signing::LogProofReading& reading = look.reading;
    std::string text =
        (japanese ? "端末: " : "station: ") + reading.station + "\n" +
        (japanese ? "記録: " : "record: ") + look.proof.record + "\n" +
        patientLine(look, japanese) +
        (japanese ? "遅くともこの時刻には台帳にあった: " : "in the log at the latest at: ") +
        timeText(reading.at) + (japanese ? "（確認点 " : " (checkpoint of ") +
        std::to_string(reading.checkpointSize) +
        (japanese ? " 件、端末の署名とタイムスタンプ）\n"
                  : " entries, signed by the station and timestamped)\n");
    for (const signing::Cosignature& one : reading.witnesses) {
        text += (japanese ? "立会: " : "witness: ") + one.witness + ", " + timeText(one.at) + "\n";
    }
    text += (japanese ? "証明された行: " : "proven entries: ") +
            std::to_string(reading.entries.size()) + "\n";
    for (const record::Entry& entry : reading.entries) {
        text += "  " + std::to_string(entry.sequence) + "  " + timeText(entry.at) + "  " +
                std::string(record::wordFor(entry.what.kind, language)) + "  " +
                entry.what.actor.user + "\n";
    }
    return text + (japanese ? "この証明は、上の行が台帳にあることを示します。ほかに行がないことは"
                              "示しません（seihon audit verify）。\n"
                            : "It shows that these entries are in the log. It cannot show that "
                              "there are no others (seihon audit verify does).\n");
}

std::string recordLine(const ProofLook& look, bool japanese) {
    if (!look.recordAtHand) {
        return japanese ? "手元の記録との照合: なし（--record）\n"
                        : "not compared with the record itself (--record)\n";
    }
    if (!look.verdict.permitted()) {
        return {};
    }
    return japanese ? "手元の記録: 有効で、台帳が封緘したものと同じ\n"
                    : "the record at hand is valid, and the one that the log says was sealed\n";
}

} // namespace

ProofReport verifyProof(const VerifyArguments& arguments) {
    const ProofLook look = lookAt(arguments);
    const bool japanese = arguments.language == Language::Japanese;
    ProofReport report;
    report.valid = look.verdict.permitted();
    report.json = jsonOf(look);
    report.text = japanese ? (report.valid ? "有効\n" : "無効\n")
                           : (report.valid ? "VALID\n" : "NOT VALID\n");
    if (look.reading.verdict.permitted()) {
        report.text += provenText(look, arguments.language);
    }
    report.text += recordLine(look, japanese) + findingLines(look.verdict, arguments.language);
    report.text = record::cleanText(report.text); // strangers wrote it
    return report;
}

} // namespace seihon::station_cli
