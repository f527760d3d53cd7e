#include "station-ui/order_words.h"

#include "station-ui/word_table.h"

namespace seihon::station_ui {

namespace {

constexpr auto kOrderTexts = std::to_array<WordTexts<OrderWord>>({
    {OrderWord::Order, "オーダー(&E)", "Ord&er"},
    {OrderWord::Orders, "この患者のオーダー", "Orders of this patient"},
    {OrderWord::Looking, "ワークリストに照会しています…（作業は続けられます）",
     "Asking the worklist… (work goes on)"},
    {OrderWord::NoneFound, "この患者のオーダーはありません。",
     "There is no order of this patient."},
    {OrderWord::Away, "▲ ワークリストに照会できません。このままスキャンを続けてください。",
     "▲ The worklist cannot be reached. Scan on."},
    {OrderWord::TooMany, "▲ オーダーが多すぎます。一部だけを表示しています。",
     "▲ There are more orders than are shown here."},
    {OrderWord::Accession, "受付番号", "Accession number"},
    {OrderWord::Day, "予定日", "Day"},
    {OrderWord::Procedure, "内容", "Procedure"},
    {OrderWord::PatientName, "氏名", "Name"},
    {OrderWord::PatientId, "患者番号", "Patient id"},
    {OrderWord::Kana, "かな", "Kana"},
    {OrderWord::BirthDate, "生年月日", "Birth date"},
    {OrderWord::Sex, "性別", "Sex"},
    {OrderWord::Here, "この作業", "This job"},
    {OrderWord::Ordered, "オーダー", "Order"},
    {OrderWord::Why, "同じ患者と判断した理由(&F)", "Why it is the same patient (&F)"},
    {OrderWord::Pick, "このオーダーにする(&P)", "&Pick this order"},
    {OrderWord::Drop, "オーダーなしにする(&R)", "Without orde&r"},
    {OrderWord::Close, "閉じる(&H)", "Close (&H)"},
    {OrderWord::OrderNow, "オーダー(&O)", "&Order"},
    {OrderWord::PickNow, "このオーダーにする(&W)", "Pick this order (&W)"},
    {OrderWord::DropNow, "オーダーなしにする(&I)", "W&ithout order"},
    {OrderWord::NotPicked, "▲ オーダーは付いていません。「オーダー」で選び直してください。",
     "▲ It has no order. Pick it again with “Order”."},
});
static_assert(isComplete(kOrderTexts, OrderWord::NotPicked));

} // namespace

QString word(OrderWord which, record::Language language) {
    return wordOf(kOrderTexts, which, language);
}

} // namespace seihon::station_ui
