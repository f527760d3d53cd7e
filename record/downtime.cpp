#include "record/downtime.h"

#include "record/fold_entry.h"

namespace seihon::record {

namespace {

// Entries come in order, the first one begins it, and all are about the same thing.
template <typename Thing>
void requireNext(Thing& thing, const Entry& entry, EntryKind beginning) {
    const bool begins = thing.id.empty();
    if (begins != (entry.what.kind == beginning) || (!begins && entry.what.job != thing.id)) {
        refuseEntry("downtime " + entry.what.job, entry, "it never began, or is another one");
    }
    if (!begins && entry.sequence <= thing.lastSequence) {
        refuseEntry("downtime " + entry.what.job, entry, "out of order");
    }
    thing.id = entry.what.job;
    thing.lastSequence = entry.sequence;
}

} // namespace

bool isAboutDowntimeStack(EntryKind kind) {
    return kind == EntryKind::DowntimeSheetsPrinted || kind == EntryKind::DowntimeSheetsCounted ||
           kind == EntryKind::DowntimeSheetVoided;
}

bool isAboutDowntime(EntryKind kind) {
    return kind == EntryKind::DowntimeBegan || kind == EntryKind::DowntimeEnded ||
           kind == EntryKind::DowntimeClosed;
}

void apply(DowntimeStack& stack, const Entry& entry) {
    if (!isAboutDowntimeStack(entry.what.kind)) {
        return;
    }
    requireNext(stack, entry, EntryKind::DowntimeSheetsPrinted);
    const Json& facts = entry.what.facts;
    if (entry.what.kind == EntryKind::DowntimeSheetsPrinted) {
        stack.place = facts.at("place").asString();
        stack.first = facts.at("first").asInt();
        stack.count = facts.at("count").asInt();
        stack.next = stack.first;
        stack.printed = actOf(entry);
        stack.file = digestIn(facts, "sha256");
        return;
    }
    if (entry.what.kind == EntryKind::DowntimeSheetsCounted) {
        const std::int64_t next = facts.at("next").asInt();
        if (next < stack.next || next > stack.end()) {
            refuseEntry("downtime " + stack.id, entry, "not a number of the stack");
        }
        stack.next = next;
        stack.counted = actOf(entry);
        return;
    }
    const std::int64_t number = facts.at("number").asInt();
    if (!stack.holds(number) || !stack.voided.emplace(number, actOf(entry)).second) {
        refuseEntry("downtime " + stack.id, entry, "not a sheet of the stack, or void already");
    }
}

void apply(Downtime& downtime, const Entry& entry) {
    if (!isAboutDowntime(entry.what.kind)) {
        return;
    }
    requireNext(downtime, entry, EntryKind::DowntimeBegan);
    if (downtime.closed) {
        refuseEntry("downtime " + downtime.id, entry, "it is closed");
    }
    const Json& facts = entry.what.facts;
    if (entry.what.kind == EntryKind::DowntimeBegan) {
        downtime.began = actOf(entry);
        downtime.since = parseInstant(facts.at("since").asString());
    } else if (entry.what.kind == EntryKind::DowntimeEnded) {
        if (downtime.ended) {
            refuseEntry("downtime " + downtime.id, entry, "it has ended");
        }
        downtime.ended = actOf(entry);
        downtime.until = parseInstant(facts.at("until").asString());
    } else {
        downtime.closed = actOf(entry);
    }
}

DowntimeStack foldDowntimeStack(std::span<const Entry> entries) {
    DowntimeStack stack;
    for (const Entry& entry : entries) {
        apply(stack, entry);
    }
    return stack;
}

Downtime foldDowntime(std::span<const Entry> entries) {
    Downtime downtime;
    for (const Entry& entry : entries) {
        apply(downtime, entry);
    }
    return downtime;
}

} // namespace seihon::record
