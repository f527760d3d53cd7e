#include "record/retention.h"

#include "record/fold_entry.h"

#include <algorithm>

namespace seihon::record {

namespace {

[[noreturn]] void retentionBroken(const Entry& entry, const std::string& why) {
    refuseEntry("retention", entry, why);
}

RetentionEvent eventFrom(const Entry& entry) {
    const Json& facts = entry.what.facts;
    RetentionEvent event;
    event.id = facts.at("id").asString();
    event.kind = enumIn<RetentionEventKind>(facts, "event");
    event.recordId = textIn(facts, "record");
    const auto day = dayFromText(facts.at("day").asString());
    if (!day) {
        retentionBroken(entry, "no day");
    }
    event.day = *day;
    event.source = facts.at("source").asString();
    if (entry.what.privateFacts.isObject()) { // deleted by law: it is nobody's
        event.patient = patientFromJson(entry.what.privateFacts.at("patient"));
    }
    event.told = actOf(entry);
    return event;
}

} // namespace

std::optional<std::chrono::year_month_day> dayFromText(std::string_view text) {
    if (text.size() != 10) {
        return std::nullopt;
    }
    try {
        return std::chrono::floor<std::chrono::days>(
            parseInstant(std::string(text) + "T00:00:00Z"));
    } catch (const Fault&) {
        return std::nullopt;
    }
}

std::string textOfDay(std::chrono::year_month_day day) {
    return formatInstant(Instant(std::chrono::sys_days(day))).substr(0, 10);
}

bool isRetentionEvent(EntryKind kind) {
    return kind == EntryKind::RetentionEventTold || kind == EntryKind::RetentionEventTakenBack;
}

void apply(std::vector<RetentionEvent>& events, const Entry& entry) {
    if (!isRetentionEvent(entry.what.kind)) {
        return;
    }
    const std::string& id = entry.what.facts.at("id").asString();
    const auto known = std::find_if(events.begin(), events.end(),
                                    [&](const RetentionEvent& one) { return one.id == id; });
    if (entry.what.kind == EntryKind::RetentionEventTakenBack) {
        if (known == events.end() || known->takenBack) {
            retentionBroken(entry, "there is none to be taken back");
        }
        known->takenBack = actOf(entry);
        return;
    }
    if (known != events.end()) {
        retentionBroken(entry, "the id is there already");
    }
    events.push_back(eventFrom(entry));
}

std::optional<std::chrono::year_month_day> retentionStart(std::span<const RetentionEvent> events,
                                                          RetentionEventKind kind,
                                                          const std::string& recordId,
                                                          const std::string& patientId) {
    std::optional<std::chrono::year_month_day> latest;
    for (const RetentionEvent& event : events) {
        const bool mine = !event.recordId.empty()
                              ? event.recordId == recordId
                              : !patientId.empty() && event.patient.id == patientId;
        if (mine && event.kind == kind && !event.takenBack && (!latest || *latest < event.day)) {
            latest = event.day;
        }
    }
    return latest;
}

} // namespace seihon::record
