#include "station-ui/archive_words.h"

#include "station-ui/word_table.h"

namespace seihon::station_ui {

namespace {

constexpr auto kArchiveTexts = std::to_array<WordTexts<ArchiveWord>>({
    {ArchiveWord::Archive, "バックアップと保管庫", "Backup and archive"},
    {ArchiveWord::LookAgain, "もう一度調べる(&A)", "Look &again"},
    {ArchiveWord::Looking, "調べています…", "Looking…"},
    {ArchiveWord::ToBackups, "バックアップ(&B)", "&Backups"},
    {ArchiveWord::ToArchive, "保管庫の検証(&V)", "Archive, &verified"},
    {ArchiveWord::ToCopies, "複製と立会(&W)", "Copies and &witnesses"},
    {ArchiveWord::NothingWrong, "問題はありません", "Nothing is wrong"},
    {ArchiveWord::NoTarget,
     "バックアップ先が決まっていません。station.toml の [[backup]] に書いてください。",
     "No target of backups is named: write a [[backup]] into station.toml."},
    {ArchiveWord::Target, "バックアップ先", "Target"},
    {ArchiveWord::Where, "場所", "Where"},
    {ArchiveWord::LastGood, "最後の正常なバックアップ", "Last good backup"},
    {ArchiveWord::Age, "経過", "Age"},
    {ArchiveWord::AgeText, "%1 時間 %2 分", "%1 h %2 min"},
    {ArchiveWord::Never, "まだありません", "none yet"},
    {ArchiveWord::Generations, "世代（新しい順、台帳による）",
     "Generations, the newest first, by the log"},
    {ArchiveWord::MadeAt, "取得した日時", "Made at"},
    {ArchiveWord::Snapshot, "世代の番号", "Snapshot"},
    {ArchiveWord::Records, "記録", "Records"},
    {ArchiveWord::Entries, "台帳の行", "Entries"},
    {ArchiveWord::Added, "追加", "Added"},
    {ArchiveWord::Took, "秒", "Seconds"},
    {ArchiveWord::ReadBack, "読み返し", "Read back"},
    {ArchiveWord::LastDrill, "最後の復元訓練：%1　%2", "Last restore drill: %1, %2"},
    {ArchiveWord::DrillWell,
     "✓ すべて正しく復元できました（記録 %1、台帳 %2 行、取り出し %3 秒、検証 %4 秒）",
     "✓ everything stood (%1 records, %2 entries, fetched in %3 s, verified in %4 s)"},
    {ArchiveWord::DrillBad, "✗ 復元できませんでした：%1", "✗ not restored: %1"},
    {ArchiveWord::NoDrill, "復元訓練はまだありません。", "No restore was drilled yet."},
    {ArchiveWord::NewRepository, "バックアップ先は空：新しく作る(&N)",
     "The target is empty: make a &new one"},
    {ArchiveWord::BackUp, "いまバックアップする(&G)", "Back up now (&g)"},
    {ArchiveWord::Drill, "いま復元訓練をする(&D)", "&Drill a restore now"},
    {ArchiveWord::BackupMade, "バックアップしました：%1（%2 秒、%3 追加）",
     "Backed up: %1 (%2 s, %3 added)"},
    {ArchiveWord::BackupFailed, "バックアップできませんでした（%1）：%2", "Not backed up (%1): %2"},
    {ArchiveWord::Covered, "この期間に %1 / %2 部分を検証しました。",
     "%1 of %2 parts were verified in this round."},
    {ArchiveWord::NoLooks, "まだ検証の報告がありません。", "No look was reported yet."},
    {ArchiveWord::Part, "部分", "Part"},
    {ArchiveWord::When, "日時", "When"},
    {ArchiveWord::Outcome, "結果", "Outcome"},
    {ArchiveWord::ReportFile, "署名付き報告（reports/）", "Signed report (reports/)"},
    {ArchiveWord::LookWell, "✓ 異常なし", "✓ nothing is wrong"},
    {ArchiveWord::LookBad, "✗ 異常あり", "✗ damage"},
    {ArchiveWord::VerifyPart, "次の部分（%1）を検証する(&P)", "Verify the next &part (%1)"},
    {ArchiveWord::VerifyAll, "全部を検証する(&G)", "Verify it all (&g)"},
    {ArchiveWord::Verifying, "検証しています…", "Verifying…"},
    {ArchiveWord::LookDone, "%1：記録 %2、台帳 %3 行、外部の確認点 %4",
     "%1: %2 records, %3 entries, %4 checkpoints kept elsewhere"},
    {ArchiveWord::Findings, "わかったこと", "What was found"},
    {ArchiveWord::DamagedRecord, "損傷した記録", "Damaged record"},
    {ArchiveWord::Repair, "複製から修復する(&R)", "&Repair from a replica"},
    {ArchiveWord::Repaired, "修復しました：%1。損傷したものは %2 に残してあります。",
     "Mended: %1. The damaged one is kept in %2."},
    {ArchiveWord::VerifyFirst, "検証すると、損傷した記録がここに並びます。",
     "Verifying lists damaged records here."},
    {ArchiveWord::Copies, "ほかの場所", "Elsewhere"},
    {ArchiveWord::Replica, "記録の複製", "replica of records"},
    {ArchiveWord::Witness, "台帳の立会", "witness of the log"},
    {ArchiveWord::NoCopies,
     "複製も立会もありません。station.toml の replicas と [[witness]] に書いてください。",
     "There are neither replicas nor witnesses: see replicas and [[witness]] of station.toml."},
    {ArchiveWord::Kind, "種類", "Kind"},
    {ArchiveWord::Standing, "状態", "Standing"},
    {ArchiveWord::RebuildHow,
     "台帳のデータベースを読めなくなったときは、画面を閉じ、計算機の管理者が次のコマンドで台帳のフ"
     "ァイルから作り直します：seihon --home ホーム archive rebuild",
     "When the log's database cannot be read any more, close this window; whoever runs this "
     "computer makes it anew from the log's files: seihon --home HOME archive rebuild"},
    {ArchiveWord::Running, "実行しています…", "At work…"},
});
static_assert(isComplete(kArchiveTexts, ArchiveWord::Running));

} // namespace

QString word(ArchiveWord which, record::Language language) {
    return wordOf(kArchiveTexts, which, language);
}

} // namespace seihon::station_ui
