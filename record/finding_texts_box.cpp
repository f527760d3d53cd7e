#include "record/finding_rows.h"

#include <array>

// Boxes of old paper, their folders and batches [W, C3].
namespace seihon::record {

namespace {

constexpr std::array kBoxRows = std::to_array<FindingRow>({
    {FindingId::BoxUnknown, "この箱にその綴り・見出しはありません（{measured}）。",
     "The box has no such folder or tab ({measured})."},
    {FindingId::BoxStepNotAllowed, "いまの状態（{measured}）では、この箱にそれはできません。",
     "The box is {measured}: this cannot be done now."},
    {FindingId::FolderExceptionOpen, "未解決の例外があります（{measured}、{subject}）。",
     "An exception is open ({measured}, {subject})."},
    {FindingId::FolderIsOut, "この綴りは貸し出し中です（{subject}、{measured}）。",
     "The folder is out ({subject}, {measured})."},
    {FindingId::FolderOverdue,
     "貸し出した綴りの返却予定を過ぎています（{subject}、予定 {required}）。",
     "A folder that was taken out is overdue ({subject}, due {required})."},
    {FindingId::TabCountOpen,
     "枚数が索引票と合いません（{subject}：{measured}、あるべき {required}）。",
     "The sheets are not those of the index sheet ({subject}: {measured}, should be {required})."},
    {FindingId::BoxFoldersDiffer, "綴りの数が違います（{measured} 冊、来たとき {required} 冊）。",
     "The number of folders differs ({measured}, when it came {required})."},
    {FindingId::BoxJobsOpen, "まだ封緘されていない作業があります（{subject}：{measured} 件）。",
     "Jobs are not sealed yet ({subject}: {measured})."},
    {FindingId::FolderNotRefiled, "綴りに戻したことの確認がありません（{subject}）。",
     "Nobody has confirmed that the sheets are back in it ({subject})."},
    {FindingId::RefiledCountDiffers,
     "戻した枚数が合いません（{measured}、あるべき {required}、{subject}）。",
     "The sheets put back are not those that belong there ({measured}, should be {required}, "
     "{subject})."},
    {FindingId::BoxNotShut, "箱の封印番号がまだありません。",
     "The box has not been shut with a seal yet."},
    {FindingId::SettledByFeeder,
     "{measured} はこの箱をスキャンした人です。枚数の例外は別の人が決めます。",
     "{measured} fed the sheets of this box; somebody else settles what is not there."},
    {FindingId::ExceptionEndUnfit, "この決着には対象の見出しと枚数が要ります（{measured}）。",
     "This end needs a tab and a number of sheets ({measured})."},
    {FindingId::FoundNotScanned,
     "「見つかった」とするには、その紙が読み取られ、枚数が合っていなければなりません（{subject}：{"
     "measured}、あるべき {required}）。先に読み取るか、別の決着にしてください。",
     "Found means that the sheets are scanned and the count is right ({subject}: {measured}, "
     "should "
     "be {required}). Scan first, or settle it otherwise."},
    {FindingId::SettlementSealed,
     "この決着をもとに封緘した記録があります（{subject}：決着のとき封緘 {required} 枚、いま "
     "{measured} 枚）。取り消せません。新しい例外として記録してください。",
     "Something was sealed on the ground of this settlement ({subject}: {required} sheets sealed "
     "then, {measured} now). It stands; open another exception."},
    {FindingId::FolderScanned,
     "この綴りには読み取った紙があります（{subject}：{measured} 枚）。取り消せません。",
     "Sheets of this folder have been scanned ({subject}: {measured}): it cannot be voided."},
    {FindingId::FolderCountsSettled,
     "この綴りに関わる例外の決着があります（{subject}）。先にその決着を取り消してください。",
     "The settlement of {subject} counts sheets of this folder: take it back first."},
    {FindingId::BoxFull,
     "箱を受け入れたときに数えた綴りは {required} 冊です。これで {measured} 冊になります。"
     "数え直した結果なら box recount で理由とともに記録してから追加してください。",
     "The box was counted with {required} folders, and this makes {measured}. If they are really "
     "there, count again first: box recount BOX --folders {measured} --reason …"},
    {FindingId::SealNumberUsed,
     "封印番号 {measured} は使われています（箱 {subject}）。新しい封印の番号を入れてください。",
     "The seal number {measured} was used before (box {subject}). Give the number of a new seal."},
});

} // namespace

std::span<const FindingRow> boxFindingRows() {
    return kBoxRows;
}

} // namespace seihon::record
