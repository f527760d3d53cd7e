#include "station-cli/verify/verdict_words.h"

#include <chrono>

namespace seihon::station_cli {

namespace {

constexpr std::chrono::minutes kJapanStandardTime{9 * 60};

std::string_view severityWord(record::Severity severity, bool japanese) {
    switch (severity) {
    case record::Severity::Refuse:
        return japanese ? "不可" : "REFUSED";
    case record::Severity::Warn:
        return japanese ? "注意" : "warning";
    case record::Severity::Note:
        return japanese ? "参考" : "note";
    }
    return "?";
}

} // namespace

std::string timeText(const std::optional<record::Instant>& at) {
    return at ? record::formatLocal(*at, kJapanStandardTime) : "–";
}

std::string findingLines(const record::Verdict& verdict, record::Language language) {
    const bool japanese = language == record::Language::Japanese;
    std::string text;
    for (const record::Finding& finding : verdict.byUrgency()) {
        text += std::string(severityWord(finding.severity, japanese)) + " " +
                std::string(record::enumName(finding.id)) + ": " +
                record::sentenceOf(finding, language) + "\n";
    }
    return text;
}

} // namespace seihon::station_cli
