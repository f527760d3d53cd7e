#include "record/finding_rows.h"

#include <array>

// What is made of sealed records for other systems, on its way there.
namespace seihon::record {

namespace {

constexpr std::array kDeliveryRows = std::to_array<FindingRow>({
    {FindingId::DeliveryTargetAway,
     "送付先に届いていません: {subject}（{measured} 件が待機中）。つながり次第、送り直します。",
     "A target of deliveries cannot be reached: {subject} ({measured} wait). They are sent when it "
     "answers."},
    {FindingId::DeliveryTargetRefuses,
     "送付先が受け付けません: {subject}（{measured} 件が待機中）。設定か相手の設定を確かめて"
     "ください。",
     "A target of deliveries does not want us: {subject} ({measured} wait). Look at the settings, "
     "ours and theirs."},
    {FindingId::DeliveryTargetUntrusted,
     "送付先の証明書が設定と合いません: {subject}。何も送っていません。",
     "A target of deliveries does not show the certificate that the settings ask for: {subject}. "
     "Nothing was sent."},
    {FindingId::DeliveryFailed,
     "送付できていない記録があります: "
     "{subject}（{measured}）。原因を直してから送り直してください。",
     "A record was not delivered: {subject} ({measured}). Mend the cause, then retry it."},
    {FindingId::DeliveryUnconfirmed,
     "送付済みですが、相手が保管を確認していません: {subject}（{measured} から）。",
     "Sent, but the other side has not confirmed that it keeps it: {subject} (since {measured})."},
    {FindingId::DeliveryCoerced,
     "相手は受け取りましたが、内容を書き換えたか一部を捨てています: {subject}（{measured}）。",
     "The other side took it and changed it or left some of it out: {subject} ({measured})."},
    {FindingId::DeliveryTargetGone,
     "送付先 {subject} は deliveries.toml にもうありませんが、送り終えていない記録が {measured} "
     "件あります。元の名前に戻すか、送付を取りやめてください。",
     "The target {subject} is no more in deliveries.toml, and {measured} records were not "
     "delivered to it. Give it back its name, or give these deliveries up."},
    {FindingId::DeliveryClassUnknown,
     "deliveries.toml の {subject} にある文書の種類 {measured} は規程にありません。"
     "この種類の記録は送られません。",
     "The class {measured}, of {subject} in deliveries.toml, is not in the regulation: nothing is "
     "sent of it."},
});

} // namespace

std::span<const FindingRow> deliveryFindingRows() {
    return kDeliveryRows;
}

} // namespace seihon::record
