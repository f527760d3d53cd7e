#include "station-ui/delivery_words.h"

#include "station-ui/word_table.h"

namespace seihon::station_ui {

namespace {

constexpr auto kDeliveryTexts = std::to_array<WordTexts<DeliveryWord>>({
    {DeliveryWord::Deliveries, "送付", "Deliveries"},
    {DeliveryWord::LookAgain, "もう一度調べる(&A)", "Look &again"},
    {DeliveryWord::Looking, "調べています…", "Looking…"},
    {DeliveryWord::Counts, "失敗 ✗ %1　待機中・未確認 ▲ %2　確認済み ✓ %3",
     "failed ✗ %1   waiting or not confirmed ▲ %2   confirmed ✓ %3"},
    {DeliveryWord::NothingOpen, "送付待ちはありません。", "Nothing waits."},
    {DeliveryWord::NoTargets, "送付先が決まっていません（deliveries.toml）。",
     "No target is named in deliveries.toml."},
    {DeliveryWord::State, "状態", "State"},
    {DeliveryWord::Target, "送付先", "Target"},
    {DeliveryWord::RecordId, "記録", "Record"},
    {DeliveryWord::Since, "日時", "Since"},
    {DeliveryWord::Said, "相手の答え", "What it said"},
    {DeliveryWord::Retry, "送り直す(&R)", "&Resend"},
    {DeliveryWord::Retried, "次の回に送り直します。", "It is sent again by the next round."},
    {DeliveryWord::SentAgainLater, "再送待ち", "to be sent again"},
    {DeliveryWord::ByCommitment, "保管を確約、内容を照合", "storage committed, compared"},
    {DeliveryWord::ByQuery, "問い合わせで確認、内容を照合", "found by a query, compared"},
    {DeliveryWord::ByReadBack, "読み戻して一致", "read back, the same"},
    {DeliveryWord::NotCompared, "保管を確約（内容の照合なし）", "storage committed, not compared"},
    {DeliveryWord::GiveUp, "送付を取りやめる(&G)", "&Give up"},
    {DeliveryWord::GiveUpAsk, "%2 を %1 へ送らないことにしますか。記録はここに残ります。",
     "Is %2 not to arrive at %1? The record stays here."},
    {DeliveryWord::GivenUpDone, "送付を取りやめました。", "It is not sent any more."},
    {DeliveryWord::TargetIsGone, "deliveries.toml にない送付先",
     "target is not in deliveries.toml"},
});
static_assert(isComplete(kDeliveryTexts, DeliveryWord::TargetIsGone));

} // namespace

QString word(DeliveryWord which, record::Language language) {
    return wordOf(kDeliveryTexts, which, language);
}

} // namespace seihon::station_ui
