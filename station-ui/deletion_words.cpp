#include "station-ui/deletion_words.h"

#include "station-ui/word_table.h"

namespace seihon::station_ui {

namespace {

constexpr auto kDeletionTexts = std::to_array<WordTexts<DeletionWord>>({
    {DeletionWord::Deletions, "記録の削除", "Deletions"},
    {DeletionWord::Lead,
     "保存期間が満了した記録と、進行中の削除です。提案・承認（別の人）・実行・他の写しの確認の 4 "
     "段階です。",
     "Records whose time is over, and deletions under way. Four steps: proposed, approved by "
     "another person, carried out, other copies gone."},
    {DeletionWord::Reading, "読んでいます…", "Reading…"},
    {DeletionWord::NoneDue, "削除を考える記録はありません。", "Nothing is due."},
    {DeletionWord::LookAgain, "もう一度調べる(&A)", "Look &again"},
    {DeletionWord::Standing, "状態", "Standing"},
    {DeletionWord::Record, "記録の番号", "Record"},
    {DeletionWord::Document, "書類", "Document"},
    {DeletionWord::End, "保存期間の満了日", "Kept until"},
    {DeletionWord::Due, "▲ 満了", "▲ over"},
    {DeletionWord::Proposed, "● 提案済み", "● proposed"},
    {DeletionWord::Approved, "● 承認済み", "● approved"},
    {DeletionWord::CarriedOut, "▲ 実行済み：他の写しの確認待ち",
     "▲ carried out: other copies remain"},
    {DeletionWord::Closed, "✓ 完了", "✓ closed"},
    {DeletionWord::ActProposed, "提案", "proposed"},
    {DeletionWord::ActApproved, "承認", "approved"},
    {DeletionWord::ActCarriedOut, "実行", "carried out"},
    {DeletionWord::ActClosed, "完了", "closed"},
    {DeletionWord::Reason, "理由(&W)", "&Why"},
    {DeletionWord::Statement, "他の写し（バックアップの世代など）がないことをどう確かめたか(&W)",
     "Ho&w it is known that the other copies are gone"},
    {DeletionWord::Propose, "削除を提案する(&G)", "Propose to delete it (&g)"},
    {DeletionWord::Approve, "削除を承認する(&G)", "Approve it (&g)"},
    {DeletionWord::CarryOut, "削除を実行する(&G)", "Delete it (&g)"},
    {DeletionWord::Close, "完了を記録する(&G)", "Close it (&g)"},
    {DeletionWord::CarryOutAsk,
     "記録 %1 "
     "を削除します。画像・検索索引・台帳の患者の欄が消え、元に戻せません。台帳の行と証明は残ります"
     "。",
     "This deletes record %1: its images, its place in the search, and what opens its private "
     "facts in the log. It cannot be undone; the log and its proofs stay."},
    {DeletionWord::Done, "記録しました：%1", "Written to the log: %1"},
    {DeletionWord::NothingMore, "この削除は完了しています。", "This deletion is closed."},
    {DeletionWord::MayGoOn, "✓ 次の段階に進めます", "✓ the next step is open"},
});
static_assert(isComplete(kDeletionTexts, DeletionWord::MayGoOn));

} // namespace

QString word(DeletionWord which, record::Language language) {
    return wordOf(kDeletionTexts, which, language);
}

} // namespace seihon::station_ui
