#include "station/media_desk.h"

#include "ledger/durable_file.h"
#include "record/fault.h"
#include "record/id.h"
#include "record/json_fields.h"
#include "regulation/judge_later.h"
#include "regulation/judge_media.h"
#include "station/desk_act.h"
#include "station/entry_walk.h"
#include "station/findings.h"
#include "station/typed_text.h"

#include <map>

namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::Json;
using record::Medium;
using regulation::Authority;

namespace {

constexpr std::int64_t kContainerBytes = 4ll << 30;

} // namespace

struct MediaDesk::Act : DeskAct {
    Act(MediaDesk& owner, const Session& session, Authority which, const std::string& id)
        : DeskAct(*owner.m_station.m_ledger, which,
                  ledger::FileLock(owner.m_station.m_home.locks() / "media", true)),
          medium(id.empty() ? Medium{} : owner.show(id)) {
        by(owner.m_station.draftFor(session, authority, {}, now, verdict));
    }

    MediumOutcome finish(EntryKind kind, Json facts, Json privateFacts = {}) {
        if (const auto entry = write(kind, medium.id, std::move(facts), std::move(privateFacts))) {
            record::apply(medium, *entry);
        }
        return {std::move(medium), std::move(verdict)};
    }

    Medium medium;
};

// What is on it must be what the log knows as exported, and must be shown to anybody at all.
std::vector<record::MediumItem> MediaDesk::itemsOf(const MediumRequest& request,
                                                   record::Verdict& verdict) {
    std::vector<record::MediumItem> items;
    std::map<record::Digest, std::string> exported;
    if (!request.files.empty()) {
        forEachOfKind(
            *m_station.m_ledger, EntryKind::RecordExported, [&](const record::Entry& entry) {
                if (const Json* const digest = entry.what.facts.find("sha256")) {
                    exported[record::Digest::fromHex(digest->asString())] = entry.what.record;
                }
            });
    }
    for (const std::filesystem::path& file : request.files) {
        const record::Digest digest = record::sha256(ledger::readWhole(file, kContainerBytes));
        const auto known = exported.find(digest);
        if (known == exported.end()) {
            verdict.add(findingOf(record::FindingId::MediumContentUnknown, record::Severity::Refuse,
                                  file.filename().string()));
        } else {
            items.push_back({known->second, digest});
        }
    }
    for (const std::string& record : request.records) {
        items.push_back({record, std::nullopt});
    }
    for (const record::MediumItem& item : items) {
        verdict.merge(regulation::judgeShowing(m_station.jobOfRecord(item.recordId), false));
    }
    if (request.files.empty() && items.empty()) {
        throw Fault(FaultKind::Usage, "what is on the medium: an exported file or a record");
    }
    if (items.size() > record::kMostOnMedium) {
        throw Fault(FaultKind::Usage,
                    "more than " + std::to_string(record::kMostOnMedium) + " records");
    }
    return items;
}

MediumOutcome MediaDesk::request(const Session& session, const MediumRequest& request) {
    requireWords(request.label, "what is written on the medium");
    requireWords(request.person, "who takes it");
    requireWords(request.contact, "how to reach them");
    requireWords(request.purpose, "what it is for");
    requireWords(request.encryption, "how it is encrypted, or why not");
    Act act(*this, session, Authority::HandOutMedia, {});
    const std::vector<record::MediumItem> items = itemsOf(request, act.verdict);
    act.verdict.merge(
        regulation::judgeMediumRequest(*m_station.m_regulation, request.until, act.now));
    return act.finish(EntryKind::MediumRequested,
                      Json::object({{"label", request.label},
                                    {"items", record::toJson(items)},
                                    {"purpose", request.purpose},
                                    {"encryption", request.encryption},
                                    {"until", record::formatInstant(request.until)}}),
                      Json::object({{"person", request.person}, {"contact", request.contact}}));
}

MediumOutcome MediaDesk::approve(const Session& session, const std::string& id) {
    Act act(*this, session, Authority::ApproveMedia, id);
    act.verdict.merge(regulation::judgeMediumApproval(act.medium, act.draft.actor));
    for (const record::MediumItem& item : act.medium.items) { // withdrawn meanwhile?
        act.verdict.merge(regulation::judgeShowing(m_station.jobOfRecord(item.recordId), false));
    }
    return act.finish(EntryKind::MediumApproved, Json::object({}));
}

MediumOutcome MediaDesk::end(const Session& session, const std::string& id, record::MediumEnd how,
                             const std::string& words) {
    requireLine(words, "the remark", kLongestReason);
    Act act(*this, session, Authority::HandOutMedia, id);
    act.verdict.merge(regulation::judgeMediumEnd(act.medium));
    return act.finish(EntryKind::MediumEnded,
                      Json::object({{"how", record::enumName(how)}, {"reason", words}}));
}

Medium MediaDesk::show(const std::string& id) {
    Medium medium =
        record::isId(id) ? record::foldMedium(m_station.m_ledger->entriesOfJob(id)) : Medium{};
    if (medium.id.empty()) {
        throw Fault(FaultKind::NotFound, "no medium \"" + id.substr(0, 64) + "\"", {{"job", id}});
    }
    return medium;
}

std::vector<Medium> MediaDesk::list() {
    std::vector<Medium> media;
    forEachOfKind(*m_station.m_ledger, EntryKind::MediumRequested,
                  [&](const record::Entry& entry) { media.push_back(show(entry.what.job)); });
    return media;
}

record::Verdict MediaDesk::standing(record::Instant now) {
    record::Verdict verdict;
    for (const Medium& medium : list()) {
        verdict.merge(regulation::judgeMediumStanding(*m_station.m_regulation, medium, now));
    }
    return verdict;
}

} // namespace seihon::station
