#include "station-ui/manager_words.h"

#include "station-ui/word_table.h"

namespace seihon::station_ui {

namespace {

constexpr auto kManagerTexts = std::to_array<WordTexts<ManagerWord>>({
    {ManagerWord::Title, "承認と封緘", "Accept and seal"},
    {ManagerWord::Empty, "承認や封緘を待つ書類はありません。",
     "No paper waits to be accepted or sealed."},
    {ManagerWord::More, "ほかにも待っている書類があります。",
     "More is waiting than is shown here."},
    {ManagerWord::Refresh, "更新(&R)", "&Refresh"},
    {ManagerWord::Open, "頁を確認する(&O)", "L&ook at the pages"},
    {ManagerWord::ColumnSeal, "封緘", "Seal"},
    {ManagerWord::ColumnState, "状態", "State"},
    {ManagerWord::ColumnDeadline, "期限", "Deadline"},
    {ManagerWord::ColumnDocument, "書類", "Document"},
    {ManagerWord::ColumnPatient, "患者", "Patient"},
    {ManagerWord::ColumnSheets, "枚数", "Sheets"},
    {ManagerWord::ColumnFrom, "提出した人", "Submitted by"},
    {ManagerWord::WaitsForReview, "○ 確認待ち", "○ to be reviewed"},
    {ManagerWord::WaitsForSeal, "● 封緘できます", "● accepted"},
    {ManagerWord::WaitsForTime, "◷ 時刻認証待ち", "◷ waits for its timestamp"},
    {ManagerWord::JustAccepted, "● 承認しました", "● accepted just now"},
    {ManagerWord::JustSentBack, "↩ 差し戻しました", "↩ sent back"},
    {ManagerWord::SealingNow, "… 封緘しています", "… sealing"},
    {ManagerWord::SealedNow, "✓ 封緘しました", "✓ sealed"},
    {ManagerWord::PendingNow, "◷ 封緘待ち", "◷ pending"},
    {ManagerWord::RefusedNow, "■ 封緘できません", "■ refused"},
    {ManagerWord::BrokenOff, "▲ 中断しました", "▲ broke off"},
    {ManagerWord::Record, "記録の番号", "Record"},
    {ManagerWord::ProvenAt, "証明された時刻", "Proven at"},
    {ManagerWord::NotToSeal, "今回は封緘しません（Space で選べます）",
     "not chosen for sealing (Space chooses it)"},
    {ManagerWord::ToSeal, "今回封緘します（Space で外せます）",
     "chosen for sealing (Space leaves it out)"},
    {ManagerWord::Pin, "PIN(&P)", "&PIN"},
    {ManagerWord::PinServes, "PIN 一回で %1 件まで", "one PIN seals up to %1"},
    {ManagerWord::SealSome, "%1 件を封緘する(&N)", "Seal %1 &now"},
    {ManagerWord::Stop, "この一件で止める(&X)", "Stop after this one (&X)"},
    {ManagerWord::Stopping, "この一件の後で止まります", "stops after this one"},
    {ManagerWord::Progress, "%1 / %2 件目を封緘しています", "sealing %1 of %2"},
    {ManagerWord::SealedSome, "%1 件を封緘しました。", "%1 sealed."},
    {ManagerWord::Stopped, "残り %1 件は封緘していません。", "%1 are not sealed yet."},
    {ManagerWord::Review, "確認", "Review"},
    {ManagerWord::Back, "一覧に戻る(&B)", "&Back to the list"},
    {ManagerWord::Accept, "承認する(&A)", "&Accept"},
    {ManagerWord::SendBack, "差し戻す(&S)", "&Send back"},
    {ManagerWord::Reason, "差し戻す理由(&W)", "&Why it goes back"},
    {ManagerWord::ReasonMissing, "理由を書くと差し戻せます。", "Give the reason to send it back."},
    {ManagerWord::NextUnseen, "次の頁(&N)", "&Next page"},
    {ManagerWord::NotSeen, "まだ見ていない頁：%1", "Pages not looked at yet: %1"},
    {ManagerWord::AllSeen, "✓ すべての頁を見ました", "✓ every page was looked at"},
    {ManagerWord::Patient, "患者", "Patient"},
    {ManagerWord::Received, "受け取り", "Received"},
    {ManagerWord::Sheets, "枚数", "Sheets"},
    {ManagerWord::SheetsOf, "申告 %1 枚、スキャン %2 枚（白紙 %3 枚）",
     "%1 declared, %2 scanned (%3 of them blank)"},
    {ManagerWord::Submitted, "提出", "Submitted"},
    {ManagerWord::PageFindings, "この頁の検査", "What the checks say of this page"},
    {ManagerWord::NothingFound, "● 機械の検査では問題は見つかりませんでした。",
     "● The checks found nothing."},
    {ManagerWord::People, "人の判断と理由", "What people decided, and why"},
    {ManagerWord::NobodyDecided, "なし", "nothing"},
    {ManagerWord::Told, "承認する人への注意", "For who accepts"},
    {ManagerWord::MarkedBlank, "%1 頁：白紙と確認", "page %1: confirmed blank"},
    {ManagerWord::MarkedAsOnPaper, "%1 頁：用紙のとおり", "page %1: as on paper"},
    {ManagerWord::MarkedRejected, "%1 頁：読み直し待ち", "page %1: to be scanned again"},
    {ManagerWord::SheetSetAside, "%1 枚目を除外", "sheet %1 set aside"},
    {ManagerWord::Recounted, "枚数を %1 枚から %2 枚に数え直し",
     "counted again: %2 sheets instead of %1"},
    {ManagerWord::SheetMoved, "%1 枚目を %2 枚目に移動", "sheet %1 is now sheet %2"},
    {ManagerWord::PageTurned, "%1 頁を %2° 回転", "page %1 turned by %2°"},
    {ManagerWord::ComparedSame, "画像と用紙は同じ", "image and paper are the same"},
    {ManagerWord::ComparedAsOnPaper, "画像は用紙のとおり", "the image is as on paper"},
    {ManagerWord::Excused, "遅れの理由", "why it is late"},
    {ManagerWord::Interrupted, "%1 枚目で給紙が中断", "feeding broke off at sheet %1"},
    {ManagerWord::ScannedAgain, "読み直した面：%1", "sides scanned again: %1"},
    {ManagerWord::AcceptedSaid, "承認しました：%1", "Accepted: %1"},
    {ManagerWord::SentBackSaid, "差し戻しました：%1", "Sent back: %1"},
    {ManagerWord::By, "%1（%2）", "%1 (%2)"},
});
static_assert(isComplete(kManagerTexts, ManagerWord::By));

} // namespace

QString word(ManagerWord which, record::Language language) {
    return wordOf(kManagerTexts, which, language);
}

} // namespace seihon::station_ui
