#include "record/fault.h"
#include "record/json.h"
#include "record/sentences.h"
#include "signing/small_file.h"
#include "signing/trust.h"
#include "signing/verify_record.h"
#include "station-cli/verify/arguments.h"
#include "station-cli/verify/bundle.h"
#include "station-cli/verify/proof.h"
#include "station-cli/verify/report_html.h"
#include "station-cli/verify/verdict_words.h"

#include <algorithm>
#include <filesystem>
#include <iostream>

namespace {

using namespace seihon;

constexpr int kValid = 0, kUsage = 2, kFault = 3, kVerificationFailed = 4;

void printLayers(const signing::RecordVerification& result, bool japanese) {
    for (const signing::ArchiveLayer& layer : result.layers) {
        const bool token = layer.kind == signing::LayerKind::ArchiveTimestamp;
        std::cout << (japanese ? "長期保存の層 " : "layer ") << layer.number << ": "
                  << (japanese ? (token ? "アーカイブタイムスタンプ" : "証拠レコード")
                               : (token ? "archive timestamp" : "evidence record"))
                  << ", " << station_cli::timeText(layer.at) << ", " << layer.service << ", "
                  << layer.digest << "\n";
    }
    if (result.provenUntil && result.verdict.permitted()) { // what is not valid proves nothing
        std::cout << (japanese ? "証明力の期限: " : "proof lasts until: ")
                  << station_cli::timeText(result.provenUntil) << "\n";
    }
}

void printForPeople(const signing::RecordVerification& result, record::Language language) {
    const bool japanese = language == record::Language::Japanese;
    const bool valid = result.verdict.permitted();
    std::cout << (japanese ? (valid ? "有効" : "無効") : (valid ? "VALID" : "NOT VALID")) << "\n";
    const std::string holder = result.signer.holder.empty() ? "–" : result.signer.holder;
    const auto role = record::enumFromName<record::Role>(result.signerRole);
    std::cout << (japanese ? "署名者: " : "signer: ") << holder;
    if (role) {
        std::cout << " (" << record::wordFor(*role, language) << ")";
    }
    std::cout << (japanese ? "\n署名時刻（申告）: " : "\nsigned at (claimed): ")
              << station_cli::timeText(result.signedAt)
              << (japanese ? "\n証明された時刻: " : "\nproven at: ")
              << station_cli::timeText(result.provenAt) << (japanese ? "\n頁数: " : "\npages: ")
              << result.pages << "\n";
    printLayers(result, japanese);
    std::cout << station_cli::findingLines(result.verdict, language);
}

// A report is never written over what it is about.
void requireReportElsewhere(const station_cli::VerifyArguments& arguments) {
    namespace fs = std::filesystem;
    const fs::path report = fs::weakly_canonical(arguments.report);
    for (const fs::path& evidence :
         {fs::weakly_canonical(arguments.record), fs::weakly_canonical(arguments.trust)}) {
        const auto [at, ignored] =
            std::mismatch(evidence.begin(), evidence.end(), report.begin(), report.end());
        if (at == evidence.end()) {
            throw record::Fault(record::FaultKind::Usage,
                                "the report would lie in what is verified: " + report.string());
        }
    }
}

void requirePrinted() {
    std::cout.flush();
    if (!std::cout) { // a verdict that nobody could read was not given
        throw record::Fault(record::FaultKind::StorageFailed, "standard output cannot be written",
                            {{"file", "stdout"}});
    }
}

int run(const station_cli::VerifyArguments& arguments) {
    if (!arguments.proof.empty()) {
        const station_cli::ProofReport report = station_cli::verifyProof(arguments);
        std::cout << (arguments.json ? record::canonical(report.json) + "\n" : report.text);
        requirePrinted();
        return report.valid ? kValid : kVerificationFailed;
    }
    if (!arguments.bundle.empty()) {
        const station_cli::BundleReport report = station_cli::verifyTakenBundle(arguments);
        std::cout << (arguments.json ? record::canonical(report.json) + "\n" : report.text);
        requirePrinted();
        return report.valid ? kValid : kVerificationFailed;
    }
    if (!arguments.report.empty()) {
        requireReportElsewhere(arguments);
    }
    const signing::Trust trust = signing::loadTrust(arguments.trust);
    const record::Instant now = arguments.at ? *arguments.at : record::readClock();
    const auto result = signing::verifyRecord(arguments.record, trust, now);
    if (!arguments.report.empty()) {
        signing::replaceFile(
            arguments.report,
            station_cli::verifyReportHtml(
                {result, arguments.record, arguments.trust, now, arguments.at.has_value()}),
            0640);
    }
    if (arguments.json) {
        std::cout << record::canonical(signing::toJson(result)) << "\n";
    } else {
        printForPeople(result, arguments.language);
    }
    requirePrinted();
    return result.verdict.permitted() ? kValid : kVerificationFailed;
}

int reportFault(const record::Fault& fault, bool json, record::Language language) {
    const bool usage = fault.kind == record::FaultKind::Usage;
    const record::FaultText text = record::textOf(fault, language);
    if (json) {
        const record::Json body = record::Json::object({{"kind", record::nameOf(fault.kind)},
                                                        {"what", text.what},
                                                        {"safe", text.safe},
                                                        {"todo", text.todo}});
        std::cout << record::canonical(record::Json::object({{"fault", body}})) << "\n";
    }
    std::cerr << "seihon-verify: " << fault.what() << "\n";
    if (usage) {
        std::cerr << station_cli::kVerifyUsage;
    } else {
        std::cerr << text.what << "\n" << text.safe << "\n" << text.todo << "\n";
    }
    return usage ? kUsage : kFault;
}

} // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
    bool json = std::find(words.begin(), words.end(), "--json") != words.end();
    record::Language language = record::Language::English;
    try {
        const station_cli::VerifyArguments arguments = station_cli::parseVerifyArguments(words);
        if (arguments.help) {
            std::cout << station_cli::kVerifyUsage;
            return kValid;
        }
        json = arguments.json;
        language = arguments.language;
        return run(arguments);
    } catch (const record::Fault& fault) {
        return reportFault(fault, json, language);
    } catch (const std::exception& error) {
        return reportFault(record::Fault(record::FaultKind::Internal, error.what()), json,
                           language);
    }
}
