#include "regulation/clause_list.h"

// When paper may go, and how [C6].
namespace seihon::regulation {

void addDisposalClauses(ClauseList& list, const DisposalRules& rules) {
    const std::string days = list.pick(" 日", " days");
    list.table("disposal");
    list.number("hold_days",
                list.pick("封緘から紙の廃棄までの最短の日数 [C6]",
                          "paper stays after its seal at least [C6]"),
                rules.hold.count(), days, 1);
    list.number("verified_within_days",
                list.pick("廃棄の前に記録を検証してからの日数",
                          "the record was verified not longer ago than"),
                rules.verifiedWithin.count(), days, -1);
    list.number("witness_hours",
                list.pick("立会人の確認から廃棄まで", "from the witness's look to the act at most"),
                rules.witnessedWithin.count(), list.pick(" 時間", " hours"), -1);
    list.add("methods", list.pick("廃棄の方法", "ways of disposal"),
             joinedWords({rules.methods.begin(), rules.methods.end()}, list.pick("なし", "none")))
        .permits = rules.methods;
    list.table("disposal.class_hold_days");
    for (const auto& [kind, hold] : rules.holdOfClass) {
        list.number(kind,
                    list.pick("この種別の紙を残す日数 ", "paper of this class stays: ") + kind,
                    hold.count(), days, 1);
    }
}

void addTempDataClauses(ClauseList& list, const TempDataRules& rules) {
    const std::string days = list.pick(" 日", " days");
    list.table("temp_data");
    list.number("superseded_days",
                list.pick("封緘後、差し替えた・外した画像を残す日数 [F11]",
                          "replaced and set-aside images stay after the seal for [F11]"),
                rules.superseded.count(), days, 1);
    list.number("abandoned_days",
                list.pick("中止した作業の画像を残す日数 [F11]",
                          "images of jobs that were given up stay for [F11]"),
                rules.abandoned.count(), days, 1);
}

void addMediaClauses(ClauseList& list, const MediaRules& rules) {
    list.table("media");
    list.number("longest_days",
                list.pick("媒体を持ち出せる最長の日数 [F15]", "media stay out at most [F15]"),
                rules.longest.count(), list.pick(" 日", " days"), -1);
}

void addBackupClauses(ClauseList& list, const BackupRules& rules) {
    list.table("backup");
    list.number("backup_hours",
                list.pick("良いバックアップをとる間隔 [F9]",
                          "the last good backup is at most this old [F9]"),
                rules.backupWithin.count(), list.pick(" 時間", " hours"), -1);
    list.number("drill_days",
                list.pick("復元を訓練する間隔 [F9]", "a restore is drilled at least every [F9]"),
                rules.drillWithin.count(), list.pick(" 日", " days"), -1);
    list.number("verify_nights",
                list.pick("保管庫の全件を検証する夜の回数 [F9]",
                          "the whole archive is verified in at most [F9]"),
                rules.verifyNights, list.pick(" 夜", " nights"), -1);
}

// Which event is stricter nobody can say: the later one is, whichever that is.
void addRetentionClauses(ClauseList& list, const RetentionRules& rules) {
    list.table("retention");
    list.add("event", list.pick("保存期間の起点 [F14]", "retention counts from [F14]"),
             std::string(record::enumName(rules.event)));
    list.table("retention.class_event");
    for (const auto& [kind, event] : rules.eventOfClass) {
        list.add(kind, list.pick("この種別の起点 ", "of this class: ") + kind,
                 std::string(record::enumName(event)));
    }
}

} // namespace seihon::regulation
