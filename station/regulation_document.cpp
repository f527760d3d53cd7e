#include "station/regulation_document.h"

#include "ledger/durable_file.h"
#include "record/clean_text.h"
#include "record/fault.h"
#include "regulation/clauses.h"

#include <vector>

namespace seihon::station {

using record::escapeHtml;
using regulation::ClassPurpose;
using regulation::Clause;

namespace {

constexpr std::string_view kStyle = R"(<style>
@page { size: A4; margin: 22mm 20mm }
body { font-family: "IPAexMincho", "Hiragino Mincho ProN", "Yu Mincho", serif; font-size: 10.5pt;
  line-height: 1.7; max-width: 46em; margin: 2em auto; color: #000 }
h1 { text-align: center; font-size: 17pt } h2 { font-size: 12.5pt; margin-top: 1.8em }
p.article { text-indent: -1em; margin-left: 1em } ol { margin-top: 0 }
table { border-collapse: collapse; width: 100%; font-size: 9pt; margin: .6em 0 1.2em }
th, td { border: 1px solid #555; padding: .25em .5em; text-align: left; vertical-align: top }
th { background: #eee; font-weight: normal; white-space: nowrap } tr { page-break-inside: avoid }
td.sign { height: 3.2em } .demo { border: 2px solid #000; padding: .5em 1em; text-align: center }
.digest { font-family: monospace; font-size: 8pt; word-break: break-all }
</style>
)";

class Document {
  public:
    explicit Document(const regulation::Regulation& regulation)
        : m_regulation(regulation),
          m_clauses(regulation::clausesOf(regulation, record::Language::Japanese)) {}

    std::string write() {
        head();
        general();
        papers();
        work();
        late();
        oldPaper();
        clock();
        checks();
        change();
        signatures();
        appendices();
        return std::move(m_text) + "</body></html>\n";
    }

  private:
    void chapter(const std::string& title) {
        m_text += "<h2>第 " + std::to_string(++m_chapter) + " 章　" + title + "</h2>\n";
    }

    void article(const std::string& title, const std::string& text) {
        m_text += "<p class=\"article\">第 " + std::to_string(++m_article) + " 条（" + title +
                  "）　" + text + "</p>\n";
    }

    void list(const std::vector<std::string>& items) {
        m_text += "<ol>\n";
        for (const std::string& item : items) {
            m_text += "<li>" + escapeHtml(item) + "</li>\n";
        }
        m_text += "</ol>\n";
    }

    // The clauses of one table of the file, as two columns.
    void table(const std::string& prefix, const std::string& except = "\n") {
        m_text += "<table>\n";
        for (const Clause& clause : m_clauses) {
            if (clause.key.starts_with(prefix) && !clause.key.starts_with(except)) {
                m_text += "<tr><th>" + escapeHtml(clause.label) + "</th><td>" +
                          escapeHtml(clause.value) + "</td></tr>\n";
            }
        }
        m_text += "</table>\n";
    }

    std::string valueOf(const std::string& key) const {
        for (const Clause& clause : m_clauses) {
            if (clause.key == key) {
                return escapeHtml(clause.value);
            }
        }
        return "–";
    }

    void head() {
        m_text = "<!DOCTYPE html>\n<html lang=\"ja\"><head><meta charset=\"utf-8\">"
                 "<title>運用管理規程</title>\n" +
                 std::string(kStyle) +
                 "</head><body>\n<h1>スキャナ等による電子化に関する運用管理規程</h1>\n";
        if (m_regulation.demo) {
            m_text +=
                "<p class=\"demo\">これは見本（DEMO）です。このまま実運用には使えません。</p>\n";
        }
        m_text += "<p style=\"text-align:right\">" + escapeHtml(m_regulation.hospital) + "<br>版 " +
                  escapeHtml(m_regulation.version) + "</p>\n";
    }

    void general() {
        chapter("総則");
        article("目的", "この規程は、当院が受け取り、又は作成した紙の文書等をスキャナで読み取り、電"
                        "子的な記録として"
                        "保存する手順を定め、厚生労働省「医療情報システムの安全管理に関するガイドラ"
                        "イン」の求める"
                        "真正性、見読性及び保存性を確保することを目的とする。");
        article("スキャンした記録の位置づけ", "読み取った画像は元の紙と完全に同じものにはならない。"
                                              "この規程の手順は、画像が紙と同等であることの"
                                              "根拠を残すためのものである。");
        article("責任者及び担当者", "病院長は、次の役割の者を任命し、期間を定めて任命簿に記載する。"
                                    "任命のない者はこれを行えない。"
                                    "各役割の権限は次の表のとおりとする。");
        table("authorities.");
        article("職務の分離",
                m_regulation.acceptByOtherPerson
                    ? "スキャンに携わった者は、その文書を承認できない。"
                    : "スキャンに携わった者が承認することがある。そのときは記録に残す。");
    }

    void papers() {
        chapter("対象とする文書");
        article(
            "対象",
            "電子化の対象とする文書、その理由及び保存期間は次の表のとおりとする。表にない文書は、"
            "原本として電子化しない。");
        m_text +=
            "<table><tr><th>文書</th><th>理由・根拠</th><th>扱い</th><th>保存期間</th></tr>\n";
        for (const auto& [id, kind] : m_regulation.classes) {
            m_text += "<tr><td>" + escapeHtml(kind.nameJa) + "</td><td>" + escapeHtml(kind.reason) +
                      "</td><td>" + valueOf("class." + id + ".purpose") + "</td><td>" +
                      valueOf("class." + id + ".retention_years") + "</td></tr>\n";
        }
        m_text += "</table>\n";
        article("紙の保管",
                "スキャンした後の紙は、この規程及び別に定める期間、保管する。筆圧、押印の凹凸など"
                "スキャナで写らないものがある文書の紙は、記録とともに保管する。");
    }

    void work() {
        chapter("電子化の手順");
        article("スキャナの認定", "スキャナは、検査用の用紙を読み取って別表の基準を満たすと認められ"
                                  "たものだけを用いる。認定の期間は" +
                                      valueOf("qualification.valid_months") +
                                      "とし、修理又はファームウェアの変更の後は認定し直す。");
        article("スキャンの前の確認", "担当者は、読み取る前に、重なって貼られた紙により隠れる部分が"
                                      "ないこと、読取範囲の外に出る部分が"
                                      "ないこと、及び枚数を確かめ、その旨を記録する。");
        article("読み取り及び検査",
                "読み取りの設定及び画質の基準は、文書の種類ごとに別表のとおりとする。基準を"
                "外れた頁は、読み取り直すか、紙がそのとおりである旨を理由とともに記録する。"
                "白紙と思われる頁も捨てない。");
        article(
            "照合",
            "担当者は、読み取った画像と紙とを見比べ、同じであること、又は違いの理由を記録する。");
        article("承認", "情報作成管理者は、別表で承認を要するとした文書について、画像が紙と同等であ"
                        "ることを確かめて"
                        "承認する。認められないときは理由を付して差し戻す。");
        article("電子署名及びタイムスタンプ",
                "別表に定める役割の者は、遅滞なく、記録の全体に電子署名を行い、時刻認証業務の認定を"
                "受けた事業者の"
                "タイムスタンプを付す。署名に用いる PIN は本人だけが知るものとし、預ける時間は" +
                    valueOf("signing.pin_kept_minutes") + "、件数は" +
                    valueOf("signing.pin_signatures") + "を超えない。");
    }

    void late() {
        chapter("期限");
        article("スキャンの期限",
                "文書の種類ごとの期限は別表のとおりとし、休診日は数えない。休診の曜日は" +
                    valueOf("calendar.closed_weekdays") +
                    "、休診日は別表のとおりとする。期限の内にあることは、時計ではなく"
                    "タイムスタンプにより証明する。");
        article("期限を過ぎたとき", "機器の障害その他やむを得ない事由により期限を過ぎたときは、事由"
                                    "がやんだ後遅滞なくスキャンし、権限の"
                                    "ある者が事由及び判断を記録する。そうでないときは、紙を原本とし"
                                    "て保存し、画像は参照用の写しとする。");
        article("参照用の写し",
                "参照用の写しとしたものの原本は紙である。紙は、すぐに探し出せるように保管する。");
    }

    // What the guideline asks of this document on old paper [C1, C2].
    void oldPaper() {
        chapter("過去に蓄積された文書");
        article("実施計画",
                "過去に蓄積された文書は、実施計画書を作成し、作業に当たらない者 " +
                    valueOf("projects.approvals") + "（" + valueOf("projects.approved_by") +
                    "を含む。）の承認を得て開始した計画によるほか、原本として電子化しない。"
                    "計画を改めるときは、承認を取り直す。");
        article("委員会",
                "この規程の妥当性は、" + valueOf("projects.committee_members") +
                    "以上からなる公正な委員会が評価し、議事録を残す。外部の有識者を含む: " +
                    valueOf("projects.outside_expert") + "。");
        article("周知及び異議", "電子化は、" + valueOf("projects.bases") + "を根拠とし、開始の " +
                                    valueOf("projects.notice_days") +
                                    "以上前に周知する。異議のあった患者の文書は電子化しない。");
        article("紙の廃棄", "紙は、スキャンの後 " + valueOf("projects.hold_days") +
                                "を経過するまで廃棄しない。");
    }

    void clock() {
        chapter("時刻");
        article("時計の確認", "端末の時計は、" + valueOf("clock.check_every_hours") +
                                  "に 1 回以上、信頼できる時刻源と比べ、結果を記録する。ずれが " +
                                  valueOf("clock.largest_offset_ms") +
                                  " を超えるときは封緘を行わない。ずれが分からないときの封緘は「" +
                                  valueOf("clock.unknown") +
                                  "」とする。スキャン及び閲覧は妨げない。");
    }

    void checks() {
        chapter("確認及び監査");
        article("定期の確認",
                "システム管理者は、" + valueOf("conformity.every_days") +
                    "に 1 回以上、次の事項を確かめて記録し、監査担当者は" +
                    valueOf("conformity.countersign_within_days") +
                    "以内にこれを確認する。確かめた者と確認する者は別の者でなければならない。");
        list(m_regulation.conformity.questions);
        article("記録及び検証",
                "電子化に関するすべての行為は、規程に反するとして行えなかったものを含めて台帳に"
                "記録し、改変されていないことを検証できるようにする。監査担当者は、台帳の検証及び"
                "当時の規程による判定のやり直しを行うことができる。");
    }

    void change() {
        chapter("規程の改正");
        article("承認",
                "この規程を改めるには、いま効力を持つ規程に従い、有効にする者を除く" +
                    valueOf("approval.persons") +
                    "の承認を要する。承認には、次の役割の者を含める: " + valueOf("approval.roles") +
                    "。承認は" + valueOf("approval.valid_days") + "を過ぎたときは数えない。");
        article("経過措置", "すでに開始した電子化の作業には、開始した時の規程を適用する。");
        article("効力",
                "端末の定めと本書とが異なるときは、下記のハッシュ値で特定する設定ファイルが、端末の"
                "動作の定めである。");
        m_text += "<p class=\"digest\">SHA-256 " + m_regulation.digest.hex() + "</p>\n";
    }

    void signatures() {
        m_text += "<h2>附則</h2>\n<p>この規程は、　　　　年　　月　　日から施行する。</p>\n"
                  "<table><tr><th>役割</th><th>氏名</th><th>署名・押印</th><th>日付</th></tr>\n";
        for (const char* who : {"病院長", "情報作成管理者", "システム管理者", "監査担当者"}) {
            m_text += "<tr><td>" + std::string(who) +
                      "</td><td class=\"sign\"></td><td></td><td></td></tr>\n";
        }
        m_text += "</table>\n";
    }

    void appendices() {
        int number = 0;
        const auto appendix = [&](const std::string& title) {
            m_text += "<h2>別表 " + std::to_string(++number) + "　" + escapeHtml(title) + "</h2>\n";
        };
        for (const auto& [id, kind] : m_regulation.classes) {
            appendix(kind.nameJa);
            table("class." + id + ".", "class." + id + ".quality");
            if (kind.purpose != ClassPurpose::OutOfScope) {
                m_text += "<p>画質の基準</p>\n";
                table("class." + id + ".quality.");
            }
        }
        appendix("スキャナの認定の基準");
        table("qualification.");
        appendix("同じ用紙の検出");
        table("duplicates.");
        appendix("休診日");
        m_text += "<p>" + valueOf("calendar.closed_days") + "</p>\n";
    }

    const regulation::Regulation& m_regulation;
    std::vector<Clause> m_clauses;
    std::string m_text;
    int m_chapter = 0;
    int m_article = 0;
};

} // namespace

std::string regulationDocument(const regulation::Regulation& regulation) {
    return Document(regulation).write();
}

void writeRegulationDocument(const std::filesystem::path& file,
                             const regulation::Regulation& regulation) {
    if (std::filesystem::exists(file)) {
        throw record::Fault(record::FaultKind::Usage, file.string() + " is there already");
    }
    ledger::writeDurably(file, record::bytesOf(regulationDocument(regulation)));
}

} // namespace seihon::station
