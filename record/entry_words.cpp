#include "record/entry_words.h"

#include <array>

namespace seihon::record {

namespace {

struct EntryWord {
    EntryKind kind;
    std::string_view japanese, english;
};

// In the order of the enumerators.
constexpr auto kEntryWords = std::to_array<EntryWord>({
    {EntryKind::HomeInitialised, "端末を用意", "Station set up"},
    {EntryKind::RegulationActivated, "規程を施行", "Regulation put into force"},
    {EntryKind::OriginalRegistered, "書類を登録", "Paper registered"},
    {EntryKind::JobOpened, "作業を開始", "Job opened"},
    {EntryKind::Prepared, "スキャン前の確認", "Paper looked at and counted"},
    {EntryKind::ScanStarted, "スキャン開始", "Scanning began"},
    {EntryKind::PageCaptured, "頁を保存", "Page kept"},
    {EntryKind::FeedInterrupted, "給紙が中断", "Feeding broke off"},
    {EntryKind::ScanEnded, "スキャン終了", "Scanning ended"},
    {EntryKind::PageMarked, "頁についての判断", "Decision about a page"},
    {EntryKind::PageExamined, "頁の詳しい検査", "Closer look at a page"},
    {EntryKind::SheetSetAside, "用紙を除外", "Sheet set aside"},
    {EntryKind::SheetsRecounted, "枚数を数え直し", "Sheets counted again"},
    {EntryKind::SheetMoved, "用紙の順を変更", "Sheet moved"},
    {EntryKind::PageTurned, "頁の向きを記録", "Page turned"},
    {EntryKind::Compared, "画像と用紙を照合", "Image and paper compared"},
    {EntryKind::JobSubmitted, "提出", "Submitted"},
    {EntryKind::SentBack, "差し戻し", "Sent back"},
    {EntryKind::Accepted, "承認", "Accepted"},
    {EntryKind::Excused, "遅れの理由を承認", "Lateness excused"},
    {EntryKind::ConvertedToReference, "参照用の写しに変更", "Made a reference copy"},
    {EntryKind::SealStarted, "封緘を開始", "Sealing began"},
    {EntryKind::RecordSigned, "署名", "Signed"},
    {EntryKind::SealDiscarded, "封緘を取りやめ", "Seal discarded"},
    {EntryKind::RecordSealed, "封緘", "Sealed"},
    {EntryKind::JobAbandoned, "作業を中止", "Job given up"},
    {EntryKind::Refused, "規程により拒否", "Refused by the rules"},
    {EntryKind::RecordVerified, "記録を検証", "Record verified"},
    {EntryKind::RecordViewed, "記録を閲覧", "Record viewed"},
    {EntryKind::RecordExported, "記録を書き出し", "Record exported"},
    {EntryKind::RecordSearched, "記録を検索", "Records searched"},
    {EntryKind::LogViewed, "台帳を閲覧", "Log viewed"},
    {EntryKind::LoginFailed, "ログイン失敗", "Login failed"},
    {EntryKind::ClockChecked, "時計を確認", "Clock checked"},
    {EntryKind::CheckpointMade, "台帳の確認点を作成", "Checkpoint of the log made"},
    {EntryKind::CheckpointTimestamped, "確認点にタイムスタンプ", "Checkpoint timestamped"},
    {EntryKind::CompletionStarted, "検証情報の追加を開始", "Completion began"},
    {EntryKind::RenewalStarted, "証明の延長を開始", "Renewal began"},
    {EntryKind::RecordCompleted, "検証情報を追加", "Seal completed"},
    {EntryKind::RecordRenewed, "証明を延長", "Proof renewed"},
    {EntryKind::SignerRevocationFound, "署名者の証明書の失効が判明",
     "Signer's certificate found revoked"},
    {EntryKind::DeviceQualified, "スキャナーを認定", "Scanner qualified"},
    {EntryKind::QualificationRefused, "スキャナーの認定は不可", "Scanner not qualified"},
    {EntryKind::QualificationVoided, "スキャナーの認定を取り消し", "Qualification voided"},
    {EntryKind::RegulationApproved, "規程を承認", "Regulation approved"},
    {EntryKind::AuditReplayed, "判定を再計算", "Verdicts judged again"},
    {EntryKind::ConformityRecorded, "運用の点検を記録", "Conformity recorded"},
    {EntryKind::ConformityCountersigned, "運用の点検を確認", "Conformity countersigned"},
    {EntryKind::PeopleChanged, "利用者の一覧が変更", "List of people changed"},
    {EntryKind::PeopleReviewed, "利用者の権限を見直し", "Rights of people reviewed"},
    {EntryKind::CredentialSet, "パスワードなどを設定", "Credentials set"},
    {EntryKind::LoggedIn, "ログイン", "Logged in"},
    {EntryKind::LoginUnlocked, "ログインの停止を解除", "Login unlocked"},
    {EntryKind::BreakGlassStarted, "緊急時の使用を開始", "Break-glass began"},
    {EntryKind::BreakGlassReviewed, "緊急時の使用を確認", "Break-glass reviewed"},
    {EntryKind::ProxyAct, "代行による操作", "Act for somebody else"},
    {EntryKind::ProxyConfirmed, "代行を本人が確認", "Act by proxy confirmed"},
    {EntryKind::JobViewed, "作業を閲覧", "Job viewed"},
    {EntryKind::CoverSheetPrinted, "表紙を印刷", "Cover sheet printed"},
    {EntryKind::CoverSheetScanned, "表紙を読み取り", "Cover sheet scanned"},
    {EntryKind::PatientIdentified, "患者を確認", "Patient identified"},
    {EntryKind::JobPutInEnvelope, "封筒に入れた", "Put into an envelope"},
    {EntryKind::EnvelopeOpened, "封筒を開始", "Envelope opened"},
    {EntryKind::EnvelopeJobAdded, "封筒に書類を追加", "Paper added to the envelope"},
    {EntryKind::EnvelopeJobHandedOn, "封筒の書類を引き継ぎ", "Envelope's paper handed on"},
    {EntryKind::EnclosureNoted, "同封物を記録", "Enclosure noted"},
    {EntryKind::EnclosureSettled, "同封物を処理", "Enclosure settled"},
    {EntryKind::EnvelopeStampNoted, "封筒の受付印を記録", "Envelope's stamp noted"},
    {EntryKind::EnvelopeClosed, "封筒を完了", "Envelope closed"},
    {EntryKind::AmendmentOpened, "訂正を開始", "Amendment opened"},
    {EntryKind::RecordWithdrawn, "記録を取り下げ", "Record withdrawn"},
    {EntryKind::SampleFaultFound, "抜取確認で誤りを発見", "Fault found in a sample"},
    {EntryKind::IncidentClosed, "事故の処理を完了", "Incident closed"},
    {EntryKind::PaperPlaced, "用紙の保管場所を記録", "Place of the paper noted"},
    {EntryKind::PaperReleaseProposed, "用紙の処分を提案", "Release of the paper proposed"},
    {EntryKind::SampleOpened, "抜取確認の乱数を確定", "Seed of a sample committed"},
    {EntryKind::SampleDrawn, "抜取確認の対象を抽出", "Sample drawn"},
    {EntryKind::SamplePageViewed, "抽出した頁を閲覧", "Sampled page viewed"},
    {EntryKind::SamplePageInspected, "抽出した頁を検査", "Sampled page inspected"},
    {EntryKind::SampleClosed, "抜取確認を完了", "Sample closed"},
    {EntryKind::ProjectPlanned, "過去文書の計画を作成", "Project planned"},
    {EntryKind::ProjectApproved, "過去文書の計画を承認", "Project approved"},
    {EntryKind::ProjectStarted, "過去文書の計画を開始", "Project started"},
    {EntryKind::ProjectStopped, "過去文書の計画を停止", "Project stopped"},
    {EntryKind::ProjectClosed, "過去文書の計画を終了", "Project closed"},
    {EntryKind::ObjectionAdded, "患者の異議を登録", "Objection added"},
    {EntryKind::ObjectionLifted, "患者の異議を解除", "Objection lifted"},
    {EntryKind::ConsentAdded, "患者の同意を登録", "Consent added"},
    {EntryKind::ConsentWithdrawn, "患者の同意を撤回", "Consent withdrawn"},
    {EntryKind::ReceivedDocumentChecked, "受け取った電子文書を検証", "Received document checked"},
    {EntryKind::TrustAccepted, "信頼する証明書を承認", "Trust accepted"},
    {EntryKind::DowntimeSheetsPrinted, "停止時用の用紙を印刷", "Downtime sheets printed"},
    {EntryKind::DowntimeSheetsCounted, "停止時用の用紙を数えた", "Downtime sheets counted"},
    {EntryKind::DowntimeSheetVoided, "停止時用の用紙を無効に", "Downtime sheet voided"},
    {EntryKind::DowntimeBegan, "システム停止の開始", "Downtime began"},
    {EntryKind::DowntimeEnded, "システム停止の終了", "Downtime ended"},
    {EntryKind::DowntimeClosed, "システム停止の処理を完了", "Downtime closed"},
    {EntryKind::BoxOpened, "箱を開始", "Box opened"},
    {EntryKind::FolderAdded, "綴りを登録", "Folder added"},
    {EntryKind::TabJobAdded, "見出しに作業を追加", "Job added to a tab"},
    {EntryKind::SeparatorsPrinted, "仕切り紙を印刷", "Separators printed"},
    {EntryKind::BatchStarted, "一括スキャンを開始", "Batch began"},
    {EntryKind::BatchSheetKept, "一括スキャンの用紙を保存", "Sheet of a batch kept"},
    {EntryKind::BatchInterrupted, "一括スキャンが中断", "Batch broke off"},
    {EntryKind::BatchEnded, "一括スキャンを終了", "Batch ended"},
    {EntryKind::BoxExceptionOpened, "箱の例外を登録", "Exception of a box opened"},
    {EntryKind::BoxExceptionSettled, "箱の例外を解決", "Exception of a box settled"},
    {EntryKind::FolderTakenOut, "綴りを貸し出し", "Folder taken out"},
    {EntryKind::FolderReturned, "綴りを返却", "Folder returned"},
    {EntryKind::FolderRefiled, "綴りを元に戻した", "Folder refiled"},
    {EntryKind::BoxShut, "箱を閉じた", "Box shut"},
    {EntryKind::BoxClosed, "箱を完了", "Box closed"},
    {EntryKind::LegalHoldPlaced, "廃棄の保留を設定", "Legal hold placed"},
    {EntryKind::LegalHoldLifted, "廃棄の保留を解除", "Legal hold lifted"},
    {EntryKind::DisposalProposed, "廃棄を提案", "Disposal proposed"},
    {EntryKind::DisposalChecked, "廃棄の一覧を点検", "Disposal checked"},
    {EntryKind::DisposalApproved, "廃棄を承認", "Disposal approved"},
    {EntryKind::DisposalReduced, "廃棄の一覧から除外", "Taken off the disposal list"},
    {EntryKind::DisposalWitnessed, "廃棄に立ち会い", "Disposal witnessed"},
    {EntryKind::DisposalCarriedOut, "廃棄を実施", "Disposal carried out"},
    {EntryKind::DisposalProven, "廃棄の証明を登録", "Disposal proven"},
    {EntryKind::InspectionPageViewed, "確認する頁を閲覧", "Page viewed for inspection"},
    {EntryKind::InspectionApproved, "別の人が確認し適正", "Inspected and approved"},
    {EntryKind::InspectionRejected, "別の人が確認し差し戻し", "Inspected and rejected"},
    {EntryKind::ProjectAuditStarted, "外部監査を開始", "Audit of a project started"},
    {EntryKind::ProjectAuditDrawn, "外部監査の対象を抽出", "Audit items drawn"},
    {EntryKind::ProjectAuditPagesViewed, "外部監査で頁を閲覧", "Pages viewed for an audit"},
    {EntryKind::ProjectAuditAnswered, "外部監査の回答", "Audit item answered"},
    {EntryKind::ProjectAuditSettled, "外部監査の指摘を処理", "Audit fault settled"},
    {EntryKind::ProjectAuditClosed, "外部監査を終了", "Audit closed"},
    {EntryKind::TempDataPurged, "記録に入らない画像を消去", "Images outside the record purged"},
    {EntryKind::MediumRequested, "媒体への持ち出しを申請", "Medium requested"},
    {EntryKind::MediumApproved, "媒体への持ち出しを承認", "Medium approved"},
    {EntryKind::MediumEnded, "媒体の持ち出しを終了", "Medium ended"},
    {EntryKind::RetentionEventTold, "保存期間の起算を登録", "Retention event told"},
    {EntryKind::RetentionEventTakenBack, "保存期間の起算を取り消し", "Retention event taken back"},
    {EntryKind::BoxSettlementTakenBack, "箱の例外の解決を取り消し", "Settlement taken back"},
    {EntryKind::FolderVoided, "綴りの登録を取り消し", "Folder voided"},
    {EntryKind::BoxRecounted, "箱の綴りを数え直し", "Box counted again"},
});

constexpr bool entryWordsStandInOrder() {
    for (std::size_t i = 0; i < kEntryWords.size(); ++i) {
        if (static_cast<std::size_t>(kEntryWords[i].kind) != i) {
            return false;
        }
    }
    return kEntryWords.size() == EnumNames<EntryKind>::table.size();
}
static_assert(entryWordsStandInOrder(), "each kind has its row, at its place");

} // namespace

std::string_view wordFor(EntryKind kind, Language language) {
    const EntryWord& row = kEntryWords.at(static_cast<std::size_t>(kind));
    return language == Language::Japanese ? row.japanese : row.english;
}

} // namespace seihon::record
