#include "atna/audit_message.h"

#include "atna/event_codes.h"
#include "record/json_fields.h"

#include <algorithm>

namespace seihon::atna {

using record::Entry;
using record::EntryKind;
using record::Severity;

namespace {

// Of the object roles in A.5.1.2.2.
constexpr int kReport = 3;
constexpr int kSecurityResource = 13;
constexpr int kJob = 20;
constexpr int kQuery = 24;

Outcome outcomeOf(const Entry& entry, Outcome best) {
    if (!entry.what.verdict || entry.what.verdict->permitted()) {
        return best;
    }
    // A record that does not verify is worse than an act that was not allowed.
    return entry.what.kind == EntryKind::RecordVerified ? Outcome::SeriousFailure
                                                        : std::max(best, Outcome::MinorFailure);
}

std::string refusalsOf(const Entry& entry) {
    std::string text;
    if (entry.what.verdict) {
        for (const record::Finding& finding : entry.what.verdict->findings) {
            if (finding.severity == Severity::Refuse) {
                text += (text.empty() ? "" : " ") + std::string(record::enumName(finding.id));
            }
        }
    }
    return text;
}

Participant actorOf(const Entry& entry) {
    const record::Actor& actor = entry.what.actor;
    Participant person;
    person.userId = actor.user;
    person.userName = actor.name;
    person.alternativeUserId = actor.onBehalfOf;
    person.isRequestor = true;
    person.roles.push_back(ownCode(record::enumName(actor.role)));
    if (actor.breakGlass) {
        person.roles.push_back(ownCode("break-glass"));
    }
    // Who looked without a login is only said to be somebody [F5].
    const record::Json* const proven = entry.what.facts.find("proven");
    if (proven != nullptr && proven->isBool() && !proven->asBool()) {
        const std::string said = record::textIn(entry.what.facts, "user");
        person.userId = said.empty() ? actor.user : said;
        person.userName.clear();
        person.roles = {ownCode("said-to-be")};
    }
    return person;
}

// An id that is not there would be one for all who read it.
std::string named(const std::string& id, const char* otherwise) {
    return id.empty() ? otherwise : id;
}

Object entryObject(const Entry& entry) {
    Object object;
    object.id = "seihon:" + entry.station + ":entry:" + std::to_string(entry.sequence);
    object.idType = ownCode("ledger-entry");
    object.role = kSecurityResource;
    object.name = record::enumName(entry.what.kind);
    object.details = {{"sequence", std::to_string(entry.sequence)},
                      {"regulation", entry.what.regulation.hex()}};
    return object;
}

} // namespace

AuditMessage messageOf(const Entry& entry) {
    const EventCodes codes = codesOf(entry.what.kind);
    AuditMessage message;
    message.event = codes.event;
    if (codes.type) {
        message.eventTypes.push_back(*codes.type);
    }
    message.eventTypes.push_back(ownCode(record::enumName(entry.what.kind)));
    message.action = codes.action;
    message.at = entry.at;
    message.outcome = outcomeOf(entry, codes.outcome);
    message.outcomeDescription = refusalsOf(entry);
    message.auditSource = entry.station;

    Participant person = actorOf(entry);
    person.userId = named(person.userId, "unknown");
    message.participants.push_back(std::move(person));
    Participant program;
    program.userId = entry.station;
    program.roles.push_back(dicomCode("110150", "Application"));
    message.participants.push_back(std::move(program));

    if (!entry.what.record.empty()) {
        message.objects.push_back(
            {entry.what.record, ownCode("record-id"), 2, kReport, entry.what.record, {}, {}});
    }
    if (!entry.what.job.empty()) {
        message.objects.push_back(
            {entry.what.job, ownCode("job-id"), 2, kJob, entry.what.job, {}, {}});
    }
    if (entry.what.kind == EntryKind::RecordSearched) {
        // The public facts: that a patient was asked for, and not which one.
        message.objects.push_back(
            {"search", ownCode("search"), 2, kQuery, {}, record::canonical(entry.what.facts), {}});
    }
    if (codes.event == auditLogUsed()) { // PS3.15 A.5.3.2
        message.objects.push_back({"urn:seihon:" + entry.station + ":log",
                                   {"12", "RFC-3881", "URI"},
                                   2,
                                   kSecurityResource,
                                   "Security Audit Log",
                                   {},
                                   {}});
    }
    message.objects.push_back(entryObject(entry));
    return message;
}

} // namespace seihon::atna
