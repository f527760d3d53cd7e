#include "record/finding_rows.h"

#include <array>

// Backups, drills, replicas, and the nightly parts of the archive [F9].
namespace seihon::record {

namespace {

constexpr std::array kBackupRows = std::to_array<FindingRow>({
    {FindingId::BackupOld,
     "最後の良いバックアップが古くなっています（{subject}: {measured}、{required} 以内）。",
     "The last good backup is too old ({subject}: {measured}, at most {required} ago)."},
    {FindingId::BackupFailing, "直近のバックアップに失敗しています（{subject}: {measured}）。",
     "The latest try of a backup failed ({subject}: {measured})."},
    {FindingId::DrillMissing,
     "復元の訓練がまだありません。バックアップは戻せて初めてバックアップです。",
     "No restore was drilled yet; a backup is one when it was restored."},
    {FindingId::DrillOld, "最後の復元の訓練が古くなっています（{measured}、{required} 以内）。",
     "The last restore drill is too old ({measured}, at most {required} ago)."},
    {FindingId::DrillFailed, "最後の復元の訓練で異常が見つかっています（{subject}: {measured}）。",
     "The last restore drill found trouble ({subject}: {measured})."},
    {FindingId::KeyNotInBackup,
     "鍵はバックアップに含まれません。別に保管した写しから戻してください: {subject}",
     "Keys are in no backup; put this one back from where a copy is kept: {subject}"},
    {FindingId::LogBehindBackup,
     "復元した台帳は外部の確認点より {measured} 行短く、その間の記録は失われています。",
     "The restored log is {measured} entries shorter than a checkpoint kept elsewhere; those are "
     "lost."},
    {FindingId::RecordBeyondBackup,
     "バックアップ中に封緘された記録です。台帳にないため別に置きました: {subject}",
     "Sealed while the backup was made; the log lacks it, so it was put aside: {subject}"},
    {FindingId::ArchivePartsOld, "保管庫の夜間検証が一巡していません（{measured} / {required}）。",
     "The nightly parts have not covered the archive ({measured} of {required})."},
    {FindingId::ReplicaMissing, "複製に記録がありません: {subject}",
     "A replica lacks a record: {subject}"},
    {FindingId::ReplicaDiffers, "複製が台帳と合いません: {subject}",
     "A replica is not what the log says: {subject}"},
    {FindingId::ReplicaUnreachable, "複製のフォルダーが見えません: {subject}",
     "The folder of replicas cannot be reached: {subject}"},
    {FindingId::NoSoundReplica, "正しい複製がありません: {subject}",
     "No replica of it is sound: {subject}"},
    {FindingId::RecordNotDamaged, "記録は壊れていません。修復するものはありません: {subject}",
     "The record is not damaged; there is nothing to repair: {subject}"},
});

} // namespace

std::span<const FindingRow> backupFindingRows() {
    return kBackupRows;
}

} // namespace seihon::record
