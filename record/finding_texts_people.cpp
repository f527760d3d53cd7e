#include "record/finding_rows.h"

#include <array>

namespace seihon::record {

namespace {

constexpr std::array kPeopleRows = std::to_array<FindingRow>({
    {FindingId::DutiesNotSeparated,
     "役割 {measured} は {required} を行えません。規程でも許可できない、職務分離の原則です。",
     "The role {measured} never does {required}, whatever the regulation grants: duties are kept "
     "apart."},
    {FindingId::DutiesCombined,
     "システム管理者が、確定・封緘する役割も兼ねています（{subject}: {measured}、{required}）。",
     "An administrator also holds a role that accepts or seals ({subject}: {measured}, "
     "{required})."},
    {FindingId::NotDelegated, "この時点で {subject} からの委任がありません（{measured}）。",
     "There is no delegation from {subject} in force ({measured})."},
    {FindingId::MarkedAbsent, "{subject} は不在とされています。", "{subject} is marked as absent."},
    {FindingId::CardNeeded,
     "封緘にはカードが要ります。{measured} でログインした {subject} "
     "は、カードのある人に引き継いでください。",
     "Sealing needs a card: {subject} logged in by {measured} and hands over to somebody with "
     "one."},
    {FindingId::BreakGlassInForce,
     "緊急時の権限で行いました（{subject}: {measured}、{required} まで）。後で管理者が確認します。",
     "Done by breaking the glass ({subject}: {measured}, until {required}); it will be reviewed."},
    {FindingId::BreakGlassRefused, "緊急時の権限は使えません（必要なもの: {required}）。",
     "The glass cannot be broken (what it takes: {required})."},
    {FindingId::MaintenanceTooLong,
     "保守の任命が長すぎます（{subject}: {measured}、上限 {required}）。",
     "A maintenance appointment is too long ({subject}: {measured}, at most {required})."},
    {FindingId::RightsEnding, "まもなく終わります（{subject}: {measured}）。",
     "Ends soon ({subject}: {measured})."},
    {FindingId::LetterMissing, "任命書の番号がありません（{subject}）。",
     "No appointment letter is named ({subject})."},
    {FindingId::RoleVacant, "{required} を行える人が、いま誰もいません。",
     "At this time nobody may {required}."},
    {FindingId::ReviewOverdue,
     "権限の定期的な見直しの期限（{required}）を過ぎています。前回: {measured}",
     "The periodic review of rights was due at {required}; the last one: {measured}"},
    {FindingId::BreakGlassNotReviewed,
     "緊急時の権限の使用がまだ確認されていません（{subject}、{measured}、項番 {required}）。",
     "The glass was broken and nobody has reviewed it ({subject}, {measured}, entry {required})."},
    {FindingId::ProxyNotConfirmed,
     "代行された操作を本人がまだ確認していません（{subject}、{measured}、項番 {required}）。",
     "An act by proxy was not confirmed yet by the person entitled ({subject}, {measured}, entry "
     "{required})."},
    {FindingId::LoginClosed,
     "続けて間違えたため、ログインが閉じられています（{subject}、{measured}）。",
     "A login is shut after too many wrong tries ({subject}, {measured})."},
    {FindingId::PeopleFileInvalid,
     "people.toml を読めないため、直前の名簿で動いています: {subject}",
     "people.toml cannot be read; the list before it goes on: {subject}"},
    {FindingId::PeopleChangedSinceReview,
     "名簿（people.toml）が変わり、まだ誰も見直していません（{subject}、項番 {measured}）。",
     "The list of people was changed and nobody has reviewed it yet ({subject}, entry "
     "{measured})."},
    {FindingId::OwnActNotReviewed, "自分の操作は自分では確認できません（{subject}）。",
     "Nobody reviews an act of their own ({subject})."},
    {FindingId::LogsInWithSigningKey,
     "{subject} は署名用の鍵でログインしています。カードに認証用の電子証明書があれば people.toml に"
     "登録してください。",
     "{subject} logs in with the key for signing. If the card has a certificate for "
     "authentication, register it in people.toml."},
});

} // namespace

std::span<const FindingRow> peopleFindingRows() {
    return kPeopleRows;
}

} // namespace seihon::record
