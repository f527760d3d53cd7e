#include "record/detail_words.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace seihon::record {

namespace {

// Each % of the English stands for somebody's own words, a number or a name; %1, %2, … in the
// Japanese. Longer rows stand before shorter ones that begin alike.
struct DetailWords {
    std::string_view english, japanese;
};

constexpr auto kDetails = std::to_array<DetailWords>({
    // what a person types (station/typed_text.h): %1 is one of kNouns
    {"% is longer than % bytes", "%1が長すぎます（%2 バイトまで）"},
    {"% holds control characters, or is not UTF-8", "%1に使えない文字があります"},
    {"% is more than one line", "%1は一行で入力します"},
    {"nothing of this record is on its way", "この記録に送付中のものはありません"},
    {"nothing of this record failed on its way", "この記録に、失敗した送付はありません"},
    {"the date is written 20261231", "日付は 20261231 のように入力します"},
    {"a patient id, an accession number or a date is needed",
     "患者番号、受付番号、日付のどれかが必要です"},
    {"deliveries.toml names no [worklist]", "deliveries.toml に [worklist] がありません"},
    {"the patient id has ASCII letters, no wildcards, and % of them at most",
     "患者番号は英数字 %1 字までで、* と ? は使えません"},
    {"the accession number has ASCII letters, no wildcards, and % of them at most",
     "受付番号は英数字 %1 字までで、* と ? は使えません"},
    {"% is needed", "%1が必要です"},
    {"the password is not good enough: it has fewer than % characters",
     "パスワードは %1 文字以上にします"},
    {"the password is not good enough: it is longer than % bytes",
     "パスワードが長すぎます（%1 バイトまで）"},
    {"the password is not good enough: it repeats too few characters",
     "パスワードの文字の種類が少なすぎます"},
    {"the password is not good enough: it holds the user name",
     "パスワードに利用者名が入っています"},
    {"a PIN has at most 4095 characters, none of them zero", "PIN は 4095 文字までです"},
    {"\"%\" is % already", "「%1」は %2 に使われています"},
    // jobs and pages
    {"label % is on the paper of job %", "ラベル %1 は作業 %2 の用紙に付いています"},
    {"sheet % cannot go behind sheet % of %",
     "%1 枚目は、全 %3 枚のうち %2 枚目の後ろへは移せません"},
    {"a page is turned by 0, 90, 180 or 270 degrees", "頁は 0・90・180・270 度で回します"},
    {"the job is of no films", "この作業はフィルムのものではありません"},
    {"no film calibration of \"%\" is in force", "有効なフィルム用の校正がありません：%1"},
    {"lay the step tablet down and say --tablet FILE --tablet-in-place",
     "階調板を置き、--tablet ファイル --tablet-in-place を付けてください"},
    {"a step tablet is scanned in grey with 16 bits", "階調板は 16 bit のグレーで読み取ります"},
    {"the job is of no project: nobody inspects it",
     "この作業は過去分の計画のものではなく、点検の対象外です"},
    {"the job has no page %", "この作業に %1 頁はありません"},
    {"there is no page %", "%1 頁はありません"},
    {"no page % of a job of this envelope", "この封筒の作業に %1 頁はありません"},
    {"job % has no sealed record", "作業 %1 には封緘した記録がありません"},
    {"no job \"%\"", "作業「%1」はありません"},
    {"no sealed record \"%\"", "封緘した記録「%1」はありません"},
    {"no document class \"%\"", "書類の種別「%1」はありません"},
    {"views have the levels 0 to %", "表示の段階は 0 から %1 です"},
    // files
    {"% is there already; a restore goes into a new folder",
     "%1 はすでにあります。復元は新しいフォルダーに行います"},
    {"% is there already", "%1 はすでにあります"},
    {"a JPEG of quality 50 to 100", "JPEG の品質は 50 から 100 までです"},
    {"there is something already: %", "すでに何かがあります：%1"},
    {"an export goes outside of %: %", "書き出し先は %1 の外にします：%2"},
    {"% already holds something; a home is made in a new folder",
     "%1 にはすでに何かがあります。新しいフォルダーに作ります"},
    {"% is in the way", "%1 がじゃまをしています"},
    {"a document is written as .pdf, .html or .txt", "文書の形式は .pdf、.html、.txt です"},
    {"a report is written as .pdf, .html, .csv or .txt",
     "報告の形式は .pdf、.html、.csv、.txt です"},
    {"a target sheet is written as .pdf or .png, not %",
     "テストシートの形式は .pdf か .png です（%1 ではなく）"},
    {"a report is about a period of at most two years", "報告の期間は二年までです"},
    {"this is no report that can be signed", "署名できる報告ではありません"},
    {"a part is written as 3/30, of at most %", "区分は 3/30 のように書きます（%1 まで）"},
    {"the file was changed meanwhile", "その間にファイルが変更されました"},
    {"no regulation at %", "規程がありません：%1"},
    {"no regulation with the digest %", "このダイジェストの規程はありません：%1"},
    {"no plan at %", "計画のファイルがありません：%1"},
    {"no list at %", "一覧のファイルがありません：%1"},
    {"no index sheets at %", "索引票のファイルがありません：%1"},
    {"no folder %", "フォルダーがありません：%1"},
    {"no station home at % (make one with `seihon init`)",
     "端末のフォルダーがありません：%1（`seihon init` で作れます）"},
    {"%: no file", "ファイルがありません：%1"},
    {"%: no record folder", "記録のフォルダーではありません：%1"},
    // reception
    {"enclosures are counted from 1 to 1000", "同封物は 1 から 1000 までです"},
    {"the envelope holds no job \"%\"", "この封筒に作業「%1」はありません"},
    {"the envelope has no enclosure %", "この封筒に同封物 %1 はありません"},
    {"no envelope \"%\"", "封筒「%1」はありません"},
    {"numbers from 90000001 on are for sheets of downtimes",
     "90000001 からの番号は停止時の用紙のものです"},
    {"no sheet % was printed here for downtimes: look at its number again",
     "停止時の用紙 %1 はここでは印刷していません。番号を確かめてください"},
    {"sheet % was said to be void: look at its number again",
     "用紙 %1 は無効とされています。番号を確かめてください"},
    {"a stack has 1 to 500 sheets", "一束は 1 から 500 枚です"},
    {"no stack \"%\"", "束「%1」はありません"},
    {"no downtime \"%\"", "停止「%1」はありません"},
    {"it is closed already", "すでに閉じています"},
    {"station.toml names no patient index", "station.toml に患者台帳の指定がありません"},
    // records teams
    {"folder %: its number is from 1 to %", "綴り %1：番号は 1 から %2 です"},
    {"folder %: it is in the box already", "綴り %1：すでに箱にあります"},
    {"folder %: it has from 1 to % tabs", "綴り %1：見出しは 1 から %2 です"},
    {"folder %: tabs have the numbers 1, 2, … and from 1 to % sheets",
     "綴り %1：見出しの番号は 1、2、…、枚数は 1 から %2 です"},
    {"folder %: the regulation has no class \"%\"", "綴り %1：規程に種別「%2」はありません"},
    {"a box holds from 1 to % folders", "箱の綴りは 1 から %1 です"},
    {"box \"%\" is open already", "箱「%1」はすでに開いています"},
    {"so many sheets are not in a box", "箱にそれほどの枚数はありません"},
    {"the box has no folders yet", "箱に綴りがまだありません"},
    {"the box has no folder %", "箱に綴り %1 はありません"},
    {"the box has no exception %", "箱に例外 %1 はありません"},
    {"the box has no %", "箱に %1 はありません"},
    {"no box \"%\"", "箱「%1」はありません"},
    {"there is nothing to separate", "仕切るものがありません"},
    {"nothing was scanned of %", "%1 はまだ読み取っていません"},
    {"no record of %", "%1 の記録はありません"},
    {"job % of this tab is not sealed: the sheet belongs into it",
     "この見出しの作業 %1 は未封緘です。用紙はその作業に入れます"},
    {"no project \"%\"", "計画「%1」はありません"},
    {"this version of the plan was laid down already", "この版の計画はすでに定めてあります"},
    {"the plan is not kept: %", "計画が保管されていません：%1"},
    {"no sample \"%\"", "抜き取り「%1」はありません"},
    {"the regulation has no sampling plan \"%\"", "規程に抜取計画「%1」はありません"},
    {"1 to % can be drawn", "抜き取れるのは 1 から %1 です"},
    {"no audit \"%\"", "監査「%1」はありません"},
    {"no check \"%\"", "照合「%1」はありません"},
    // later life of paper and records
    {"a list holds between 1 and % records; these are %",
     "一覧の記録は 1 から %1 件です（今は %2 件）"},
    {"the records to be taken out, each once", "外す記録を一つずつ指定します"},
    {"record % is not on the list", "記録 %1 は一覧にありません"},
    {"no disposal list \"%\"", "廃棄の一覧「%1」はありません"},
    {"what is on the medium: an exported file or a record",
     "媒体に入れるもの（書き出したファイルか記録）を指定します"},
    {"more than % records", "記録が %1 件を超えています"},
    {"no medium \"%\"", "媒体「%1」はありません"},
    {"no hold in force has the id \"%\"", "有効な保全「%1」はありません"},
    {"no event has the id \"%\"", "出来事「%1」はありません"},
    {"nothing in force has the id \"%\" in this register", "この台帳に有効な「%1」はありません"},
    {"no sealed record is meant by this", "あてはまる封緘した記録がありません"},
    {"these are more records than go into one bundle (%): take them by period",
     "一式に入る記録の数（%1）を超えています。期間を分けてください"},
    {"a bundle needs records, a patient or a period", "記録・患者・期間のどれかを指定します"},
    // station
    {"no audit receiver \"%\"", "ログの送り先「%1」がありません"},
    {"the log has no entry %", "台帳に %1 行目はありません"},
    {"nobody is registered as \"%\"", "利用者「%1」は登録されていません"},
    {"this regulation is in force already", "この規程はすでに有効です"},
    {"this state is accepted already", "この状態はすでに承認されています"},
    {"entry % is no %", "台帳 %1 は %2 ではありません"},
    {"no qualification of \"%\" is in force", "「%1」の有効な適格性確認がありません"},
    {"no anchor at %", "控えがありません：%1"},
    {"no checkpoint (SIZE.note) in %", "チェックポイント（SIZE.note）がありません：%1"},
    {"the program restic is not installed", "restic が入っていません"},
    {"no such backup in this repository", "この保管先にそのバックアップはありません"},
    {"more than one backup begins with %", "%1 で始まるバックアップが二つ以上あります"},
    {"station.toml names no target of backups ([[backup]])",
     "station.toml にバックアップ先の指定がありません（[[backup]]）"},
    {"station.toml names no backup target \"%\"",
     "station.toml にバックアップ先「%1」がありません"},
});

constexpr auto kNouns = std::to_array<DetailWords>({
    {"the remark", "備考"},
    {"the patient's name", "患者氏名"},
    {"the patient id", "患者番号"},
    {"the patient's number", "患者番号"},
    {"the patient's id", "患者番号"},
    {"the reason", "理由"},
    {"a reason", "理由"},
    {"who takes it", "受け取る人"},
    {"who has the folder", "綴りを持つ人"},
    {"where it goes", "行き先"},
    {"what it is for", "用途"},
    {"what is written on the medium", "媒体の表示"},
    {"what is said of the auditor", "監査人についての説明"},
    {"what differs", "違い"},
    {"the title of the plan", "計画の題名"},
    {"the shelf", "棚"},
    {"the position", "位置"},
    {"the place", "場所"},
    {"the place where the enclosure shall go", "同封物の行き先"},
    {"the person", "人"},
    {"the number on the box", "箱の番号"},
    {"the number of the seal", "封印の番号"},
    {"the number of the certificate", "証明書の番号"},
    {"the number of its seal", "封印の番号"},
    {"the name", "名前"},
    {"the name to whom it is handed on", "引き継ぐ人の名前"},
    {"the name of who took it, or to whom it was returned,", "受け取った人の名前"},
    {"the name as on the paper", "紙の氏名"},
    {"the method", "方法"},
    {"the contractor", "委託先"},
    {"the class of a tab", "見出しの種別"},
    {"the box", "箱"},
    {"how to reach them", "連絡先"},
    {"how this is known", "知った経緯"},
    {"how it is encrypted, or why not", "暗号化の方法"},
});

std::string nounFor(std::string_view words) {
    const auto noun = std::find_if(kNouns.begin(), kNouns.end(), [words](const DetailWords& row) {
        return row.english == words;
    });
    return std::string(noun == kNouns.end() ? words : noun->japanese);
}

// What stood where the pattern has a %, the shortest that fits.
std::optional<std::vector<std::string>> partsOf(std::string_view text, std::string_view pattern) {
    std::vector<std::string> parts;
    std::size_t hole = pattern.find('%');
    if (!text.starts_with(pattern.substr(0, hole))) {
        return std::nullopt;
    }
    text.remove_prefix(std::min(hole, pattern.size()));
    while (hole != pattern.npos) {
        pattern.remove_prefix(hole + 1);
        hole = pattern.find('%');
        const std::string_view between = pattern.substr(0, hole);
        const bool last = hole == pattern.npos;
        if (last && !text.ends_with(between)) {
            return std::nullopt;
        }
        const std::size_t end = last ? text.size() - between.size() : text.find(between);
        if (end == text.npos || end == 0) {
            return std::nullopt;
        }
        parts.emplace_back(text.substr(0, end));
        text.remove_prefix(end + between.size());
    }
    return text.empty() ? std::optional(parts) : std::nullopt;
}

} // namespace

std::string detailIn(std::string_view detail, Language language) {
    if (language != Language::Japanese) {
        return std::string(detail);
    }
    for (const DetailWords& row : kDetails) {
        const auto parts = partsOf(detail, row.english);
        if (!parts) {
            continue;
        }
        std::string said;
        for (std::size_t i = 0; i < row.japanese.size(); ++i) {
            if (row.japanese[i] == '%') {
                said += nounFor(parts->at(static_cast<std::size_t>(row.japanese[++i] - '1')));
            } else {
                said += row.japanese[i];
            }
        }
        return said;
    }
    return std::string(detail);
}

bool hasDetailWords(std::string_view beginning) {
    return std::any_of(kDetails.begin(), kDetails.end(), [beginning](const DetailWords& row) {
        const std::string_view fixed = row.english.substr(0, row.english.find('%'));
        return row.english.starts_with(beginning) ||
               (!fixed.empty() && beginning.starts_with(fixed));
    });
}

} // namespace seihon::record
