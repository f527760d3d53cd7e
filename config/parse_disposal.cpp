#include "config/parse_disposal.h"

namespace seihon::config {

void readDisposalRules(TableReader& root, regulation::Regulation& regulation) {
    constexpr Range kHold{0, 36'500};
    TableReader reader = root.table("disposal");
    regulation::DisposalRules rules;
    rules.hold = std::chrono::days(reader.integer("hold_days", kHold));
    rules.verifiedWithin = std::chrono::days(reader.integer("verified_within_days", {1, 366}));
    rules.witnessedWithin = std::chrono::hours(reader.integer("witness_hours", {1, 168}));
    const auto methods = reader.texts("methods", TextKind::Identifier, 1);
    rules.methods = {methods.begin(), methods.end()};
    if (reader.has("class_hold_days")) { // where none has a period of its own
        TableReader classes = reader.table("class_hold_days");
        for (const std::string& kind : classes.keys()) {
            if (!regulation.classes.contains(kind)) {
                classes.refuseHere(kind, "is no class of this regulation");
            }
            rules.holdOfClass[kind] = std::chrono::days(classes.integer(kind, kHold));
        }
        classes.finish();
    }
    reader.finish();
    regulation.disposal = std::move(rules);
}

regulation::TempDataRules readTempDataRules(TableReader reader) {
    constexpr Range kStay{0, 3660};
    regulation::TempDataRules rules;
    rules.superseded = std::chrono::days(reader.integer("superseded_days", kStay));
    rules.abandoned = std::chrono::days(reader.integer("abandoned_days", kStay));
    reader.finish();
    return rules;
}

regulation::BackupRules readBackupRules(TableReader reader) {
    regulation::BackupRules rules;
    rules.backupWithin = std::chrono::hours(reader.integer("backup_hours", {1, 24 * 31}));
    rules.drillWithin = std::chrono::days(reader.integer("drill_days", {1, 731}));
    rules.verifyNights = reader.integer("verify_nights", {1, 366});
    reader.finish();
    return rules;
}

regulation::MediaRules readMediaRules(TableReader reader) {
    regulation::MediaRules rules;
    rules.longest = std::chrono::days(reader.integer("longest_days", {1, 366}));
    reader.finish();
    return rules;
}

void readRetentionRules(TableReader& root, regulation::Regulation& regulation) {
    TableReader reader = root.table("retention");
    regulation::RetentionRules rules;
    rules.event = reader.choice<record::RetentionEventKind>("event");
    if (reader.has("class_event")) {
        TableReader classes = reader.table("class_event");
        for (const std::string& kind : classes.keys()) {
            if (!regulation.classes.contains(kind)) {
                classes.refuseHere(kind, "is no class of this regulation");
            }
            rules.eventOfClass[kind] = classes.choice<record::RetentionEventKind>(kind);
        }
        classes.finish();
    }
    reader.finish();
    regulation.retention = std::move(rules);
}

} // namespace seihon::config
