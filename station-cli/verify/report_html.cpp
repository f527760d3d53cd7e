#include "station-cli/verify/report_html.h"

#include "record/clean_text.h"
#include "record/sentences.h"

#include <algorithm>

namespace seihon::station_cli {

namespace {

using record::FindingId;
using record::Json;
using record::Language;
using record::Severity;

constexpr std::chrono::minutes kReportOffset{9 * 60}; // Japan, as all shown times

constexpr std::string_view kHead = R"html(<!DOCTYPE html>
<html lang="ja"><head><meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
<title>電子化記録 検証報告 / Record verification report</title>
<style>
@page { size: A4; margin: 14mm 13mm; }
* { box-sizing: border-box; }
body { font: 10pt/1.45 "IPAexGothic", "Hiragino Sans", "Noto Sans CJK JP", "Yu Gothic", sans-serif;
  color: #1d2026; max-width: 186mm; margin: 8mm auto; padding: 0 4mm; overflow-wrap: anywhere; }
h1 { font-size: 16pt; margin: 0; } h1 small { font-size: 10pt; color: #5b6068; }
h2 { font-size: 11pt; margin: 5mm 0 1mm; border-bottom: .35mm solid #1d2026; }
.test { border: .8mm solid #c41e1e; color: #c41e1e; font-weight: bold; font-size: 12pt;
  padding: 1.5mm 4mm; margin: 3mm 0; }
.banner { margin: 3mm 0; padding: 2mm 4mm; border: .4mm solid; font-size: 14pt; font-weight: bold;
  -webkit-print-color-adjust: exact; print-color-adjust: exact; }
.valid { color: #0b6b3a; background: #eaf6ef; } .invalid { color: #b3141b; background: #fdecec; }
table { border-collapse: collapse; width: 100%; } thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { text-align: left; vertical-align: top; padding: .8mm 1.5mm; font-weight: normal;
  border-bottom: .2mm solid #d5d8dc; unicode-bidi: isolate; }
th { color: #5b6068; } .facts th { width: 52mm; }
.keep, td.refuse, td.warn, td.note { white-space: nowrap; }
.refuse { color: #b3141b; font-weight: bold; } .warn { color: #8a5200; } .note { color: #5b6068; }
code { font: 7.6pt "DejaVu Sans Mono", "Liberation Mono", monospace; }
footer { margin-top: 5mm; border-top: .2mm solid; color: #5b6068; font-size: 8pt; }
</style></head>
<body>
)html";

// Foreign text goes through here; what does not is written in this file.
std::string shownText(std::string_view text) {
    return text.empty() ? "–" : record::escapeHtml(text);
}

std::string codeText(std::string_view text) {
    return "<code>" + shownText(text) + "</code>";
}

std::string shownTime(const std::optional<record::Instant>& at) {
    return at ? record::formatLocal(*at, kReportOffset) : "–";
}

// Of a record that may be refused: anything may be missing or of another kind.
std::string textIn(const Json& json, std::string_view key) {
    const Json* const value = json.isObject() ? json.find(key) : nullptr;
    if (value == nullptr) {
        return {};
    }
    return value->isString() ? value->asString()
           : value->isInt()  ? std::to_string(value->asInt())
                             : std::string();
}

const Json& memberOf(const Json& json, std::string_view key) {
    static const Json none;
    const Json* const value = json.isObject() ? json.find(key) : nullptr;
    return value == nullptr ? none : *value;
}

class Page {
  public:
    explicit Page(const VerifyReport& report) : m_report(report), m_result(report.result) {}

    std::string html() {
        m_html = kHead;
        addVerdict();
        addRecord();
        addSigner();
        addTimes();
        addLayers();
        addFindings();
        addPages();
        m_html += "<footer>seihon-verify " SEIHON_VERSION
                  " · 時刻は日本標準時 / times in Japan Standard Time · 署名と写しの照合は openssl "
                  "だけでもできます / the seal can be verified with openssl alone: "
                  "<code>META-INF/signature001.p7s</code>, "
                  "<code>META-INF/ASiCManifest001.xml</code></footer>\n</body></html>\n";
        return std::move(m_html);
    }

  private:
    void heading(std::string_view japanese, std::string_view english) {
        m_html += "<h2>" + std::string(japanese) + " / " + std::string(english) + "</h2>\n";
    }
    // `value` is HTML.
    void fact(std::string_view name, const std::string& value) {
        m_html += "<tr><th>" + std::string(name) + "</th><td>" + value + "</td></tr>\n";
    }
    void beginFacts() { m_html += "<table class=\"facts\"><tbody>\n"; }
    void endTable() { m_html += "</tbody></table>\n"; }

    void addVerdict() {
        m_html += "<h1>電子化記録 検証報告 <small>Record verification report</small></h1>\n";
        const record::Verdict& verdict = m_result.verdict;
        if (verdict.has(FindingId::TestMode) || verdict.has(FindingId::DemoData)) {
            m_html +=
                "<div class=\"test\">試験用：法的な証拠になりません。 / TEST MODE: this is no "
                "legal evidence.</div>\n";
        }
        const bool valid = verdict.permitted();
        const bool remarks =
            std::any_of(verdict.findings.begin(), verdict.findings.end(),
                        [](const auto& finding) { return finding.severity == Severity::Warn; });
        m_html += std::string("<div class=\"banner ") + (valid ? "valid" : "invalid") + "\">" +
                  (!valid    ? "✗ 無効 / NOT VALID"
                   : remarks ? "✓ 有効（注意あり） / VALID, with remarks"
                             : "✓ 有効 / VALID") +
                  "</div>\n";
    }

    void addRecord() {
        heading("記録", "Record");
        beginFacts();
        const Json& json = m_result.recordJson;
        const Json& note = memberOf(json, "transferNote");
        fact("対象 / verified", codeText(m_report.record.string()));
        fact("信頼設定 / trusted by", codeText(m_report.trust.string()));
        fact(m_report.atGiven ? "検証の基準時刻（指定） / verified as of (given)"
                              : "検証時刻 / verified at",
             shownTime(m_report.at));
        fact("記録番号 / record id", codeText(textIn(json, "recordId")));
        fact("文書の種類 / document class", shownText(textIn(json, "documentClass")));
        fact("施設 / hospital", shownText(textIn(note, "hospital")));
        fact("端末 / station", shownText(textIn(json, "station")));
        fact("規程 / regulation", shownText(textIn(note, "regulationVersion")) + "<br/>" +
                                      codeText(textIn(json, "regulation")));
        if (const Json* const project = json.isObject() ? json.find("project") : nullptr) {
            fact("過去文書の計画（番号、計画書の SHA-256） / project of old paper (id, SHA-256 of "
                 "its plan)",
                 codeText(textIn(*project, "id")) + "<br/>" + codeText(textIn(*project, "plan")));
        }
        fact("署名対象（目録）の SHA-256 / SHA-256 of what is signed",
             codeText(m_result.manifestDigest == record::Digest() ? std::string()
                                                                  : m_result.manifestDigest.hex()));
        endTable();
    }

    void addSigner() {
        heading("署名者", "Signer");
        beginFacts();
        const record::SignerCertificate& signer = m_result.signer;
        const bool known = !signer.holder.empty();
        const auto role = record::enumFromName<record::Role>(m_result.signerRole);
        fact("氏名 / name", shownText(signer.holder));
        fact("役割 / role", role ? std::string(record::wordFor(*role, Language::Japanese)) + " / " +
                                       std::string(record::wordFor(*role, Language::English))
                                 : "–");
        std::string healthcare;
        for (const std::string& one : signer.healthcareRoles) {
            healthcare += (healthcare.empty() ? "" : ", ") + one;
        }
        fact("医療資格 / healthcare role (hcRole)", shownText(healthcare));
        fact("認証局 / issued by", shownText(signer.issuer));
        fact("証明書 / certificate",
             known
                 ? codeText(signer.serial) + "<br/>" + codeText("SHA-256 " + signer.sha256.hex()) +
                       "<br/>" + shownTime(signer.notBefore) + " – " + shownTime(signer.notAfter)
                 : "–");
        fact("信頼の区分 / trust profile", shownText(signer.trustProfile));
        endTable();
    }

    void addTimes() {
        heading("時刻", "Times");
        beginFacts();
        fact("署名時刻（申告） / signed at (claimed)", shownTime(m_result.signedAt));
        fact("証明された時刻（タイムスタンプ） / proven at (timestamp)",
             shownTime(m_result.provenAt));
        fact("失効確認の完了 / revocation proven (B-LT)",
             m_result.completed ? "済 / yes" : "未 / not yet");
        fact("証明力の期限 / proof lasts until",
             m_result.verdict.permitted() ? shownTime(m_result.provenUntil) : "–");
        endTable();
    }

    void addLayers() {
        heading("長期保存の層", "Layers over the seal");
        if (m_result.layers.empty()) {
            m_html += "<p>ありません / none</p>\n";
            return;
        }
        m_html += "<table><thead><tr><th>#</th><th>種類 / kind</th><th>時刻 / time</th>"
                  "<th>時刻認証局 / service</th><th>ハッシュ / digest</th></tr></thead><tbody>\n";
        for (const signing::ArchiveLayer& layer : m_result.layers) {
            const bool token = layer.kind == signing::LayerKind::ArchiveTimestamp;
            m_html += "<tr><td>" + std::to_string(layer.number) + "</td><td>" +
                      (token ? "アーカイブタイムスタンプ / archive timestamp"
                             : "証拠レコード / evidence record (RFC 4998)") +
                      "</td><td>" + shownTime(layer.at) + "</td><td>" + shownText(layer.service) +
                      "</td><td>" + shownText(layer.digest) + "</td></tr>\n";
        }
        endTable();
    }

    void addFindings() {
        heading("所見", "Findings");
        if (m_result.verdict.findings.empty()) {
            m_html += "<p>ありません / none</p>\n";
            return;
        }
        m_html += "<table><tbody>\n";
        for (const record::Finding& finding : m_result.verdict.byUrgency()) {
            const std::string_view severity = record::enumName(finding.severity);
            const char* const word = finding.severity == Severity::Refuse ? "不可 / refused"
                                     : finding.severity == Severity::Warn ? "注意 / warning"
                                                                          : "参考 / note";
            m_html += "<tr><td class=\"" + std::string(severity) + "\">" + word + "</td><td>" +
                      codeText(record::enumName(finding.id)) + "<br/>" +
                      shownText(record::sentenceOf(finding, Language::Japanese)) + "<br/>" +
                      shownText(record::sentenceOf(finding, Language::English)) + "</td></tr>\n";
        }
        endTable();
    }

    // What was found of a file itself; HTML.
    std::string fileCheck(const std::string& file) const {
        for (const record::Finding& finding : m_result.verdict.findings) {
            if (finding.subject == file && finding.severity == Severity::Refuse) {
                return "<span class=\"refuse\">✗ " + codeText(record::enumName(finding.id)) +
                       "</span><br/>" +
                       codeText(finding.measured.isString() ? finding.measured.asString()
                                                            : std::string());
            }
        }
        // Where the record is not valid nobody vouches for what no finding names.
        return m_result.verdict.permitted() ? "✓" : "–";
    }

    void addPages() {
        heading("頁", "Pages");
        const Json& pages = memberOf(m_result.recordJson, "pages");
        if (!pages.isArray() || pages.asArray().empty()) {
            m_html += "<p>–</p>\n";
            return;
        }
        m_html += "<p>record.json の記載 / as record.json states: " +
                  std::to_string(pages.asArray().size()) + "</p>\n";
        m_html += "<table><thead><tr><th>頁 / page</th><th>ファイル / file</th>"
                  "<th>SHA-256 (record.json)</th><th>検査 / check</th><th>画素 / "
                  "pixels</th><th>dpi</th></tr></thead><tbody>\n";
        for (const Json& page : pages.asArray()) {
            m_html += "<tr><td class=\"keep\">" + shownText(textIn(page, "number")) + "</td>" +
                      "<td class=\"keep\">" + codeText(textIn(page, "file")) + "</td><td>" +
                      codeText(textIn(page, "sha256")) + "</td><td>" +
                      fileCheck(textIn(page, "file")) + "</td><td class=\"keep\">" +
                      shownText(textIn(page, "width")) + " × " + shownText(textIn(page, "height")) +
                      "</td><td>" + shownText(textIn(page, "dpi")) + "</td></tr>\n";
        }
        endTable();
    }

    const VerifyReport& m_report;
    const signing::RecordVerification& m_result;
    std::string m_html;
};

} // namespace

std::string verifyReportHtml(const VerifyReport& report) {
    return Page(report).html();
}

} // namespace seihon::station_cli
