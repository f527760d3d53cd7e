#include "station-cli/verify/bundle.h"

#include "record/clean_text.h"
#include "signing/bundle.h"
#include "station-cli/verify/verdict_words.h"

namespace seihon::station_cli {

namespace {

using record::Json;
using record::Language;

Json bundleTime(const std::optional<record::Instant>& at) {
    return at ? Json(record::formatInstant(*at)) : Json();
}

Json findingsJson(const record::Verdict& verdict) {
    Json findings = Json::array();
    for (const record::Finding& finding : verdict.findings) {
        Json one = record::toJson(finding);
        one.set("text", record::sentenceOf(finding, Language::English));
        findings.push(std::move(one));
    }
    return findings;
}

Json bundleJson(const signing::BundleVerification& found, bool ownTrust) {
    Json records = Json::array();
    for (const signing::BundledRecord& one : found.records) {
        records.push(Json::object({{"id", one.id},
                                   {"valid", one.verdict.permitted()},
                                   {"pages", one.record.pages},
                                   {"provenAt", bundleTime(one.record.provenAt)},
                                   {"entries", std::ssize(one.proof.entries)},
                                   {"inLogAt", bundleTime(one.proof.at)},
                                   {"findings", findingsJson(one.verdict)}}));
    }
    const auto& note = found.note;
    return Json::object({{"valid", found.verdict.permitted()},
                         {"bundle", note ? Json(note->id) : Json()},
                         {"station", note ? Json(note->station) : Json()},
                         {"madeAt", note ? Json(record::formatInstant(note->madeAt)) : Json()},
                         {"redaction", note ? Json(record::enumName(note->redaction)) : Json()},
                         {"trustFromBundle", ownTrust},
                         {"files", found.files},
                         {"records", std::move(records)},
                         {"findings", findingsJson(found.verdict)}});
}

std::string bundleText(const signing::BundleVerification& found, Language language) {
    const bool japanese = language == Language::Japanese;
    const auto word = [&](const char* inJapanese, const char* inEnglish) {
        return std::string(japanese ? inJapanese : inEnglish);
    };
    std::string text =
        found.verdict.permitted() ? word("有効\n", "VALID\n") : word("無効\n", "NOT VALID\n");
    if (found.note) {
        const record::BundleNote& note = *found.note;
        text += word("端末: ", "station: ") + note.station + "\n" + word("作成: ", "made at: ") +
                timeText(note.madeAt) + ", " + note.takenBy.name + "\n" +
                word("渡す相手: ", "handed to: ") + note.recipient + "\n" +
                word("理由: ", "reason: ") + note.reason + "\n" +
                word("開示しない範囲: ", "withheld: ") +
                std::string(record::enumName(note.redaction)) + "\n";
    }
    text += word("ファイル: ", "files: ") + std::to_string(found.files) + "\n";
    for (const signing::BundledRecord& one : found.records) {
        text += "  " + one.id + "  " +
                (one.verdict.permitted() ? word("有効", "valid") : word("無効", "NOT VALID")) +
                "  " + timeText(one.record.provenAt) + "  " + std::to_string(one.record.pages) +
                word(" 頁  台帳の行 ", " pages  entries ") +
                std::to_string(one.proof.entries.size()) + "\n";
    }
    return text + findingLines(found.verdict, language);
}

} // namespace

BundleReport verifyTakenBundle(const VerifyArguments& arguments) {
    const bool ownTrust = arguments.trust.empty();
    const signing::Trust trust =
        signing::loadTrust(ownTrust ? arguments.bundle / "trust" : arguments.trust);
    signing::BundleVerification found = signing::verifyBundle(
        arguments.bundle, trust, arguments.at ? *arguments.at : record::readClock());
    if (ownTrust) {
        record::Finding finding;
        finding.id = record::FindingId::BundleTrustsItself;
        finding.severity = record::Severity::Warn;
        found.verdict.add(std::move(finding));
    }
    return {found.verdict.permitted(), bundleJson(found, ownTrust),
            record::cleanText(bundleText(found, arguments.language))}; // strangers wrote it
}

} // namespace seihon::station_cli
