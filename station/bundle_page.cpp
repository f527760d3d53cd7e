#include "station/bundle_page.h"

#include "record/clean_text.h"
#include "record/digest.h"
#include "record/sentences.h"

#include <algorithm>

namespace seihon::station {

namespace {

using record::escapeHtml;
using record::Language;
using record::Redaction;

constexpr std::string_view kBundleHead = R"html(<!DOCTYPE html>
<html lang="ja"><head><meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
<title>監査用の一式 / Auditor's bundle</title>
<style>
@page { size: A4; margin: 14mm 13mm; }
body { font: 10pt/1.5 "IPAexGothic", "Hiragino Sans", "Noto Sans CJK JP", "Yu Gothic", sans-serif;
  color: #1d2026; max-width: 190mm; margin: 8mm auto; padding: 0 4mm; overflow-wrap: anywhere; }
h1 { font-size: 16pt; margin: 0; } h1 small { font-size: 10pt; color: #5b6068; }
h2 { font-size: 11pt; margin: 5mm 0 1mm; border-bottom: .35mm solid #1d2026; }
.banner { margin: 3mm 0; padding: 2mm 4mm; border: .4mm solid; font-size: 13pt; font-weight: bold;
  -webkit-print-color-adjust: exact; print-color-adjust: exact; }
.valid { color: #0b6b3a; background: #eaf6ef; } .invalid { color: #b3141b; background: #fdecec; }
table { border-collapse: collapse; width: 100%; } tr { break-inside: avoid; }
th, td { text-align: left; vertical-align: top; padding: .8mm 1.5mm; font-weight: normal;
  border-bottom: .2mm solid #d5d8dc; unicode-bidi: isolate; }
th { color: #5b6068; } .facts th { width: 55mm; } .refuse { color: #b3141b; font-weight: bold; }
code { font: 8pt "DejaVu Sans Mono", "Liberation Mono", monospace; }
</style></head>
<body>
<h1>監査用の一式 <small>Auditor's bundle</small></h1>
)html";

constexpr std::string_view kBundleHowTo = R"html(
<h2>自分で確かめる / Verify it yourself</h2>
<p>この頁の判定は、一式を作った端末が作成時に出したものです。必ず自分の機械で確かめてください。<br/>
The verdicts on this page are those of the station that made the bundle. Verify it on a machine of
your own.</p>
<ul>
<li><code>verifier/seihon-verify bundle . --trust DIR</code> — 別の経路で入手した信頼設定（DIR）を使う /
with a trust directory that you have from elsewhere</li>
<li><code>verifier/seihon-verify bundle .</code> — 一式に入っている信頼設定を使う。下の指紋を別の経路で照合すること /
with the one in the bundle; then compare the fingerprints below with what you know of them</li>
<li><code>sh verify.sh</code> — 当方のプログラムを使わず、<code>sha256sum</code> と <code>openssl</code> だけで確かめる /
without any program of ours: sha256sum and openssl alone</li>
<li><code>sha256sum -c SHA256SUMS</code> — ファイルの照合のみ / the files alone</li>
</ul>
)html";

std::string code(std::string_view text) {
    return "<code>" + escapeHtml(text) + "</code>";
}

const char* levelText(Redaction redaction) {
    switch (redaction) {
    case Redaction::None:
        return "なし（記録の全部） / none: the records whole";
    case Redaction::Images:
        return "画像を除く（頁の画像は入っていません。要約値は署名の下にあります） / images: "
               "without the pages; their "
               "digests stand under the signature";
    case Redaction::Patient:
        return "患者を伏せる（画像と record.json "
               "は入っていません。患者の氏名と番号は開示していません） / patient: "
               "without the pages and record.json; names and numbers of patients stay closed";
    }
    return "";
}

class IndexPage {
  public:
    explicit IndexPage(const BundlePage& page) : m_page(page) {}

    std::string html() {
        m_html = kBundleHead;
        addVerdictOfAll();
        addFacts();
        addRecords();
        m_html += kBundleHowTo;
        addFingerprints();
        m_html += "</body></html>\n";
        return std::move(m_html);
    }

  private:
    std::string time(const std::optional<record::Instant>& at) const {
        return at ? escapeHtml(record::formatLocal(*at, m_page.utcOffset)) : "–";
    }
    void fact(std::string_view name, const std::string& value) {
        m_html += "<tr><th>" + std::string(name) + "</th><td>" + value + "</td></tr>\n";
    }

    void addVerdictOfAll() {
        const bool valid = std::all_of(m_page.records.begin(), m_page.records.end(),
                                       [](const auto& one) { return one.verdict.permitted(); }) &&
                           m_page.differences == 0;
        m_html +=
            std::string("<div class=\"banner ") + (valid ? "valid" : "invalid") + "\">" +
            (valid ? "✓ すべて有効 / all valid" : "✗ 有効でないものがあります / not all valid") +
            "</div>\n";
    }

    void addFacts() {
        const record::BundleNote& note = m_page.note;
        m_html += "<table class=\"facts\"><tbody>\n";
        fact("一式の番号 / bundle", code(note.id));
        fact("端末 / station", code(note.station));
        fact("作成 / made at", time(note.madeAt));
        fact("作成者 / taken by",
             escapeHtml(note.takenBy.name) + " (" + escapeHtml(note.takenBy.user) + ", " +
                 escapeHtml(std::string(record::wordFor(note.takenBy.role, Language::Japanese)) +
                            " / " +
                            std::string(record::wordFor(note.takenBy.role, Language::English))) +
                 ")");
        fact("渡す相手 / handed to", escapeHtml(note.recipient));
        fact("理由 / reason", escapeHtml(note.reason));
        fact("開示の範囲 / withheld", levelText(note.redaction));
        if (!m_page.records.empty()) {
            const signing::LogProofReading& log = m_page.records.front().proof;
            fact("台帳の確認点 / checkpoint of the log",
                 std::to_string(log.checkpointSize) + ", " + time(log.at));
        }
        std::string rules;
        for (const record::Digest& one : note.regulations) {
            rules +=
                "<a href=\"regulations/" + one.hex() + ".toml\">" + code(one.hex()) + "</a><br/>";
        }
        fact("規程 / regulations", rules);
        fact("判定のやり直し / replay of all verdicts",
             "<a href=\"replay.json\">" + std::to_string(m_page.replayed) +
                 " 件を再判定 / judged again; 不一致 / differences: " +
                 std::to_string(m_page.differences) + "</a>");
        if (note.redaction != Redaction::Patient) {
            fact("監査の最初の質問 / first questions",
                 "<a href=\"questions-ja.html\">日本語</a> · <a "
                 "href=\"questions-en.html\">English</a>");
        }
        m_html += "</tbody></table>\n";
    }

    void addRecords() {
        m_html +=
            "<h2>記録 / Records (" + std::to_string(m_page.records.size()) +
            ")</h2>\n<table><thead><tr><th>記録 / record</th><th>種類 / class</th><th>頁 / "
            "pages</th><th>証明された時刻 / proven at</th><th>署名者 / signer</th><th>台帳の行 / "
            "entries</th><th>判定 / verdict</th></tr></thead><tbody>\n";
        for (std::size_t i = 0; i < m_page.records.size(); ++i) {
            const signing::BundledRecord& one = m_page.records[i];
            m_html += "<tr><td><a href=\"records/" + one.id + "/\">" + code(one.id) +
                      "</a></td><td>" + escapeHtml(m_page.note.records[i].documentClass) +
                      "</td><td>" + std::to_string(one.record.pages) + "</td><td>" +
                      time(one.record.provenAt) + "</td><td>" +
                      escapeHtml(one.record.signer.holder) + "</td><td><a href=\"proofs/" + one.id +
                      ".json\">" + std::to_string(one.proof.entries.size()) + "</a></td><td>" +
                      verdictText(one.verdict) + "</td></tr>\n";
        }
        m_html += "</tbody></table>\n";
    }

    static std::string verdictText(const record::Verdict& verdict) {
        std::string text = verdict.permitted() ? "✓ 有効 / valid"
                                               : "<span class=\"refuse\">✗ 無効 / not valid</span>";
        for (const record::Finding& finding : verdict.byUrgency()) {
            text += "<br/>" + escapeHtml(record::sentenceOf(finding, Language::Japanese) + " / " +
                                         record::sentenceOf(finding, Language::English));
        }
        return text;
    }

    void addFingerprints() {
        m_html += "<h2>信頼の起点（SHA-256） / What is believed (SHA-256)</h2>\n<table "
                  "class=\"facts\"><tbody>\n";
        for (const auto* const all : {&m_page.trust.roots, &m_page.trust.tsaRoots}) {
            const char* const folder = all == &m_page.trust.roots ? "roots/" : "tsa/";
            for (const auto& [file, certificates] : *all) {
                for (const signing::Der& der : certificates) {
                    fact(code("trust/" + std::string(folder) + file),
                         code(record::sha256(record::Bytes(der)).hex()));
                }
            }
        }
        for (const config::StationKey& key : m_page.trust.file.stationKeys) {
            fact("端末の鍵 / station key (Ed25519) " + code(key.stationId),
                 code(key.ed25519Base64));
        }
        m_html += "</tbody></table>\n";
    }

    const BundlePage& m_page;
    std::string m_html;
};

} // namespace

std::string bundlePageHtml(const BundlePage& page) {
    return IndexPage(page).html();
}

} // namespace seihon::station
