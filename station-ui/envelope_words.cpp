#include "station-ui/envelope_words.h"

#include "station-ui/word_table.h"

#include <array>

namespace seihon::station_ui {

namespace {

constexpr auto kEnvelopeWords = std::to_array<WordTexts<EnvelopeWord>>({
    {EnvelopeWord::Title, "封筒", "Envelopes"},
    {EnvelopeWord::None, "処理中の封筒はありません。", "No envelope is open."},
    {EnvelopeWord::Open, "新しい封筒(&N)", "&New envelope"},
    {EnvelopeWord::OpenRemark, "封筒の覚え書き（差出人など）(&M)",
     "Re&mark, for instance the sender"},
    {EnvelopeWord::OpenedAt, "受け取り", "Opened"},
    {EnvelopeWord::Papers, "中の書類", "Papers in it"},
    {EnvelopeWord::NoPapers, "まだ書類がありません。", "No paper yet."},
    {EnvelopeWord::AddPaper, "登録済みの書類(&P)", "A registered &paper"},
    {EnvelopeWord::AddChosen, "この封筒に入れる(&A)", "Put it in (&A)"},
    {EnvelopeWord::NothingToAdd, "（封筒に入っていない書類はありません）",
     "(no registered paper is without an envelope)"},
    {EnvelopeWord::GoOn, "選んだ書類を続ける(&O)", "Go &on with it"},
    {EnvelopeWord::HandOn, "ほかへ渡す(&H)", "&Hand on"},
    {EnvelopeWord::HandOnTo, "渡し先(&T)", "&To whom"},
    {EnvelopeWord::HandedOnTo, "渡し先：%1", "handed on to %1"},
    {EnvelopeWord::Enclosures, "同封物（読み取りません）", "Enclosures"},
    {EnvelopeWord::NoEnclosures, "同封物はありません。", "No enclosure."},
    {EnvelopeWord::Kind, "種類(&K)", "&Kind"},
    {EnvelopeWord::Count, "数(&C)", "&Count"},
    {EnvelopeWord::Destination, "行き先(&D)", "&Destination"},
    {EnvelopeWord::AddEnclosure, "同封物を記録(&E)", "Not&e it"},
    {EnvelopeWord::With, "受け取った人・返した相手(&W)", "&Who has it now"},
    {EnvelopeWord::Taken, "引き渡した(&1)", "Taken (&1)"},
    {EnvelopeWord::Returned, "返した(&2)", "Returned (&2)"},
    {EnvelopeWord::NotSettled, "まだ手元にあります", "still here"},
    {EnvelopeWord::Close, "封筒を完了にする(&G)", "Close it (&G)"},
    {EnvelopeWord::Closed, "封筒を完了にしました。", "The envelope is closed."},
});

constexpr auto kEnclosureKinds = std::to_array<std::pair<const char*, const char*>>({
    {"CD・DVD", "optical disc"},
    {"USB メモリ", "USB stick"},
    {"フィルム", "film"},
    {"写真", "photographs"},
    {"カード・手帳", "card"},
    {"その他", "other"},
});
static_assert(kEnclosureKinds.size() == record::EnumNames<record::EnclosureKind>::table.size());

} // namespace

QString word(EnvelopeWord which, record::Language language) {
    return wordOf(kEnvelopeWords, which, language);
}

QString word(record::EnclosureKind kind, record::Language language) {
    const auto& [japanese, english] = kEnclosureKinds.at(static_cast<std::size_t>(kind));
    return QString::fromUtf8(language == record::Language::Japanese ? japanese : english);
}

bool everyEnvelopeWordHasItsTexts() {
    return isComplete(kEnvelopeWords, EnvelopeWord::Closed);
}

} // namespace seihon::station_ui
